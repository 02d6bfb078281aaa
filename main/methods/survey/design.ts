import { Fault } from '../../contract/fault.ts';
import type { Sample } from './sample.ts';

export type Lonely = 'adjust' | 'remove' | 'average' | 'fail';

/**
 * How respondents came into the sample. A unit is what variances are summed over first: the stratum where respondents were
 * drawn singly, the cluster where they came in clusters (numbered within strata).
 */
export interface Design {
  /** Neither weighted, stratified, clustered nor corrected: textbook formulas hold. */
  simple: boolean;
  /** Unweighted respondents drawn singly from one stratum, corrected or not: the textbook's margins of error hold. */
  even: boolean;
  /** Units in the population of an even design with a finite population correction. */
  frame: number | null;
  clustered: boolean;
  strata: number;
  units: number;
  /** Unit of each respondent. */
  unit: Int32Array;
  stratumOf: Int32Array;
  /** Sampling units in each stratum. */
  size: Float64Array;
  /** Share of each stratum's population that was sampled; 0 without a finite population correction. */
  fraction: Float64Array;
  lonely: Lonely;
  /** Strata with one sampling unit. */
  lonelyStrata: number;
  weight: Float64Array;
  weighted: boolean;
  /** Sampling units less strata. */
  df: number;
  /** The same design without its finite population correction, where it has one. */
  uncorrected: Design | null;
}

export function designOf(
  sample: Sample,
  weight: Float64Array,
  weighted: boolean,
  options: { lonely: Lonely; fpc: boolean },
): Design {
  const stratum = sample.stratum ? dense(sample.stratum.codes) : { codes: new Int32Array(sample.count), count: 1 };
  const strata = Math.max(stratum.count, 1);
  const clusters = sample.cluster && nested(sample.cluster.codes, stratum.codes, sample.cluster.labels.length);
  const unit = clusters?.codes ?? stratum.codes;
  const units = clusters?.count ?? strata;
  const stratumOf = new Int32Array(units);
  for (let k = 0; k < sample.count; k++) stratumOf[unit[k]!] = stratum.codes[k]!;
  const size = new Float64Array(strata);
  if (clusters) for (const of of stratumOf) size[of]! += 1;
  else for (const of of stratum.codes) size[of]! += 1;
  const corrected = options.fpc && sample.population !== null;
  const fraction = corrected ? fractions(sample.population!, stratum.codes, size) : new Float64Array(strata);
  const lonelyStrata = size.filter((n) => n === 1).length;
  if (lonelyStrata > 0 && options.lonely === 'fail')
    throw new Fault(
      'data-unfit',
      `${lonelyStrata} strata hold a single sampling unit, from which no variance can be had. Join them to others, or choose another value of the option "lonely".`,
    );
  const sampled = size.reduce((sum, n) => sum + n, 0);
  const even = !weighted && strata === 1 && !sample.cluster;
  const design: Design = {
    simple: !weighted && !sample.stratum && !sample.cluster && !corrected,
    even,
    frame: even && corrected ? sampled / fraction[0]! : null,
    clustered: clusters !== null,
    strata,
    units,
    unit,
    stratumOf,
    size,
    fraction,
    lonely: options.lonely,
    lonelyStrata,
    weight,
    weighted,
    df: Math.max(sampled - strata, 0),
    uncorrected: null,
  };
  return corrected ? { ...design, uncorrected: { ...design, fraction: new Float64Array(strata) } } : design;
}

/** Codes without gaps, in order of first use. */
function dense(codes: Int32Array): { codes: Int32Array; count: number } {
  const seen = new Map<number, number>();
  const to = codes.map((code) => {
    const known = seen.get(code);
    if (known !== undefined) return known;
    seen.set(code, seen.size);
    return seen.size - 1;
  });
  return { codes: to, count: seen.size };
}

/** A cluster belongs to its stratum: the same name in two strata is two clusters. */
const nested = (clusters: Int32Array, strata: Int32Array, labels: number) =>
  dense(clusters.map((code, k) => strata[k]! * labels + code));

function fractions(population: Float64Array, stratum: Int32Array, size: Float64Array): Float64Array {
  const of = new Float64Array(size.length).fill(Number.NaN);
  population.forEach((value, k) => {
    const h = stratum[k]!;
    if (!(value > 0) || (!Number.isNaN(of[h]!) && of[h] !== value))
      throw new Fault(
        'data-unfit',
        'The column for "population" must hold one positive number in each stratum: the sampling units there are in it, or the fraction sampled.',
      );
    of[h] = value;
  });
  return of.map((value, h) => {
    const share = value <= 1 ? value : size[h]! / value;
    if (share > 1 + 1e-12)
      throw new Fault(
        'data-unfit',
        `A stratum has ${size[h]} sampling units and a population of ${value}. Give the number of units in the population.`,
      );
    return Math.min(share, 1);
  });
}
