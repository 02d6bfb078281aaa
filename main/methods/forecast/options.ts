import { z } from 'zod';
import { calendarOptions } from '../calendar.ts';
import { methodNames } from './attempt.ts';
import { frequencies } from './periods.ts';

export const effectNames = ['trend', 'months', 'holidays', 'working-days', 'weekdays'] as const;

export const forecastOptions = z.object({
  frequency: z
    .enum(['auto', ...frequencies])
    .default('auto')
    .describe(
      'Length of a period. "auto" finds it in the dates of each series. Name a longer one, with aggregate, to add up shorter periods.',
    ),
  season: z
    .union([z.literal('auto'), z.number().int().min(1).max(366)])
    .default('auto')
    .describe(
      'Periods in a season. "auto": 12 for months, 4 for quarters, 52 for weeks, 7 for days, 5 for working days, 1 (no season) for years.',
    ),
  horizon: z
    .union([z.literal('auto'), z.number().int().min(1).max(400)])
    .default('auto')
    .describe('Periods to forecast. "auto": one season, at most 12.'),
  levels: z
    .array(z.number().gt(0).lt(100))
    .min(1)
    .max(9)
    .default([80, 95])
    .describe('Levels of the prediction intervals, in %.'),
  origins: z
    .number()
    .int()
    .min(0)
    .max(60)
    .default(6)
    .describe(
      'Origins of the backtest: the last that leave a whole horizon to compare with, and at least a season and two values (four in all) before it. Everything is refitted at each.',
    ),
  methods: z
    .array(z.enum(methodNames))
    .min(1)
    .default(['naive', 'seasonal-naive', 'drift', 'theta', 'ets'])
    .describe(
      'Methods to compare. "stl" adds a season that never changes to smoothing without one; "regression" uses the effects and the drivers.',
    ),
  restrict: z
    .boolean()
    .default(false)
    .describe(
      'True leaves out exponential smoothing with additive errors and a multiplicative season, as the ets function of R does by default.',
    ),
  aggregate: z
    .enum(['refuse', 'sum', 'mean'])
    .default('refuse')
    .describe('What to do with several rows for one period: refuse the series, or take their sum or mean.'),
  gaps: z
    .enum(['refuse', 'interpolate', 'zero', 'previous'])
    .default('refuse')
    .describe(
      'What to do with periods that have no value: refuse the series, or fill them by a straight line, with 0, or with the value before.',
    ),
  partial: z
    .enum(['leave-out', 'keep'])
    .default('leave-out')
    .describe('What to do with a first or last period that the data covers only in part.'),
  window: z
    .union([
      z.literal('periodic'),
      z
        .number()
        .int()
        .min(7)
        .refine((span) => span % 2 === 1, 'give an odd number'),
    ])
    .default('periodic')
    .describe(
      'Span of the seasonal smooth of the STL decomposition, in seasons (odd); "periodic" keeps the season the same throughout.',
    ),
  robust: z.boolean().default(false).describe('True makes the STL decomposition resist outliers.'),
  effects: z
    .array(z.enum(effectNames))
    .default(['trend', 'months', 'holidays', 'working-days', 'weekdays'])
    .describe(
      'Effects in the regression besides the drivers, where the frequency allows: a straight trend, each month or quarter, bank holidays in the period, working days in the period, and for days each weekday.',
    ),
  seed: z.number().int().min(0).default(1).describe('Seed of the simulated intervals.'),
  paths: z.number().int().min(100).max(100_000).default(5000).describe('Simulated paths for each simulated interval.'),
  calendar: calendarOptions.calendar,
  zone: calendarOptions.zone,
});

export type ForecastOptions = z.output<typeof forecastOptions>;
