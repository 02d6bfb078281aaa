/** Benjamini and Hochberg's adjusted p-values; NaN where there was no test, which does not count. */
export function benjaminiHochberg(p: readonly number[]): number[] {
  const order = p
    .map((value, index) => ({ value, index }))
    .filter(({ value }) => !Number.isNaN(value))
    .sort((a, b) => b.value - a.value);
  const adjusted = p.map(() => Number.NaN);
  let lowest = 1;
  order.forEach(({ value, index }, place) => {
    lowest = Math.min(lowest, (value * order.length) / (order.length - place));
    adjusted[index] = lowest;
  });
  return adjusted;
}
