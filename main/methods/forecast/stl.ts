import type { Attempt, Setting } from './attempt.ts';
import { local, smoothed } from './loess.ts';
import { modelOf } from './outlook.ts';

export interface Decomposition {
  trend: Float64Array;
  seasonal: Float64Array;
  remainder: Float64Array;
}

const odd = (value: number) => Math.round(value) + (Math.round(value) % 2 === 0 ? 1 : 0);

/**
 * Seasonal and trend decomposition by loess (Cleveland et al. 1990): two inner rounds and, when robust, fifteen outer ones with one inner round each.
 * `window` is the span of the seasonal smooth in seasons (odd, 7 or more), or null for a season that never changes. Needs more than two seasons.
 */
export function stl(y: Float64Array, m: number, window: number | null, robust: boolean): Decomposition | undefined {
  const n = y.length;
  if (m < 2 || n <= 2 * m) return undefined;
  const span = window ?? 10 * n + 1;
  const trendSpan = odd(Math.ceil((1.5 * m) / (1 - 1.5 / span)));
  const lowSpan = odd(m);
  const pace = (width: number) => Math.ceil(width / 10);
  let trend: Float64Array = new Float64Array(n);
  let seasonal: Float64Array = new Float64Array(n);
  let weights: Float64Array | undefined;
  for (let outer = 0; outer <= (robust ? 15 : 0); outer++) {
    for (let inner = 0; inner < (robust ? 1 : 2); inner++) {
      const detrended = y.map((value, t) => value - trend[t]!);
      const cycle = subseries(detrended, m, span, pace(span), weights);
      const low = smoothed(average(average(average(cycle, m), m), 3), lowSpan, 1, pace(lowSpan));
      seasonal = new Float64Array(n).map((_, t) => cycle[t + m]! - low[t]!);
      const rest = y.map((value, t) => value - seasonal[t]!);
      trend = smoothed(rest, trendSpan, 1, pace(trendSpan), weights);
    }
    if (robust) weights = bisquare(y.map((value, t) => value - trend[t]! - seasonal[t]!));
  }
  if (window === null) seasonal = byPlace(seasonal, m);
  return { trend, seasonal, remainder: y.map((value, t) => value - trend[t]! - seasonal[t]!) };
}

/** Smooths each place of the season over the seasons, one season beyond both ends. */
function subseries(y: Float64Array, m: number, span: number, jump: number, weights?: Float64Array): Float64Array {
  const out = new Float64Array(y.length + 2 * m);
  for (let place = 0; place < m; place++) {
    const pick = (from: Float64Array) => from.filter((_, t) => t % m === place);
    const part = pick(y);
    const robust = weights && pick(weights);
    const k = part.length;
    const inside = smoothed(part, span, 0, jump, robust);
    const before = local(part, span, 0, -1, 0, Math.min(span, k) - 1, robust);
    const after = local(part, span, 0, k, Math.max(0, k - span), k - 1, robust);
    out[place] = Number.isNaN(before) ? inside[0]! : before;
    for (let j = 0; j < k; j++) out[place + (j + 1) * m] = inside[j]!;
    out[place + (k + 1) * m] = Number.isNaN(after) ? inside[k - 1]! : after;
  }
  return out;
}

function average(y: Float64Array, width: number): Float64Array {
  const out = new Float64Array(y.length - width + 1);
  let sum = 0;
  for (let t = 0; t < y.length; t++) {
    sum += y[t]!;
    if (t >= width) sum -= y[t - width]!;
    if (t >= width - 1) out[t - width + 1] = sum / width;
  }
  return out;
}

function bisquare(residual: Float64Array): Float64Array {
  const sizes = residual.map(Math.abs);
  const sorted = sizes.slice().sort();
  const n = sorted.length;
  const limit = 3 * (sorted[Math.floor(n / 2)]! + sorted[n - 1 - Math.floor(n / 2)]!);
  return sizes.map((size) => {
    if (size <= 0.001 * limit) return 1;
    return size <= 0.999 * limit ? (1 - (size / limit) ** 2) ** 2 : 0;
  });
}

function byPlace(seasonal: Float64Array, m: number): Float64Array {
  const sums = new Float64Array(m);
  const counts = new Float64Array(m);
  seasonal.forEach((value, t) => {
    sums[t % m] = sums[t % m]! + value;
    counts[t % m] = counts[t % m]! + 1;
  });
  return seasonal.map((_, t) => sums[t % m]! / counts[t % m]!);
}

/** STL with a season that never changes, exponential smoothing without a season on what is left, and the last season added again. */
export function stlForecast(
  y: Float64Array,
  setting: Setting,
  smooth: (y: Float64Array, setting: Setting) => Attempt | undefined,
): Attempt | undefined {
  const parts = stl(y, setting.m, null, false);
  if (!parts) return undefined;
  const adjusted = y.map((value, t) => value - parts.seasonal[t]!);
  const rest = smooth(adjusted, { ...setting, m: 1 });
  if (!rest) return undefined;
  const n = y.length;
  const last = (j: number) => parts.seasonal[n - setting.m + (j % setting.m)]!;
  const h = setting.horizon;
  const shift = (limits: Float64Array) => limits.map((value, place) => value + last(place % h));
  const { central, lower, upper } = rest.outlook;
  return {
    outlook: { central: shift(central), lower: shift(lower), upper: shift(upper) },
    fitted: rest.fitted.map((value, t) => value + parts.seasonal[t]!),
    model: modelOf(rest.model.sigma2, { ...rest.model, form: `STL + ${rest.model.form}` }),
  };
}
