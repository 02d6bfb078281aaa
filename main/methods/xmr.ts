import { method } from './method.ts';
import { readClock } from './xmr/clock.ts';
import { setLimits } from './xmr/limits.ts';
import { xmrOptions } from './xmr/options.ts';
import { xmrOutputs } from './xmr/outputs.ts';
import { startPhases } from './xmr/phases.ts';
import { placePoints } from './xmr/place.ts';
import { judge } from './xmr/rules.ts';
import { findSteps } from './xmr/steps.ts';
import { writeTables } from './xmr/tables.ts';
import { warn } from './xmr/warnings.ts';

/**
 * XmR chart (individuals and moving range): is a measure changing, or only varying as it always does, and can it meet its target?
 *
 * Use it for one figure per period, in order of time: waits, percentages, counts that are not small, costs. Not for small counts
 * of rare events, nor for a series with a strong season or trend, where neighbours are not exchangeable.
 * In: a row per period (and series): date, value, and optionally series, target and improve. Out: limits in the unit of the value.
 * Centre = mean; limits = mean ± 2.66 × mean moving range (2.66 = 3/1.128). No row with both a date and a value is an error.
 * Source: Shewhart; Wheeler, Understanding Variation (1993); the rules are those of NHS England's Making Data Count.
 */
export const xmr = method({
  id: 'xmr',
  version: 1,
  title: 'Process chart (XmR)',
  question: 'Is it changing, or is this only how it varies, and can it be relied on to meet its target?',
  lessons: ['C.3', 'C.2'],
  inputs: {
    date: {
      types: ['time', 'number', 'text'],
      required: true,
      about: 'when each point was measured; gives the order',
      hints: ['date', 'month', 'period', 'week', 'quarter', 'year', 'day', 'time'],
    },
    value: {
      types: ['number'],
      required: true,
      about: 'the measure',
      hints: ['value', 'measure', 'figure', 'rate', 'percent', 'percentage', 'count', 'total', 'score'],
    },
    series: {
      types: ['any'],
      about: 'which series the point belongs to; each is charted alone',
      hints: ['series', 'service', 'measure', 'metric', 'indicator', 'organisation', 'provider', 'team', 'site'],
    },
    target: { types: ['number'], about: 'target at that date', hints: ['target', 'standard', 'goal', 'threshold'] },
    improve: {
      types: ['text'],
      about: 'up, down or neither: which way is better for the series',
      hints: ['improve', 'improvement', 'better', 'direction', 'polarity'],
    },
  },
  options: xmrOptions,
  outputs: xmrOutputs,
  assumptions: [
    'Points are one figure per period, of the same kind all along; neighbours are alike but for the routine variation.',
    'Limits describe the routine variation of the points that fix them; they are not a confidence interval.',
    'Runs restart where limits do. A point on the mean ends a shift run; equal neighbours end a trend; moving ranges and runs go across gaps.',
    'The two points or more beyond two thirds are flagged by two_in_three, and the third of the three is not.',
  ],
  notFor: [
    'Counts of rare events and percentages with small denominators, where a p, u or c chart knows more.',
    'Series with a strong season or steady growth: forecast them, or chart what is left after it.',
    'Fewer than 12 points: limits are on trial.',
  ],
  reference:
    'Wheeler, D. J. (1993), Understanding Variation; NHS England, Making Data Count: 2.66 × mean moving range; screening at 3.267 × mean moving range.',
  async run(query, input, options, task) {
    task.progress(null, 'ordering points');
    const clock = await readClock(query, input, options);
    const { rows, points } = await placePoints(query, input, clock, options);
    const { starts, warnings } = await startPhases(query, points, clock, options.rebase);
    const steps = await findSteps(query, points, clock, options);
    task.progress(0.4, 'limits and rules');
    const { moved, limits } = await setLimits(query, { points, starts, steps }, options);
    const judged = await judge(query, { moved, limits }, options);
    task.progress(0.8, 'tables');
    const summary = await writeTables(query, { rows, points, steps, limits, judged });
    return {
      warnings: [
        ...clock.warnings,
        ...warnings,
        ...(await warn(query, rows, limits, summary, options.complete_to !== null)),
      ],
    };
  },
  charts: [
    {
      name: 'xmr',
      chart: 'xmr',
      on: 'points',
      title: 'What is routine variation, and what is a signal',
      alt: 'Each series over time with its mean, process limits and target; points that break a rule are marked',
    },
  ],
});
