import type { Query } from '../../contract/data.ts';
import { Fault } from '../../contract/fault.ts';
import type { Input } from '../method.ts';
import type { Clock } from './clock.ts';
import type { XmrOptions } from './options.ts';

export interface Placed {
  /** Every row, with `usable` where it has a date and a finite value. */
  rows: string;
  /** Usable rows: series, point (from 1), date, label, mark, value, target, improve. */
  points: string;
}

/** Puts the rows of each series in order. Nothing is filled, merged or dropped: unusable rows are counted later. */
export async function placePoints(query: Query, input: Input, clock: Clock, options: XmrOptions): Promise<Placed> {
  const has = (role: string) => Boolean(input.columns[role]);
  const finite = (column: string) => `CASE WHEN isfinite(CAST(${column} AS DOUBLE)) THEN CAST(${column} AS DOUBLE) END`;
  const rows = await query.make(
    'rows_read',
    `SELECT *, mark IS NOT NULL AND value IS NOT NULL AS usable FROM (
      SELECT row_number() OVER () AS file_row,
        ${has('series') ? "coalesce(nullif(trim(CAST(series AS VARCHAR)), ''), '(blank)')" : "'all'"} AS series,
        ${clock.mark} AS mark, ${clock.date} AS date, ${clock.label} AS label,
        ${finite('value')} AS value,
        ${has('target') ? finite('target') : 'CAST($target AS DOUBLE)'} AS target,
        ${has('improve') ? 'nullif(lower(trim(CAST(improve AS VARCHAR))), $nothing)' : '$improve'} AS improve
      FROM ${input.table})`,
    {
      ...(has('target') ? {} : { target: options.target }),
      ...(has('improve') ? { nothing: '' } : { improve: options.improve }),
    },
  );
  await refuseUnusable(query, rows);
  const key = clock.kind === 'file' || options.order === 'file' ? 'file_row' : 'mark, file_row';
  const points = await query.make(
    'placed',
    `SELECT series, CAST(row_number() OVER (PARTITION BY series ORDER BY ${key}) AS INTEGER) AS point,
      date, label, mark, value, target, improve FROM ${rows} WHERE usable`,
  );
  return { rows, points };
}

async function refuseUnusable(query: Query, rows: string): Promise<void> {
  const [seen] = await query.rows(
    `SELECT count(*) AS total, count(*) FILTER (usable) AS usable,
      min(improve) FILTER (improve NOT IN ('up', 'down', 'neither')) AS odd FROM ${rows}`,
  );
  if (seen!.usable === 0)
    throw new Fault(
      'data-unfit',
      `xmr has nothing to chart: of ${seen!.total} rows, none has both a date and a value. Check which columns play these roles.`,
    );
  if (seen!.odd !== null)
    throw new Fault('data-unfit', `xmr reads "${seen!.odd}" under improve. Write up, down or neither there.`);
  const [mixed] = await query.rows(
    `SELECT series FROM ${rows} WHERE improve IS NOT NULL GROUP BY series HAVING count(DISTINCT improve) > 1 ORDER BY series LIMIT 1`,
  );
  if (mixed)
    throw new Fault('data-unfit', `xmr: the series "${mixed.series}" has several values under improve. Give it one.`);
}
