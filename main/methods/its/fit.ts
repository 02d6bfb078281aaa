import { Matrix } from 'ml-matrix';
import { Fault } from '../../contract/fault.ts';
import { ar1 } from './ar1.ts';
import { type Design, type Row, used } from './design.ts';
import { leastSquares } from './least.ts';
import { neweyWest } from './newey.ts';
import type { ItsOptions } from './options.ts';
import type { Case, Point } from './series.ts';

/** A fitted segmented regression. */
export interface Fit {
  rows: readonly Row[];
  names: readonly string[];
  coefficients: Float64Array;
  /** Covariance of the coefficients. */
  covariance: Matrix;
  residuals: Float64Array;
  /** Residuals with the AR(1) taken out, for `ar1`; otherwise the residuals. */
  innovations: Float64Array;
  errors: 'newey-west' | 'ar1' | 'ols';
  lag: number | null;
  rho: number | null;
  /** Residual standard deviation on n−k. */
  sigma: number;
  df: number;
}

/** Fewer points than this are too few to estimate autocorrelation from. */
export const FEW = 12;

export function rowsOf(study: Case, design: Design, options: ItsOptions): Row[] {
  const arm = (points: readonly Point[], treated: boolean): Row[] =>
    used(points, design.interruptions).map((point) => ({
      point,
      treated,
      y: options.scale === 'log' ? Math.log(point.value) : point.value,
      x: Float64Array.from(design.terms, (term) => term.at(point, treated)),
    }));
  return [...arm(study.treated, true), ...arm(study.control, false)];
}

/** Fits the rows with one kind of standard error; with fewer than 12 treated points it is always plain least squares. */
export function fitRows(
  rows: readonly Row[],
  names: readonly string[],
  errors: Fit['errors'],
  options: ItsOptions,
): Fit {
  const treated = rows.filter((row) => row.treated).length;
  const df = rows.length - names.length;
  if (df < 1)
    throw new Fault(
      'data-unfit',
      `The model has ${names.length} terms and the series ${rows.length} points, so nothing is left to judge them by. Take a longer series or fewer terms.`,
    );
  const kind = treated < FEW ? 'ols' : errors;
  const design = new Matrix(rows.map((row) => [...row.x]));
  const values = Float64Array.from(rows, (row) => row.y);
  if (kind === 'ar1') return { rows, names, errors: kind, lag: null, df, ...ar1(rows, design, values, names) };
  const least = leastSquares(design, values, names);
  const variance = least.squares / df;
  const periods = Math.max(treated, rows.length - treated);
  const lag = options.lag === 'auto' ? Math.floor(4 * (periods / 100) ** (2 / 9)) : options.lag;
  return {
    rows,
    names,
    coefficients: least.coefficients,
    covariance:
      kind === 'ols'
        ? Matrix.mul(least.inverse, variance)
        : neweyWest(rows, least, lag, { adjust: options.adjust, shared: options.shocks === 'shared' }),
    residuals: least.residuals,
    innovations: least.residuals,
    errors: kind,
    lag: kind === 'ols' ? null : lag,
    rho: null,
    sigma: Math.sqrt(variance),
    df,
  };
}
