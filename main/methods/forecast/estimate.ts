import { admissible } from './admissible.ts';
import { descend } from './descend.ts';
import type { Form } from './form.ts';
import { ALPHA, BETA, GAMMA, LEVEL, PHI, type Recursion, SEASON, SLOPE } from './recursion.ts';
import type { Start } from './start.ts';

/** Bounds of the smoothing parameters: 0 < β < α < 1, 0 < γ < 1 − α, .8 ≤ φ ≤ .98. */
export const LEAST = 1e-4;
const MOST = 1 - 1e-4;
const PHI_LEAST = 0.8;
const PHI_MOST = 0.98;

/** Smoothing parameters from which a search begins; β and γ as shares of what α leaves them. */
export interface Seed {
  alpha: number;
  beta: number;
  gamma: number;
  phi: number;
}

/** An optimum: −2 log-likelihood up to a constant, and the natural parameters in the order of recursion.ts. */
export interface Optimum {
  value: number;
  parameters: Float64Array;
}

/** Maximises the likelihood of a form from one start, within the usual bounds and, if those do not imply it, the admissible region. */
export function estimate(
  recursion: Recursion,
  form: Form,
  start: Start,
  seed: Seed,
  unit: number,
  tolerance: number,
): Optimum {
  const layout = layoutOf(form, recursion.m, start, seed, unit);
  const { x, low, high } = layout;
  const p = layout.natural(x);
  const natural = new Float64Array(p.length);
  const objective = (limited: boolean) => ({
    value(at: Float64Array) {
      layout.natural(at, p);
      if (limited && !admits(form, p, recursion.m)) return Number.POSITIVE_INFINITY;
      return recursion.value(form, p);
    },
    gradient(out: Float64Array) {
      recursion.gradient(form, p, natural);
      layout.chain(natural, p, out);
    },
  });
  const begin = x.slice();
  let value = descend(objective(false), x, low, high, tolerance, 400);
  layout.natural(x, p);
  if (Number.isFinite(value) && !admits(form, p, recursion.m)) {
    x.set(begin);
    value = inward(objective(true), x, low, high, tolerance);
    layout.natural(x, p);
  }
  return { value, parameters: p.slice() };
}

const admits = (form: Form, p: Float64Array, m: number) =>
  form.season === 'N' || admissible(p[ALPHA]!, p[BETA]!, p[GAMMA]!, p[PHI]!, m);

/** Descends against a wall that has no gradient: again from a little inside, until a new start gains nothing. */
function inward(
  objective: Parameters<typeof descend>[0],
  x: Float64Array,
  low: Float64Array,
  high: Float64Array,
  tolerance: number,
): number {
  let best = descend(objective, x, low, high, tolerance, 200);
  for (let round = 0; round < 6 && Number.isFinite(best); round++) {
    const trial = x.slice();
    for (let i = 0; i < Math.min(3, x.length); i++) {
      if (low[i] === Number.NEGATIVE_INFINITY) break;
      trial[i] = low[i]! + (trial[i]! - low[i]!) * (0.7 + 0.05 * round);
    }
    const value = descend(objective, trial, low, high, tolerance, 200);
    if (!(value < best - tolerance)) continue;
    best = value;
    x.set(trial);
  }
  return best;
}

interface Layout {
  x: Float64Array;
  low: Float64Array;
  high: Float64Array;
  natural(x: Float64Array, into?: Float64Array): Float64Array;
  chain(natural: Float64Array, p: Float64Array, out: Float64Array): void;
}

/**
 * Free coordinates of a form, all in a box: α, share of β, share of γ, −log(1 − φ), then the initial states in units of the series' spread.
 * A damped slope counts as the rise that it comes to in the end: with φ itself it would lie along a narrow ridge.
 */
