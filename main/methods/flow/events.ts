import type { Query } from '../../contract/data.ts';
import { type Calendar, worked } from '../calendar.ts';
import type { Log, TextRole } from './log.ts';

/** Tables with a `name` and a whole number `id` from 1, by alphabet. */
export type Names = Readonly<Record<TextRole, string>>;

const roles = ['case', 'activity', 'organisation', 'resource', 'type'] as const;

/** Numbers every name, so that what follows sorts and groups whole numbers. */
export async function numberNames(query: Query, log: Log): Promise<Names> {
  const tables: Record<string, string> = {};
  for (const role of roles)
    tables[role] = await query.make(
      `flow_${role}`,
      `SELECT name, (row_number() OVER (ORDER BY name))::INTEGER AS id
       FROM (SELECT DISTINCT ${log.text(role)} AS name FROM ${log.table}) WHERE trim(name) <> '' ORDER BY id`,
    );
  return tables as Names;
}

/** What was found wrong with the rows, by count. */
export interface Problems {
  events: number;
  excluded: number;
  missingCase: number;
  missingActivity: number;
  missingEnd: number;
  missingStart: number;
  reversed: number;
  missingOrganisation: number;
  missingResource: number;
  missingType: number;
  outsideHours: number;
}

/**
 * One row per row of the log with whole numbers for names, and `line` for the file's order. `starts` and `ends` are microseconds
 * since 1970; `work_starts` and `work_ends` are microseconds worked since the first day, so that every duration is a subtraction.
 * An event without a start, or that ends before it starts, has its end for a start.
 */
export async function mapEvents(
  query: Query,
  log: Log,
  names: Names,
  days: string,
  calendar: Calendar,
): Promise<string> {
  const has = { case: true, activity: true, ...log.has };
  const rows = await query.make(
    'flow_rows',
    `SELECT ${roles.map((role) => `${has[role] ? `${role}s.id` : 'NULL::INTEGER'} AS "${role}"`).join(', ')}, contact, line,
      starts, ends, local_starts, local_ends
    FROM (SELECT ${roles.map((role) => `${log.text(role)} AS "${role}"`).join(', ')}, ${log.contact}::TINYINT AS contact,
        ${log.instant('start')} AS starts, ${log.instant('end')} AS ends,
        ${log.local('start')} AS local_starts, ${log.local('end')} AS local_ends, row_number() OVER () AS line
      FROM ${log.table}) AS log
      ${roles.map((role) => (has[role] ? `LEFT JOIN ${names[role]} AS ${role}s ON ${role}s.name = log."${role}"` : '')).join('\n')}`,
  );
  const byClock = calendar.name !== 'continuous';
  const begun = (given: string, ends: string) =>
    log.has.start ? `CASE WHEN starts <= ends THEN ${given} ELSE ${ends} END` : ends;
  const opening = log.has.start ? 'opening' : 'closing';
  const dayOf = (local: string) => `CAST(make_timestamp(${local}) AS DATE)`;
  const events = await query.make(
    'flow_events',
    `SELECT "case", activity, organisation, resource, type, contact, line, begun AS starts, ends, started, reversed,
      ${byClock ? worked('local_begun', opening) : 'begun'} AS work_starts, ${byClock ? worked('local_ends', 'closing') : 'ends'} AS work_ends,
      ${byClock ? 'local_ends < closing.opens OR local_ends > closing.opens + closing.length OR closing.length = 0' : 'false'} AS outside
    FROM (SELECT * EXCLUDE (starts, local_starts), ${begun('starts', 'ends')} AS begun, ${begun('local_starts', 'local_ends')} AS local_begun,
        starts IS NOT NULL AS started, coalesce(starts > ends, false) AS reversed FROM ${rows}) AS log
      ${byClock ? `LEFT JOIN ${days} AS closing ON closing.day = ${dayOf('local_ends')}` : ''}
      ${byClock && log.has.start ? `LEFT JOIN ${days} AS opening ON opening.day = ${dayOf('local_begun')}` : ''}`,
  );
  await query.drop('flow_rows');
  return events;
}

/** SQL that holds for the events that count. */
export const complete = '"case" IS NOT NULL AND activity IS NOT NULL AND ends IS NOT NULL';

export async function countProblems(query: Query, log: Log, events: string): Promise<Problems> {
  const missing = (role: 'organisation' | 'resource' | 'type') =>
    log.has[role] ? `count(*) FILTER (counts AND ${role} IS NULL)` : '0';
  const [row = {}] = await query.rows(
    `SELECT count(*) FILTER (counts) AS events, count(*) FILTER (NOT counts) AS excluded,
      count(*) - count("case") AS "missingCase", count(*) - count(activity) AS "missingActivity", count(*) - count(ends) AS "missingEnd",
      count(*) FILTER (counts AND NOT started) AS "missingStart", count(*) FILTER (counts AND reversed) AS reversed,
      ${missing('organisation')} AS "missingOrganisation", ${missing('resource')} AS "missingResource", ${missing('type')} AS "missingType",
      count(*) FILTER (counts AND outside) AS "outsideHours"
    FROM (SELECT *, ${complete} AS counts FROM ${events})`,
  );
  return Object.fromEntries(Object.entries(row).map(([name, count]) => [name, Number(count)])) as unknown as Problems;
}
