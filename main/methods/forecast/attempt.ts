import { type EtsFit, fitEts } from './ets.ts';
import { formName } from './form.ts';
import { drift, naive } from './naive.ts';
import { type Ahead, around, type Fit, modelOf } from './outlook.ts';
import { ALPHA, BETA, GAMMA, PHI } from './recursion.ts';
import { type Regressors, regression } from './regression.ts';
import { simulated } from './simulate.ts';
import { moments } from './spread.ts';
import { stlForecast } from './stl.ts';
import { theta } from './theta.ts';

/** From the simplest to the least simple: the order that settles ties. */
export const methodNames = ['naive', 'seasonal-naive', 'drift', 'theta', 'ets', 'stl', 'regression'] as const;
export type MethodName = (typeof methodNames)[number];

/** What a method may use besides the values. */
export interface Setting extends Ahead {
  /** Length of the season in periods; 1 for none. */
  m: number;
  restrict: boolean;
  regressors?: Regressors;
}

export interface Attempt extends Fit {
  ets?: EtsFit;
  terms?: { name: string; estimate: number; error: number; t: number; df: number }[];
}

/** Fits one method to a series; undefined when the series is too short or has no season for it. */
export function attempt(name: MethodName, y: Float64Array, setting: Setting, near?: EtsFit): Attempt | undefined {
  const { m } = setting;
  switch (name) {
    case 'naive':
      return naive(y, 1, setting);
    case 'seasonal-naive':
      return m > 1 ? naive(y, m, setting) : undefined;
    case 'drift':
      return drift(y, setting);
    case 'theta':
      return theta(y, m, setting);
    case 'ets':
      return ets(y, setting, near);
    case 'stl':
      return stlForecast(y, setting, ets);
    case 'regression':
      return regression(y, setting);
  }
}

function ets(y: Float64Array, setting: Setting, near?: EtsFit): Attempt | undefined {
  const { m, horizon, z, restrict } = setting;
  const fit = fitEts(y, m, restrict, near);
  if (!fit) return undefined;
  const known = moments(fit, m, horizon);
  const p = fit.parameters;
  return {
    ets: fit,
    outlook: known
      ? around(
          known.mean,
          known.variance.map((value) => Math.sqrt(Math.max(0, value))),
          z,
        )
      : simulated(fit, m, setting),
    fitted: fit.fitted,
    model: modelOf(fit.sigma2, {
      form: formName(fit.form),
      alpha: p[ALPHA]!,
      beta: fit.form.trend === 'N' ? null : p[BETA]!,
      gamma: fit.form.season === 'N' ? null : p[GAMMA]!,
      phi: fit.form.trend === 'Ad' ? p[PHI]! : null,
      k: fit.k,
      loglik: fit.loglik,
      aic: fit.aic,
      aicc: fit.aicc,
      bic: fit.bic,
      intervals: known ? 'analytical' : 'simulated',
    }),
  };
}
