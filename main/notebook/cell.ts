import { z } from 'zod';

/** Names of cells and parameters. */
export const nameSchema = z.string().regex(/^[a-z][a-z0-9_]*$/, 'a name has lower-case letters, digits and _');

const columns = z.union([z.string(), z.array(z.string())]);
const scalar = z.union([
  z.string(),
  z
    .number()
    .refine(
      (value) => !Number.isInteger(value) || Number.isSafeInteger(value),
      'so large a number keeps its last digits only in quotes',
    ),
  z.boolean(),
  z.null(),
]);

const source = z.strictObject({ on: z.string(), roles: z.record(z.string(), columns).optional() });

export const methodBody = z.strictObject({
  method: z.string(),
  on: z.string(),
  roles: z.record(z.string(), columns).optional(),
  with: z
    .record(z.string(), z.union([z.string(), source]))
    .optional()
    .describe('further tables that the method reads'),
  options: z.record(z.string(), z.unknown()).optional(),
});

export const chartBody = z.looseObject({
  chart: z.string().optional(),
  spec: z.record(z.string(), z.unknown()).optional(),
  on: z.string(),
  title: z.string().min(1),
  alt: z.string().min(1),
});

const base = { label: z.string().optional(), about: z.string().optional() };
const number = z.number();
const date = z.string().regex(/^\d{4}-\d\d-\d\d$/, 'a date is written 2026-11-23');

export const paramBody = z.discriminatedUnion(
  'type',
  [
    z.strictObject({ type: z.literal('text'), default: z.string().nullable().default(null), ...base }),
    z.strictObject({
      type: z.enum(['integer', 'number']),
      default: number.nullable().default(null),
      min: number.optional(),
      max: number.optional(),
      step: number.optional(),
      ...base,
    }),
    z.strictObject({
      type: z.literal('date'),
      default: date.nullable().default(null),
      min: date.optional(),
      max: date.optional(),
      ...base,
    }),
    z.strictObject({ type: z.literal('boolean'), default: z.boolean().nullable().default(null), ...base }),
    z.strictObject({
      type: z.literal('choice'),
      default: scalar.default(null),
      from: z.string().optional().describe('a SELECT whose first column lists the choices'),
      values: z.array(scalar).optional(),
      ...base,
    }),
    z.strictObject({
      type: z.literal('choices'),
      default: z
        .array(z.union([z.string(), z.number()]))
        .nullable()
        .default(null),
      from: z.string().optional(),
      values: z.array(scalar).optional(),
      ...base,
    }),
    z.strictObject({
      type: z.literal('range'),
      default: z.tuple([number, number]).nullable().default(null),
      min: number.optional(),
      max: number.optional(),
      ...base,
    }),
  ],
  { error: 'it should be one of text, integer, number, date, boolean, choice, choices, range' },
);

const level = z.enum(['fail', 'warn']).default('fail');
export const checkBody = z.union([
  z.strictObject({ on: z.string(), because: z.string().optional(), level }),
  z.strictObject({
    value: z.string(),
    expect: scalar,
    tolerance: z.number().min(0).optional().describe('largest difference that still passes'),
    because: z.string().optional(),
    level,
  }),
]);

export type MethodBody = z.output<typeof methodBody>;
export type ChartBody = z.output<typeof chartBody>;
export type ParamBody = z.output<typeof paramBody>;
export type CheckBody = z.output<typeof checkBody>;

interface Common {
  name: string;
  /** What stands between the fences. */
  source: string;
  /** Line of the opening fence in the notebook, from 1. */
  line: number;
}

export type Cell = Common &
  (
    | { kind: 'sql' }
    | { kind: 'method'; body: MethodBody }
    | { kind: 'chart'; body: ChartBody }
    | { kind: 'param'; body: ParamBody }
    | { kind: 'check'; body: CheckBody }
  );

export const cellKinds = ['sql', 'method', 'chart', 'param', 'check'] as const;

/** Whether an `on:` holds a statement, or names a table. */
export const isStatement = (on: string): boolean =>
  /^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)*(?:\(|(?:select|from|with|values|pivot|unpivot|describe|summarize)(?![\w.])[\s\S]*\S)/i.test(
    on,
  );
