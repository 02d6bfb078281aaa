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

/**
 * A completion ends the oldest start of its activity and case that is still open, at or before it. A completion that finds none
 * open has no start; a start that is never completed has no end, and is left out as such.
 */
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
    `SELECT * FROM (SELECT ${names}, "end" AS moment, ${given} AS given,
        CASE WHEN ${beginning} THEN 1 WHEN ${completion} THEN -1 END AS step
      FROM (SELECT *, lower(trim(lifecycle)) AS transition FROM ${input.table})) WHERE step IS NOT NULL`,
  );
  const queued = await query.make('flow_queued', queue(rows));
  const numbered = (alias: string, step: number) => `(SELECT * FROM ${queued} WHERE step = ${step}) AS ${alias}`;
  const events = await query.make(
    'flow_paired',
    `SELECT ${roles.map((role) => `coalesce(done."${role}", begun."${role}") AS "${role}"`).join(', ')},
      done.moment AS "end", coalesce(begun.moment, done.given) AS "start"
    FROM ${numbered('done', -1)} FULL JOIN ${numbered('begun', 1)}
      ON done."case" = begun."case" AND done.activity = begun.activity AND done.nth = begun.nth
    ORDER BY coalesce(done.line, begun.line)`,
  );
  await query.drop('flow_transitions');
  await query.drop('flow_queued');
  return events;
}

/**
 * SQL that gives each transition `nth`: for a start its place among the starts of its case and activity, for a completion the place
 * of the start that it takes, null where none is open. `level` is starts less completions so far and `floor` its lowest value before,
 * at most 0: the completions that found no start. So level less floor are open, and completions that took one are those seen, less
 * the floor's. Of `place` rows so far, half of place and level are starts and the rest completions. At one moment starts come first.
 */
const queue = (rows: string) => `SELECT * EXCLUDE (level, place, floor),
    CASE WHEN step = 1 THEN (place + level) // 2 WHEN level + 1 > floor THEN (place - level) // 2 + floor END AS nth
  FROM (SELECT *, least(0, coalesce(min(level) OVER (${order} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)) AS floor
    FROM (SELECT *, rowid AS line, (sum(step) OVER so_far)::BIGINT AS level, row_number() OVER so_far AS place
      FROM ${rows} WINDOW so_far AS (${order.replace('line', 'rowid')} ROWS UNBOUNDED PRECEDING)))`;

const order = 'PARTITION BY "case", activity ORDER BY moment, step DESC, line';
