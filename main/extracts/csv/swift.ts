import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '../../contract/fault.ts';
import type { Desk } from '../reader.ts';
import type { CsvRead } from '../recipe.ts';
import { quote } from '../sql.ts';
import type { ByteCount } from './bytes.ts';
import { type Outcome, PARQUET } from './careful.ts';
import { type Layers, layers } from './layers.ts';
import { type Cells, locate } from './locate.ts';
import type { Column } from './match.ts';
import { partOf } from './open.ts';
import type { Dialect } from './row.ts';
import { type Plan, Sift } from './sift.ts';
import { Splitter } from './split.ts';
import { judge, linesAt, type Suspect } from './suspects.ts';

export interface SwiftSource {
  path: string;
  start: number;
  /** Counts of the text's bytes, once they are there: they are made beside the reading. */
  count: Promise<ByteCount>;
}

/** The file as a table, with the type of each column and whether bad rows are noted. */
type Relation = (types: (at: number) => string, rejects: boolean) => string;

/** Lines that look amiss may be so many; with more, every line is looked at. */
const MOST = 200_000;
const TAIL = 1 << 16;

/** Whether the engine's own reader can be given a file: one line, one record, and nothing that it would pass over unsaid. */
export function canBeSwift(read: CsvRead, dialect: Dialect, plan: Plan, head: Buffer): boolean {
  if (dialect.cr || dialect.escaper >= 0 || dialect.quote !== 34 || dialect.delimiter.length > 1) return false;
  if (plan.read.last !== undefined || read.totals?.length || read.short === 'pad' || plan.width < 2 || plan.width > 500)
    return false;
  return head.indexOf(10) >= 0 && head.indexOf(0) < 0;
}

/**
 * Reads a large plain file with the engine's typed reader while its bytes are counted beside it. It holds only if every line is
 * accounted for: accepted, or looked at here one by one. Otherwise the answer is undefined, and the file is read carefully.
 */
export async function readSwiftly(
  source: SwiftSource,
  dialect: Dialect,
  plan: Plan,
  columns: readonly Column[],
  head: Buffer,
  folder: string,
  desk: Desk,
): Promise<Outcome | undefined> {
  const skip = plan.read.first - 1;
  if (!plainHead(head, dialect, plan)) return undefined;
  const plainTexts = !/(^|[^"])""([^"]|$)/.test(head.toString('latin1'));
  const layered = layers(columns, plan, plainTexts);
  const relation: Relation = (types, rejects) =>
    `read_csv(${quote(source.path)}, auto_detect = false, header = false, skip = ${skip}, delim = ${quote(dialect.delimiter.toString())}, quote = '"', escape = '"', allow_quoted_nulls = false, strict_mode = true, ${rejects ? 'store_rejects = true, rejects_table = swift_errors, rejects_scan = swift_scans' : 'ignore_errors = true'}, columns = {${layered.read.map(([name], at) => `${name}: '${types(at)}'`).join(', ')}})`;
  const typed = (at: number) => layered.read[at]![1];
  const data = quote(join(folder, 'data.parquet'));
  const clear = async () => {
    await desk.run('DROP TABLE IF EXISTS swift_errors');
    await desk.run('DROP TABLE IF EXISTS swift_scans');
  };
  await clear();
  try {
    await desk.run(
      `COPY (SELECT * EXCLUDE (_bad) FROM (${layered.select(relation(typed, true))}) WHERE NOT _bad) TO ${data} (${PARQUET})`,
    );
  } catch (error) {
    await source.count.catch(() => undefined);
    if (error instanceof Fault && error.code !== 'cancelled') return undefined;
    throw error;
  }
  const count = await source.count;
  if (count.nul > 0 || count.bareCr > 0) return undefined;
  const [found] = await desk.run(`SELECT count(*) AS n FROM read_parquet(${data})`);
  const accepted = Number(found?.n);
  const errors = await desk.run(
    `SELECT DISTINCT line_byte_position AS at FROM swift_errors ORDER BY 1 LIMIT ${MOST + 1}`,
  );
  await clear();
  const lines = count.lines(false);
  const asked = lines - skip - accepted;
  if (asked < errors.length || asked > MOST) return undefined;
  const suspects: Suspect[] = await linesAt(
    source.path,
    count,
    errors.map(({ at }) => Number(at) - 1),
  );
  const tail = await tailOf(source, count, dialect, plan);
  if (!tail) return undefined;
  const known = new Set(suspects.map(({ line }) => line));
  for (const line of tail.blanks) if (!known.has(line)) suspects.push({ line });
  suspects.sort((a, b) => a.line - b.line);
  if (suspects.length < asked) {
    const hidden = await hiddenRows(layered, relation, desk);
    const lines = await locate(source.path, count, dialect, hidden);
    for (const suspect of lines ?? []) if (!known.has(suspect.line)) suspects.push(suspect);
    suspects.sort((a, b) => a.line - b.line);
  }
  if (suspects.length !== asked) return undefined;
  const judged = await judge(source.path, count, dialect, plan, columns, suspects, tail.from, folder, desk);
  if (!judged) return undefined;
  const sift = judged.sift;
  sift.accepted += accepted;
  sift.records += accepted + (await headRecords(head, dialect, plan, sift));
  sift.lines = lines;
  writeLines(folder, skip + 1, suspects, accepted);
  return { sift, accepted, rejected: judged.rejected };
}

