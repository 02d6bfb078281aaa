import { seasonalIndices } from './decompose.ts';
import type { Form } from './form.ts';
import { line } from './line.ts';

/** States from which a search begins: seasonal indices, then a level and a slope through the first adjusted values. */
export interface Start {
  level: number;
  slope: number;
  /** One per place in the season, in order of time; sums to 0 or to m. */
  season: Float64Array;
}

export function startOf(y: Float64Array, m: number, { trend, season }: Pick<Form, 'trend' | 'season'>): Start {
  const n = y.length;
  const period = season === 'N' ? 1 : m;
  const indices = season === 'N' ? new Float64Array(0) : season === 'A' ? additive(y, m) : multiplicative(y, m);
  const adjusted =
    season === 'N' ? y : y.map((value, t) => (season === 'A' ? value - indices[t % m]! : value / indices[t % m]!));
  const count = Math.min(Math.max(10, 2 * period), n);
  if (trend === 'N') {
    let sum = 0;
    for (let t = 0; t < count; t++) sum += adjusted[t]!;
    return { level: sum / count, slope: 0, season: indices };
  }
  const { at, slope } = line(adjusted, count);
  return { level: at - slope, slope, season: indices };
}

const additive = (y: Float64Array, m: number) => (y.length >= 3 * m ? seasonalIndices(y, m, 'A') : wave(y, m, 'A'));

function multiplicative(y: Float64Array, m: number): Float64Array {
  const raw = y.length >= 3 * m ? seasonalIndices(y, m, 'M') : wave(y, m, 'M');
  const safe = raw.map((value) => Math.max(value, 0.01));
  const mean = safe.reduce((a, b) => a + b, 0) / m;
  return safe.map((value) => value / mean);
}

/** With fewer than three seasons: means of the detrended values by place, drawn half-way to no season. */
function wave(y: Float64Array, m: number, kind: 'A' | 'M'): Float64Array {
  const { at, slope } = line(y);
  const sums = new Float64Array(m);
  const counts = new Float64Array(m);
  y.forEach((value, t) => {
    const trend = at + slope * t;
    sums[t % m] = sums[t % m]! + (kind === 'A' ? value - trend : trend > 0 ? value / trend : 1);
    counts[t % m] = counts[t % m]! + 1;
  });
  const figure = sums.map((sum, place) => sum / counts[place]!);
  const mean = figure.reduce((a, b) => a + b, 0) / m;
  return figure.map((value) => (kind === 'A' ? 0.5 * (value - mean) : mean > 0 ? 0.5 + (0.5 * value) / mean : 1));
}
