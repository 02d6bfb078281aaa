import { z } from 'zod';

/** What shapes an interrupted time series; every one is printed with the result. */
export const itsOptions = z.object({
  interruption: z
    .union([z.string(), z.array(z.string())])
    .default('')
    .describe(
      'date of the interruption (2026-11-23): the first day on which things could differ: a period is after it when its date is that day or later; several, separated by commas or as a list, give a segment each; empty when the role "after" says it',
    ),
  change: z
    .enum(['both', 'level', 'trend'])
    .default('both')
    .describe('what may change at the interruption: the level, the trend (slope), or both'),
  errors: z
    .enum(['newey-west', 'ar1', 'ols'])
    .default('newey-west')
    .describe(
      'standard errors: Newey–West on least squares, AR(1) by restricted maximum likelihood (REML), or plain least squares (OLS)',
    ),
  lag: z
    .union([z.literal('auto'), z.number().int().min(0).max(1000)])
    .default('auto')
    .describe('lags of Newey–West; auto is ⌊4(n/100)^(2/9)⌋ with n the periods measured'),
  adjust: z.boolean().default(true).describe('Newey–West: multiply the variances by n/(n−k)'),
  shocks: z
    .enum(['separate', 'shared'])
    .default('separate')
    .describe(
      'Newey–West with a control series: separate sums scores within each series, shared also across both in the same period (Driscoll–Kraay)',
    ),
  scale: z
    .enum(['identity', 'log'])
    .default('identity')
    .describe('log models the logarithm of the value, so that effects multiply'),
  seasonality: z
    .enum(['none', 'fourier', 'dummies'])
    .default('none')
    .describe('season in the model: none, harmonics (fourier), or a term for each month, quarter or weekday (dummies)'),
  harmonics: z
    .number()
    .int()
    .min(1)
    .max(26)
    .default(2)
    .describe('pairs of sine and cosine when seasonality is fourier'),
  season: z
    .union([z.literal('auto'), z.number().int().min(2).max(400)])
    .default('auto')
    .describe('periods in a season; auto is 12 for months, 4 for quarters, 52 for weeks, 7 for days'),
  washout: z
    .number()
    .int()
    .min(0)
    .max(1000)
    .default(0)
    .describe(
      'periods from the interruption on that are left out as a transition; the new level and trend start after them',
    ),
  origin: z
    .union([z.literal(0), z.literal(1)])
    .default(0)
    .describe(
      'time since the interruption at the first period after it: 0 makes the level change the difference at that period, 1 the difference one period earlier',
    ),
  frequency: z
    .enum(['auto', 'day', 'week', 'month', 'quarter', 'year'])
    .default('auto')
    .describe('length of a period; auto reads it from the spacing of the dates'),
  level: z.number().min(0.5).max(0.999).default(0.95).describe('confidence of every interval'),
  zone: z.string().default('workspace').describe('time zone in which a timestamp with a zone becomes a day'),
  measure: z
    .string()
    .default('')
    .describe('name of what is measured, repeated in the results and used by an impact chain'),
  unit: z.string().default('').describe('unit of the value, repeated in the results'),
  saved: z
    .string()
    .default('')
    .describe('when this design was first saved, as you state it; it is repeated, and nothing more is claimed from it'),
});

export type ItsOptions = z.output<typeof itsOptions>;
