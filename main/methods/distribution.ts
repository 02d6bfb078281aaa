import cephes from 'cephes';

await cephes.compiled;

/** Distributions, by the Cephes library. Probabilities are of the lower tail. */
export const normalQuantile = (p: number): number => cephes.ndtri(p);
export const normalCdf = (x: number): number => cephes.ndtr(x);

/** Quantile of Beta(a, b). */
export const betaQuantile = (p: number, a: number, b: number): number => cephes.incbi(a, b, p);

/** Student's t with any real number of degrees of freedom; infinity gives the normal. */
export function tQuantile(p: number, df: number): number {
  if (!Number.isFinite(df)) return normalQuantile(p);
  if (p === 0.5) return 0;
  const tail = Math.min(p, 1 - p);
  const x = cephes.incbi(df / 2, 0.5, 2 * tail);
  return Math.sign(p - 0.5) * Math.sqrt((df * (1 - x)) / x);
}

export function tCdf(t: number, df: number): number {
  if (!Number.isFinite(df)) return normalCdf(t);
  const tail = 0.5 * cephes.incbet(df / 2, 0.5, df / (df + t * t));
  return t > 0 ? 1 - tail : tail;
}

/** Two-sided p-value of a t statistic. */
export const tPValue = (t: number, df: number): number =>
  Number.isFinite(df) ? cephes.incbet(df / 2, 0.5, df / (df + t * t)) : 2 * normalCdf(-Math.abs(t));

export const fQuantile = (p: number, d1: number, d2: number): number => {
  const x = betaQuantile(p, d1 / 2, d2 / 2);
  return (d2 * x) / (d1 * (1 - x));
};

export const chiSquaredCdf = (x: number, df: number): number => (x <= 0 ? 0 : cephes.igam(df / 2, x / 2));
