import { betaQuantile, chiSquaredCdf } from '../distribution.ts';

/** Chi-squared quantile by bisection; exact to the last digits that the distribution has. */
function chiSquaredQuantile(p: number, df: number): number {
  let high = df + 10;
  while (chiSquaredCdf(high, df) < p) high *= 2;
  let low = 0;
  for (let step = 0; step < 200 && high - low > high * 1e-15; step++) {
    const middle = (low + high) / 2;
    if (chiSquaredCdf(middle, df) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Exact (Garwood) interval of a Poisson mean, from a count. */
export function poissonInterval(count: number, confidence: number): [number, number] {
  const tail = (1 - confidence) / 2;
  return [count === 0 ? 0 : chiSquaredQuantile(tail, 2 * count) / 2, chiSquaredQuantile(1 - tail, 2 * count + 2) / 2];
}

/** Ratio of two Poisson rates, after over before. */
export interface Ratio {
  ratio: number;
  lower: number;
  /** Infinity when the interval has no upper end. */
  upper: number;
  pValue: number;
}

/** Compares counts over times by the exact conditional (binomial) test: after ~ Binomial(before + after, share of the time after). */
export function rateRatio(
  after: { count: number; time: number },
  before: { count: number; time: number },
  confidence: number,
): Ratio {
  const total = after.count + before.count;
  const odds = before.time / after.time;
  const tail = (1 - confidence) / 2;
  const low = after.count === 0 ? 0 : betaQuantile(tail, after.count, before.count + 1);
  const high = before.count === 0 ? 1 : betaQuantile(1 - tail, after.count + 1, before.count);
  return {
    ratio: (after.count / before.count) * odds,
    lower: (low / (1 - low)) * odds,
    upper: (high / (1 - high)) * odds,
    pValue: binomialTest(after.count, total, after.time / (after.time + before.time)),
  };
}

/** Two-sided p-value: the chance of every outcome no likelier than the one seen (to a relative 1e-7, as R has it). */
function binomialTest(seen: number, n: number, p: number): number {
  if (n === 0) return 1;
  const logs = new Float64Array(n + 1);
  logs[0] = n * Math.log1p(-p);
  const step = Math.log(p) - Math.log1p(-p);
  for (let k = 1; k <= n; k++) logs[k] = logs[k - 1]! + Math.log(n - k + 1) - Math.log(k) + step;
  const limit = logs[seen]! + Math.log1p(1e-7);
  let sum = 0;
  for (const log of logs) if (log <= limit) sum += Math.exp(log);
  return Math.min(1, sum);
}

/** Benjamini–Hochberg adjusted p-values, in the order given; NaN stays NaN and is not in the family. */
export function adjust(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).filter((i) => !Number.isNaN(values[i]!));
  order.sort((a, b) => values[b]! - values[a]!);
  const out = values.map(() => Number.NaN);
  let least = 1;
  order.forEach((index, place) => {
    least = Math.min(least, (values[index]! * order.length) / (order.length - place));
    out[index] = least;
  });
  return out;
}
