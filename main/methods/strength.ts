/**
 * Strength of evidence: the Maryland scientific methods scale, as the What Works network uses it. It follows from how
 * a change was measured and is never typed in; a statement taken from a document has none until somebody audits it.
 * Source: Sherman et al. 1997; What Works Centre for Local Economic Growth, scoring guide.
 */
export interface Strength {
  /** 0–5; 0 is no evidence. */
  level: Level;
  label: string;
}

export type Level = 0 | 1 | 2 | 3 | 4 | 5;

/** What each level means, in words that fit a table. */
export const strengthLabels: Readonly<Record<Level, string>> = {
  0: '0 not evidenced',
  1: '1 before/after or cross-section',
  2: '2 before/after or cross-section with controls',
  3: '3 before/after with a comparison group',
  4: '4 quasi-random',
  5: '5 randomised',
};

export const strength = (level: Level): Strength => ({ level, label: strengthLabels[level] });

/** Ways of measuring, by level. The first of each line is how the workbench's own methods call themselves. */
const levels: Readonly<Record<Level, readonly string[]>> = {
  0: [],
  1: [
    ...[
      'before-after',
      'before-and-after',
      'pre-post',
      'cross-section',
      'survey',
      'survey-waves',
      'count',
      'monitoring',
    ],
    ...['survey-panel', 'panel'],
    ...['administrative-data', 'spc', 'xmr', 'pareto', 'flow', 'forecast', 'benchmark', 'correlation', 'trend'],
  ],
  2: [
    ...['its', 'interrupted-time-series', 'interrupted-series', 'segmented-regression', 'before-after-controls'],
    ...['regression', 'regression-controls', 'matched-cross-section'],
  ],
  3: [
    ...['its-control', 'controlled-its', 'comparative-its', 'controlled-interrupted-time-series', 'cits', 'did'],
    ...['difference-in-differences', 'diff-in-diff', 'event-study', 'staggered-did', 'synthetic-control'],
    ...['before-after-comparison', 'matched-comparison', 'coarsened-exact-matching', 'propensity-score-matching'],
  ],
  4: [
    ...['quasi-random', 'quasi-experiment', 'natural-experiment', 'regression-discontinuity', 'rdd'],
    ...['instrumental-variable', 'instrumental-variables', 'iv', 'lottery-threshold'],
  ],
  5: [
    ...['randomised', 'randomized', 'rct', 'randomised-controlled-trial', 'randomized-controlled-trial'],
    ...['cluster-randomised', 'cluster-randomized', 'stepped-wedge', 'a-b-test', 'ab-test'],
  ],
};

/** Sources that say that something happened and measured nothing that can be recomputed. */
const claims = ['document', 'claim', 'claimed', 'testimony', 'case-example', 'case-study', 'anecdote', 'self-report'];

const byName = new Map<string, Level>(
  (Object.entries(levels) as [string, readonly string[]][]).flatMap(([level, names]) =>
    names.map((name): [string, Level] => [name, Number(level) as Level]),
  ),
);

/** A way of measuring as it is compared: `Difference in Differences` is `difference-in-differences`. */
export const methodName = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

/** Whether a way of measuring is a claim, and so has no strength. */
export const isClaim = (method: string): boolean => claims.includes(methodName(method));

/** Strength by the name of the way of measuring; undefined when the name isn't known. */
export function strengthOf(method: string): Strength | undefined {
  const level = byName.get(methodName(method));
  return level === undefined ? undefined : strength(level);
}

/** The names that are known, likeliest first. */
export const knownMethods: readonly string[] = [...byName.keys(), ...claims];

/** An interrupted series alone is 2, with a control series 3. */
export const seriesStrength = (control: boolean): Strength => strength(control ? 3 : 2);

/** Periods compared: before and after with a comparison group 3, one of the two alone 1, neither 0. */
export function comparisonStrength(design: { beforeAndAfter: boolean; comparison: boolean }): Strength {
  if (design.beforeAndAfter && design.comparison) return strength(3);
  return strength(design.beforeAndAfter || design.comparison ? 1 : 0);
}
