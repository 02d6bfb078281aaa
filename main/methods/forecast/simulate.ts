import type { EtsFit } from './ets.ts';
import type { Ahead, Outlook } from './outlook.ts';
import { ALPHA, BETA, GAMMA, PHI } from './recursion.ts';
import { central } from './spread.ts';

/** Standard normal draws from a seed: mulberry32 through the polar method. The same seed gives the same draws everywhere. */
export function normalDraws(seed: number, count: number): Float64Array {
  let state = seed >>> 0;
  const uniform = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = Math.imul(state ^ (state >>> 15), state | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) / 4294967296;
  };
  const out = new Float64Array(count);
  for (let i = 0; i < count; ) {
    const u = 2 * uniform() - 1;
    const v = 2 * uniform() - 1;
    const s = u * u + v * v;
    if (s >= 1 || s === 0) continue;
    const r = Math.sqrt((-2 * Math.log(s)) / s);
    out[i++] = u * r;
    if (i < count) out[i++] = v * r;
  }
  return out;
}

/** Intervals of an additive-error model with a multiplicative season from simulated paths; quantiles of type 7. */
export function simulated(fit: EtsFit, m: number, { horizon, levels, draws }: Ahead): Outlook {
  const { paths, normal } = draws();
  const alpha = fit.parameters[ALPHA]!;
  const beta = fit.parameters[BETA]!;
  const gamma = fit.parameters[GAMMA]!;
  const phi = fit.parameters[PHI]!;
  const sigma = Math.sqrt(fit.sigma2);
  const values = Array.from({ length: horizon }, () => new Float64Array(paths));
  const season = new Float64Array(m);
  for (let path = 0; path < paths; path++) {
    let l = fit.level;
    let b = fit.slope;
    season.set(fit.season);
    for (let h = 0; h < horizon; h++) {
      const e = sigma * normal[path * horizon + h]!;
      const q = l + phi * b;
      const s = season[h % m]!;
      values[h]![path] = q * s + e;
      l = q + (alpha * e) / s;
      b = phi * b + (beta * e) / s;
      season[h % m] = s + (gamma * e) / q;
    }
  }
  const lower = new Float64Array(horizon * levels.length);
  const upper = new Float64Array(horizon * levels.length);
  values.forEach((sample, h) => {
    sample.sort();
    levels.forEach((level, place) => {
      lower[place * horizon + h] = quantile(sample, (1 - level) / 2);
      upper[place * horizon + h] = quantile(sample, (1 + level) / 2);
    });
  });
  return { central: central(fit, m, horizon), lower, upper };
}

function quantile(sorted: Float64Array, p: number): number {
  const at = p * (sorted.length - 1);
  const below = Math.floor(at);
  const left = sorted[below]!;
  const right = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return left + (at - below) * (right - left);
}
