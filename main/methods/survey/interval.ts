import { betaQuantile, normalQuantile, tQuantile } from '../distribution.ts';

export type Interval = readonly [lower: number, upper: number];
const none: Interval = [Number.NaN, Number.NaN];

/** Wilson's interval for a proportion p on n answers (effective ones where weighted), with a quantile t. */
export function wilson(p: number, n: number, t: number): Interval {
  if (!(n > 0) || !Number.isFinite(t)) return none;
  const centre = p + (t * t) / (2 * n);
  const spread = (t / (2 * n)) * Math.sqrt(4 * n * p * (1 - p) + t * t);
  const scale = 1 + (t * t) / n;
  return [Math.max((centre - spread) / scale, 0), Math.min((centre + spread) / scale, 1)];
}

/** Korn and Graubard's: exact Beta limits on n·(t(n−1)/t(df))², n effective and `base` the respondents. */
export function kornGraubard(p: number, effective: number, base: number, df: number, level: number): Interval {
  if (!(effective > 0) || !(df > 0) || base < 2) return none;
  const tail = (1 - level) / 2;
  const n = effective * (tQuantile(tail, base - 1) / tQuantile(tail, df)) ** 2;
  const lower = p <= 0 ? 0 : betaQuantile(tail, n * p, n * (1 - p) + 1);
  const upper = p >= 1 ? 1 : betaQuantile(1 - tail, n * p + 1, n * (1 - p));
  return [lower, upper];
}

/** value ± t·se. */
export function around(value: number, se: number, df: number, level: number): Interval {
  if (!(df > 0)) return none;
  const t = tQuantile(1 - (1 - level) / 2, df);
  return [value - t * se, value + t * se];
}

/**
 * Margin of error of a share in a census-type survey: z·√(p(1−p)/n·(N−n)/(N−1)); without N, the same without its last factor.
 * `effective` stands for n under the share, where weighted.
 */
export function marginOfError(p: number, effective: number, level: number, n = 0, population?: number): number {
  const plain = normalQuantile(1 - (1 - level) / 2) * Math.sqrt((p * (1 - p)) / effective);
  if (population === undefined) return plain;
  return population <= 1 ? 0 : plain * Math.sqrt(Math.max(population - n, 0) / (population - 1));
}

export interface Reliability {
  /** `[u]` where the figure is of low reliability. */
  flag: '[u]' | null;
  reason: string | null;
  /** Too few degrees of freedom to trust the interval without a look. */
  review: boolean;
}

/** The US NCHS presentation standard for proportions; a mean is held to its effective n alone. */
export function reliability(
  value: number,
  [lower, upper]: Interval,
  effective: number,
  df: number,
  share: boolean,
): Reliability {
  const width = upper - lower;
  const reasons = [
    !(effective >= 30) && 'effective n below 30',
    share && width >= 0.3 && 'interval at least 30 points wide',
    share && width > 0.05 && width < 0.3 && width / value > 1.3 && 'interval wider than 130 % of the figure',
    Number.isNaN(width) && 'no interval',
  ].filter((reason) => reason !== false);
  return { flag: reasons.length ? '[u]' : null, reason: reasons.join('; ') || null, review: !(df >= 8) };
}
