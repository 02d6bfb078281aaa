/** Least-squares line through y at 0, 1, 2 …, on the first `count` values. */
export function line(y: Float64Array, count = y.length): { at: number; slope: number } {
  const middle = (count - 1) / 2;
  let sum = 0;
  let cross = 0;
  let square = 0;
  for (let t = 0; t < count; t++) {
    sum += y[t]!;
    cross += (t - middle) * y[t]!;
    square += (t - middle) ** 2;
  }
  const slope = square > 0 ? cross / square : 0;
  return { at: sum / count - slope * middle, slope };
}
