import { open } from 'node:fs/promises';
import type { ByteCount } from './bytes.ts';
import type { Dialect } from './row.ts';
import { Splitter } from './split.ts';
import type { Suspect } from './suspects.ts';

/** A row as the engine read it: texts, and numbers where it read those itself. */
export type Cells = readonly (string | number | null)[];

/**
 * The lines of rows that the engine gave in the file's order, found again by what they say: the engine knows no line numbers, and
 * numbering rows there would halve its speed. Undefined if one is not found.
 */
export async function locate(
  path: string,
  count: ByteCount,
  dialect: Dialect,
  rows: readonly Cells[],
): Promise<Suspect[] | undefined> {
  const found: Suspect[] = [];
  const file = await open(path, 'r');
  try {
    let rest: Buffer = Buffer.alloc(0);
    let line = 1;
    for (const [piece, mark] of count.marks.entries()) {
      if (found.length === rows.length) break;
      const size = (count.marks[piece + 1]?.byte ?? count.bytes) - mark.byte;
      const buffer = Buffer.allocUnsafe(rest.length + size);
      rest.copy(buffer);
      const { bytesRead } = await file.read(buffer, rest.length, size, mark.byte);
      const have = buffer.subarray(0, rest.length + bytesRead);
      const last = piece === count.marks.length - 1;
      const end = last ? have.length : have.lastIndexOf(10) + 1;
      searchPiece(have.subarray(0, end), line, dialect, rows, found);
      rest = Buffer.from(have.subarray(end));
      line = (count.marks[piece + 1]?.lf ?? count.lf) + 1;
    }
  } finally {
    await file.close();
  }
  return found.length === rows.length ? found : undefined;
}

/** Goes on with the row after the last one found; a piece begins with a whole line, the `line`-th. */
function searchPiece(piece: Buffer, line: number, dialect: Dialect, rows: readonly Cells[], found: Suspect[]): void {
  let [from, counted] = [0, 0];
  let current = line;
  while (found.length < rows.length) {
    const row = rows[found.length]!;
    const at = piece.indexOf(needle(row, dialect), from);
    if (at < 0) return;
    const start = piece.lastIndexOf(10, at) + 1;
    const next = piece.indexOf(10, at) + 1 || piece.length;
    from = next;
    if (!says(piece.subarray(start, next), dialect, row)) continue;
    for (let lf = piece.indexOf(10, counted); lf >= 0 && lf < start; lf = piece.indexOf(10, counted)) {
      current++;
      counted = lf + 1;
    }
    found.push({ line: current });
  }
}

/** The longest of a row's texts that stands in the file as it is. */
function needle(row: Cells, { delimiter, quote }: Dialect): Buffer {
  const mark = String.fromCharCode(quote);
  let longest = '';
  for (const text of row)
    if (typeof text === 'string' && text.length > longest.length && !text.includes(mark)) longest = text;
  return longest === '' ? delimiter : Buffer.from(longest);
}

function says(line: Buffer, dialect: Dialect, row: Cells): boolean {
  let same = false;
  new Splitter(dialect).sample(line, (found) => {
    same =
      found.broken === undefined && found.count >= row.length && row.every((cell, at) => equal(found.text(at), cell));
  });
  return same;
}

const equal = (text: string | null, cell: string | number | null): boolean =>
  text === cell || (typeof cell === 'number' && text !== null && Number(text) === cell);
