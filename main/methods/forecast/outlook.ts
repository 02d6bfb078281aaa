/** What a method says about the next `central.length` values. */
export interface Outlook {
  central: Float64Array;
  /** Limits of the prediction intervals: level i at step j (from 0) is at i · steps + j. */
  lower: Float64Array;
  upper: Float64Array;
}

/** How far ahead, at which levels, and how simulated intervals are drawn. */
export interface Ahead {
  horizon: number;
  /** Upper standard normal quantile of each level. */
  z: readonly number[];
  /** Levels as fractions. */
  levels: readonly number[];
  /** Standard normal draws, path by path, made when they are first needed. */
  draws(): { paths: number; normal: Float64Array };
}

/** A method fitted to a series: its outlook, its one-step fits (NaN where there is none) and what it estimated. */
export interface Fit {
  outlook: Outlook;
  fitted: Float64Array;
  model: Model;
}

/** Estimates of one method on one series; null where the method has no such thing. */
export interface Model {
  form: string | null;
  alpha: number | null;
  beta: number | null;
  gamma: number | null;
  phi: number | null;
  /** Change per period of drift and Theta. */
  drift: number | null;
  sigma2: number;
  /** Estimated parameters, the variance included. */
  k: number | null;
  loglik: number | null;
  aic: number | null;
  aicc: number | null;
  bic: number | null;
  intervals: 'analytical' | 'simulated';
}

export const modelOf = (sigma2: number, known: Partial<Model> = {}): Model => ({
  form: null,
  alpha: null,
  beta: null,
  gamma: null,
  phi: null,
  drift: null,
  sigma2,
  k: null,
  loglik: null,
  aic: null,
  aicc: null,
  bic: null,
  intervals: 'analytical',
  ...known,
});

/** Symmetric intervals from standard errors by step. */
export function around(central: Float64Array, error: Float64Array, z: readonly number[]): Outlook {
  const h = central.length;
  const lower = new Float64Array(h * z.length);
  const upper = new Float64Array(h * z.length);
  z.forEach((quantile, level) => {
    for (let j = 0; j < h; j++) {
      lower[level * h + j] = central[j]! - quantile * error[j]!;
      upper[level * h + j] = central[j]! + quantile * error[j]!;
    }
  });
  return { central, lower, upper };
}
