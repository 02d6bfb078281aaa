import { seasonalIndices } from './decompose.ts';
import { estimate } from './estimate.ts';
import { line } from './line.ts';
import { type Ahead, around, type Fit, modelOf } from './outlook.ts';
import { ALPHA, LEVEL, Recursion } from './recursion.ts';

const PERCENTILE_95 = 1.6448536269514722;
const simple = { error: 'A', trend: 'N', season: 'N' } as const;

/**
 * Theta (Assimakopoulos and Nikolopoulos 2000) as simple exponential smoothing with half the slope of the trend line as drift
 * (Hyndman and Billah 2003), on a series adjusted by multiplicative indices if it is seasonal.
 */
export function theta(y: Float64Array, m: number, { horizon, z }: Ahead): Fit | undefined {
  const n = y.length;
  if (n < 4) return undefined;
  const indices = seasonal(y, m) ? seasonalIndices(y, m, 'M') : undefined;
  const used = indices?.every((value) => Math.abs(value) >= 1e-4) ? indices : undefined;
  const adjusted = used ? y.map((value, t) => value / used[t % m]!) : y;
  const { alpha, level, sigma2, expected } = smooth(adjusted);
  const half = line(adjusted).slope / 2;
  const central = new Float64Array(horizon);
  const error = new Float64Array(horizon);
  const gathered = (1 - (1 - alpha) ** n) / alpha;
  for (let j = 0; j < horizon; j++) {
    central[j] = (level + half * (j + gathered)) * (used ? used[(n + j) % m]! : 1);
    error[j] = Math.sqrt(sigma2 * (1 + j * alpha ** 2));
  }
  return {
    outlook: around(central, error, z),
    fitted: used ? expected.map((value, t) => value * used[t % m]!) : expected,
    model: modelOf(sigma2, { form: used ? 'seasonally adjusted' : 'not adjusted', alpha, drift: half }),
  };
}

/** Whether the autocorrelation at one season is beyond its 90 % limits, given those at the shorter lags. */
export function seasonal(y: Float64Array, m: number): boolean {
  const n = y.length;
  if (m < 2 || n <= 2 * m) return false;
  const mean = y.reduce((a, b) => a + b, 0) / n;
  const centred = y.map((value) => value - mean);
  const cover = (lag: number) => {
    let sum = 0;
    for (let t = lag; t < n; t++) sum += centred[t]! * centred[t - lag]!;
    return sum;
  };
  const whole = cover(0);
  if (!(whole > 0)) return false;
  let squares = 0;
  for (let lag = 1; lag < m; lag++) squares += (cover(lag) / whole) ** 2;
  return Math.abs(cover(m) / whole) / Math.sqrt((1 + 2 * squares) / n) > PERCENTILE_95;
}

/** Simple exponential smoothing by least squares. */
function smooth(y: Float64Array) {
  const n = y.length;
  let size = 0;
  let mean = 0;
  for (const value of y) {
    size += Math.abs(value) / n;
    mean += value / n;
  }
  const scale = size > 0 ? size : 1;
  const scaled = new Recursion(
    y.map((value) => value / scale),
    1,
  );
  const unit = Math.max(Math.sqrt(y.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n) / scale, 1e-3);
  const first = Math.min(10, n);
  const start = {
    level: y.subarray(0, first).reduce((a, b) => a + b, 0) / first / scale,
    slope: 0,
    season: new Float64Array(0),
  };
  const tries = [0.15, 0.7].map((alpha) =>
    estimate(scaled, simple, start, { alpha, beta: 0, gamma: 0, phi: 1 }, unit, 1e-9),
  );
  const best = tries[0]!.value <= tries[1]!.value ? tries[0]! : tries[1]!;
  scaled.value(simple, best.parameters);
  return {
    alpha: best.parameters[ALPHA]!,
    initial: best.parameters[LEVEL]! * scale,
    level: scaled.level[n]! * scale,
    sigma2: (scaled.squares / (n - 2)) * scale * scale,
    expected: scaled.expected.map((value) => value * scale),
  };
}
