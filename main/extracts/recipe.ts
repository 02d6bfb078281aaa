import { z } from 'zod';

const name = z.string().regex(/^[a-z][a-z0-9_]*$/, 'lower-case letters, digits and _');

/** Types that a column can be read as. Percentages are numbers, divided by 100. */
export const columnType = z
  .string()
  .regex(
    /^(text|integer|decimal\(\d{1,2},\s?\d{1,2}\)|number|boolean|date|timestamp|time|category|financial-year|quarter)$/,
    'text, integer, decimal(p,s), number, boolean, date, timestamp, time, category, financial-year or quarter',
  );

export const columnRule = z.strictObject({
  as: z.string().min(1).describe('the column’s name in the extract'),
  type: columnType,
  format: z.string().optional().describe('strptime format of a date or time'),
  strip: z.string().optional().describe('characters dropped before reading, such as "£,"'),
  percent: z.boolean().optional().describe('the value is divided by 100; a % sign is dropped'),
  decimal: z.enum(['.', ',']).optional().describe('decimal mark, where it is not the point'),
  negative: z
    .enum(['brackets', 'trailing', 'minus-sign'])
    .optional()
    .describe('how a negative number is written, beside -1: (1), 1-, or with the minus sign of print'),
  missing: z.array(z.string()).optional().describe('texts that mean no value, with nothing more to say'),
  markers: z
    .record(z.string(), z.string())
    .optional()
    .describe('codes kept beside null in NAME__marker, and what each means'),
  true: z.array(z.string()).optional(),
  false: z.array(z.string()).optional(),
  use: z.boolean().optional().describe('false leaves the column out'),
});

const csvRead = z.strictObject({
  as: z.literal('csv'),
  encoding: z.enum(['utf-8', 'utf-8-bom', 'utf-16le', 'utf-16be', 'windows-1252', 'iso-8859-1']),
  delimiter: z.string().min(1).max(4),
  quote: z.string().max(1),
  escape: z.string().max(1).optional(),
  newline: z.enum(['lf', 'crlf', 'cr', 'mixed']).optional(),
  header: z.number().int().min(0).describe('line of the header; 0 for none'),
  headerRows: z
    .number()
    .int()
    .min(1)
    .max(3)
    .optional()
    .describe('rows of the header, joined by a space, where there are several'),
  short: z
    .enum(['reject', 'pad'])
    .optional()
    .describe('rows with fewer fields than the header: rejected, or filled up with nulls'),
  first: z.number().int().min(1).describe('first line of data'),
  last: z.number().int().min(1).optional().describe('last line of data, where a file holds several tables'),
  notes: z
    .enum(['none', 'after-blank-line', 'short-rows'])
    .optional()
    .describe('how the notes below the table are known'),
  totals: z.array(z.string()).optional().describe('texts in the first column that mark a row of totals'),
});

/** Names from the top down, joined by points; a list where a name holds a point itself. */
const jsonPath = z.union([z.string().min(1), z.array(z.string()).min(1)]);

const jsonRead = z.strictObject({
  as: z.literal('json'),
  encoding: z.enum(['utf-8', 'utf-8-bom', 'utf-16le', 'utf-16be']),
  layout: z
    .enum(['lines', 'sequence', 'array', 'object', 'entries', 'columns'])
    .describe(
      'a record on each line; records one after the other; a list of records; one inside an object, at `records`; an object with a record under each name; an object with a list or object of values for each column',
    ),
  records: jsonPath
    .optional()
    .describe('where inside an object the records are, such as data.items; absent for the whole'),
  rows: z.enum(['lists', 'values']).optional().describe('what each record is, where it is not an object'),
  header: z.literal('first').optional().describe('the first list holds the names of the columns'),
  names: jsonPath.optional().describe('where the list of the columns’ names is, for rows that are lists'),
});

const parquetRead = z.strictObject({ as: z.literal('parquet') });

const xesRead = z.strictObject({
  as: z.literal('xes'),
  lifecycle: z.enum(['events', 'pairs']).describe('a row per event, or start and complete joined into one'),
  pairs: z
    .enum(['instance', 'order'])
    .optional()
    .describe('a start belongs to the complete of its concept:instance, or to the next one of its case and activity'),
});

export const step = z.union([
  z.strictObject({
    unpivot: z.strictObject({
      columns: z.union([z.string(), z.array(z.string())]).describe('names, or first..last'),
      name,
      value: name,
    }),
    off: z.boolean().optional(),
  }),
]);

/** How a file is read: what people edit, and what next month's file is read with. */
export const recipeSchema = z.strictObject({
  recipe: z.literal(1),
  files: z.string(),
  read: z.discriminatedUnion('as', [csvRead, jsonRead, parquetRead, xesRead]),
  columns: z.map(z.string(), columnRule).describe('by the column’s name in the file, in the file’s order'),
  steps: z.array(step).optional(),
  rejects: z
    .string()
    .regex(/^\d+(\.\d+)?%$/)
    .describe('more than this share of rejected rows refuses the import'),
  decided: z
    .record(
      z.string(),
      z.strictObject({
        by: z.enum(['guess', 'person']),
        confidence: z.number().min(0).max(1).optional(),
        why: z.string(),
      }),
    )
    .optional(),
});

export type Recipe = z.output<typeof recipeSchema>;
export type ColumnRule = z.output<typeof columnRule>;
export type CsvRead = z.output<typeof csvRead>;
export type JsonRead = z.output<typeof jsonRead>;
export type XesRead = z.output<typeof xesRead>;
export type Step = z.output<typeof step>;
