import type { Computed, ComputedType, Query, Value } from '../../contract/data.ts';
import type { OutputTable } from '../method.ts';
import { benjaminiHochberg } from './adjust.ts';
import type { Comparison } from './compare.ts';
import type { Estimate, Kind } from './estimate.ts';
import { marginOfError } from './interval.ts';
import type { Options } from './options.ts';
import { outputs } from './outputs.ts';
import type { People } from './people.ts';
import type { Scored, Tested } from './score.ts';
import type { Change } from './waves.ts';

export type Row = Record<string, Value>;

/** Writes rows as the table declares them. */
export async function write(query: Query, name: keyof typeof outputs, rows: readonly Row[]): Promise<void> {
  const declared: OutputTable = outputs[name];
  const columns = Object.entries(declared.columns).map(([column, { type }]) => {
    const values = rows.map((row) => clean(row[column], type));
    return [column, { type: type as ComputedType, values: values as (null | boolean | number | string)[] }] as const;
  });
  await query.put(name, Object.fromEntries(columns) as Computed);
}

function clean(value: Value | undefined, type: string): Value {
  if (value === undefined || (typeof value === 'number' && !Number.isFinite(value))) return null;
  return type === 'BIGINT' && typeof value === 'number' ? Math.round(value) : value;
}

const unitOf = (kind: Kind) => (kind === 'index' ? 'points' : 'share');

const trustRow = (figure: Estimate): Row => ({
  base: figure.base,
  weighted_base: figure.weightedBase,
  se: figure.se,
  lower: figure.lower,
  upper: figure.upper,
  df: figure.df,
  effective_n: figure.effective,
  deff: figure.deff,
  kish_deff: figure.kishDeff,
  kish_effective_n: figure.kishEffective,
  flag: figure.flag,
  flag_reason: figure.reason,
  review: figure.review,
});

const shown = ['base', 'weighted_base', 'flag', 'flag_reason', 'review', 'df', 'population'];

/** One figure as a row; a hidden one keeps its base and its mark. */
export function figureRow(scored: Scored, own: Row, margin: Row, wave: string | null, hide: boolean): Row {
  const { variable, category, estimate: figure } = scored;
  const row: Row = { ...trustRow(figure), ...own, ...margin };
  const kept = hide && figure.flag ? Object.fromEntries(shown.map((column) => [column, row[column] ?? null])) : row;
  return { wave, variable, category, ...kept };
}

export const itemRow = (scored: Scored): Row => {
  const [pct_1, pct_2, pct_3, pct_4, pct_5] = scored.points!;
  return {
    pct_1: pct_1!,
    pct_2: pct_2!,
    pct_3: pct_3!,
    pct_4: pct_4!,
    pct_5: pct_5!,
    positive_pct: scored.estimate.value,
  };
};

/** Margins of error of a share, with and without the finite population correction. */
export function marginRow(scored: Scored, people: People, level: number): Row {
  const { value, effective, effectiveUncorrected, corrected, base, even } = scored.estimate;
  const population = people(scored.variable, scored.category);
  if (even) {
    const plain = marginOfError(value, base, level);
    const drawn = scored.variable === 'all' ? base : even.drawn;
    const moe =
      population !== undefined
        ? marginOfError(value, base, level, base, population)
        : even.frame !== null
          ? marginOfError(value, base, level, drawn, even.frame)
          : plain;
    return { population: population ?? null, moe, moe_without_fpc: plain };
  }
  const known = !corrected && population !== undefined;
  return {
    population: population ?? null,
    moe: known ? marginOfError(value, effective, level, base, population) : marginOfError(value, effective, level),
    moe_without_fpc: marginOfError(value, effectiveUncorrected, level),
  };
}

const comparisonRow = (result: Comparison, hide: boolean): Row => ({
  base: result.base,
  against_base: result.againstBase,
  ...(hide && result.unreliable ? { untested: 'hidden: low reliability' } : testedRow(result)),
});

const testedRow = (result: Comparison): Row => ({
  value: result.value,
  against_value: result.against,
  difference: result.difference,
  lower: result.lower,
  upper: result.upper,
  se: result.se,
  statistic: result.statistic,
  df: result.df,
  p_value: result.p,
  untested: result.untested,
});

export const testRow = (tested: Tested, wave: string | null, hide: boolean): Row => ({
  wave,
  comparison: tested.comparison,
  kind: tested.measure.kind,
  measure: tested.measure.name,
  variable: tested.variable,
  category: tested.category,
  against: tested.other,
  unit: unitOf(tested.measure.kind),
  ...comparisonRow(tested, hide),
});

export function changeRow(change: Change, hide: boolean): Row {
  const result = change.result ? comparisonRow(change.result, hide) : null;
  return {
    ...(result ?? { untested: change.reason }),
    wave: change.to,
    comparison: 'wave',
    wave_from: change.from,
    wave_to: change.to,
    kind: change.measure.kind,
    measure: change.measure.name,
    variable: change.variable,
    category: change.category,
    unit: unitOf(change.measure.kind),
    items_alike: change.likeForLike,
    items: change.parts,
    base_from: result?.against_base ?? null,
    base_to: result?.base ?? null,
    value_from: result?.against_value ?? null,
    value_to: result?.value ?? null,
    change: result?.difference ?? null,
  };
}

/** Names each row's family and adjusts the p-values within it. */
export function adjust(rows: readonly Row[], options: Pick<Options, 'family' | 'significance'>): Row[] {
  const families = new Map<string, Row[]>();
  const named = rows.map((row) => {
    const parts = {
      all: [row.wave, row.comparison],
      variable: [row.wave, row.comparison, row.kind, row.variable],
      measure: [row.wave, row.comparison, row.kind, row.variable, row.measure],
    }[options.family];
    const family = parts.filter((part) => part !== null && part !== undefined).join(' · ');
    const copy: Row = { ...row, family };
    const members = families.get(family);
    if (members) members.push(copy);
    else families.set(family, [copy]);
    return copy;
  });
  for (const members of families.values()) {
    const p = members.map((row) => (typeof row.p_value === 'number' ? row.p_value : Number.NaN));
    const adjusted = benjaminiHochberg(p);
    const size = p.filter((value) => !Number.isNaN(value)).length;
    members.forEach((row, at) => {
      const value = adjusted[at]!;
      const significant = Number.isNaN(value) ? null : value < options.significance;
      Object.assign(row, { p_adjusted: value, family_size: size, significant });
    });
  }
  return named;
}
