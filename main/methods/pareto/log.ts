import type { Query, Warning } from '../../contract/data.ts';
import { Fault } from '../../contract/fault.ts';
import { quoteText } from '../../contract/quote.ts';
import type { Input } from '../method.ts';
import type { ParetoOptions } from './options.ts';

/** What is known of the log before it is counted. */
export interface Log {
  /** Rows inside the days covered: category, subcategory, team, value, date, fixed, weight (what is ranked by). */
  rows: string;
  measure: 'count' | 'value';
  /** First and last day covered; null without a date column or any date. */
  from: string | null;
  to: string | null;
  outside: number;
  warnings: Warning[];
}

export async function readLog(query: Query, input: Input, options: ParetoOptions): Promise<Log> {
  const has = (role: string) => Boolean(input.columns[role]);
  const text = (role: string) =>
    has(role) ? `coalesce(nullif(trim(CAST(${role} AS VARCHAR)), ''), '(blank)')` : 'CAST(NULL AS VARCHAR)';
  const day = (role: string) =>
    has(role)
      ? `CASE WHEN isfinite(${local(role, input, options)}) THEN CAST(${local(role, input, options)} AS DATE) END`
      : 'CAST(NULL AS DATE)';
  if (options.measure === 'value' && !has('value'))
    throw new Fault(
      'input-missing',
      'pareto is to rank by value and has no column for it. Map the role value, or set measure to count.',
    );
  const measure = options.measure === 'auto' ? (has('value') ? 'value' : 'count') : options.measure;
  const all = await query.make(
    'log_read',
    `SELECT *, ${measure === 'value' ? 'coalesce(value, 0)' : '1.0'}::DOUBLE AS weight FROM (
      SELECT ${text('category')} AS category, ${text('subcategory')} AS subcategory, ${text('team')} AS team,
        ${has('value') ? 'CASE WHEN isfinite(CAST(value AS DOUBLE)) THEN CAST(value AS DOUBLE) END' : 'CAST(NULL AS DOUBLE)'} AS value,
        ${day('date')} AS date, ${day('fixed')} AS fixed FROM ${input.table})`,
  );
  const [seen] = await query.rows(
    `SELECT count(*) AS total, count(*) FILTER (value < 0) AS negative, count(*) FILTER (category = '(blank)') AS blank,
      count(*) FILTER (value IS NULL) AS unvalued, count(*) FILTER (date IS NULL) AS undated,
      count(*) FILTER (fixed < date) AS early,
      coalesce(CAST($from AS DATE), min(date)) AS first, coalesce(CAST($to AS DATE), max(date)) AS last,
      count(*) FILTER (date < CAST($from AS DATE) OR date > CAST($to AS DATE)) AS outside FROM ${all}`,
    { from: options.from, to: options.to },
  );
  const count = (name: string) => Number(seen![name]);
  if (count('negative') > 0)
    throw new Fault(
      'data-unfit',
      `pareto can't share out negative values, and ${count('negative')} of ${count('total')} rows have one. Leave them out in SQL, or take their size.`,
    );
  if (options.from !== null && options.to !== null && options.from > options.to)
    throw new Fault('parameter-invalid', `pareto: from (${options.from}) is after to (${options.to}). Swap them.`);
  if (count('total') - count('outside') === 0)
    throw new Fault(
      'data-unfit',
      `pareto has no rows to count: ${count('total')} were given, ${count('outside')} of them outside from and to.`,
    );
  const rows = await query.make(
    'log_rows',
    `SELECT * FROM ${all} WHERE date IS NULL OR ((CAST($from AS DATE) IS NULL OR date >= CAST($from AS DATE))
      AND (CAST($to AS DATE) IS NULL OR date <= CAST($to AS DATE)))`,
    { from: options.from, to: options.to },
  );
  const [alike] = await query.rows(
    `SELECT coalesce(sum(spellings), 0) AS alike FROM (SELECT count(DISTINCT category) AS spellings FROM ${rows}
      GROUP BY lower(regexp_replace(category, '[\\s_-]+', '', 'g')) HAVING count(DISTINCT category) > 1)`,
  );
  const warnings: Warning[] = [];
  const say = (code: string, number: number, words: string) => {
    if (number > 0) warnings.push({ code, text: words, count: number });
  };
  say('blank-category', count('blank'), 'Rows without a category are counted as "(blank)".');
  if (has('value')) say('no-value', count('unvalued'), 'Rows without a value count as rows, and add 0 to the value.');
  if (has('date'))
    say('no-date', count('undated'), 'Rows without a date are ranked, and are in neither trend nor recurrence.');
  say('outside', count('outside'), 'Rows dated before from or after to are left out.');
  say('fixed-early', count('early'), 'Rows are dated after the fix that they carry.');
  say(
    'alike',
    Number(alike!.alike),
    'Categories differ only in capitals, spaces, hyphens or underscores; each is counted by itself.',
  );
  const from = (seen!.first as string | null) ?? null;
  const dated = count('undated') < count('total');
  return {
    rows,
    measure,
    from: dated ? from : null,
    to: dated ? ((seen!.last as string | null) ?? null) : null,
    outside: count('outside'),
    warnings,
  };
}

/** A moment with an offset is a day in the workspace's zone. */
function local(role: string, input: Input, options: ParetoOptions): string {
  return input.types[role] === 'TIMESTAMP WITH TIME ZONE'
    ? `timezone(${quoteText(options.zone)}, ${role})`
    : `CAST(${role} AS TIMESTAMP)`;
}
