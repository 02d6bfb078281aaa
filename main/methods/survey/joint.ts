/** How often two items were answered a and b, at `a * 8 + b`; 0 is no answer. */
export interface Joint {
  i: number;
  j: number;
  counts: Float64Array;
}

/** Joint counts of every pair of items, each item with itself included. Two items at a time make one column of 64 codes, so that one pass counts four pairs. */
export function* jointCounts(items: readonly Uint8Array[]): Generator<Joint> {
  const pairs = Array.from({ length: Math.ceil(items.length / 2) }, (_, at) =>
    combine(items[2 * at]!, items[2 * at + 1]),
  );
  for (const [p, left] of pairs.entries()) {
    const members = (pair: number) => [2 * pair, 2 * pair + 1].filter((item) => item < items.length);
    for (let q = 0; q <= p; q++) {
      const counts = cross(left, pairs[q]!);
      for (const i of members(p))
        for (const j of members(q)) if (j <= i) yield { i, j, counts: margin(counts, i % 2 === 0, j % 2 === 0) };
    }
  }
}

function combine(a: Uint8Array, b: Uint8Array | undefined): Uint8Array {
  const to = new Uint8Array(a.length);
  for (let k = 0; k < a.length; k++) to[k] = (a[k]! << 3) | (b ? b[k]! : 0);
  return to;
}

function cross(left: Uint8Array, right: Uint8Array): Int32Array {
  const counts = new Int32Array(4096);
  for (let k = 0; k < left.length; k++) {
    const at = (left[k]! << 6) | right[k]!;
    counts[at] = counts[at]! + 1;
  }
  return counts;
}

/** Sums the counts of two columns of 64 codes down to one item of each. */
function margin(counts: Int32Array, first: boolean, other: boolean): Float64Array {
  const to = new Float64Array(64);
  for (let left = 0; left < 64; left++)
    for (let right = 0; right < 64; right++) {
      const a = first ? left >> 3 : left & 7;
      const b = other ? right >> 3 : right & 7;
      to[a * 8 + b]! += counts[(left << 6) | right]!;
    }
  return to;
}
