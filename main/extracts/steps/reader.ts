import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Desk, Reader } from '../reader.ts';
import { quote } from '../sql.ts';
import { applySteps } from '../steps.ts';

/**
 * A reader that carries out its recipe's steps after reading. Counts stay those of the records that were read; `lines.csv` is
 * written anew for the rows that they became.
 */
export const withSteps = (reader: Reader): Reader => ({
  ...reader,
  async read(file, recipe, folder, desk) {
    const reading = await reader.read(file, recipe, folder, desk);
    const live = (recipe.steps ?? []).filter((step) => step.off !== true);
    if (live.length === 0) return reading;
    const data = join(folder, 'data.parquet');
    const before = join(desk.scratch, 'before-steps.parquet');
    await rename(data, before);
    const { rowsPerRecord } = await applySteps(live, desk.run, before, data);
    if (rowsPerRecord > 1) await spread(desk, folder, reading.accepted, rowsPerRecord);
    const text = `Each record became ${rowsPerRecord} rows by the steps of the recipe; counts of rows read are of records.`;
    return { ...reading, warnings: [...reading.warnings, { code: 'unpivoted', text, count: reading.accepted }] };
  },
});

/** The line of each row from those of the records: row r, from 0, is of record floor(r / times). */
async function spread(desk: Desk, folder: string, records: number, times: number): Promise<void> {
  const lines = join(folder, 'lines.csv');
  const before = join(desk.scratch, 'before-steps.csv');
  await rename(lines, before);
  const marks = `read_csv(${quote(before)}, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', columns = {record: 'BIGINT', line: 'BIGINT'})`;
  const rows = `SELECT range + 1 AS row, range // ${times} + 1 AS record FROM range(${records * times})`;
  await desk.run(
    `COPY (SELECT row AS record, line + (r.record - m.record) AS line FROM (${rows}) r ASOF JOIN ${marks} m ON r.record >= m.record ORDER BY row) TO ${quote(lines)} (FORMAT csv, HEADER)`,
  );
}
