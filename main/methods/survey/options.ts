import { z } from 'zod';

const names = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

export const options = z.strictObject({
  themes: names
    .default({})
    .describe(
      'themes: name → items, in which * stands for any letters; where none are given, the same groups as the indices',
    ),
  indices: names
    .default({})
    .describe(
      'indices: name → items, in which * stands for any letters; where none are given, the four outcomes identity, visibility, equipped, engaged by the items’ first word, and where none is found all items as one index "all"',
    ),
  scale: z
    .record(z.string(), z.number().int().min(1).max(5))
    .default({})
    .describe(
      'what an answer scores, 1–5 (5 most positive), by its text or code; wins over the usual five-point texts and 1–5; a column of true and false is read by Yes and No (or true, y, 1 and false, n, 0)',
    ),
  positive: z.array(z.number().int().min(1).max(5)).default([4, 5]).describe('scale points that count as positive'),
  routed: z
    .array(z.string())
    .default(['not applicable', 'n/a', 'routed', 'not asked'])
    .describe(
      'texts or codes of a question that was not put to the respondent; a bare NA is read as a blank unless it is named here, in refused or in scale',
    ),
  refused: z
    .array(z.string())
    .default(['prefer not to say', 'prefer not to answer', 'refused'])
    .describe('texts or codes of a respondent who would not say'),
  index_requires: z
    .enum(['any', 'all'])
    .default('any')
    .describe('a respondent counts in an index with any of its items answered, or with all'),
  delimiter: z
    .string()
    .min(1)
    .default('auto')
    .describe('between the choices of a multi-select column; auto is the first of ; | , that occurs'),
  weights: z
    .enum(['auto', 'none', 'given', 'rake'])
    .default('auto')
    .describe(
      'none; given in the column for weight; raked to the table margins, from the given ones where there are any; auto takes the most that was supplied',
    ),
  cap: z
    .number()
    .gt(1)
    .nullable()
    .default(5)
    .describe(
      'raked weights are cut to this many mean weights (of those above zero), and the rest is shared among the others; it holds even where the margins can then not be met; null for no cap',
    ),
  tolerance: z
    .number()
    .positive()
    .default(1e-6)
    .describe('raking stops when no cell of a margin changes by more than this share of itself'),
  rounds: z
    .number()
    .int()
    .min(1)
    .default(1000)
    .describe(
      'most rounds of raking; it stops sooner once the tolerance is met, or, from round 200 on, when a hundred rounds have made the largest change less than 1 % smaller',
    ),
  unmatched: z
    .enum(['refuse', 'keep'])
    .default('refuse')
    .describe(
      'a category of the respondents that the margins do not have: refuse to weight, or keep it out of that margin',
    ),
  level: z.number().gt(0).lt(1).default(0.95).describe('level of intervals'),
  interval: z.enum(['wilson', 'korn-graubard']).default('wilson').describe('interval of a share'),
  effective: z
    .enum(['design', 'kish'])
    .default('design')
    .describe(
      'effective n of an interval: p(1−p) over the linearised variance, or Kish’s (Σw)²/Σw²; unweighted simple samples have n itself',
    ),
  fpc: z
    .boolean()
    .default(true)
    .describe('finite population correction of variances and intervals, where the role population is given'),
  population: z
    .union([z.number().positive(), z.record(z.string(), z.number().positive())])
    .nullable()
    .default(null)
    .describe(
      'people in the population, for margins of error only, never for variances or intervals (those take the column of the role population): a number for all, or by category ("all" for all); margins and the role population serve too',
    ),
  lonely: z
    .enum(['adjust', 'remove', 'average', 'fail'])
    .default('adjust')
    .describe(
      'a stratum with one sampling unit: centred on the whole sample, left out, given the mean of the others, or refused',
    ),
  compare: z
    .enum(['rest', 'overall', 'pairwise', 'none'])
    .default('rest')
    .describe('the declared family of tests: each category against all the others, against everyone, or each pair'),
  family: z
    .enum(['variable', 'measure', 'all'])
    .default('variable')
    .describe(
      'p-values adjusted together: those of one kind of measure and one variable, of one measure and one variable, or all of a wave',
    ),
  benchmarks: z
    .record(z.string(), z.number())
    .default({})
    .describe(
      'published scores to test against, by item, theme or index (shares 0–1, index points 0–100); without them, the median of organisations',
    ),
  test_variance: z
    .enum(['auto', 'pooled', 'linearised'])
    .default('auto')
    .describe(
      'variance of a difference of shares: pooled (the textbook z) in unweighted simple samples and linearised otherwise, or always one of them',
    ),
  test_reference: z
    .enum(['normal', 't'])
    .default('normal')
    .describe('z of shares is held against the normal, or t on the design’s degrees of freedom'),
  significance: z.number().gt(0).lt(1).default(0.05).describe('an adjusted p-value below this is marked significant'),
  minimum_item: z.number().int().min(1).default(30).describe('fewest responses for a test of an item or a choice'),
  minimum_theme: z.number().int().min(1).default(20).describe('fewest respondents for a test of a theme'),
  minimum_index: z.number().int().min(1).default(10).describe('fewest respondents for a test of an index'),
  alpha_cases: z
    .enum(['pairwise', 'complete'])
    .default('pairwise')
    .describe('Cronbach’s alpha from all respondents of each pair of items, or from those who answered all items'),
  changed: z
    .array(z.string())
    .default([])
    .describe('items whose wording changed between waves, * for any letters: shown in each wave, never compared'),
  margin_check: z
    .number()
    .positive()
    .default(0.01)
    .describe('a weighted share further than this from its declared population is warned about'),
  hide_unreliable: z.boolean().default(false).describe('true blanks the figures marked [u]'),
});

export type Options = z.output<typeof options>;
