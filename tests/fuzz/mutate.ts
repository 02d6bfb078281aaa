/** A seeded generator of numbers in 0–1 (mulberry32): the same seed, the same mutations. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const poison = [
  '\0',
  '"',
  "'",
  '\r',
  '\n',
  ',',
  ';',
  '\t',
  '{',
  '[',
  ']',
  '}',
  '<',
  '>',
  '&x;',
  '\uFEFF',
  '\u0080',
  '€',
  '```',
  '---',
  '𝔘',
];

/** A copy of some bytes with a few random changes: flips, cuts, repeats, awkward characters. */
export function mutate(bytes: Buffer, random: () => number): Buffer {
  let changed = Buffer.from(bytes);
  const at = () => Math.floor(random() * (changed.length + 1));
  const changes = 1 + Math.floor(random() * 4);
  for (let change = 0; change < changes; change++) {
    const [from, to] = [at(), at()].sort((a, b) => a - b) as [number, number];
    const kind = Math.floor(random() * 5);
    if (kind === 0 && changed.length > 0) changed[Math.min(from, changed.length - 1)] = Math.floor(random() * 256);
    else if (kind === 1) changed = Buffer.concat([changed.subarray(0, from), changed.subarray(to)]);
    else if (kind === 2) changed = Buffer.concat([changed.subarray(0, to), changed.subarray(from)]);
    else if (kind === 3)
      changed = Buffer.concat([
        changed.subarray(0, from),
        Buffer.from(poison[Math.floor(random() * poison.length)]!),
        changed.subarray(from),
      ]);
    else changed = changed.subarray(0, to);
  }
  return changed;
}
