import { join } from 'node:path';
import { Fault } from '../../contract/fault.ts';
import { convert as conversion } from '../infer/convert.ts';
import type { Desk } from '../reader.ts';
import type { ColumnRule } from '../recipe.ts';
import type { ScratchRows } from '../scratch.ts';
import { quote, quoteName } from '../sql.ts';

export interface Column {
  /** Name in the file. */
  source: string;
  rule: ColumnRule;
  /** The column of the scratch rows that holds its text. */
  cell: number;
}

/**
 * Rows of texts become `data.parquet` by the rules of their columns; rows with a text that does not fit go to
 * `rejects.csv` with every such text. `wrong` holds records that never became rows: line, column, value, reason.
 * `lines.csv` is written anew where rows were rejected here.
 */
export async function convert(
  desk: Desk,
  folder: string,
  rows: ScratchRows,
  cells: number,
  columns: readonly Column[],
  wrong: ScratchRows,
): Promise<{ accepted: number; rejected: number }> {
  const relation = rows.relation(cells);
  const casts = columns.map((column) => ({ ...column, ...conversion(column.rule, `c${column.cell}`) }));
  const kept = casts.flatMap(({ rule, value, marker }) =>
    rule.use === false
      ? []
      : [`${value} AS ${quoteName(rule.as)}`, ...(marker ? [`${marker} AS ${quoteName(`${rule.as}__marker`)}`] : [])],
  );
  const testable = casts.filter(({ bad, rule }) => bad !== undefined && rule.use !== false);
  const unfit = testable.map((column) => `(${column.bad})`).join(' OR ') || 'false';
  const data = quote(join(folder, 'data.parquet'));
  await desk.run(`COPY (SELECT ${kept.join(', ')} FROM ${relation} WHERE NOT (${unfit})) TO ${data} (FORMAT parquet)`);
  const [{ n = 0 } = {}] = await desk.run(`SELECT count(*) AS n FROM read_parquet(${data})`);
  const accepted = Number(n);
  const rejected = rows.rows - accepted;
  const wrongs = `SELECT line AS row, coalesce(c0, '') AS "column", c1 AS value, c2 AS reason, 0 AS place FROM ${wrong.relation(3)}`;
  const refused = testable.map(
    ({ source, cell, reason, bad: test }, place) =>
      `SELECT line, ${quote(source)}, c${cell}, ${quote(reason)}, ${place + 1} FROM bad WHERE ${test}`,
  );
  const bad = rejected > 0 ? `WITH bad AS MATERIALIZED (SELECT * FROM ${relation} WHERE ${unfit}) ` : '';
  const all = [wrongs, ...(rejected > 0 ? refused : [])].join(' UNION ALL ');
  await desk.run(
    `COPY (${bad}SELECT row, "column", value, reason FROM (${all}) ORDER BY row, place) TO ${quote(join(folder, 'rejects.csv'))} (FORMAT csv, HEADER)`,
  );
  if (rejected > 0) {
    const [{ bad: found = -1 } = {}] = await desk.run(`SELECT count(*) AS bad FROM ${relation} WHERE ${unfit}`);
    if (Number(found) !== rejected)
      throw new Fault('internal', 'Rows were lost between the file and the extract. Nothing was imported.', {
        detail: `${rows.rows} rows, ${accepted} accepted, ${String(found)} rejected`,
      });
    await relocate(desk, folder, `SELECT line FROM ${relation} WHERE NOT (${unfit})`);
  }
  return { accepted, rejected };
}

/** `lines.csv` from the lines of the rows that were accepted, in their order. */
export async function relocate(desk: Desk, folder: string, lines: string): Promise<void> {
  await desk.run(
    `COPY (SELECT record, line FROM (SELECT row_number() OVER () AS record, line, lag(line) OVER () AS before FROM (${lines})) WHERE before IS NULL OR line <> before + 1 ORDER BY record) TO ${quote(join(folder, 'lines.csv'))} (FORMAT csv, HEADER)`,
  );
}
