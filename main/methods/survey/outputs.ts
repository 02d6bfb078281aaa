import type { Output, OutputTable } from '../method.ts';

const text = (about: string): Output => ({ type: 'VARCHAR', about });
const count = (about: string, unit = 'respondents'): Output => ({ type: 'BIGINT', unit, about });
const number = (about: string, unit?: string): Output => ({ type: 'DOUBLE', about, ...(unit ? { unit } : {}) });
const share = (about: string): Output => number(about, 'share');
const flag = (about: string): Output => ({ type: 'BOOLEAN', about });

const wave = { wave: text('wave of the respondents; null where no wave was given') };
const place = {
  variable: text('column that figures are broken down by; "all" for everyone, "organisation" for that role'),
  category: text('category of that column; "all" for everyone; "Yes" and "No" for a column of true and false'),
};
const bases = {
  base: count('respondents who answered, unweighted'),
  weighted_base: number('sum of their weights; the base itself where unweighted'),
};

/** How far to trust a figure; `unit` is the figure's. */
const trust = (unit: string) => ({
  se: number('standard error: Taylor-linearised; the textbook one in an unweighted simple sample', unit),
  lower: number('lower limit of the interval', unit),
  upper: number('upper limit of the interval', unit),
  df: number('sampling units with an answer less their strata'),
  effective_n: number(
    'answers of a simple random sample that would be as precise; the interval is on it; Kish’s where all answer alike or the sampling units happen to agree, so that the design shows no variance',
  ),
  deff: number('design effect: base over effective n'),
  kish_deff: number('Kish’s design effect of the weights, n·Σw²/(Σw)²'),
  kish_effective_n: number('base over Kish’s design effect'),
});
const reliability = {
  flag: text('[u] where the figure is of low reliability, else null'),
  flag_reason: text('why it is marked'),
  review: flag('fewer than 8 degrees of freedom: have a statistician look'),
};
const test = {
  statistic: number('z of a share, t of an index; null where no test was done'),
  df: number('degrees of freedom; null where the normal was used'),
  p_value: number('two-sided, raw'),
  p_adjusted: number('adjusted by Benjamini and Hochberg within the family'),
  significant: flag('the adjusted p-value is below the option "significance"; null where no test was done'),
  family: text('name of the family of tests adjusted together'),
  family_size: count('tests in the family', 'tests'),
  untested: text('why there is no test; null when there is one'),
};
const measured = {
  kind: text('item, theme, index or multi'),
  measure: text('name of the item, theme, index, or question: choice'),
};
const margin = {
  moe: share(
    'margin of error, ±, with the finite population correction where the population is known; the textbook one in an unweighted simple sample, whether the role or the option population gives N',
  ),
  moe_without_fpc: share('margin of error, ±, without it'),
  population: number('people in the population of this category; null where not known', 'people'),
};

