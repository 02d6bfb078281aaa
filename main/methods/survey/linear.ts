import type { Design } from './design.ts';
import type { Sums } from './tally.ts';

/** A measure over part of the sample: its ratio Σwy / Σwx, and what its variance is made from, by unit. */
export interface Domain {
  base: number;
  ratio: number;
  total: number;
  n: Float64Array;
  x: Float64Array;
  y: Float64Array;
  xx: Float64Array;
  xy: Float64Array;
  yy: Float64Array;
  w: number;
  ww: number;
  wyy: number;
}

const unitColumns = ['n', 'x', 'y', 'xx', 'xy', 'yy'] as const;
const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);

/** The domain of group g. */
export function domainOf(sums: Sums, g: number): Domain {
  const pick = (from: Float64Array) => {
    const to = new Float64Array(sums.units);
    for (let unit = 0; unit < sums.units; unit++) to[unit] = from[unit * sums.groups + g]!;
    return to;
  };
  const units = Object.fromEntries(unitColumns.map((column) => [column, pick(sums[column])]));
  return finish(units as Units, sums.w[g]!, sums.ww[g]!, sums.wyy[g]!);
}

type Units = Record<(typeof unitColumns)[number], Float64Array>;

function finish(units: Units, w: number, ww: number, wyy: number): Domain {
  const total = sum(units.x);
  const base = sum(units.n);
  return { ...units, w, ww, wyy, base, total, ratio: base === 0 ? Number.NaN : sum(units.y) / total };
}

/** All groups together. */
export function union(domains: readonly Domain[], units: number): Domain {
  const add = (column: (typeof unitColumns)[number]) => {
    const to = new Float64Array(units);
    for (const domain of domains) for (let u = 0; u < units; u++) to[u]! += domain[column][u]!;
    return to;
  };
  const of = (pick: (domain: Domain) => number) => domains.reduce((total, domain) => total + pick(domain), 0);
  const columns = Object.fromEntries(unitColumns.map((column) => [column, add(column)])) as Units;
  return finish(
    columns,
    of((d) => d.w),
    of((d) => d.ww),
    of((d) => d.wyy),
  );
}

/** `all` without one of its groups. */
export function without(all: Domain, part: Domain): Domain {
  const columns = Object.fromEntries(
    unitColumns.map((column) => [column, all[column].map((value, u) => value - part[column][u]!)]),
  ) as Units;
  return finish(columns, all.w - part.w, all.ww - part.ww, all.wyy - part.wyy);
}

/** Sampling units with an answer, less the strata that they are in. */
export function degrees(domain: Domain, design: Design): number {
  const strata = new Set<number>();
  let units = 0;
  domain.n.forEach((n, u) => {
    if (n === 0) return;
    strata.add(design.stratumOf[u]!);
    units += design.clustered ? 1 : n;
  });
  return units - strata.size;
}

/**
 * Taylor-linearised covariance of two ratios, sampling units drawn with replacement within strata:
 * Σh (1 − fh) nh/(nh − 1) Σc (ac − āh)(bc − b̄h), where ac sums w(y − Rx)/Σwx over the unit. `overlap` is the domain that both share, if any.
 */
export function covariance(a: Domain, b: Domain, overlap: Domain | null, design: Design): number {
  const { strata, stratumOf, size, fraction, clustered } = design;
  const cross = new Float64Array(strata);
  const left = new Float64Array(strata);
  const right = new Float64Array(strata);
  for (let u = 0; u < design.units; u++) {
    const h = stratumOf[u]!;
    const za = (a.y[u]! - a.ratio * a.x[u]!) / a.total;
    const zb = (b.y[u]! - b.ratio * b.x[u]!) / b.total;
    left[h]! += za;
    right[h]! += zb;
    if (clustered) cross[h]! += za * zb;
    else if (overlap)
      cross[h]! +=
        (overlap.yy[u]! - (a.ratio + b.ratio) * overlap.xy[u]! + a.ratio * b.ratio * overlap.xx[u]!) /
        (a.total * b.total);
  }
  let total = 0;
  let alone = 0;
  for (let h = 0; h < strata; h++) {
    const n = size[h]!;
    const kept = 1 - fraction[h]!;
    if (n > 1) total += kept * (n / (n - 1)) * (cross[h]! - (left[h]! * right[h]!) / n);
    else if (design.lonely === 'adjust') total += kept * cross[h]!;
    else if (design.lonely === 'average' && kept > 0) alone++;
  }
  return alone > 0 ? (alone === strata ? Number.NaN : (total * strata) / (strata - alone)) : total;
}

export const variance = (domain: Domain, design: Design): number =>
  Math.max(covariance(domain, domain, domain, design), 0);
