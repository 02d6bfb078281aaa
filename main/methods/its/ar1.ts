import { Matrix } from 'ml-matrix';
import type { Row } from './design.ts';
import { type Least, leastSquares } from './least.ts';

export interface Correlated {
  coefficients: Float64Array;
  covariance: Matrix;
  residuals: Float64Array;
  /** Residuals with the correlation taken out. */
  innovations: Float64Array;
  rho: number;
  sigma: number;
}

interface Whitened {
  least: Least;
  /** log |V| of the correlation matrix. */
  logDeterminant: number;
}

/**
 * Generalised least squares with AR(1) errors within each series; the correlation is the maximum of the restricted likelihood (REML),
 * found over the whole of −1 < ρ < 1. Points d periods apart have correlation ρ^d.
 * Source: Pinheiro and Bates 2000, chapter 5.
 */
export function ar1(rows: readonly Row[], design: Matrix, values: Float64Array, names: readonly string[]): Correlated {
  const df = design.rows - design.columns;
  const criterion = (rho: number): number => {
    const { least, logDeterminant } = whiten(rows, design, values, names, rho);
    return -0.5 * (df * Math.log(least.squares) + logDeterminant + least.logDeterminant);
  };
  const rho = maximise(criterion);
  const { least } = whiten(rows, design, values, names, rho);
  const variance = least.squares / df;
  return {
    coefficients: least.coefficients,
    covariance: Matrix.mul(least.inverse, variance),
    residuals: Float64Array.from(
      rows,
      (row) => row.y - row.x.reduce((sum, x, i) => sum + x * least.coefficients[i]!, 0),
    ),
    innovations: least.residuals,
    rho,
    sigma: Math.sqrt(variance),
  };
}

/** Takes the correlation out of rows and values: the first of a series stays, each other loses ρ^gap of the one before. */
function whiten(
  rows: readonly Row[],
  design: Matrix,
  values: Float64Array,
  names: readonly string[],
  rho: number,
): Whitened {
  const x = design.clone();
  const y = Float64Array.from(values);
  let logDeterminant = 0;
  for (let row = 1; row < rows.length; row++) {
    const [here, before] = [rows[row]!, rows[row - 1]!];
    if (here.treated !== before.treated) continue;
    const carried = rho ** (here.point.time - before.point.time);
    const left = 1 - carried * carried;
    logDeterminant += Math.log(left);
    const scale = 1 / Math.sqrt(left);
    for (let column = 0; column < x.columns; column++)
      x.set(row, column, (design.get(row, column) - carried * design.get(row - 1, column)) * scale);
    y[row] = (values[row]! - carried * values[row - 1]!) * scale;
  }
  return { least: leastSquares(x, y, names), logDeterminant };
}

const EDGE = 0.999;

/** Maximum over (−1, 1): a grid, since the likelihood can have two peaks, then golden section around the best. */
function maximise(criterion: (rho: number) => number): number {
  const step = 0.05;
  const grid = Array.from({ length: 41 }, (_, index) => Math.max(-EDGE, Math.min(EDGE, -1 + index * step)));
  const heights = grid.map(criterion);
  const best = heights.indexOf(Math.max(...heights));
  let low = grid[Math.max(0, best - 1)]!;
  let high = grid[Math.min(grid.length - 1, best + 1)]!;
  const golden = (Math.sqrt(5) - 1) / 2;
  let left = high - golden * (high - low);
  let right = low + golden * (high - low);
  let [atLeft, atRight] = [criterion(left), criterion(right)];
  while (high - low > 1e-9) {
    if (atLeft >= atRight) {
      [high, right, atRight] = [right, left, atLeft];
      left = high - golden * (high - low);
      atLeft = criterion(left);
    } else {
      [low, left, atLeft] = [left, right, atRight];
      right = low + golden * (high - low);
      atRight = criterion(right);
    }
  }
  return (low + high) / 2;
}