/** Every record that can be seen stands on one line, so that lines can be skipped by number. */
function plainHead(head: Buffer, dialect: Dialect, plan: Plan): boolean {
  let [plain, reached] = [true, false];
  new Splitter(dialect).sample(head, (row) => {
    if (row.line >= plan.read.first) reached = true;
    if (row.lines > 1) plain = false;
    return plain;
  });
  return plain && reached;
}

async function headRecords(head: Buffer, dialect: Dialect, plan: Plan, into: Sift): Promise<number> {
  const top = new Sift(plan, { accept: () => undefined, reject: () => undefined });
  let records = 0;
  new Splitter(dialect).sample(head, (row) => {
    if (row.line >= plan.read.first) return false;
    records++;
    top.visit(row);
    return true;
  });
  for (const [kind, count] of Object.entries(top.setAside) as ['title', number][])
    into.setAside[kind] = (into.setAside[kind] ?? 0) + count;
  return records;
}

/** Blank lines in the last part of the file, and where what follows the last full row begins; undefined where a full row is a note. */
async function tailOf(
  source: SwiftSource,
  count: ByteCount,
  dialect: Dialect,
  plan: Plan,
): Promise<{ blanks: number[]; from: number } | undefined> {
  const from = Math.max(source.start, count.bytes - TAIL);
  const part = await partOf({ ...source, size: count.bytes }, from, TAIL);
  const begin = from === source.start ? 0 : part.indexOf(10) + 1;
  const sift = new Sift(
    { ...plan, read: { ...plan.read, header: 0, first: 1 } },
    { accept: () => undefined, reject: () => undefined },
  );
  const blanks: number[] = [];
  let [last, below] = [0, 0];
  new Splitter(dialect).sample(part.subarray(begin), (row) => {
    if (row.blank && row.count === 1) blanks.push(row.line);
    else if (row.count >= plan.width) [last, below] = [row.line, 0];
    else below++;
    sift.visit(row);
  });
  sift.finish();
  if ((sift.setAside.note ?? 0) > below) return undefined;
  const offset = count.lines(false) - sift.lines;
  return {
    blanks: blanks.map((line) => line + offset).filter((line) => line >= plan.read.first),
    from: last + offset + 1,
  };
}

/** Rows with a value that fits no rule, in order, from a second look; rows that the engine refused are known already. */
async function hiddenRows({ read, bare }: Layers, relation: Relation, desk: Desk): Promise<Cells[]> {
  const cells = read.map(([name]) => name);
  const look = bare(relation((at) => read[at]![1], false));
  const rows = await desk.run(`SELECT ${cells.join(', ')} FROM (${look}) WHERE _bad`);
  return rows.map((row) => cells.map((cell) => row[cell] as Cells[number]));
}

/** `lines.csv` for a file of which every line is a record, but for those that were looked at. */
function writeLines(folder: string, first: number, suspects: readonly Suspect[], accepted: number): void {
  const rows = ['record,line'];
  let [record, line] = [1, first];
  let fresh = true;
  for (const suspect of suspects) {
    const run = suspect.line - line;
    if (run > 0 && fresh) rows.push(`${record},${line}`);
    fresh = run > 0 || fresh;
    record += run;
    line = suspect.line + 1;
  }
  if (fresh && record <= accepted) rows.push(`${record},${line}`);
  writeFileSync(join(folder, 'lines.csv'), `${rows.join('\n')}\n`);
}
