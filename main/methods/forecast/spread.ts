import type { EtsFit } from './ets.ts';
import { ALPHA, BETA, GAMMA, PHI } from './recursion.ts';

/** Means and variances of the next values, or nothing where no formula holds. */
export interface Moments {
  mean: Float64Array;
  variance: Float64Array;
}

/**
 * Forecast moments of an exponential smoothing model (Hyndman et al. 2008, chapter 6): exact for additive errors without a multiplicative season, for multiplicative errors,
 * and for additive errors with a multiplicative season up to one season ahead, while the factors in use are known. Beyond that there is none: simulate.
 */
export function moments(fit: EtsFit, m: number, horizon: number): Moments | undefined {
  const { error, season } = fit.form;
  if (error === 'M' && season === 'M') return product(fit, m, horizon);
  const mean = central(fit, m, horizon);
  const echo = echoes(fit, m, horizon);
  const variance = new Float64Array(horizon);
  if (error === 'M') {
    const square = new Float64Array(horizon);
    for (let h = 0; h < horizon; h++) {
      let sum = mean[h]! ** 2;
      for (let j = 1; j <= h; j++) sum += fit.sigma2 * echo[j]! ** 2 * square[h - j]!;
      square[h] = sum;
      variance[h] = (1 + fit.sigma2) * sum - mean[h]! ** 2;
    }
    return { mean, variance };
  }
  if (season === 'M' && horizon > m) return undefined;
  const factor = (h: number) => (season === 'M' ? fit.season[h]! : 1);
  for (let h = 0; h < horizon; h++) {
    let sum = 0;
    for (let j = 1; j <= h; j++) sum += (echo[j]! / factor(h - j)) ** 2;
    variance[h] = fit.sigma2 * (1 + factor(h) ** 2 * sum);
  }
  return { mean, variance };
}

/** Point forecasts: the recursion run on without errors. */
export function central({ form, parameters, level, slope, season }: EtsFit, m: number, horizon: number): Float64Array {
  const phi = parameters[PHI]!;
  const out = new Float64Array(horizon);
  let l = level;
  let b = slope;
  for (let h = 0; h < horizon; h++) {
    b *= phi;
    l += b;
    out[h] = form.season === 'N' ? l : form.season === 'A' ? l + season[h % m]! : l * season[h % m]!;
  }
  return out;
}

/** What an innovation of 1 does to the value j periods later (a multiplicative season apart). */
function echoes({ form, parameters }: EtsFit, m: number, horizon: number): Float64Array {
  const [alpha, beta, gamma, phi] = [ALPHA, BETA, GAMMA, PHI].map((place) => parameters[place]!) as [
    number,
    number,
    number,
    number,
  ];
  const out = new Float64Array(horizon);
  let reach = 0;
  for (let j = 1; j < horizon; j++) {
    reach += phi ** j;
    out[j] = alpha + beta * reach + (form.season === 'A' && j % m === 0 ? gamma : 0);
  }
  return out;
}

/** Level × season × error: first and second moments of (level, slope) times each seasonal factor, carried forward. */
function product({ parameters, sigma2, level, slope, season }: EtsFit, m: number, horizon: number): Moments {
  const alpha = parameters[ALPHA]!;
  const beta = parameters[BETA]!;
  const gamma = parameters[GAMMA]!;
  const phi = parameters[PHI]!;
  const mean = new Float64Array(horizon);
  const variance = new Float64Array(horizon);
  for (let place = 0; place < Math.min(m, horizon); place++) {
    const s = season[place]!;
    let [l, b] = [level * s, slope * s];
    let [ll, lb, bb] = [l * l, l * b, b * b];
    for (let h = 0; h < horizon; h++) {
      const q = l + phi * b;
      const qq = ll + 2 * phi * lb + phi * phi * bb;
      const qb = lb + phi * bb;
      const turn = h % m === place ? 1 : 0;
      if (turn) {
        mean[h] = q;
        variance[h] = (1 + sigma2) * qq - q * q;
      }
      const g = gamma * turn;
      l = q * (1 + g * alpha * sigma2);
      b = phi * b + g * beta * sigma2 * q;
      const plain = 1 + g * g * sigma2;
      const cross = 2 * g * sigma2;
      const twice = sigma2 + 3 * g * g * sigma2 * sigma2;
      ll = qq * (plain + cross * 2 * alpha + twice * alpha * alpha);
      lb = plain * phi * qb + cross * (alpha * phi * qb + beta * qq) + twice * alpha * beta * qq;
      bb = plain * phi * phi * bb + cross * 2 * phi * beta * qb + twice * beta * beta * qq;
    }
  }
  return { mean, variance };
}
