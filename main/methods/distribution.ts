import cephes from 'cephes';

await cephes.compiled;

/** Distributions, by the Cephes library. Probabilities are of the lower tail. */
export const normalQuantile = (p: number): number =>
  p === 0 ? Number.NEGATIVE_INFINITY : p === 1 ? Number.POSITIVE_INFINITY : cephes.ndtri(p);
export const normalCdf = (x: number): number => cephes.ndtr(x);

/** The library throws where a result is too small for a double. */
function orElse(otherwise: number, compute: () => number): number {
  try {
    return compute();
  } catch (error) {
    if (error instanceof RangeError || /range error/.test(String(error))) return otherwise;
    throw error;
  }
}

/** Quantile of Beta(a, b). */
export const betaQuantile = (p: number, a: number, b: number): number => orElse(0, () => cephes.incbi(a, b, p));

/** From here on the expansions around the normal are better than the incomplete beta function (Abramowitz and Stegun 26.7.5). */
const MANY = 1e3;
const VERY_MANY = 1e6;

/** Student's t with any real number of degrees of freedom; infinity gives the normal. */
export function tQuantile(p: number, df: number): number {
  if (p === 0.5) return 0;
  if (df >= MANY || p === 0 || p === 1) return expanded(normalQuantile(p), df);
  const tail = Math.min(p, 1 - p);
  if (tail > 0.25) {
    const x = cephes.incbi(0.5, df / 2, 2 * Math.abs(p - 0.5));
    return Math.sign(p - 0.5) * Math.sqrt((df * x) / (1 - x));
  }
  const x = cephes.incbi(df / 2, 0.5, 2 * tail);
  return Math.sign(p - 0.5) * Math.sqrt((df * (1 - x)) / x);
}

function expanded(z: number, df: number): number {
  if (!Number.isFinite(df) || !Number.isFinite(z)) return z;
  const w = z * z;
  const terms = [
    (w + 1) / 4,
    ((5 * w + 16) * w + 3) / 96,
    (((3 * w + 19) * w + 17) * w - 15) / 384,
    ((((79 * w + 776) * w + 1482) * w - 1920) * w - 945) / 92160,
  ];
  return z * (1 + terms.reduceRight((sum, term) => (sum + term) / df, 0));
}

export function tCdf(t: number, df: number): number {
  const tail = tPValue(t, df) / 2;
  return t > 0 ? 1 - tail : tail;
}

/** Two-sided p-value of a t statistic. */
export function tPValue(t: number, df: number): number {
  if (Number.isNaN(t) || Number.isNaN(df)) return Number.NaN;
  const w = t * t;
  if (df >= VERY_MANY) {
    const z = Number.isFinite(df)
      ? Math.abs(t) * (1 - (w + 1) / (4 * df) + ((13 * w + 8) * w + 3) / (96 * df * df))
      : Math.abs(t);
    return 2 * normalCdf(-z);
  }
  if (w < 1) return 1 - cephes.incbet(0.5, df / 2, w / (df + w));
  return orElse(0, () => cephes.incbet(df / 2, 0.5, df / (df + w)));
}

export const fQuantile = (p: number, d1: number, d2: number): number => {
  const x = betaQuantile(p, d1 / 2, d2 / 2);
  return (d2 * x) / (d1 * (1 - x));
};

export const chiSquaredCdf = (x: number, df: number): number =>
  x <= 0 ? 0 : orElse(x < df ? 0 : 1, () => cephes.igam(df / 2, x / 2));
