import { isUtf8 } from 'node:buffer';
import { Fault } from '../../contract/fault.ts';
import type { Desk, SourceFile } from '../reader.ts';
import type { JsonRead } from '../recipe.ts';
import { utf8Pieces } from './source.ts';
import { isSpace, JsonError } from './text.ts';
import { Walker } from './walker.ts';

/** Takes the records of a file one by one; bytes are good until it returns. */
export interface Taker {
  record(buffer: Buffer, from: number, to: number, line: number, key?: string): void;
  /** For `lines` only: a line with nothing on it. */
  blank?(): void;
  /** For `lines` only: a line that is no record. Elsewhere a wrong record is the end of the reading. */
  wrong?(text: string, line: number, reason: string): void;
}

/** Brings every record of a file to `taker`, in the file's order. */
export async function eachRecord(file: SourceFile, read: JsonRead, desk: Desk, label: string, taker: Taker) {
  const pieces = utf8Pieces(file, read.encoding, desk, label);
  if (read.layout === 'lines') return eachLine(pieces, taker);
  const walker = new Walker(pieces, file.name);
  const take = async (key?: string) => {
    const { from, to, line } = await walker.value(true);
    try {
      checkUtf8(walker.buffer, from, to);
      taker.record(walker.buffer, from, to, line, key);
    } catch (error) {
      throw walker.wrong(error);
    }
  };
  if (read.layout === 'sequence') {
    while ((await walker.next()) >= 0) await take();
    return;
  }
  let found = false;
  await seek(walker, pathOf(read.records), async () => {
    found = true;
    const first = await walker.next();
    if (read.layout === 'entries' && first === 123) await walker.object(take);
    else if (read.layout !== 'entries' && first === 91) await walker.list(() => take());
    else if (read.layout === 'object' && first === 123) await take();
    else throw mismatch(file, read, 'holds no list of records');
  });
  if (!found) throw mismatch(file, read, 'is not there');
  await walker.finish();
}

export const pathOf = (path: JsonRead['records']): readonly string[] =>
  path === undefined ? [] : typeof path === 'string' ? path.split('.') : path;

export function mismatch(file: SourceFile, read: JsonRead, what: string): Fault {
  const where = pathOf(read.records).join('.');
  return new Fault(
    'recipe-mismatch',
    `${file.name} does not fit its recipe: ${where === '' ? 'the top of the file' : `“${where}”`} ${what}. Mend read.records or read.layout in the recipe, or import the file under a new name.`,
    { place: { file: file.name } },
  );
}

/** Walks down to a path and calls `there`, which must pass the value; everything else is passed over. */
export async function seek(walker: Walker, path: readonly string[], there: () => Promise<void>): Promise<void> {
  const first = await walker.next();
  const [name, ...rest] = path;
  if (name === undefined) return there();
  if (first !== 123) {
    await walker.value(false);
    return;
  }
  let done = false;
  await walker.object(async (member) => {
    if (done || member !== name) await walker.value(false);
    else {
      done = true;
      await seek(walker, rest, there);
    }
  });
}

export function checkUtf8(buffer: Buffer, from: number, to: number): void {
  if (!isUtf8(buffer.subarray(from, to))) throw new JsonError(from, 'it holds bytes that are not UTF-8');
}

async function eachLine(pieces: AsyncIterable<Buffer>, taker: Taker): Promise<void> {
  let rest: Buffer[] = [];
  let line = 0;
  for await (const piece of pieces) {
    let from = 0;
    for (let to = piece.indexOf(10); to >= 0; to = piece.indexOf(10, from)) {
      if (rest.length > 0) {
        const whole = Buffer.concat([...rest, piece.subarray(from, to)]);
        rest = [];
        takeLine(whole, 0, whole.length, ++line, taker);
      } else takeLine(piece, from, to, ++line, taker);
      from = to + 1;
    }
    if (from < piece.length) rest.push(Buffer.from(piece.subarray(from)));
  }
  if (rest.length === 0) return;
  const last = Buffer.concat(rest);
  takeLine(last, 0, last.length, ++line, taker);
}

function takeLine(buffer: Buffer, from: number, to: number, line: number, taker: Taker): void {
  let first = from;
  let end = to;
  while (first < end && (isSpace(buffer[first]) || buffer[first] === 0x1e)) first++;
  while (end > first && isSpace(buffer[end - 1])) end--;
  if (first === end) {
    taker.blank?.();
    return;
  }
  try {
    checkUtf8(buffer, first, end);
    taker.record(buffer, first, end, line);
  } catch (error) {
    if (!(error instanceof JsonError) || !taker.wrong) throw error;
    const column = buffer.toString('utf8', first, Math.max(first, error.at)).length + 1;
    taker.wrong(buffer.toString('utf8', first, end), line, `${error.message}, at character ${column}`);
  }
}
