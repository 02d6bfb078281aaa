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
  const [counts] = await query.rows(
    `SELECT (SELECT count(*) FROM ${rows}) AS all_rows, (SELECT count(*) FROM ${events}) AS events,
      (SELECT count(*) FROM ${rows} WHERE NOT ${completion} AND NOT ${beginning}) AS other`,
  );
  const other = Number(counts?.other ?? 0);
  await query.drop('flow_transitions');
  return {
    input: {
      table: events,
      columns: { ...input.columns, start: ['start'] },
      types: { ...input.types, start: input.types.end ?? 'TIMESTAMP' },
    },
    other,
    merged: Number(counts?.all_rows ?? 0) - other - Number(counts?.events ?? 0),
  };
}