export const outputs = {
  summary: {
    about: 'How the survey was weighted and designed, and the parameters that were derived, a row per wave.',
    columns: {
      ...wave,
      respondents: count('rows used'),
      answered: count('respondents with an answer to any item or multi-select'),
      items: count('items scored', 'items'),
      weights: text('none, given or rake'),
      weighted_n: number('sum of the weights'),
      kish_deff: number('Kish’s design effect, n·Σw²/(Σw)²'),
      effective_n: number('respondents over Kish’s design effect'),
      strata: count('strata', 'strata'),
      psus: count('primary sampling units: clusters, or respondents where drawn singly', 'units'),
      lonely_strata: count('strata with one sampling unit', 'strata'),
      design_df: number('sampling units less strata'),
      fpc: flag('whether variances carry a finite population correction'),
      population: number('people in the population; null where not known', 'people'),
      level: number('level of intervals', 'share'),
      interval: text('wilson or korn-graubard'),
      index_items: text('the items of each index'),
      theme_items: text('the items of each theme'),
    },
  },
  items: {
    about: 'Share of answers at each scale point and share positive, by item, for everyone and each category.',
    columns: {
      ...wave,
      item: text('name of the item'),
      ...place,
      ...bases,
      pct_1: share('at scale point 1, strongly disagree, of those who answered'),
      pct_2: share('at scale point 2'),
      pct_3: share('at scale point 3, neither'),
      pct_4: share('at scale point 4'),
      pct_5: share('at scale point 5, strongly agree'),
      positive_pct: share('positive answers of those who answered, from counts, not from rounded shares'),
      ...trust('share'),
      ...margin,
      ...reliability,
    },
  },
  themes: {
    about: 'Theme scores: positive answers pooled over all answers to the theme’s items.',
    columns: {
      ...wave,
      theme: text('name of the theme'),
      ...place,
      ...bases,
      positive_pct: share('positive answers over all answers to its items'),
      ...trust('share'),
      ...reliability,
    },
  },
  indices: {
    about: 'Index scores: mean over respondents of the mean of their items, each scored 0, 25, 50, 75, 100.',
    columns: {
      ...wave,
      index: text('name of the index'),
      ...place,
      ...bases,
      score: number('index', 'points'),
      ...trust('points'),
      ...reliability,
    },
  },
  multi: {
    about: 'Multi-select questions: each choice as a share of respondents and of selections.',
    columns: {
      ...wave,
      question: text('name of the question'),
      choice: text('the choice'),
      ...place,
      ...bases,
      selections: number('selections of the choice, weighted', 'selections'),
      respondent_pct: share('of respondents who answered the question; adds up to more than 1'),
      selection_pct: share('of all selections; adds up to 1'),
      ...trust('share'),
      ...margin,
      ...reliability,
    },
  },
  tests: {
    about: 'Each declared comparison, tested or with the reason why not. Overlapping error bars are not a test.',
    columns: {
      ...wave,
      comparison: text('rest, overall, pairwise or benchmark'),
      ...measured,
      ...place,
      against: text('"rest", "overall", "benchmark" or the other category'),
      base: count('respondents of the category'),
      against_base: count('respondents that it is held against; null for a benchmark'),
      unit: text('share or points'),
      value: number('the category’s figure'),
      against_value: number('what it is held against'),
      difference: number('value less against_value, unrounded'),
      lower: number('lower limit of the difference'),
      upper: number('upper limit of the difference'),
      se: number('standard error that the test used'),
      ...test,
    },
  },
  benchmarks: {
    about: 'Median and upper quartile of organisations’ scores, where the role organisation was given.',
    columns: {
      ...wave,
      ...measured,
      unit: text('share or points'),
      organisations: count('organisations with an answer', 'organisations'),
      benchmark: number('median of their scores'),
      high_performers: number('upper quartile of their scores'),
      lowest: number('lowest score'),
      highest: number('highest score'),
    },
  },
  reliability: {
    about: 'Cronbach’s alpha of each index, unweighted, with Feldt’s interval.',
    columns: {
      ...wave,
      index: text('name of the index'),
      items: count('items', 'items'),
      n: count('the fewest respondents behind any pair of its items'),
      complete: count('respondents who answered all of them'),
      alpha: number('Cronbach’s alpha'),
      lower: number('lower limit'),
      upper: number('upper limit'),
      alpha_standardised: number('alpha of standardised items'),
      mean_correlation: number('mean correlation between items'),
      reversed: count('items whose correlation with the rest is negative', 'items'),
    },
  },
  item_drops: {
    about: 'Each item of each index: its correlation with the others, and alpha without it.',
    columns: {
      ...wave,
      index: text('name of the index'),
      item: text('name of the item'),
      n: count('respondents who answered it'),
      mean: number('mean answer, 1–5', 'scale points'),
      sd: number('standard deviation', 'scale points'),
      item_rest: number('correlation with the sum of the other items'),
      alpha_if_dropped: number('alpha of the others'),
      reversed: flag('negative correlation with the rest: it may be worded the other way round; it was not turned'),
    },
  },
  weights: {
    about: 'How the weights came out.',
    columns: {
      ...wave,
      weights: text('none, given or rake'),
      rounds: count('rounds of raking; null where not raked', 'rounds'),
      converged: flag('whether the margins were met within the tolerance'),
      largest_change: number('largest relative change of a cell of a margin in the last round', 'share'),
      cap: number('cap, in mean weights; null for none'),
      capped: count('respondents at the cap'),
      minimum: number('smallest weight'),
      maximum: number('largest weight'),
      mean: number('mean weight'),
      sum: number('sum of weights'),
      kish_deff: number('Kish’s design effect'),
      effective_n: number('respondents over Kish’s design effect'),
    },
  },
  margins: {
    about: 'Declared population margins beside the respondents, unweighted and weighted.',
    columns: {
      ...wave,
      variable: text('column'),
      category: text('category; null for respondents of none that the margin knows'),
      population: number('as declared'),
      target_share: share('of the declared population'),
      respondents: count('respondents'),
      unweighted_share: share('of respondents of known category'),
      weighted: number('sum of weights'),
      weighted_share: share('of the weights of known category'),
      difference: share('weighted share less target share'),
      empty: flag('declared, and no respondent is in it'),
    },
  },
  waves: {
    about: 'Each wave against the one before, unrounded later less unrounded earlier, on items asked alike in both.',
    columns: {
      wave_from: text('earlier wave'),
      wave_to: text('later wave'),
      ...measured,
      ...place,
      unit: text('share or points'),
      items_alike: count('items behind the measure that both waves asked alike', 'items'),
      items: count('items behind the measure', 'items'),
      base_from: count('respondents in the earlier wave'),
      base_to: count('respondents in the later wave'),
      value_from: number('figure of the earlier wave, on the items asked alike'),
      value_to: number('figure of the later wave, on the items asked alike'),
      change: number('value_to less value_from'),
      lower: number('lower limit of the change'),
      upper: number('upper limit of the change'),
      se: number('standard error that the test used'),
      ...test,
    },
  },
  quality: {
    about: 'What became of every respondent’s field, by item and multi-select.',
    columns: {
      ...wave,
      field: text('name of the item or question'),
      role: text('item or multi'),
      respondents: count('respondents'),
      answered: count('gave an answer that was read'),
      missing: count('left blank'),
      routed: count('not asked (not applicable)'),
      refused: count('would rather not say'),
      unrecognised: count('gave a value that is no answer; never guessed'),
      answered_share: share('answered over those who were asked (all but routed)'),
    },
  },
} satisfies Record<string, OutputTable>;
