import type { Query, Warning } from '../../contract/data.ts';
import { Fault } from '../../contract/fault.ts';
import type { Clock } from './clock.ts';
import type { Rebase } from './options.ts';

const markTypes = { time: 'TIMESTAMP', number: 'DOUBLE', text: 'VARCHAR', file: 'VARCHAR' } as const;

/** Makes the table `starts`: series, point and the rebase that opens a phase there. */
export async function startPhases(
  query: Query,
  points: string,
  clock: Clock,
  rebases: readonly Rebase[],
): Promise<{ starts: string; warnings: Warning[] }> {
  const asked = await query.put('rebases', {
    ordinal: { type: 'INTEGER', values: rebases.map((_, i) => i) },
    scope: { type: 'VARCHAR', values: rebases.map(({ series }) => series ?? null) },
    rebase_date: { type: 'VARCHAR', values: rebases.map(({ date }) => String(date)) },
    reason: { type: 'VARCHAR', values: rebases.map(({ reason }) => reason.trim()) },
    author: { type: 'VARCHAR', values: rebases.map(({ author }) => author.trim()) },
  });
  const mark = `try_cast(rebase_date AS ${markTypes[clock.kind]})`;
  await refuseMisfits(query, points, asked, mark, clock);
  const reached = clock.kind === 'file' ? '=' : '>=';
  const found = await query.make(
    'rebase_points',
    `SELECT ordinal, series, ${mark} AS wanted, min(point) FILTER (mark ${reached} ${mark}) AS point
    FROM ${asked} JOIN ${points} ON scope IS NULL OR scope = series GROUP BY ordinal, series, rebase_date`,
  );
  const starts = await query.make(
    'starts',
    `SELECT series, point, rebase_date, reason, author FROM ${found} JOIN ${asked} USING (ordinal) WHERE point IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY series, point ORDER BY wanted DESC, scope IS NULL, ordinal DESC) = 1`,
  );
  const [counts] = await query.rows(
    `SELECT count(*) FILTER (point IS NULL) AS late, count(*) FILTER (point IS NOT NULL) - (SELECT count(*) FROM ${starts}) AS empty
    FROM ${found}`,
  );
  const warnings: Warning[] = [];
  if (Number(counts!.late) > 0)
    warnings.push({
      code: 'rebase-unused',
      text: 'A rebase after the last point of a series changes nothing in it.',
      count: Number(counts!.late),
    });
  if (Number(counts!.empty) > 0)
    warnings.push({
      code: 'rebase-empty',
      text: 'Several rebases open the same point of a series; the latest of them is shown.',
      count: Number(counts!.empty),
    });
  return { starts, warnings };
}

async function refuseMisfits(query: Query, points: string, asked: string, mark: string, clock: Clock): Promise<void> {
  const [odd] = await query.rows(`SELECT rebase_date FROM ${asked} WHERE ${mark} IS NULL ORDER BY ordinal LIMIT 1`);
  if (odd)
    throw new Fault(
      'parameter-invalid',
      `xmr can't rebase at "${odd.rebase_date}": ${clock.kind === 'number' ? 'the dates are numbers' : 'it is no date such as 2026-04-01'}. Correct the date under rebase.`,
    );
  const [stranger] = await query.rows(
    `SELECT scope FROM ${asked} WHERE scope NOT IN (SELECT series FROM ${points}) ORDER BY ordinal LIMIT 1`,
  );
  if (!stranger) return;
  const names = await query.rows(`SELECT DISTINCT series FROM ${points} ORDER BY series LIMIT 20`);
  throw new Fault(
    'name-unknown',
    `xmr can't rebase the series "${stranger.scope}": there is none of that name. The series are ${names.map(({ series }) => series).join(', ')}.`,
  );
}
