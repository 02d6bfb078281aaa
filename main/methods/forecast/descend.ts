/** A function to be made small: `value` at x, then `gradient` at the x last given to `value`. */
export interface Objective {
  value(x: Float64Array): number;
  gradient(out: Float64Array): void;
}

const ARMIJO = 1e-4;
/** Nearer to a bound than this is on it. */
const EDGE = 1e-12;

/**
 * Quasi-Newton descent (BFGS) inside a box: coordinates that press against a bound are held there until the gradient frees them.
 * `x` ends at the best point found; the best value is returned.
 */
export function descend(
  objective: Objective,
  x: Float64Array,
  low: Float64Array,
  high: Float64Array,
  tolerance: number,
  rounds: number,
): number {
  const d = x.length;
  const H = new Float64Array(d * d);
  const g = new Float64Array(d);
  const fresh = new Float64Array(d);
  const direction = new Float64Array(d);
  const trial = new Float64Array(d);
  const change = new Float64Array(d);
  const bend = new Float64Array(d);
  const image = new Float64Array(d);
  const pushed = new Float64Array(d);
  const free = new Uint8Array(d);
  let f = objective.value(x);
  if (!Number.isFinite(f)) return f;
  objective.gradient(g);
  let scaled = false;
  let small = 0;
  /** Whether `pushed` is no longer H · g. */
  let stale = true;
  const restart = () => {
    H.fill(0);
    let size = 0;
    for (let i = 0; i < d; i++) size += g[i]! * g[i]!;
    const unit = 0.1 / Math.max(Math.sqrt(size), 1e-8);
    for (let i = 0; i < d; i++) H[i * d + i] = unit;
    scaled = false;
    stale = true;
  };
  const times = (by: Float64Array, into: Float64Array) => {
    for (let i = 0; i < d; i++) {
      let sum = 0;
      for (let j = 0, at = i * d; j < d; j++, at++) sum += H[at]! * by[j]!;
      into[i] = sum;
    }
  };
  /**
   * Sets the Newton direction on the free coordinates and returns its slope. Pushes λ on the held ones keep them still: H(g + λ) is nothing there.
   * Those that it would push out of the box are held too.
   */
  const aim = (): number => {
    if (stale) times(g, pushed);
    stale = false;
    for (;;) {
      const held: number[] = [];
      for (let i = 0; i < d; i++) if (!free[i]) held.push(i);
      const push = solve(
        held.map((row) => held.map((column) => H[row * d + column]!)),
        held.map((row) => -pushed[row]!),
      );
      let slope = 0;
      let more = false;
      for (let i = 0; i < d; i++) {
        let sum = pushed[i]!;
        for (let k = 0; k < held.length; k++) sum += H[i * d + held[k]!]! * push[k]!;
        const to = free[i] ? -sum : 0;
        direction[i] = to;
        slope += to * g[i]!;
        if ((to < 0 && x[i]! <= low[i]!) || (to > 0 && x[i]! >= high[i]!)) {
          free[i] = 0;
          more = true;
        }
      }
      if (!more) return slope;
    }
  };
  /** The longest step up to 1 that stays in the box. */
  const room = (): number => {
    let step = 1;
    for (let i = 0; i < d; i++) {
      if (direction[i]! < 0) step = Math.min(step, (low[i]! - x[i]!) / direction[i]!);
      else if (direction[i]! > 0) step = Math.min(step, (high[i]! - x[i]!) / direction[i]!);
    }
    return step;
  };
  restart();
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < d; i++) free[i] = (x[i]! <= low[i]! && g[i]! > 0) || (x[i]! >= high[i]! && g[i]! < 0) ? 0 : 1;
    const slope = aim();
    if (!(slope < 0)) {
      if (!scaled) break;
      restart();
      continue;
    }
    let step = room();
    let next = Number.POSITIVE_INFINITY;
    let moved = 0;
    for (let attempt = 0; attempt < 30; attempt++) {
      moved = 0;
      for (let i = 0; i < d; i++) {
        const on = x[i]! + step * direction[i]!;
        const to = on < low[i]! + EDGE ? low[i]! : on > high[i]! - EDGE ? high[i]! : on;
        trial[i] = to;
        moved += (to - x[i]!) * g[i]!;
      }
      next = objective.value(trial);
      if (next <= f + ARMIJO * moved) break;
      const fall = next - f - step * slope;
      const shorter = Number.isFinite(next) && fall > 0 ? (-slope * step * step) / (2 * fall) : step * 0.2;
      step = Math.min(step * 0.5, Math.max(step * 0.1, shorter));
    }
    if (!(next < f)) {
      if (!scaled) break;
      restart();
      continue;
    }
    objective.gradient(fresh);
    let curvature = 0;
    let bent = 0;
    for (let i = 0; i < d; i++) {
      change[i] = trial[i]! - x[i]!;
      bend[i] = fresh[i]! - g[i]!;
      curvature += change[i]! * bend[i]!;
      bent += bend[i]! * bend[i]!;
    }
    const gain = f - next;
    f = next;
    x.set(trial);
    g.set(fresh);
    stale = true;
    small = gain < tolerance ? small + 1 : 0;
    if (small >= 2) break;
    if (curvature <= 1e-12 * Math.sqrt(bent)) continue;
    if (!scaled) {
      H.fill(0);
      for (let i = 0; i < d; i++) H[i * d + i] = curvature / bent;
      scaled = true;
    }
    times(bend, image);
    let quadratic = 0;
    for (let i = 0; i < d; i++) quadratic += image[i]! * bend[i]!;
    const grow = (1 + quadratic / curvature) / curvature;
    for (let i = 0; i < d; i++) {
      const along = grow * change[i]! - image[i]! / curvature;
      const across = change[i]! / curvature;
      let sum = 0;
      for (let j = 0, at = i * d; j < d; j++, at++) {
        const entry = H[at]! + along * change[j]! - across * image[j]!;
        H[at] = entry;
        sum += entry * g[j]!;
      }
      pushed[i] = sum;
    }
    stale = false;
  }
  return f;
}

/** Solves a small positive definite system by elimination. */
function solve(a: number[][], b: number[]): number[] {
  const k = b.length;
  for (let i = 0; i < k; i++)
    for (let row = i + 1; row < k; row++) {
      const factor = a[row]![i]! / a[i]![i]!;
      for (let j = i; j < k; j++) a[row]![j]! -= factor * a[i]![j]!;
      b[row]! -= factor * b[i]!;
    }
  for (let i = k - 1; i >= 0; i--) {
    for (let j = i + 1; j < k; j++) b[i]! -= a[i]![j]! * b[j]!;
    b[i]! /= a[i]![i]!;
  }
  return b;
}
