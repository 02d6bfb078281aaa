import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Desk } from '../reader.ts';
import { ScratchRows } from '../scratch.ts';
import type { ByteCount } from './bytes.ts';
import type { Column } from './match.ts';
import { refuse, writeRejects } from './rejects.ts';
import type { Dialect } from './row.ts';
import { keep, presentColumns, selection } from './select.ts';
import { type Plan, Sift } from './sift.ts';
import { Splitter } from './split.ts';

/** A line that the engine did not take, or that has a value that fits no rule. */
export interface Suspect {
  line: number;
}

/**
 * Looks at lines one by one, by the same rules as a careful reading, and writes `rejects.csv`. Undefined if any of them would be
 * accepted there, since then the swift reading has lost a row.
 */
export async function judge(
  path: string,
  count: ByteCount,
  dialect: Dialect,
  plan: Plan,
  columns: readonly Column[],
  suspects: readonly Suspect[],
  tail: number,
  folder: string,
  desk: Desk,
): Promise<{ sift: Sift; rejected: number } | undefined> {
  const present = presentColumns(columns);
  const rows = new ScratchRows(join(desk.scratch, 'suspects.csv'));
  const wrong = new ScratchRows(join(desk.scratch, 'wrong.csv'));
  const sink = {
    accept: (row: Parameters<typeof keep>[1]) => keep(rows, row, present),
    reject: (row: Parameters<typeof refuse>[1], reason: string) => refuse(wrong, row, reason),
  };
  const read = { ...plan.read, header: 0, first: 1 };
  const inside = new Sift({ ...plan, read: { ...read, notes: 'none' } }, sink);
  const below = new Sift({ ...plan, read }, sink);
  const file = await open(path, 'r');
  try {
    const reader = new LineReader(file, count);
    for (const { line } of suspects) {
      const splitter = new Splitter(dialect);
      splitter.width = plan.width;
      splitter.sample(await reader.line(line), (row) => {
        row.line = line;
        (line >= tail ? below : inside).visit(row);
      });
    }
    below.finish();
  } finally {
    await file.close();
    rows.close();
    wrong.close();
  }
  if (inside.records + below.records !== suspects.length) return undefined;
  const relation = rows.relation(present.length);
  const { tests, bad } = selection(columns, present);
  const [fit] = rows.rows > 0 ? await desk.run(`SELECT count(*) AS n FROM ${relation} WHERE NOT (${bad})`) : [{ n: 0 }];
  if (Number(fit?.n) > 0) return undefined;
  await writeRejects(desk, folder, `SELECT * FROM ${relation}`, wrong, rows.rows > 0 ? tests : []);
  return { sift: joined(inside, below, rows.rows), rejected: rows.rows + wrong.rows };
}

/** One count of both; rows with unfit values were accepted by the sieve and rejected by the rules. */
function joined(into: Sift, other: Sift, unfit: number): Sift {
  into.records += other.records;
  into.accepted += other.accepted - unfit;
  into.rejected += other.rejected;
  into.extra += other.extra;
  into.stacked.push(...other.stacked);
  for (const [kind, count] of Object.entries(other.setAside) as ['note', number][])
    into.setAside[kind] = (into.setAside[kind] ?? 0) + count;
  return into;
}

/**
 * The lines on which rows begin, from the bytes that the engine gives for them, in rising order. Where lines end in CR LF, or blank
 * ones come before, it gives the end of an earlier line.
 */
export async function linesAt(path: string, count: ByteCount, bytes: readonly number[]): Promise<Suspect[]> {
  const file = await open(path, 'r');
  const { marks } = count;
  let [buffer, piece, line, from]: [Buffer, number, number, number] = [Buffer.alloc(0), -1, 0, 0];
  const load = async (next: number) => {
    piece = next;
    const { byte, lf } = marks[piece]!;
    buffer = await bytesOf(file, byte, (marks[piece + 1]?.byte ?? count.bytes) - byte);
    [line, from] = [lf + 1, 0];
  };
  try {
    const found: Suspect[] = [];
    for (const byte of bytes) {
      let next = Math.max(0, piece);
      while (next + 1 < marks.length && marks[next + 1]!.byte <= byte) next++;
      if (next !== piece) await load(next);
      let at = byte - marks[piece]!.byte;
      for (let end = buffer.indexOf(10, from); end >= 0 && end < at; end = buffer.indexOf(10, from)) {
        line++;
        from = end + 1;
      }
      while (buffer[at] === 10 || buffer[at] === 13) {
        if (buffer[at] === 10) [line, from] = [line + 1, at + 1];
        if (++at === buffer.length && piece + 1 < marks.length) {
          await load(piece + 1);
          at = 0;
        }
      }
      found.push({ line });
    }
    return found;
  } finally {
    await file.close();
  }
}

async function bytesOf(file: FileHandle, from: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, from);
  return buffer.subarray(0, bytesRead);
}

/** Lines by their number, asked for in rising order. */
class LineReader {
  private buffer: Buffer = Buffer.alloc(0);
  private piece = -1;
  private at = 0;
  private current = 0;
  private readonly file: FileHandle;
  private readonly count: ByteCount;

  constructor(file: FileHandle, count: ByteCount) {
    this.file = file;
    this.count = count;
  }

  async line(wanted: number): Promise<Buffer> {
    await this.seek(wanted);
    while (this.current < wanted) {
      const end = this.buffer.indexOf(10, this.at);
      if (end < 0) await this.more();
      else {
        this.at = end + 1;
        this.current++;
      }
    }
    let end = this.buffer.indexOf(10, this.at);
    while (end < 0 && (await this.more())) end = this.buffer.indexOf(10, this.at);
    return this.buffer.subarray(this.at, end < 0 ? this.buffer.length : end + 1);
  }

  /** To the last piece that begins on an earlier line, unless the piece at hand will do. */
  private async seek(wanted: number): Promise<void> {
    const { marks } = this.count;
    let piece = Math.max(0, this.piece);
    while (piece + 1 < marks.length && marks[piece + 1]!.lf < wanted - 1) piece++;
    if (piece <= this.piece) return;
    this.piece = piece - 1;
    this.buffer = Buffer.alloc(0);
    this.at = 0;
    this.current = marks[piece]!.lf + 1;
    await this.more();
  }

  private async more(): Promise<boolean> {
    const { marks, bytes } = this.count;
    if (this.piece + 1 >= marks.length) return false;
    this.piece++;
    const from = marks[this.piece]!.byte;
    const next = await bytesOf(this.file, from, (marks[this.piece + 1]?.byte ?? bytes) - from);
    this.buffer = Buffer.concat([this.buffer.subarray(this.at), next]);
    this.at = 0;
    return true;
  }
}
