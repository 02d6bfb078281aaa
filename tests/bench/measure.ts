/** What a bench prints: medians in seconds, their ratio with its spread, and whether it keeps to the promise. */
export interface Line {
  what: string;
  median: { ours: number; theirs: number };
  ratio: { min: number; median: number; max: number };
  limit: string;
  within: boolean;
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

export async function seconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

/** Times two pieces of work in turn, after a round that is not counted. */
export async function paired(
  what: string,
  rounds: number,
  ours: () => Promise<unknown>,
  theirs: () => Promise<unknown>,
): Promise<Omit<Line, 'limit' | 'within'>> {
  const taken: { ours: number; theirs: number }[] = [];
  for (let round = 0; round <= rounds; round++) {
    const pair = { ours: await seconds(ours), theirs: await seconds(theirs) };
    if (round > 0) taken.push(pair);
  }
  const ratios = taken.map((pair) => pair.ours / pair.theirs);
  return {
    what,
    median: { ours: median(taken.map((pair) => pair.ours)), theirs: median(taken.map((pair) => pair.theirs)) },
    ratio: { min: Math.min(...ratios), median: median(ratios), max: Math.max(...ratios) },
  };
}

/** One thing measured once. */
export interface Measured {
  name: string;
  seconds: number;
  detail: string;
}
