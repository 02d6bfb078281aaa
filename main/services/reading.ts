import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Task } from '../contract/data.ts';
import { Fault } from '../contract/fault.ts';
import { quoteText } from '../contract/quote.ts';
import { openEngine } from '../engine/open.ts';
import { describe, runStatement } from '../engine/query.ts';
import { openSession } from '../engine/session.ts';
import { toValue } from '../engine/value.ts';
import { readerFor } from '../extracts/index.ts';
import type { Caps, Desk, Reading, Run } from '../extracts/reader.ts';
import type { Recipe } from '../extracts/recipe.ts';
import type { ReadingReply, ReadingRequest } from './extracts.ts';

const HEAD_BYTES = 65_536;
const SHOWN_REJECTS = 20;
const MEMORY = '1500MB';
const caps: Caps = { inflated: 64 * 2 ** 30, columns: 10_000, rows: 2_000_000_000 };

/** Reads one file into a folder with an engine that can reach nothing but the two; runs in the import process. */
export async function readInto(request: ReadingRequest, task: Task): Promise<ReadingReply> {
  const scratch = join(request.folder, 'scratch');
  mkdirSync(scratch);
  const engine = await openEngine({
    file: ':memory:',
    folders: [request.folder],
    files: [request.file],
    scratch,
    memory: MEMORY,
  });
  const session = await openSession(engine, task);
  try {
    const run: Run = async (statement, bindings) => {
      if (task.signal.aborted) throw new Fault('cancelled', 'Cancelled.');
      const result = await runStatement(session.connection, statement, bindings);
      const names = result.deduplicatedColumnNames();
      const rows = await result.getRows();
      return rows.map((row) => Object.fromEntries(names.map((name, column) => [name, toValue(row[column] ?? null)])));
    };
    return await read(request, { run, scratch, caps, task }, (select) => describe(session.connection, select));
  } finally {
    session.close();
    engine.close();
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function read(
  request: ReadingRequest,
  desk: Desk,
  columnsOf: (select: string) => Promise<{ name: string; type: string }[]>,
): Promise<ReadingReply> {
  const file = { path: request.file, name: basename(request.file), bytes: (await stat(request.file)).size };
  const reader = readerFor(file.name, await headOf(request.file));
  const kind = request.recipe?.read.as;
  if (kind && kind !== reader.kind)
    throw new Fault(
      'recipe-mismatch',
      `The recipe reads ${kind} files, and ${file.name} is ${reader.title}. Give another recipe with --recipe, or another name with --name.`,
    );
  const recipe = request.recipe ?? (await reader.sniff(file, desk));
  const reading = await reader.read(file, recipe, request.folder, desk);
  refuseTooFew(file.name, recipe, reading);
  const setAside = Object.values(reading.setAside).reduce((sum, count) => sum + count, 0);
  if (reading.read !== reading.accepted + reading.rejected + setAside)
    throw new Fault('internal', `The count of rows in ${file.name} does not add up, so nothing was imported.`, {
      detail: JSON.stringify(reading),
    });
  const columns = await columnsOf(`SELECT * FROM read_parquet(${quoteText(join(request.folder, 'data.parquet'))})`);
  const [count] = await desk.run(
    `SELECT count(*) AS rows FROM read_parquet(${quoteText(join(request.folder, 'data.parquet'))})`,
  );
  return { recipe, reading, columns, rows: Number(count?.rows), rejects: await firstRejects(request.folder, desk) };
}

/** Whether enough was read to be worth keeping, by the recipe's own limit. */
function refuseTooFew(name: string, recipe: Recipe, { accepted, rejected }: Reading): void {
  if (accepted === 0)
    throw new Fault(
      'nothing-accepted',
      rejected > 0
        ? `No row of ${name} was accepted: all ${rejected} were rejected. Check that the recipe is for this kind of file.`
        : `There is no row of data in ${name}, only what stands above or below it. Check that it is the right file.`,
    );
  const limit = Number.parseFloat(recipe.rejects) / 100;
  if (rejected / (accepted + rejected) > limit)
    throw new Fault(
      'too-many-rejects',
      `${rejected} of ${accepted + rejected} rows of ${name} were rejected, and the recipe allows ${recipe.rejects}. Mend the file or the recipe, or raise "rejects" in the recipe.`,
    );
}

async function headOf(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function firstRejects(folder: string, desk: Desk): Promise<ReadingReply['rejects']> {
  const path = join(folder, 'rejects.csv');
  if (readFileSync(path).length === 0) return [];
  const rows = await desk.run(
    `FROM read_csv(${quoteText(path)}, header = true, all_varchar = true, quote = '"', escape = '"', delim = ',', null_padding = false)
     LIMIT ${SHOWN_REJECTS}`,
  );
  return rows.map((row) => ({
    row: Number(row.row),
    column: String(row.column ?? ''),
    value: String(row.value ?? ''),
    reason: String(row.reason ?? ''),
  }));
}
