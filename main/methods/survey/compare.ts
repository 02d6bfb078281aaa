import { normalCdf, tPValue, tQuantile } from '../distribution.ts';
import type { Estimate, Kind, Precise } from './estimate.ts';

export interface Testing {
  /** Pooled: the textbook z of two shares; linearised: from the two figures' own variances and their covariance. */
  variance: 'auto' | 'pooled' | 'linearised';
  /** What z of shares is held against: the normal, or t on the design's degrees of freedom. */
  reference: 'normal' | 't';
  minimum: Readonly<Record<Kind, number>>;
  significance: number;
  level: number;
  simple: boolean;
}

/** A test of one figure against another. All values unrounded. */
export interface Comparison {
  base: number;
  againstBase: number | null;
  value: number;
  against: number;
  difference: number;
  se: number;
  lower: number;
  upper: number;
  statistic: number;
  /** Null for the normal. */
  df: number | null;
  p: number;
  /** Why there is no test; null when there is one. */
  untested: string | null;
  /** One of the figures is marked [u]. */
  unreliable: boolean;
}

/** What two figures have in common: the covariance that their design gives them, and whether the same respondents are in both. */
export interface Shared {
  covariance: number;
  overlap: boolean;
}

/** Two-sample z for shares, Welch's t for indices. */
export function compare(
  kind: Kind,
  a: Estimate,
  b: Precise,
  { covariance, overlap }: Shared,
  how: Testing,
): Comparison {
  const df = welch(a, b);
  const pooled =
    kind !== 'index' &&
    !overlap &&
    (how.variance === 'pooled' || (how.variance === 'auto' && how.simple && kind !== 'theme'));
  const own = Math.sqrt(Math.max(a.variance + b.variance - 2 * covariance, 0));
  const test = pooled ? pooledError(a, b) : own;
  return { ...finish(kind, a, b.value, b.base, own, test, df, how), unreliable: marked(a) || marked(b) };
}

/** One-sample test of a figure against a fixed benchmark. */
export function compareBenchmark(kind: Kind, a: Estimate, benchmark: number, how: Testing): Comparison {
  const textbook = how.simple && kind !== 'index' && kind !== 'theme';
  const test = textbook ? Math.sqrt((benchmark * (1 - benchmark)) / a.base) : a.se;
  return { ...finish(kind, a, benchmark, null, a.se, test, a.df, how), unreliable: marked(a) };
}

const marked = (figure: Precise | Estimate) => 'flag' in figure && figure.flag !== null;

function pooledError(a: Precise, b: Precise): number {
  const share = (a.value * a.effective + b.value * b.effective) / (a.effective + b.effective);
  return Math.sqrt(share * (1 - share) * (1 / a.effective + 1 / b.effective));
}

/** Satterthwaite's degrees of freedom of a difference. */
const welch = (a: Precise, b: Precise): number =>
  (a.variance + b.variance) ** 2 / (a.variance ** 2 / a.df + b.variance ** 2 / b.df);

function finish(
  kind: Kind,
  a: Precise,
  against: number,
  againstBase: number | null,
  se: number,
  test: number,
  df: number,
  how: Testing,
): Omit<Comparison, 'unreliable'> {
  const difference = a.value - against;
  const normal = kind !== 'index' && how.reference === 'normal';
  const statistic = difference / test;
  const untested = why(kind, a.base, againstBase, test, normal ? 1 : df, how);
  const reference = normal ? Number.POSITIVE_INFINITY : df;
  const half = reference > 0 ? tQuantile(1 - (1 - how.level) / 2, reference) * se : Number.NaN;
  return {
    base: a.base,
    againstBase,
    value: a.value,
    against,
    difference,
    se: test,
    lower: difference - half,
    upper: difference + half,
    statistic: untested ? Number.NaN : statistic,
    df: normal ? null : df,
    p: untested ? Number.NaN : normal ? 2 * normalCdf(-Math.abs(statistic)) : tPValue(statistic, df),
    untested,
  };
}

function why(
  kind: Kind,
  base: number,
  againstBase: number | null,
  se: number,
  df: number,
  how: Testing,
): string | null {
  const fewest = Math.min(base, againstBase ?? base);
  if (fewest < how.minimum[kind]) return `fewer than ${how.minimum[kind]} responses`;
  if (!(se > 1e-12)) return 'no variation to test against';
  return df > 0 ? null : 'no degrees of freedom';
}