function layoutOf(form: Form, m: number, start: Start, seed: Seed, unit: number): Layout {
  const trend = form.trend !== 'N';
  const damped = form.trend === 'Ad';
  const seasonal = form.season !== 'N';
  const smoothing = 1 + Number(trend) + Number(seasonal) + Number(damped);
  const states = 1 + Number(trend) + (seasonal ? m - 1 : 0);
  const x = new Float64Array(smoothing + states);
  const low = new Float64Array(x.length).fill(Number.NEGATIVE_INFINITY);
  const high = new Float64Array(x.length).fill(Number.POSITIVE_INFINITY);
  let at = 0;
  const bounded = (value: number, from: number, to: number) => {
    x[at] = Math.min(to, Math.max(from, value));
    low[at] = from;
    high[at] = to;
    return at++;
  };
  bounded(seed.alpha, LEAST, MOST);
  const atBeta = trend ? bounded(seed.beta, 0, 1) : -1;
  const atGamma = seasonal ? bounded(seed.gamma, 0, 1) : -1;
  const atPhi = damped ? bounded(-Math.log(1 - seed.phi), -Math.log(1 - PHI_LEAST), -Math.log(1 - PHI_MOST)) : -1;
  const atLevel = at++;
  const atSlope = trend ? at++ : -1;
  const slopeUnit = damped ? unit : unit * 0.1;
  /** From a coordinate of the slope to the slope. */
  const rise = (phi: number) => (damped ? (slopeUnit * (1 - phi)) / phi : slopeUnit);
  const phiAt = (from: Float64Array) => (damped ? 1 - Math.exp(-from[atPhi]!) : 1);
  x[atLevel] = start.level / unit;
  if (trend) x[atSlope] = start.slope / rise(phiAt(x));
  if (seasonal) for (let j = 0; j < m - 1; j++) x[at + j] = start.season[j]! / unit;
  const total = form.season === 'M' ? m : 0;
  const betaRoom = (alpha: number) => alpha - LEAST;
  const gammaRoom = (alpha: number) => Math.min(MOST, 1 - alpha) - LEAST;
  return {
    x,
    low,
    high,
    natural(from, p = new Float64Array(SEASON + (seasonal ? m : 0))) {
      const alpha = from[0]!;
      p[ALPHA] = alpha;
      p[BETA] = trend ? LEAST + from[atBeta]! * betaRoom(alpha) : 0;
      p[GAMMA] = seasonal ? LEAST + from[atGamma]! * gammaRoom(alpha) : 0;
      p[PHI] = phiAt(from);
      p[LEVEL] = from[atLevel]! * unit;
      p[SLOPE] = trend ? from[atSlope]! * rise(p[PHI]!) : 0;
      if (seasonal) {
        let last = total;
        for (let j = 0; j < m - 1; j++) {
          const s = from[at + j]! * unit;
          p[SEASON + j] = s;
          last -= s;
        }
        p[SEASON + m - 1] = last;
      }
      return p;
    },
    chain(natural, p, out) {
      const alpha = p[ALPHA]!;
      let dAlpha = natural[ALPHA]!;
      if (trend) {
        out[atBeta] = natural[BETA]! * betaRoom(alpha);
        if (betaRoom(alpha) > 0) dAlpha += (natural[BETA]! * (p[BETA]! - LEAST)) / betaRoom(alpha);
      }
      if (seasonal) {
        const room = gammaRoom(alpha);
        out[atGamma] = natural[GAMMA]! * room;
        if (room > 0 && 1 - alpha < MOST) dAlpha -= (natural[GAMMA]! * (p[GAMMA]! - LEAST)) / room;
        const last = natural[SEASON + m - 1]!;
        for (let j = 0; j < m - 1; j++) out[at + j] = (natural[SEASON + j]! - last) * unit;
      }
      out[0] = dAlpha;
      const phi = p[PHI]!;
      if (damped) out[atPhi] = (natural[PHI]! - (natural[SLOPE]! * p[SLOPE]!) / (phi * (1 - phi))) * (1 - phi);
      out[atLevel] = natural[LEVEL]! * unit;
      if (trend) out[atSlope] = natural[SLOPE]! * rise(phi);
    },
  };
}
