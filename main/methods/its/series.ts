import type { Query, Warning } from '../../contract/data.ts';
import { Fault } from '../../contract/fault.ts';
import { quoteName } from '../../contract/quote.ts';
import type { Input } from '../method.ts';
import type { ItsOptions } from './options.ts';
import { type Clock, clockFor, dayOf, isoDay } from './period.ts';

/** A measured period of one arm. */
export interface Point {
  day: number;
  /** Whole periods, 1 at the first period of the analysis. */
  time: number;
  value: number;
  covariates: Float64Array;
  /** The flag of role `after`, where it was given. */
  after: boolean | null;
}

/** One analysis: a treated series and, when there is one, its control. Points are in order of time. */
export interface Case {
  series: string;
  treated: Point[];
  control: Point[];
  covariates: readonly string[];
  clock: Clock;
  /** Position of time 1 on the clock. */
  base: number;
}

interface Row {
  day: number;
  value: number;
  treated: boolean;
  after: boolean | null;
  series: string;
  covariates: Float64Array;
}

/** Rows of the input as analyses, one for each treated series; what was left out is counted. */
export async function readCases(
  query: Query,
  input: Input,
  options: ItsOptions,
): Promise<{ cases: Case[]; warnings: Warning[] }> {
  const warnings: Warning[] = [];
  const rows = await readRows(query, input, options, warnings);
  const covariates = input.columns.covariates ?? [];
  const treated = rows.filter((row) => row.treated);
  if (treated.length === 0)
    throw new Fault(
      'data-unfit',
      'its found no treated row with a date and a value. "treated" must be 1 for the series that was interrupted.',
    );
  const names = [...new Set(treated.map((row) => row.series))].sort();
  const controls = rows.filter((row) => !row.treated);
  const cases = names.map((series) => {
    const own = treated.filter((row) => row.series === series);
    const paired = controls.filter((row) => row.series === series);
    const control = paired.length > 0 ? paired : controls;
    const days = [...new Set([...own, ...control].map((row) => row.day))].sort((a, b) => a - b);
    const clock = clockFor(days, options.frequency);
    const base = clock.position(days[0] ?? 0);
    const points = (part: readonly Row[], arm: string) => toPoints(part, clock, base, arm, series);
    return { series, treated: points(own, 'treated'), control: points(control, 'control'), covariates, clock, base };
  });
  return { cases, warnings };
}

async function readRows(query: Query, input: Input, options: ItsOptions, warnings: Warning[]): Promise<Row[]> {
  const has = (role: string) => input.columns[role] !== undefined;
  const covariates = input.columns.covariates ?? [];
  const date = /WITH TIME ZONE/.test(input.types.date ?? '') ? 'date AT TIME ZONE $zone' : 'date';
  const flag = (role: string) => (has(role) ? `CAST("${role}" AS DOUBLE)` : 'NULL');
  const select = `SELECT epoch(CAST(${date} AS DATE)) / 86400 AS day, CAST(value AS DOUBLE) AS value,
    ${has('treated') ? flag('treated') : '1'} AS treated, ${flag('after')} AS "after"${covariates
      .map((name, index) => `, CAST(${quoteName(name)} AS DOUBLE) AS x${index}`)
      .join('')}, ${has('series') ? 'CAST(series AS VARCHAR)' : "''"} AS series FROM ${input.table}`;
  const read = await query.make('read', select, select.includes('$zone') ? { zone: options.zone } : {});
  const numbers = await query.numbers(`SELECT * EXCLUDE (series) FROM ${read} ORDER BY rowid`);
  const names = (await query.texts(`SELECT series FROM ${read} ORDER BY rowid`)).series!;
  const rows: Row[] = [];
  const lost = { date: 0, value: 0, treated: 0, covariate: 0, after: 0 };
  const flags = new Set<number>();
  numbers.day!.forEach((day, index) => {
    const treated = numbers.treated![index]!;
    const after = numbers.after![index]!;
    const x = Float64Array.from(covariates, (_, column) => numbers[`x${column}`]![index]!);
    if (!Number.isFinite(day)) lost.date++;
    else if (!Number.isFinite(numbers.value![index]!)) lost.value++;
    else if (Number.isNaN(treated)) lost.treated++;
    else if (has('after') && Number.isNaN(after)) lost.after++;
    else if (!x.every(Number.isFinite)) lost.covariate++;
    else {
      for (const value of [treated, after]) if (!Number.isNaN(value)) flags.add(value);
      rows.push({
        day,
        value: numbers.value![index]!,
        treated: treated !== 0,
        after: Number.isNaN(after) ? null : after !== 0,
        series: names[index] ?? '',
        covariates: x,
      });
    }
  });
  for (const [what, count] of Object.entries(lost))
    if (count > 0)
      warnings.push({
        code: `no-${what}`,
        text: `${count} ${count === 1 ? 'row' : 'rows'} without a usable ${what} ${count === 1 ? 'was' : 'were'} left out.`,
        count,
      });
  const odd = [...flags].find((value) => value !== 0 && value !== 1);
  if (odd !== undefined)
    throw new Fault(
      'data-unfit',
      `its takes only 0 and 1 in "treated" and "after", and found ${odd}. Map a column of 0 and 1, or true and false.`,
    );
  return rows;
}

function toPoints(rows: readonly Row[], clock: Clock, base: number, arm: string, series: string): Point[] {
  const sorted = [...rows].sort((a, b) => a.day - b.day);
  const points = sorted.map((row) => ({
    day: row.day,
    time: clock.position(row.day) - base + 1,
    value: row.value,
    covariates: row.covariates,
    after: row.after,
  }));
  const twins = points.filter((point, index) => index > 0 && point.time === points[index - 1]!.time);
  if (twins.length > 0) {
    const of = series ? ` of ${series}` : '';
    throw new Fault(
      'data-unfit',
      `The ${arm} series${of} has more than one row in the same ${clock.label} (${twins.length} in all, first ${isoDay(twins[0]!.day)}). Add them up to one row a period, or map "series" if they belong to several.`,
    );
  }
  return points;
}

/** Periods between the first and last measured that have no row, by arm. */
export function gapsOf(points: readonly Point[]): { after: Point; missing: number }[] {
  return points.flatMap((point, index) => {
    const next = points[index + 1];
    const missing = next ? next.time - point.time - 1 : 0;
    return missing > 0 ? [{ after: point, missing }] : [];
  });
}

/** Dates of the option `interruption`, sorted, as days. */
export function interruptionDays(given: string | readonly string[]): number[] {
  const texts = (typeof given === 'string' ? given.split(',') : given).map((text) => text.trim()).filter(Boolean);
  const days = texts.map((text) => {
    const day = /^\d{4}-\d{2}-\d{2}/.test(text) ? dayOf(text) : Number.NaN;
    if (!Number.isFinite(day) || isoDay(day) !== text.slice(0, 10))
      throw new Fault(
        'parameter-invalid',
        `The option "interruption" of its is "${text}", which is not a date. Write it as 2026-11-23.`,
      );
    return day;
  });
  return [...new Set(days)].sort((a, b) => a - b);
}
