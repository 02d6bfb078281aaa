import type { Query } from '../../contract/data.ts';
import { complete, type Problems } from './events.ts';
import type { Log } from './log.ts';

/**
 * The events that count, in the order in which each case went through them (`place`, from 1), with what came before:
 * `from_activity`, and where the organisation or the resource changed, `from_organisation` and `from_resource`.
 * `wait` is the time since all earlier events of the case had ended, null for its first: so a case's waits add up to its
 * lead time less the union of its touched intervals. `tied` is true where both times equal those of the event before.
 * Durations in microseconds worked; `starts` and `ends` as instants.
 */
export async function walkCases(query: Query, log: Log, problems: Problems, events: string): Promise<string> {
  const order = log.has.start ? 'starts, ends, line' : 'ends, line';
  const earlier = log.has.start
    ? `max(work_ends) OVER (PARTITION BY "case" ORDER BY ${order} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)`
    : 'lag(work_ends) OVER inside';
  const tied = `coalesce(lag(ends) OVER inside = ends${log.has.start ? ' AND lag(starts) OVER inside = starts' : ''}, false)`;
  const before = (column: 'organisation' | 'resource', missing: number) =>
    log.has[column] ? `lag(${column}${missing > 0 ? ' IGNORE NULLS' : ''}) OVER inside` : 'NULL::INTEGER';
  const changed = (column: string) =>
    `CASE WHEN before_${column} <> ${column} THEN before_${column} END AS from_${column}`;
  const kept = [
    'organisation',
    ...(log.has.resource ? ['resource'] : []),
    ...(log.has.type ? ['type'] : []),
    ...(log.has.contact ? ['contact'] : []),
  ].join(', ');
  return query.make(
    'flow_walk',
    `SELECT "case", place, activity, from_activity, ${kept}, ${changed('organisation')}, ${changed('resource')}, starts, ends, work_starts, work_ends,
      greatest(0, work_ends - work_starts) AS touch, CASE WHEN before_ends IS NOT NULL THEN greatest(0, work_starts - before_ends) END AS wait, tied
    FROM (SELECT "case", activity, ${kept}, ${log.has.resource ? '' : 'NULL::INTEGER AS resource,'} starts, ends, work_starts, work_ends,
        (row_number() OVER inside)::INTEGER AS place, lag(activity) OVER inside AS from_activity, ${earlier} AS before_ends,
        ${before('organisation', problems.missingOrganisation)} AS before_organisation,
        ${before('resource', problems.missingResource)} AS before_resource, ${tied} AS tied
      FROM ${events} WHERE ${complete} WINDOW inside AS (PARTITION BY "case" ORDER BY ${order}))`,
  );
}

/** Events that share their times with another event of their case. */
export async function countTies(query: Query, walk: string): Promise<number> {
  const [row] = await query.rows(
    `SELECT coalesce(sum(events), 0) AS ties FROM (SELECT count(*) AS events FROM ${walk} AS walk
      SEMI JOIN (SELECT DISTINCT "case" FROM ${walk} WHERE tied) AS troubled USING ("case")
      GROUP BY "case", starts, ends HAVING count(*) > 1)`,
  );
  return Number(row?.ties ?? 0);
}
