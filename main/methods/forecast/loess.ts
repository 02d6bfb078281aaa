/**
 * Local regression at one place (Cleveland): the value at `at` from the `span` nearest of y (places 0 … n − 1), by tricube weights,
 * of degree 0 or 1. A span longer than the series widens the window. NaN when every weight is nothing.
 */
export function local(
  y: Float64Array,
  span: number,
  degree: 0 | 1,
  at: number,
  left: number,
  right: number,
  robust?: Float64Array,
): number {
  const n = y.length;
  let reach = Math.max(at - left, right - at);
  if (span > n) reach += Math.floor((span - n) / 2);
  const far = 0.999 * reach;
  const near = 0.001 * reach;
  const weights = new Float64Array(right - left + 1);
  let total = 0;
  for (let j = left; j <= right; j++) {
    const distance = Math.abs(j - at);
    if (distance > far) continue;
    const w = (distance > near ? (1 - (distance / reach) ** 3) ** 3 : 1) * (robust ? robust[j]! : 1);
    weights[j - left] = w;
    total += w;
  }
  if (!(total > 0)) return Number.NaN;
  let mean = 0;
  for (let j = left; j <= right; j++) mean += (weights[j - left]! / total) * j;
  let slope = 0;
  if (reach > 0 && degree > 0) {
    let square = 0;
    for (let j = left; j <= right; j++) square += (weights[j - left]! / total) * (j - mean) ** 2;
    if (Math.sqrt(square) > 0.001 * (n - 1)) slope = (at - mean) / square;
  }
  let sum = 0;
  for (let j = left; j <= right; j++) sum += (weights[j - left]! / total) * (1 + slope * (j - mean)) * y[j]!;
  return sum;
}

/** The smooth of a whole series: fitted at every `jump`-th place and at the last, by straight lines between. */
export function smoothed(
  y: Float64Array,
  span: number,
  degree: 0 | 1,
  jump: number,
  robust?: Float64Array,
): Float64Array {
  const n = y.length;
  const out = new Float64Array(n);
  if (n < 2) return y.slice();
  const pace = Math.min(jump, n - 1);
  const window = (at: number): [number, number] => {
    if (span >= n) return [0, n - 1];
    const left = Math.min(Math.max(0, at - Math.floor((span + 1) / 2) + 1), n - span);
    return [left, left + span - 1];
  };
  const settle = (at: number) => {
    const [left, right] = window(at);
    const value = local(y, span, degree, at, left, right, robust);
    out[at] = Number.isNaN(value) ? y[at]! : value;
  };
  for (let at = 0; at < n; at += pace) settle(at);
  settle(n - 1);
  for (let from = 0; from < n - 1; from += pace) {
    const to = Math.min(from + pace, n - 1);
    for (let at = from + 1; at < to; at++) out[at] = out[from]! + ((out[to]! - out[from]!) * (at - from)) / (to - from);
  }
  return out;
}
