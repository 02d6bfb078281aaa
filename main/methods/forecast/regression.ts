import { Matrix, QrDecomposition } from 'ml-matrix';
import { tQuantile } from '../distribution.ts';
import type { Attempt, Setting } from './attempt.ts';
import { modelOf, type Outlook } from './outlook.ts';

/** Columns of a regression besides the constant: each covers the series and as many future periods as are known. */
export interface Regressors {
  names: string[];
  columns: Float64Array[];
}

/** Ordinary least squares on calendar effects and known drivers, with t intervals for new values; needs every regressor for the whole horizon. */
export function regression(y: Float64Array, { horizon, levels, regressors }: Setting): Attempt | undefined {
  if (!regressors) return undefined;
  const n = y.length;
  const known = regressors.columns.every((column) => column.subarray(0, n + horizon).every(Number.isFinite));
  if (!known || regressors.columns.some((column) => column.length < n + horizon)) return undefined;
  const kept = varying(regressors, n);
  const k = kept.columns.length + 1;
  const df = n - k;
  if (df < 1) return undefined;
  const row = (t: number) => [1, ...kept.columns.map((column) => column[t]!)];
  const X = new Matrix(Array.from({ length: n }, (_, t) => row(t)));
  const qr = new QrDecomposition(X);
  if (!qr.isFullRank()) return undefined;
  const beta = qr.solve(Matrix.columnVector(Array.from(y))).to1DArray();
  const at = (x: number[]) => x.reduce((sum, value, i) => sum + value * beta[i]!, 0);
  const fitted = y.map((_, t) => at(row(t)));
  const sigma2 = y.reduce((sum, value, t) => sum + (value - fitted[t]!) ** 2, 0) / df;
  const inverse = new QrDecomposition(qr.upperTriangularMatrix).solve(Matrix.eye(k));
  const size = (x: number[]) => {
    let sum = 0;
    for (let j = 0; j < k; j++) sum += x.reduce((part, value, i) => part + value * inverse.get(i, j), 0) ** 2;
    return sum;
  };
  const rows = Array.from({ length: horizon }, (_, j) => row(n + j));
  const central = Float64Array.from(rows, at);
  const error = Float64Array.from(rows, (x) => Math.sqrt(sigma2 * (1 + size(x))));
  return {
    outlook: limits(central, error, levels, df),
    fitted,
    model: modelOf(sigma2, { form: ['1', ...kept.names].join(' + '), k: k + 1 }),
    terms: ['(constant)', ...kept.names].map((name, i) => {
      const spread = Math.sqrt(sigma2 * inverse.getRow(i).reduce((sum, value) => sum + value * value, 0));
      return { name, estimate: beta[i]!, error: spread, t: beta[i]! / spread, df };
    }),
  };
}

/** Regressors that change within the first `n` periods: the others tell nothing and are left out. */
function varying({ names, columns }: Regressors, n: number): Regressors {
  const keep = columns.map((column) => column.subarray(0, n).some((value) => value !== column[0]));
  return { names: names.filter((_, i) => keep[i]), columns: columns.filter((_, i) => keep[i]) };
}

function limits(central: Float64Array, error: Float64Array, levels: readonly number[], df: number): Outlook {
  const h = central.length;
  const lower = new Float64Array(h * levels.length);
  const upper = new Float64Array(h * levels.length);
  levels.forEach((level, place) => {
    const t = tQuantile((1 + level) / 2, df);
    for (let j = 0; j < h; j++) {
      lower[place * h + j] = central[j]! - t * error[j]!;
      upper[place * h + j] = central[j]! + t * error[j]!;
    }
  });
  return { central, lower, upper };
}
