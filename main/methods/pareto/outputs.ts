import type { Output, OutputTable } from '../method.ts';

const category: Output = {
  type: 'VARCHAR',
  about: 'Category; "(blank)" where it is empty, "(all others)" for those pooled.',
};
const count: Output = { type: 'BIGINT', about: 'Rows.' };
const value: Output = { type: 'DOUBLE', about: 'Sum of the value; null without a value column.' };
const pooled: Output = { type: 'INTEGER', about: 'Categories in this row: 1, or as many as were pooled.' };
const perMonth = (what: string): Output => ({
  type: 'DOUBLE',
  unit: 'per month',
  about: `${what}, per month of 30.4375 days.`,
});

export const paretoOutputs: Readonly<Record<string, OutputTable>> = {
  summary: {
    about: 'One row: how concentrated the problems are.',
    columns: {
      rows: { type: 'BIGINT', about: 'Rows in the figures.' },
      measure: { type: 'VARCHAR', about: 'What ranks categories: count or value.' },
      total: { type: 'DOUBLE', about: 'Sum of the measure over all categories.' },
      categories: { type: 'INTEGER', about: 'Distinct categories, "(blank)" among them.' },
      threshold: { type: 'DOUBLE', about: 'Cumulative share that the vital few make up, 0 to 1.' },
      vital: {
        type: 'INTEGER',
        about: 'Vital few: fewest categories, from the largest, whose share reaches the threshold.',
      },
      vital_share: { type: 'DOUBLE', unit: 'share', about: 'Share of the total that the vital few make up.' },
      vital_category_share: { type: 'DOUBLE', unit: 'share', about: 'Vital few as a share of all categories.' },
      top_category: { type: 'VARCHAR', about: 'Largest category.' },
      top_share: { type: 'DOUBLE', unit: 'share', about: 'Its share of the total.' },
      hhi: {
        type: 'DOUBLE',
        about: 'Concentration (Herfindahl–Hirschman): sum of squared shares, from 1/categories to 1.',
      },
      effective_categories: {
        type: 'DOUBLE',
        about: '1/hhi: as many categories of one size would be as concentrated.',
      },
      blank: { type: 'BIGINT', about: 'Rows without a category, counted as "(blank)".' },
      first_date: { type: 'DATE', about: 'First day covered; null without dates.' },
      last_date: { type: 'DATE', about: 'Last day covered; null without dates.' },
      outside: { type: 'BIGINT', about: 'Rows left out as their date is before from or after to.' },
    },
  },
  ranked: {
    about:
      'A row per category, largest first; equal ones by count, then in the order of the alphabet. Ordered by rank.',
    columns: {
      rank: { type: 'INTEGER', about: 'Place, from 1.' },
      category,
      count,
      value,
      share: { type: 'DOUBLE', unit: 'share', about: 'Share of the measure, 0 to 1; null when the total is 0.' },
      cumulative_share: { type: 'DOUBLE', unit: 'share', about: 'Share of this and all larger categories.' },
      vital: {
        type: 'BOOLEAN',
        about:
          'True for the vital few: those up to the one that reaches the threshold. False for "(all others)", which is no category.',
      },
      pooled,
    },
  },
  breakdown: {
    about:
      'A row per category and subcategory, ranked within the category; empty without a subcategory column. Ordered by category rank and rank.',
    columns: {
      category_rank: { type: 'INTEGER', about: 'Place of the category.' },
      category,
      rank: { type: 'INTEGER', about: 'Place of the subcategory in its category.' },
      subcategory: { type: 'VARCHAR', about: 'Subcategory; "(blank)" where it is empty.' },
      count,
      value,
      share: { type: 'DOUBLE', unit: 'share', about: 'Share of the whole total.' },
      share_of_category: { type: 'DOUBLE', unit: 'share', about: 'Share of its category.' },
      cumulative_share_of_category: { type: 'DOUBLE', unit: 'share', about: 'Share of its category up to this one.' },
    },
  },
  teams: {
    about:
      'A row per team and category, ranked within the team; empty without a team column. Ordered by team and rank.',
    columns: {
      team: { type: 'VARCHAR', about: 'Team; "(blank)" where it is empty.' },
      rank: { type: 'INTEGER', about: 'Place of the category in the team.' },
      category,
      count,
      value,
      share: { type: 'DOUBLE', unit: 'share', about: "Share of the team's total." },
      cumulative_share: { type: 'DOUBLE', unit: 'share', about: "Share of the team's total up to this category." },
    },
  },
  trend: {
    about:
      'A row per period and category, zeros included from the first period to the last; empty without dates. Ordered by period and rank.',
    columns: {
      period: { type: 'DATE', about: 'First day of the period; weeks start on Monday.' },
      rank: { type: 'INTEGER', about: 'Place of the category overall.' },
      category,
      count,
      value,
      share: { type: 'DOUBLE', unit: 'share', about: "Share of the period's total; null when it is 0." },
      partial: { type: 'BOOLEAN', about: 'True when the days covered do not span the whole period.' },
    },
  },
  recurrence: {
    about:
      'A row per category and day on which it was fixed: rows before and after. Before starts at the fix before, after ends at the next. Empty without dates and fixes. Ordered by category and fix.',
    columns: {
      category,
      fixed_date: { type: 'DATE', about: 'Day of the fix; rows of that day count as before it.' },
      before_count: { type: 'BIGINT', about: 'Rows before the fix.' },
      before_days: { type: 'INTEGER', unit: 'days', about: 'Days covered before, the day of the fix included.' },
      before_rate: perMonth('Rate before'),
      before_lower: perMonth('Lower end of the exact Poisson interval before'),
      before_upper: perMonth('Upper end of the exact Poisson interval before'),
      after_count: { type: 'BIGINT', about: 'Rows after the fix.' },
      after_days: { type: 'INTEGER', unit: 'days', about: 'Days covered after.' },
      after_rate: perMonth('Rate after; null when no day is covered'),
      after_lower: perMonth('Lower end of the exact Poisson interval after'),
      after_upper: perMonth('Upper end of the exact Poisson interval after'),
      rate_ratio: {
        type: 'DOUBLE',
        about: 'Rate after divided by rate before; below 1 it fell. Null without rows before.',
      },
      ratio_lower: { type: 'DOUBLE', about: 'Lower end of its exact conditional interval.' },
      ratio_upper: { type: 'DOUBLE', about: 'Upper end of its exact conditional interval; null when it has none.' },
      p_value: { type: 'DOUBLE', about: 'Two-sided exact p-value that both rates are one.' },
      p_adjusted: { type: 'DOUBLE', about: 'The same after Benjamini–Hochberg over all fixes of the table.' },
      recurred: { type: 'BOOLEAN', about: 'True when the category appears again after the fix, up to the next one.' },
      next_date: { type: 'DATE', about: 'First day after the fix on which the category appears.' },
      days_to_next: { type: 'INTEGER', unit: 'days', about: 'Days from the fix to then.' },
    },
  },
};
