import { join } from 'node:path';
import { Fault } from '../../contract/fault.ts';
import { LineMap } from '../lines.ts';
import type { Desk, SourceFile } from '../reader.ts';
import type { JsonRead } from '../recipe.ts';
import { ScratchRows } from '../scratch.ts';
import { Fields } from './fields.ts';
import { type Cells, kind } from './flatten.ts';
import { KEY } from './learn.ts';
import { textOf } from './profile.ts';
import { eachCells, type RowCount } from './rows.ts';

export interface Followed {
  rows: ScratchRows;
  wrong: ScratchRows;
  count: RowCount;
  /** Records in which each column occurs, in the order of `names`. */
  seen: number[];
  /** Whether the file has members that the names do not mention. */
  strangers: boolean;
  /** Texts with half a character, which became the replacement character. */
  broken: number;
}

/** Writes the records of a file as rows with a cell for each name, and `lines.csv`. */
export async function follow(
  file: SourceFile,
  read: JsonRead,
  names: readonly string[],
  folder: string,
  desk: Desk,
): Promise<Followed> {
  const flat = read.rows === 'lists' || read.layout === 'columns';
  const fields = Fields.named(names, flat, false);
  const rows = new ScratchRows(join(desk.scratch, 'rows.csv'));
  const wrong = new ScratchRows(join(desk.scratch, 'wrong.csv'));
  const lines = new LineMap(join(folder, 'lines.csv'));
  const seen = names.map(() => 0);
  const key = read.layout === 'entries' ? names.indexOf(KEY) : -1;
  let broken = 0;
  try {
    const count = await eachCells(file, read, desk, 'reading records', fields, {
      row(cells, buffer, line, name) {
        rows.begin(line);
        lines.add(line);
        for (let i = 0; i < names.length; i++) {
          if (i === key && name !== undefined) {
            rows.text(name);
            seen[i]!++;
          } else if (cells.kinds[i] === kind.missing) rows.empty();
          else {
            seen[i]!++;
            broken += writeCell(rows, cells, i, buffer);
          }
        }
        rows.end();
      },
      wrong(text, line, reason) {
        wrong.begin(line);
        for (const cell of ['', text, reason]) wrong.text(cell);
        wrong.end();
      },
    });
    if (count.records === 0)
      throw new Fault('file-empty', `${file.name} holds no record. Ask for it again.`, { place: { file: file.name } });
    return { rows, wrong, count, seen, strangers: fields.strangers, broken };
  } finally {
    rows.close();
    wrong.close();
    lines.close();
  }
}

function writeCell(rows: ScratchRows, cells: Cells, column: number, buffer: Buffer): number {
  const what = cells.kinds[column]!;
  const from = cells.from[column]!;
  const to = cells.to[column]!;
  if (what === kind.null) rows.empty();
  else if (what === kind.text) rows.bytes(buffer, from + 1, to - 1);
  else if (what === kind.escaped) {
    const text = textOf(buffer, from, to, what);
    rows.text(text);
    return /\p{Surrogate}/u.test(text) ? 1 : 0;
  } else if (what === kind.list || what === kind.object) {
    const dense = compact(buffer, from, to);
    rows.bytes(dense, 0, dense.length);
  } else rows.bytes(buffer, from, to);
  return 0;
}

/** JSON text without the white space between its tokens. */
function compact(buffer: Buffer, from: number, to: number): Buffer {
  const out = Buffer.allocUnsafe(to - from);
  let used = 0;
  let inText = false;
  for (let here = from; here < to; here++) {
    const byte = buffer[here]!;
    if (inText && byte === 92) out[used++] = buffer[here++]!;
    else if (byte === 34) inText = !inText;
    if (inText || (byte !== 32 && byte !== 10 && byte !== 13 && byte !== 9)) out[used++] = buffer[here]!;
  }
  return out.subarray(0, used);
}
