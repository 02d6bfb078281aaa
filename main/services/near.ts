/** " Did you mean x?" for the likeliest of the names, or nothing. */
export function near(wanted: string, names: readonly string[]): string {
  const scored = names.map((name) => ({ name, distance: distance(wanted.toLowerCase(), name.toLowerCase()) }));
  const [best] = scored.sort((a, b) => a.distance - b.distance);
  return best && best.distance <= Math.max(2, wanted.length / 3) ? ` Did you mean ${best.name}?` : '';
}

/** Edit distance of Levenshtein. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length]!;
}
