import { chiSquaredCdf } from '../distribution.ts';

/** Residuals of one arm at their times. */
export interface Series {
  times: readonly number[];
  values: readonly number[];
}

export interface Autocorrelation {
  lag: number;
  acf: number;
  /** Ljung–Box statistic and p-value up to this lag. */
  ljungBox: number;
  p: number | null;
}

/**
 * Autocorrelation at lags of true periods, divided by n as in R's acf, and the Ljung–Box statistic up to each. `fitted` is
 * the number of autocorrelation parameters already estimated, which the test's degrees of freedom lose.
 */
export function autocorrelations(series: Series, fitted = 0): Autocorrelation[] {
  const n = series.values.length;
  const mean = series.values.reduce((sum, value) => sum + value, 0) / n;
  const at = new Map(series.times.map((time, index) => [time, series.values[index]! - mean]));
  const squares = [...at.values()].reduce((sum, value) => sum + value * value, 0);
  const lags = Math.min(n - 1, Math.floor(10 * Math.log10(n)));
  let box = 0;
  return Array.from({ length: Math.max(0, lags) }, (_, index) => {
    const lag = index + 1;
    let products = 0;
    for (const [time, value] of at) products += value * (at.get(time - lag) ?? 0);
    const acf = products / squares;
    box += (n * (n + 2) * acf * acf) / (n - lag);
    return { lag, acf, ljungBox: box, p: lag > fitted ? upperTail(box, lag - fitted) : null };
  });
}

/** Far out the probability is 0 in a double, and the library reports an underflow. */
const upperTail = (box: number, df: number): number => (box > 500 + 10 * df ? 0 : 1 - chiSquaredCdf(box, df));

/** Autocorrelation at one lag, however long. */
export function autocorrelationAt(series: Series, lag: number): number {
  const n = series.values.length;
  const mean = series.values.reduce((sum, value) => sum + value, 0) / n;
  const at = new Map(series.times.map((time, index) => [time, series.values[index]! - mean]));
  let [products, squares] = [0, 0];
  for (const [time, value] of at) {
    products += value * (at.get(time - lag) ?? 0);
    squares += value * value;
  }
  return products / squares;
}

/** Durbin–Watson statistic over neighbouring periods: 2 is none, towards 0 positive, towards 4 negative autocorrelation. */
export function durbinWatson(series: Series): number {
  const at = new Map(series.times.map((time, index) => [time, series.values[index]!]));
  let [steps, squares] = [0, 0];
  for (const [time, value] of at) {
    const before = at.get(time - 1);
    if (before !== undefined) steps += (value - before) ** 2;
    squares += value * value;
  }
  return steps / squares;
}
