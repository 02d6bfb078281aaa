/**
 * Whether a seasonal model forgets: every root of its characteristic equation lies within the unit circle (Hyndman et al. 2008,
 * chapter 10). The usual bounds imply it for models without a season. Tested by the Schur–Cohn recursion, which needs no roots.
 */
export function admissible(alpha: number, beta: number, gamma: number, phi: number, m: number): boolean {
  if (gamma < Math.max(1 - 1 / phi - alpha, 0) || gamma > 1 + 1 / phi - alpha) return false;
  if (alpha < 1 - 1 / phi - (gamma * (1 - m + phi + phi * m)) / (2 * phi * m)) return false;
  if (beta < -(1 - phi) * (gamma / m + alpha)) return false;
  const c = new Float64Array(m + 2);
  c[0] = phi * (1 - alpha - gamma);
  c[1] = alpha + beta - alpha * phi + gamma - 1;
  for (let j = 2; j < m; j++) c[j] = alpha + beta - alpha * phi;
  c[m] = alpha + beta - phi;
  c[m + 1] = 1;
  return stable(beta === 0 && phi === 1 ? withoutUnitRoot(c) : c);
}

/** A model without a trend has a root at exactly 1 that is no state of its own. */
function withoutUnitRoot(c: Float64Array): Float64Array {
  const q = new Float64Array(c.length - 1);
  let carried = 0;
  for (let j = q.length - 1; j >= 0; j--) {
    carried += c[j + 1]!;
    q[j] = carried;
  }
  return q;
}

/** `c[j]` multiplies z^j. A radius of up to 1 + 1e-8 passes. */
function stable(c: Float64Array): boolean {
  let a = c.map((value, j) => value * (1 + 1e-8) ** j);
  for (let degree = a.length - 1; degree > 0; degree--) {
    const ratio = a[0]! / a[degree]!;
    if (!(Math.abs(ratio) < 1)) return false;
    const next = new Float64Array(degree);
    for (let j = 0; j < degree; j++) next[j] = a[j + 1]! - ratio * a[degree - 1 - j]!;
    a = next;
  }
  return true;
}
