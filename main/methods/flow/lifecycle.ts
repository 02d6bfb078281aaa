import type { Query } from '../../contract/data.ts';
import type { Input } from '../method.ts';

/** A log whose rows are transitions, as one with a row per event. */
export interface Paired {
  input: Input;
  /** Rows that are neither a start nor a completion; they are left out. */
  other: number;
  /** Rows that were merged into the event that they began. */
  merged: number;
}

const completion = `(transition = 'complete' OR transition IS NULL OR transition = '')`;
const beginning = `transition = 'start'`;

/** The k-th start of an activity in a case goes with its k-th completion; a start without one has no end, and the reverse. */
export async function pairTransitions(query: Query, input: Input): Promise<Paired> {
  const { columns, types } = input;
  const [counts] = await query.rows(
    `SELECT count(*) FILTER (${beginning}) AS begun, count(*) FILTER (NOT ${completion} AND NOT ${beginning}) AS other, count(*) AS rows
    FROM (SELECT lower(trim(lifecycle)) AS transition FROM ${input.table})`,
  );
  const [begun, other, rows] = [Number(counts?.begun), Number(counts?.other), Number(counts?.rows)];
  if (begun === 0) {
    const kept = `(SELECT * EXCLUDE (transition) FROM (SELECT *, lower(trim(lifecycle)) AS transition FROM ${input.table}) WHERE ${completion})`;
    return { input: { table: other === 0 ? input.table : kept, columns, types }, other, merged: 0 };
  }
  const table = await pair(query, input);
  const [events] = await query.rows(`SELECT count(*) AS rows FROM ${table}`);
  return {
    input: { table, columns: { ...columns, start: ['start'] }, types: { ...types, start: types.end ?? 'TIMESTAMP' } },
    other,
    merged: rows - other - Number(events?.rows),
  };
}

async function pair(query: Query, input: Input): Promise<string> {
  const roles = ['case', 'activity', 'organisation', 'resource', 'type', 'contact'].filter(
    (role) => input.columns[role],
  );
  const names = roles.map((role) => `"${role}"`).join(', ');
  const given = input.columns.start ? '"start"' : `NULL::${input.types.end}`;
  const rows = await query.make(
    'flow_transitions',
    `SELECT ${names}, "end" AS moment, ${given} AS given, lower(trim(lifecycle)) AS transition FROM ${input.table}`,
  );
  const numbered = (alias: string, filter: string) =>
    `(SELECT *, rowid AS line, row_number() OVER (PARTITION BY "case", activity ORDER BY moment, rowid) AS nth FROM ${rows} WHERE ${filter}) AS ${alias}`;
  const events = await query.make(
    'flow_paired',
    `SELECT ${roles.map((role) => `coalesce(done."${role}", begun."${role}") AS "${role}"`).join(', ')},
      done.moment AS "end", coalesce(begun.moment, done.given) AS "start"
    FROM ${numbered('done', completion)} FULL JOIN ${numbered('begun', beginning)}
      ON done."case" = begun."case" AND done.activity = begun.activity AND done.nth = begun.nth
    ORDER BY coalesce(done.line, begun.line)`,
  );
  await query.drop('flow_transitions');
  return events;
}
