import type { Query, Warning } from '../../contract/data.ts';
import { quoteName, quoteText } from '../../contract/quote.ts';
import type { Input } from '../method.ts';

/** Rows of one series by day, in order of time. */
export interface Days {
  name: string;
  day: number[];
  /** Rows, and those with a value. */
  rows: number[];
  present: number[];
  total: number[];
  /** Mean of each driver, NaN where it has none. */
  drivers: number[][];
}

/** Reads the rows, added up by series and day in SQL; counts what can't be placed. */
export async function readDays(
  query: Query,
  input: Input,
  zone: string,
): Promise<{ series: Days[]; drivers: string[]; warnings: Warning[] }> {
  const drivers = [...(input.columns.drivers ?? [])];
  const type = input.types.date ?? 'DATE';
  const day =
    type === 'TIMESTAMP WITH TIME ZONE' ? `CAST(timezone(${quoteText(zone)}, date) AS DATE)` : 'CAST(date AS DATE)';
  const series = input.columns.series ? "coalesce(CAST(series AS VARCHAR), '(none)')" : "'all'";
  const means = drivers.map((name, i) => `, avg(${quoteName(name)}) AS driver_${i}`).join('');
  const value = 'CAST(value AS DOUBLE)';
  const days = await query.make(
    'forecast_days',
    `SELECT ${series} AS series, ${day} AS day, count(*) AS rows,
       count(value) FILTER (isfinite(${value})) AS present,
       coalesce(sum(${value} ORDER BY ${value}) FILTER (isfinite(${value})), 0) AS total${means}
     FROM ${input.table} WHERE date IS NOT NULL GROUP BY ALL ORDER BY series, day`,
  );
  const [counts] = await query.rows(
    `SELECT count(*) FILTER (date IS NULL) AS undated, count(*) FILTER (NOT isfinite(${value})) AS infinite,
       ${input.columns.series ? 'count(*) FILTER (series IS NULL)' : '0'} AS unnamed FROM ${input.table}`,
  );
  const names = (await query.texts(`SELECT DISTINCT series FROM ${days} ORDER BY series`)).series ?? [];
  const numbers = await query.numbers(
    `SELECT dense_rank() OVER (ORDER BY series) - 1 AS sid, day - DATE '1970-01-01' AS day, rows, present, total
       ${drivers.map((_, i) => `, driver_${i}`).join('')} FROM ${days} ORDER BY sid, day`,
  );
  await query.drop('forecast_days');
  const found: Days[] = names.map((name) => ({
    name: name ?? '(none)',
    day: [],
    rows: [],
    present: [],
    total: [],
    drivers: drivers.map(() => []),
  }));
  const sid = numbers.sid ?? new Float64Array(0);
  for (let row = 0; row < sid.length; row++) {
    const one = found[sid[row]!]!;
    one.day.push(numbers.day![row]!);
    one.rows.push(numbers.rows![row]!);
    one.present.push(numbers.present![row]!);
    one.total.push(numbers.total![row]!);
    for (const [i, driver] of one.drivers.entries()) driver.push(numbers[`driver_${i}`]![row]!);
  }
  const warnings: Warning[] = [];
  const note = (code: string, many: unknown, text: (count: number) => string) => {
    const count = Number(many);
    if (count > 0) warnings.push({ code, text: text(count), count });
  };
  note('no-date', counts?.undated, (n) => `${n} rows without a date belong to no period and are left out.`);
  note('not-finite', counts?.infinite, (n) => `${n} values that are infinite or not a number count as missing.`);
  note('no-series', counts?.unnamed, (n) => `${n} rows without a series are taken as a series "(none)".`);
  return { series: found, drivers, warnings };
}
