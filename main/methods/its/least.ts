import { Matrix, QrDecomposition } from 'ml-matrix';
import { Fault } from '../../contract/fault.ts';

/** Least squares by Householder QR on columns scaled to length 1. */
export interface Least {
  coefficients: Float64Array;
  residuals: Float64Array;
  /** (X'X)⁻¹ */
  inverse: Matrix;
  /** log |X'X| */
  logDeterminant: number;
  /** Sum of squared residuals. */
  squares: number;
}

/** Columns shorter than this after taking out those before them are combinations of them. */
const SINGULAR = 1e-10;

export function leastSquares(design: Matrix, values: Float64Array, names: readonly string[]): Least {
  const { rows, columns } = design;
  const lengths = Array.from({ length: columns }, (_, column) =>
    Math.sqrt(design.getColumn(column).reduce((sum, value) => sum + value * value, 0)),
  );
  const none = lengths.indexOf(0);
  if (none >= 0) throw collinear(names[none]!);
  const scaled = design.clone();
  for (let column = 0; column < columns; column++)
    for (let row = 0; row < rows; row++) scaled.set(row, column, design.get(row, column) / lengths[column]!);
  const qr = new QrDecomposition(scaled);
  const upper = qr.upperTriangularMatrix;
  for (let column = 0; column < columns; column++)
    if (Math.abs(upper.get(column, column)) < SINGULAR) throw collinear(names[column]!);
  const solved = qr.solve(Matrix.columnVector(values));
  const coefficients = Float64Array.from(lengths, (length, column) => solved.get(column, 0) / length);
  const residuals = Float64Array.from(values, (value, row) => {
    let fitted = 0;
    for (let column = 0; column < columns; column++) fitted += design.get(row, column) * coefficients[column]!;
    return value - fitted;
  });
  return {
    coefficients,
    residuals,
    inverse: inverseOf(upper, lengths),
    logDeterminant: lengths.reduce((sum, length, i) => sum + 2 * Math.log(length * Math.abs(upper.get(i, i))), 0),
    squares: residuals.reduce((sum, residual) => sum + residual * residual, 0),
  };
}

const collinear = (name: string) =>
  new Fault(
    'data-unfit',
    `The term "${name}" of its is a combination of the others (or always 0), so it can't be told apart from them. Leave it out or take a longer series.`,
  );

/** (R'R)⁻¹ for the unscaled columns. */
function inverseOf(upper: Matrix, lengths: readonly number[]): Matrix {
  const size = lengths.length;
  const back = Matrix.zeros(size, size);
  for (let column = 0; column < size; column++) {
    for (let row = column; row >= 0; row--) {
      let sum = row === column ? 1 : 0;
      for (let k = row + 1; k <= column; k++) sum -= upper.get(row, k) * back.get(k, column);
      back.set(row, column, sum / upper.get(row, row));
    }
  }
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++) back.set(row, column, back.get(row, column) / lengths[row]!);
  return back.mmul(back.transpose());
}
