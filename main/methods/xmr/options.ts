import { z } from 'zod';

const said = (what: string) =>
  z.string({ error: `a rebase needs ${what}` }).refine((text) => text.trim() !== '', `a rebase needs ${what}`);

const rebase = z.strictObject({
  date: z.union([z.string().min(1), z.number()], { error: 'a rebase needs a date' }),
  reason: said('a reason'),
  author: said('an author'),
  series: z.string().optional(),
});

export const xmrOptions = z.object({
  improve: z
    .enum(['up', 'down', 'neither'])
    .default('neither')
    .describe(
      'Which way is better: up, down or neither (no judgement). A column in the role improve decides series by series.',
    ),
  target: z.number().nullable().default(null).describe('Target for every series; a column in the role target wins.'),
  screen: z
    .boolean()
    .default(false)
    .describe('Leave moving ranges of 3.267 × their mean or more out of the limits, once. Centre and rules keep them.'),
  baseline: z
    .number()
    .int()
    .min(2)
    .nullable()
    .default(null)
    .describe('The first so many points of each phase fix its mean and limits; null uses all of its points.'),
  rebase: z
    .array(rebase)
    .default([])
    .describe(
      'Where new limits start: a list of {date, reason, author, series}. The first point on or after the date opens the phase; without series, in every series.',
    ),
  shift: z.number().int().min(5).max(20).default(7).describe('Points in a row on one side of the mean that signal.'),
  trend: z.number().int().min(4).max(20).default(7).describe('Points in a row, each beyond the last, that signal.'),
  two_in_three: z
    .enum(['beyond', 'within'])
    .default('beyond')
    .describe('Whether a point outside the limits counts as beyond two thirds of them (beyond) or not (within).'),
  order: z
    .enum(['date', 'file'])
    .default('date')
    .describe('Order of the points: by date (ties keep the order of the file), or as they stand in the file.'),
  complete_to: z
    .string()
    .regex(/^\d{4}-\d\d-\d\d$/, 'a date such as 2026-03-31')
    .nullable()
    .default(null)
    .describe('Last day that the data cover in full; a last point whose period ends later is reported as partial.'),
  dated: z
    .enum(['start', 'end'])
    .default('start')
    .describe('Whether a date marks the start or the end of its period; ends of months always mark the end.'),
  partial: z
    .enum(['keep', 'leave-out'])
    .default('keep')
    .describe('Whether a partial last point counts in limits and rules (keep) or is only shown (leave-out).'),
  zone: z.string().default('workspace').describe('Time zone in which times that carry an offset are read.'),
});

export type XmrOptions = z.output<typeof xmrOptions>;

/** A rebase as asked for: from its date on, new limits. */
export type Rebase = XmrOptions['rebase'][number];
