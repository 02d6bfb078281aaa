import { type Ahead, around, type Fit, modelOf } from './outlook.ts';

/** The last value (lag 1), or the value of a season ago (lag m), again. Undefined when no value has one `lag` before it. */
export function naive(y: Float64Array, lag: number, { horizon, z }: Ahead): Fit | undefined {
  const n = y.length;
  if (n <= lag) return undefined;
  const fitted = y.map((_, t) => (t < lag ? Number.NaN : y[t - lag]!));
  let squares = 0;
  for (let t = lag; t < n; t++) squares += (y[t]! - fitted[t]!) ** 2;
  const sigma2 = squares / (n - lag);
  const central = new Float64Array(horizon);
  const error = new Float64Array(horizon);
  for (let j = 0; j < horizon; j++) {
    central[j] = y[n - lag + (j % lag)]!;
    error[j] = Math.sqrt(sigma2 * (1 + Math.floor(j / lag)));
  }
  return { outlook: around(central, error, z), fitted, model: modelOf(sigma2) };
}

/** The last value and the mean change per period since the first. */
export function drift(y: Float64Array, { horizon, z }: Ahead): Fit | undefined {
  const n = y.length;
  if (n < 3) return undefined;
  const step = (y[n - 1]! - y[0]!) / (n - 1);
  const fitted = y.map((_, t) => (t === 0 ? Number.NaN : y[t - 1]! + step));
  let squares = 0;
  for (let t = 1; t < n; t++) squares += (y[t]! - fitted[t]!) ** 2;
  const sigma2 = squares / (n - 2);
  const central = new Float64Array(horizon);
  const error = new Float64Array(horizon);
  for (let j = 0; j < horizon; j++) {
    const ahead = j + 1;
    central[j] = y[n - 1]! + ahead * step;
    error[j] = Math.sqrt(sigma2 * (ahead + ahead ** 2 / (n - 1)));
  }
  return { outlook: around(central, error, z), fitted, model: modelOf(sigma2, { drift: step }) };
}
