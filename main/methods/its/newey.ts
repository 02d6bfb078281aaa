import { Matrix } from 'ml-matrix';
import type { Row } from './design.ts';
import type { Least } from './least.ts';

/**
 * Newey–West covariance with Bartlett weights 1 − l/(lag+1) and no prewhitening. Lags count true periods, so two points
 * on either side of a missing month are two apart. Scores meet within a series; with `shared`, also across the two.
 * Source: Newey and West 1987; Driscoll and Kraay 1998 for shared shocks.
 */
export function neweyWest(
  rows: readonly Row[],
  least: Least,
  lag: number,
  options: { adjust: boolean; shared: boolean },
): Matrix {
  const size = least.coefficients.length;
  const scores = new Map<string, Float64Array>();
  const key = (row: Row, time: number) => `${options.shared || row.treated} ${time}`;
  rows.forEach((row, index) => {
    const at = key(row, row.point.time);
    const score = scores.get(at) ?? new Float64Array(size);
    row.x.forEach((value, term) => {
      score[term]! += value * least.residuals[index]!;
    });
    scores.set(at, score);
  });
  const meat = Matrix.zeros(size, size);
  const seen = new Set<string>();
  for (const row of rows) {
    const at = key(row, row.point.time);
    if (seen.has(at)) continue;
    seen.add(at);
    const score = scores.get(at)!;
    add(meat, score, score, 0.5);
    for (let l = 1; l <= lag; l++) {
      const earlier = scores.get(key(row, row.point.time - l));
      if (earlier) add(meat, score, earlier, 1 - l / (lag + 1));
    }
  }
  const n = rows.length;
  const covariance = least.inverse.mmul(meat).mmul(least.inverse);
  return options.adjust ? covariance.mul(n / (n - size)) : covariance;
}

/** Adds weight · (a b' + b a'). */
function add(meat: Matrix, a: Float64Array, b: Float64Array, weight: number): void {
  for (let i = 0; i < a.length; i++)
    for (let j = 0; j < a.length; j++) meat.set(i, j, meat.get(i, j) + weight * (a[i]! * b[j]! + b[i]! * a[j]!));
}
