/** One exponential smoothing model: additive or multiplicative error; no, additive or damped trend; no, additive or multiplicative season. */
export interface Form {
  error: 'A' | 'M';
  trend: 'N' | 'A' | 'Ad';
  season: 'N' | 'A' | 'M';
}

export const formName = ({ error, trend, season }: Form): string => `ETS(${error},${trend},${season})`;

/** Smoothing parameters and initial states that are estimated, without the variance. */
export const formSize = ({ trend, season }: Form, m: number): number =>
  2 + { N: 0, A: 2, Ad: 3 }[trend] + (season === 'N' ? 0 : m);

/** The forms that suit a series: season only with at least two whole ones, multiplicative parts only on positive data. */
export function formsFor(positive: boolean, seasonal: boolean, restrict: boolean): Form[] {
  const forms: Form[] = [];
  for (const error of ['A', 'M'] as const)
    for (const trend of ['N', 'A', 'Ad'] as const)
      for (const season of ['N', 'A', 'M'] as const) {
        if (season !== 'N' && !seasonal) continue;
        if (!positive && (error === 'M' || season === 'M')) continue;
        if (restrict && error === 'A' && season === 'M') continue;
        forms.push({ error, trend, season });
      }
  return forms;
}
