import { copyFile } from 'node:fs/promises';
import { Fault } from '../contract/fault.ts';
import type { Run } from './reader.ts';
import type { Step } from './recipe.ts';
import { quote } from './sql.ts';
import { unpivot } from './steps/unpivot.ts';

/** What steps did: each record of the source became `rowsPerRecord` rows, one after the other. */
export interface Stepped {
  /** Row r of the outcome, from 0, comes from record floor(r / rowsPerRecord) of what was read. */
  rowsPerRecord: number;
}

/** Carries out a recipe's steps, in their order, on a Parquet file that has been read; `off` ones are passed over. Order is kept. */
export async function applySteps(
  steps: readonly Step[],
  run: Run,
  inParquet: string,
  outParquet: string,
): Promise<Stepped> {
  const live = steps.filter((step) => step.off !== true);
  if (live.length === 0) {
    await copyFile(inParquet, outParquet);
    return { rowsPerRecord: 1 };
  }
  let rowsPerRecord = 1;
  let relation = `SELECT * FROM read_parquet(${quote(inParquet)})`;
  for (const step of live) {
    const done = await unpivot(step.unpivot, run, relation);
    relation = done.relation;
    rowsPerRecord *= done.times;
  }
  await run(`COPY (${relation}) TO ${quote(outParquet)} (FORMAT parquet)`);
  const rowsOf = async (path: string) =>
    Number((await run(`SELECT num_rows AS n FROM parquet_file_metadata(${quote(path)})`))[0]?.n);
  if ((await rowsOf(outParquet)) !== (await rowsOf(inParquet)) * rowsPerRecord)
    throw new Fault('internal', 'A step of the recipe lost rows. Nothing was imported.');
  return { rowsPerRecord };
}
