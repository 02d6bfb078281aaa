import { z } from 'zod';

const day = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d$/, 'a date such as 2026-03-31')
  .nullable()
  .default(null);

export const paretoOptions = z.object({
  measure: z
    .enum(['auto', 'count', 'value'])
    .default('auto')
    .describe(
      'What ranks categories: rows (count), the sum of the value (value), or the value where it has a column (auto).',
    ),
  threshold: z
    .number()
    .gt(0)
    .max(1)
    .default(0.8)
    .describe('Cumulative share, 0 to 1, that the vital few categories make up.'),
  top: z
    .number()
    .int()
    .min(1)
    .nullable()
    .default(null)
    .describe('Show so many categories and pool the rest as "(all others)"; null shows all.'),
  period: z
    .enum(['week', 'month', 'quarter', 'year'])
    .default('month')
    .describe('Length of the periods of the trend table.'),
  from: day.describe(
    'First day that the log covers; null takes the first date in it. Earlier rows are left out and counted.',
  ),
  to: day.describe(
    'Last day that the log covers; null takes the last date in it. Later rows are left out and counted.',
  ),
  confidence: z.number().gt(0.5).lt(1).default(0.95).describe('Level of the intervals of the recurrence table.'),
  zone: z.string().default('workspace').describe('Time zone in which times that carry an offset are read.'),
});

export type ParetoOptions = z.output<typeof paretoOptions>;
