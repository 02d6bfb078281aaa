/** Classical decomposition: a centred moving average of one season, then the mean of what is left by place in the season. */
export function seasonalIndices(y: Float64Array, m: number, kind: 'A' | 'M'): Float64Array {
  const n = y.length;
  const half = Math.floor(m / 2);
  const sums = new Float64Array(m);
  const counts = new Float64Array(m);
  for (let t = half; t < n - half; t++) {
    let trend = 0;
    for (let k = -half; k <= half; k++) trend += y[t + k]! * (m % 2 === 0 && Math.abs(k) === half ? 0.5 : 1);
    trend /= m;
    const place = t % m;
    sums[place] = sums[place]! + (kind === 'A' ? y[t]! - trend : y[t]! / trend);
    counts[place] = counts[place]! + 1;
  }
  const figure = sums.map((sum, place) => sum / counts[place]!);
  const mean = figure.reduce((a, b) => a + b, 0) / m;
  return figure.map((value) => (kind === 'A' ? value - mean : value / mean));
}
