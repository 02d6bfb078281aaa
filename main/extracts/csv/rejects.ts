import { join } from 'node:path';
import type { Desk } from '../reader.ts';
import type { ScratchRows } from '../scratch.ts';
import { quote } from '../sql.ts';
import type { Row } from './row.ts';
import type { Tests } from './select.ts';

/** Notes a record that never became a row; the file is text, so a NUL is shown by its sign. */
export function refuse(wrong: ScratchRows, row: Row, reason: string): void {
  wrong.begin(row.line);
  wrong.text(row.raw.replaceAll('\0', '\u2400'));
  wrong.text(reason);
  wrong.end();
}

/** `rejects.csv`: every record that is no row, and every value that fits no rule, whole, in the order of the file. */
export async function writeRejects(
  desk: Desk,
  folder: string,
  relation: string,
  wrong: ScratchRows,
  tests: Tests,
): Promise<void> {
  const refused = tests.map(
    ({ column, reason, cell, bad }, place) =>
      `SELECT line AS row, ${quote(column.source)} AS "column", ${cell} AS value, ${quote(reason)} AS reason, ${place + 1} AS place FROM unfit WHERE ${bad}`,
  );
  const all = [
    `SELECT line AS row, '' AS "column", c0 AS value, c1 AS reason, 0 AS place FROM ${wrong.relation(2)}`,
    ...refused,
  ].join(' UNION ALL ');
  await desk.run(
    `COPY (WITH unfit AS MATERIALIZED (${relation}) SELECT row, "column", value, reason FROM (${all}) ORDER BY row, place) TO ${quote(join(folder, 'rejects.csv'))} (FORMAT csv, HEADER)`,
  );
}
