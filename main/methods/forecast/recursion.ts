import type { Form } from './form.ts';

/** Places in a vector of natural parameters: smoothing, then the states before the first value; the season in order of time. */
export const ALPHA = 0;
export const BETA = 1;
export const GAMMA = 2;
export const PHI = 3;
export const LEVEL = 4;
export const SLOPE = 5;
export const SEASON = 6;

const TINY = 1e-10;
const PERFECT = 1e-22;

/**
 * The recursion of an exponential smoothing model over one series, and its gradient by the adjoint (reverse) pass.
 * `value` gives −2 log-likelihood up to a constant: n·log Σe² for additive errors, n·log Σ(e/ŷ)² + 2 Σ log ŷ for multiplicative ones.
 * Levels and slopes follow the additive innovation in both cases, so that one recursion serves both.
 */
export class Recursion {
  readonly y: Float64Array;
  readonly m: number;
  readonly level: Float64Array;
  readonly slope: Float64Array;
  /** `season[t]` is in use at time t; `season[t + m]` is what t made of it. */
  readonly season: Float64Array;
  readonly innovation: Float64Array;
  readonly expected: Float64Array;
  /** Σe² or Σ(e/ŷ)² of the last `value`. */
  squares = 0;
  private readonly pull: Float64Array;

  constructor(y: Float64Array, m: number) {
    const n = y.length;
    this.y = y;
    this.m = m;
    this.level = new Float64Array(n + 1);
    this.slope = new Float64Array(n + 1);
    this.season = new Float64Array(n + m);
    this.innovation = new Float64Array(n);
    this.expected = new Float64Array(n);
    this.pull = new Float64Array(n + m);
  }

  value(form: Form, p: Float64Array): number {
    const { y, m, level, slope, season, innovation, expected } = this;
    const n = y.length;
    const alpha = p[ALPHA]!;
    const beta = p[BETA]!;
    const gamma = p[GAMMA]!;
    const phi = p[PHI]!;
    const kind = form.season === 'N' ? 0 : form.season === 'A' ? 1 : 2;
    const relative = form.error === 'M';
    let l = p[LEVEL]!;
    let b = p[SLOPE]!;
    level[0] = l;
    slope[0] = b;
    if (kind > 0) for (let j = 0; j < m; j++) season[j] = p[SEASON + j]!;
    let squares = 0;
    let logs = 0;
    let product = 1;
    for (let t = 0; t < n; t++) {
      const q = l + phi * b;
      let f = q;
      let s = 0;
      if (kind === 1) {
        s = season[t]!;
        f = q + s;
      } else if (kind === 2) {
        s = season[t]!;
        f = q * s;
        if (s < TINY || (q < TINY && q > -TINY)) return Number.POSITIVE_INFINITY;
      }
      const e = y[t]! - f;
      expected[t] = f;
      innovation[t] = e;
      if (relative) {
        if (f < TINY) return Number.POSITIVE_INFINITY;
        const r = e / f;
        squares += r * r;
        product *= f;
        if (product > 1e100 || product < 1e-100) {
          logs += Math.log(product);
          product = 1;
        }
      } else squares += e * e;
      const u = kind === 2 ? e / s : e;
      l = q + alpha * u;
      b = phi * b + beta * u;
      level[t + 1] = l;
      slope[t + 1] = b;
      if (kind === 1) season[t + m] = s + gamma * e;
      else if (kind === 2) season[t + m] = s + (gamma * e) / q;
    }
    this.squares = squares;
    const total = n * Math.log(Math.max(squares, PERFECT * n));
    return relative ? total + 2 * (logs + Math.log(product)) : total;
  }

  /** Gradient of the last finite `value` with respect to the natural parameters. */
  gradient(form: Form, p: Float64Array, out: Float64Array): void {
    const { y, m, level, slope, season, innovation, expected, pull } = this;
    const n = y.length;
    const alpha = p[ALPHA]!;
    const beta = p[BETA]!;
    const gamma = p[GAMMA]!;
    const phi = p[PHI]!;
    const kind = form.season === 'N' ? 0 : form.season === 'A' ? 1 : 2;
    const relative = form.error === 'M';
    const weight = (2 * n) / Math.max(this.squares, PERFECT * n);
    let dAlpha = 0;
    let dBeta = 0;
    let dGamma = 0;
    let dPhi = 0;
    let L = 0;
    let B = 0;
    pull.fill(0, n);
    for (let t = n - 1; t >= 0; t--) {
      const e = innovation[t]!;
      const f = expected[t]!;
      const b = slope[t]!;
      const direct = relative ? (2 - (weight * (e / f) * y[t]!) / f) / f : -weight * e;
      let dq: number;
      if (kind === 2) {
        const s = season[t]!;
        const q = level[t]! + phi * b;
        const S = pull[t + m]!;
        const u = e / s;
        const du = alpha * L + beta * B;
        const df = direct - du / s - (gamma * S) / q;
        dAlpha += u * L;
        dBeta += u * B;
        dGamma += (e / q) * S;
        dq = L - (gamma * S * e) / (q * q) + df * s;
        pull[t] = S - (du * u) / s + df * q;
      } else {
        let de = alpha * L + beta * B;
        dAlpha += e * L;
        dBeta += e * B;
        if (kind === 1) {
          const S = pull[t + m]!;
          de += gamma * S;
          dGamma += e * S;
          const df = direct - de;
          pull[t] = S + df;
          dq = L + df;
        } else dq = L + direct - de;
      }
      const db = dq + B;
      dPhi += b * db;
      L = dq;
      B = phi * db;
    }
    out[ALPHA] = dAlpha;
    out[BETA] = dBeta;
    out[GAMMA] = dGamma;
    out[PHI] = dPhi;
    out[LEVEL] = L;
    out[SLOPE] = B;
    if (kind > 0) for (let j = 0; j < m; j++) out[SEASON + j] = pull[j]!;
  }
}
