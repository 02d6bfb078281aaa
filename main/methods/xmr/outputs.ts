import type { Output, OutputTable } from '../method.ts';

const series: Output = {
  type: 'VARCHAR',
  about: 'Series; "all" when there is no series column, "(blank)" where it is empty.',
};
const point: Output = { type: 'INTEGER', about: 'Place of the point in its series, from 1, in the order used.' };
const date: Output = {
  type: 'TIMESTAMP',
  about: 'Date of the point; null when dates are numbers or texts that are no dates.',
};
const label: Output = { type: 'VARCHAR', about: 'Date of the point as text.' };
const phase: Output = { type: 'INTEGER', about: 'Phase, from 1; a rebase opens the next.' };
const centre: Output = {
  type: 'DOUBLE',
  about: 'Mean of the points that fix the limits of the phase: the centre line.',
};
const movingRange: Output = {
  type: 'DOUBLE',
  about: 'Mean moving range that the limits use, after screening if asked for.',
};
const lower: Output = {
  type: 'DOUBLE',
  about: 'Lower process limit: mean − 2.66 × mean moving range; null with fewer than two points.',
};
const upper: Output = {
  type: 'DOUBLE',
  about: 'Upper process limit: mean + 2.66 × mean moving range; null with fewer than two points.',
};
const trial: Output = { type: 'BOOLEAN', about: 'True when fewer than 12 points fix the limits: trial limits.' };
const direction: Output = {
  type: 'VARCHAR',
  about: 'up or down: the side of the mean, or the way of the trend; null without a signal.',
};
const judgement: Output = {
  type: 'VARCHAR',
  about: 'improvement, concern, or neither when no direction is better; null without a signal.',
};
const assurance: Output = {
  type: 'VARCHAR',
  about:
    'consistently hits or consistently misses (target outside the limits), hit and miss (inside or on them); null without target, limits or a better direction.',
};
const limitPoints: Output = { type: 'INTEGER', about: 'Points that fix the mean and limits.' };
const screened: Output = { type: 'INTEGER', about: 'Moving ranges left out of the limits by screening.' };

export const xmrOutputs: Readonly<Record<string, OutputTable>> = {
  summary: {
    about: 'A row per series: its latest phase, latest point, signal and assurance. Ordered by series.',
    columns: {
      series,
      n: { type: 'INTEGER', about: 'Points with a date and a value, in all phases.' },
      missing: { type: 'INTEGER', about: 'Rows without a date or without a finite value; not in the chart.' },
      duplicates: { type: 'INTEGER', about: 'Points beyond the first on one date; each stays a point of its own.' },
      step: {
        type: 'VARCHAR',
        about: 'Usual distance between points, such as 1 month; irregular, or null when it has none.',
      },
      gaps: { type: 'INTEGER', about: 'Steps between the first and last date without a point; nothing is filled in.' },
      first_date: { type: 'TIMESTAMP', about: 'Date of the first point.' },
      last_date: { type: 'TIMESTAMP', about: 'Date of the latest point.' },
      phases: { type: 'INTEGER', about: 'Phases: 1 + rebases that took effect.' },
      limit_points: { ...limitPoints, about: 'Points that fix the mean and limits of the latest phase.' },
      mean: { type: 'DOUBLE', about: 'Centre line of the latest phase.' },
      mean_moving_range: movingRange,
      lower,
      upper,
      screened,
      trial,
      p50: { type: 'DOUBLE', about: 'Median of the points of the latest phase.' },
      p90: { type: 'DOUBLE', about: '90th percentile (type 7) of the points of the latest phase.' },
      latest_label: { type: 'VARCHAR', about: 'Date of the latest point as text.' },
      latest_value: { type: 'DOUBLE', about: 'Value of the latest point.' },
      latest_signal: {
        type: 'VARCHAR',
        about:
          'Rule that the latest point breaks: outside, trend, two_in_three or shift, in this priority; null for none.',
      },
      latest_direction: direction,
      variation: {
        type: 'VARCHAR',
        about:
          'Variation icon as text: improvement, concern, special cause (no direction is better) or common cause, of the latest point.',
      },
      target: { type: 'DOUBLE', about: 'Target at the latest point.' },
      assurance,
      improve: { type: 'VARCHAR', about: 'Which way is better: up, down or neither.' },
      signals: { type: 'INTEGER', about: 'Points with at least one signal, in all phases.' },
      partial: { type: 'BOOLEAN', about: 'True when the period of the latest point is not over by complete_to.' },
    },
  },
  points: {
    about: 'A row per point, with limits and signals. Ordered by series and point.',
    columns: {
      series,
      point,
      date,
      label,
      value: { type: 'DOUBLE', about: 'Value of the point.' },
      moving_range: {
        type: 'DOUBLE',
        about: 'Distance from the point before in the same phase, also across a gap; null for the first.',
      },
      screened: { type: 'BOOLEAN', about: 'True when screening left this moving range out of the limits.' },
      phase,
      centre,
      lower,
      upper,
      target: { type: 'DOUBLE', about: 'Target at this point.' },
      outside: { type: 'BOOLEAN', about: 'Rule: outside the limits.' },
      shift: { type: 'BOOLEAN', about: 'Rule: in a run on one side of the mean; a point on the mean ends the run.' },
      trend: {
        type: 'BOOLEAN',
        about: 'Rule: in a run of points each beyond the one before; equal neighbours end it.',
      },
      two_in_three: {
        type: 'BOOLEAN',
        about: 'Rule: beyond two thirds of the limits, in three neighbours on one side of which two or more are.',
      },
      signal: {
        type: 'VARCHAR',
        about: 'The rule with priority: outside, trend, two_in_three, shift; null for common cause.',
      },
      direction,
      judgement,
      assurance,
      rebase: { type: 'VARCHAR', about: 'Reason and author of the rebase, on the first point of its phase.' },
      partial: { type: 'BOOLEAN', about: 'True when the period of the point is not over by complete_to.' },
    },
  },
  phases: {
    about: 'A row per phase of each series, with why and by whom it was opened. Ordered by series and phase.',
    columns: {
      series,
      phase,
      first_date: { type: 'TIMESTAMP', about: 'Date of the first point of the phase.' },
      last_date: { type: 'TIMESTAMP', about: 'Date of the last point of the phase.' },
      first_label: { type: 'VARCHAR', about: 'First date as text.' },
      last_label: { type: 'VARCHAR', about: 'Last date as text.' },
      n: { type: 'INTEGER', about: 'Points in the phase.' },
      limit_points: limitPoints,
      mean: centre,
      mean_moving_range: movingRange,
      unscreened_moving_range: { type: 'DOUBLE', about: 'Mean moving range before screening.' },
      lower,
      upper,
      screened,
      trial,
      rebase_date: {
        type: 'VARCHAR',
        about: 'Date of the rebase as it was asked for; null for a phase that none opened.',
      },
      reason: { type: 'VARCHAR', about: 'Why the limits start anew.' },
      author: { type: 'VARCHAR', about: 'Who decided it.' },
    },
  },
  signals: {
    about: 'A row per point and rule that it breaks. Ordered by series, point and priority of the rule.',
    columns: {
      series,
      point,
      date,
      label,
      value: { type: 'DOUBLE', about: 'Value of the point.' },
      phase,
      rule: { type: 'VARCHAR', about: 'outside, trend, two_in_three or shift.' },
      direction,
      judgement,
      icon: { type: 'BOOLEAN', about: 'True for the rule with priority at this point.' },
    },
  },
};
