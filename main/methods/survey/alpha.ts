import { fQuantile } from '../distribution.ts';
import { jointCounts } from './joint.ts';
import type { Item } from './sample.ts';

export interface Drop {
  item: string;
  n: number;
  mean: number;
  sd: number;
  /** Correlation of the item with the sum of the others. */
  itemRest: number;
  alphaIfDropped: number;
}

export interface Alpha {
  items: number;
  /** The smallest number of respondents behind any pair of items. */
  n: number;
  /** Respondents who answered every item. */
  complete: number;
  alpha: number;
  lower: number;
  upper: number;
  standardised: number;
  meanCorrelation: number;
  drops: Drop[];
}

/** Cronbach's alpha of items scored 1–5, unweighted, with Feldt's interval; `cases` says which respondents a pair of items is measured on. */
export function alphaOf(items: readonly Item[], cases: 'pairwise' | 'complete', level: number): Alpha {
  const k = items.length;
  const complete = completeRows(items);
  const answers = items.map(({ codes }) =>
    cases === 'complete' ? Uint8Array.from(complete, (row) => codes[row]!) : answersOf(codes),
  );
  const { covariance, correlation, n, own } = moments(answers);
  const all = items.map((_, index) => index);
  const alpha = cronbach(covariance, all);
  const tail = (1 - level) / 2;
  const limit = (p: number) => (n > 1 && k > 1 ? 1 - (1 - alpha) * fQuantile(p, n - 1, (n - 1) * (k - 1)) : Number.NaN);
  const off = mean(all.flatMap((i) => all.filter((j) => j !== i).map((j) => correlation[i]![j]!)));
  return {
    items: k,
    n,
    complete: complete.length,
    alpha,
    lower: limit(1 - tail),
    upper: limit(tail),
    standardised: k < 2 ? Number.NaN : (k * off) / (1 + (k - 1) * off),
    meanCorrelation: off,
    drops: items.map(({ name }, i) => {
      const rest = all.filter((j) => j !== i);
      const between = rest.reduce((sum, j) => sum + covariance[i]![j]!, 0);
      const sd = Math.sqrt(covariance[i]![i]!);
      return {
        item: name,
        ...own[i]!,
        sd,
        itemRest: between / (sd * Math.sqrt(total(covariance, rest))),
        alphaIfDropped: cronbach(covariance, rest),
      };
    }),
  };
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const total = (matrix: readonly Float64Array[], rows: readonly number[]) =>
  rows.reduce((sum, i) => sum + rows.reduce((part, j) => part + matrix[i]![j]!, 0), 0);

function cronbach(covariance: readonly Float64Array[], items: readonly number[]): number {
  const k = items.length;
  const own = items.reduce((sum, i) => sum + covariance[i]![i]!, 0);
  return k < 2 ? Number.NaN : (k / (k - 1)) * (1 - own / total(covariance, items));
}

/** Codes with every silence as 0. */
function answersOf(codes: Uint8Array): Uint8Array {
  const to = new Uint8Array(codes.length);
  for (let k = 0; k < codes.length; k++) to[k] = codes[k]! > 5 ? 0 : codes[k]!;
  return to;
}

function completeRows(items: readonly Item[]): Int32Array {
  const count = items[0]?.codes.length ?? 0;
  const lacking = new Uint8Array(count);
  for (const { codes } of items) for (let k = 0; k < count; k++) if (codes[k]! < 1 || codes[k]! > 5) lacking[k] = 1;
  return Int32Array.from({ length: count }, (_, k) => k).filter((k) => lacking[k] === 0);
}

/** Variances on all answers to an item; covariances on the respondents of the pair; correlations from these, as psych takes them. */
function moments(answers: readonly Uint8Array[]) {
  const covariance = answers.map(() => new Float64Array(answers.length));
  const own: { n: number; mean: number }[] = [];
  let n = answers[0]?.length ?? 0;
  for (const { i, j, counts } of jointCounts(answers)) {
    const pair = ofPair(counts);
    covariance[i]![j] = covariance[j]![i] = pair.covariance;
    if (i === j) own[i] = { n: pair.n, mean: pair.mean };
    n = Math.min(n, pair.n);
  }
  const correlation = covariance.map((row, i) =>
    row.map((value, j) => value / Math.sqrt(row[i]! * covariance[j]![j]!)),
  );
  return { covariance, correlation, n, own };
}

function ofPair(counts: Float64Array): { n: number; mean: number; covariance: number } {
  let [n, sa, sb, product] = [0, 0, 0, 0];
  for (let a = 1; a <= 5; a++)
    for (let b = 1; b <= 5; b++) {
      const count = counts[a * 8 + b]!;
      n += count;
      sa += count * a;
      sb += count * b;
      product += count * a * b;
    }
  return { n, mean: sa / n, covariance: n < 2 ? Number.NaN : (product - (sa * sb) / n) / (n - 1) };
}
