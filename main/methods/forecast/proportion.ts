import { betaQuantile } from '../distribution.ts';

/** Exact (Clopper–Pearson) 95 % interval for a proportion. */
export const exact = (inside: number, n: number): [number, number] => [
  inside === 0 ? 0 : betaQuantile(0.025, inside, n - inside + 1),
  inside === n ? 1 : betaQuantile(0.975, inside + 1, n - inside),
];
