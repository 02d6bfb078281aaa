import type { Task } from '../../contract/data.ts';
import { Fault } from '../../contract/fault.ts';

/** One variable to weight to: category of each respondent (-1 unknown) and how many the population has of each. */
export interface Target {
  name: string;
  labels: readonly string[];
  codes: Int32Array;
  population: Float64Array;
}

export interface Raking {
  weights: Float64Array;
  rounds: number;
  converged: boolean;
  /** The largest relative change that the last round made to a cell of a margin, and where. */
  largest: number;
  where: string;
  /** Respondents at the cap. */
  capped: number;
}

export interface RakeOptions {
  /** In mean weights; null for none. */
  cap: number | null;
  tolerance: number;
  rounds: number;
}

/**
 * Iterative proportional fitting of `base` weights to the targets, whose weights add up to `total`. In each round, weights above the cap are cut
 * to it and every margin is then met in turn, until a round changes no margin by more than the tolerance. Respondents of
 * unknown category keep their weight on that margin, and the others share the rest in the declared proportions. It gives up early when a hundred
 * rounds have brought less than a hundredth, since no thousand would then do. Where the cap forbids the margins, the cap holds, and the weights still
 * add up to the total. The mean is that of respondents whose weight is above zero.
 */
export async function rake(
  base: Float64Array,
  targets: readonly Target[],
  total: number,
  options: RakeOptions,
  task: Task,
): Promise<Raking> {
  const weights = scaled(base, total);
  const counted = base.reduce((count, weight) => count + (weight > 0 ? 1 : 0), 0);
  const limit = options.cap === null ? Number.POSITIVE_INFINITY : (options.cap * total) / counted;
  let largest = Number.POSITIVE_INFINITY;
  let where = '';
  let round = 0;
  let landmark = Number.POSITIVE_INFINITY;
  while (round < options.rounds && !(largest < options.tolerance)) {
    if (round % patience === 0) {
      if (round > patience && largest > landmark * 0.99) break;
      landmark = largest;
    }
    round++;
    if (options.cap !== null) cut(weights, limit);
    largest = 0;
    for (const target of targets) {
      const change = meet(weights, target, total);
      if (change.size > largest) {
        largest = change.size;
        where = `${target.name}: ${target.labels[change.cell]}`;
      }
    }
    if (round % 8 === 0) {
      if (task.signal.aborted) throw new Fault('cancelled', 'Cancelled.');
      task.progress(null, `raking, round ${round}`);
      await new Promise((resume) => setImmediate(resume));
    }
  }
  if (options.cap !== null) spread(weights, limit, total);
  const capped = weights.reduce((count, weight) => count + (weight >= limit * (1 - 1e-9) ? 1 : 0), 0);
  return { weights, rounds: round, converged: largest < options.tolerance, largest, where, capped };
}

const patience = 100;

export function scaled(weights: Float64Array, total: number): Float64Array {
  const sum = weights.reduce((all, weight) => all + weight, 0);
  return weights.map((weight) => (weight * total) / sum);
}

/** Cuts weights to the limit and shares what that leaves among the others, so that they add up to the total and the limit is the cap of their true mean. */
function spread(weights: Float64Array, limit: number, total: number): void {
  for (let round = 0; round < weights.length; round++) {
    cut(weights, limit);
    let full = 0;
    let free = 0;
    for (const weight of weights) {
      if (weight >= limit) full += weight;
      else free += weight;
    }
    const factor = (total - full) / free;
    if (!(free > 0) || !(Math.abs(factor - 1) > 1e-12)) return;
    for (let k = 0; k < weights.length; k++) if (weights[k]! < limit) weights[k]! *= factor;
  }
}

function cut(weights: Float64Array, limit: number): void {
  for (let k = 0; k < weights.length; k++) if (weights[k]! > limit) weights[k] = limit;
}

/** Scales the weights to one margin; a cell without respondents takes no part. */
function meet(weights: Float64Array, { codes, population }: Target, total: number): { size: number; cell: number } {
  const cells = population.length;
  const sums = new Float64Array(cells + 1);
  for (let k = 0; k < weights.length; k++) {
    const code = codes[k]!;
    sums[code < 0 ? cells : code]! += weights[k]!;
  }
  const known = total - sums[cells]!;
  let declared = 0;
  for (let c = 0; c < cells; c++) if (sums[c]! > 0) declared += population[c]!;
  const factors = new Float64Array(cells + 1).fill(1);
  const found = { size: 0, cell: 0 };
  for (let c = 0; c < cells; c++) {
    if (!(sums[c]! > 0)) continue;
    factors[c] = (population[c]! * known) / (declared * sums[c]!);
    const size = Math.abs(factors[c]! - 1);
    if (size > found.size) Object.assign(found, { size, cell: c });
  }
  for (let k = 0; k < weights.length; k++) {
    const code = codes[k]!;
    weights[k]! *= factors[code < 0 ? cells : code]!;
  }
  return found;
}
