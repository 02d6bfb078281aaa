import { isAscii, isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import type { Warning } from '../../contract/data.ts';
import { Fault } from '../../contract/fault.ts';
import { readHead } from '../head.ts';
import type { Desk, SourceFile } from '../reader.ts';
import type { CsvRead } from '../recipe.ts';

export type Encoding = CsvRead['encoding'];

const kinds: readonly [string, string][] = [
  ['504b0304', 'a zip archive or an Excel or OpenDocument workbook'],
  ['504b0506', 'an empty zip archive'],
  ['d0cf11e0', 'an old Excel or Word file'],
  ['25504446', 'a PDF'],
  ['1f8b', 'compressed with gzip'],
  ['50415231', 'a Parquet file'],
  ['24464c32', 'an SPSS file'],
  ['89504e47', 'a picture'],
  ['ffd8ff', 'a picture'],
  ['377abcaf', 'a 7-Zip archive'],
  ['53514c69746520666f726d6174', 'an SQLite database'],
  ['fffe0000', 'text in UTF-32'],
  ['0000feff', 'text in UTF-32'],
];

/** Refuses a file that is called CSV and is something else. */
export function refuseOthers(name: string, head: Buffer): void {
  if (head.length === 0)
    throw new Fault('file-empty', `${name} is empty. Ask for it again.`, { place: { file: name } });
  const start = head.subarray(0, 16).toString('hex');
  const kind = kinds.find(([magic]) => start.startsWith(magic))?.[1] ?? markup(head) ?? binary(head);
  if (kind === undefined) return;
  throw new Fault(
    'file-unreadable',
    `${name} is no CSV file: it is ${kind}. Import it under its own name, or save the table as CSV.`,
    { place: { file: name } },
  );
}

function markup(head: Buffer): string | undefined {
  const text = head
    .subarray(0, 1024)
    .toString('latin1')
    .replaceAll('\0', '')
    .replace(/^[þÿï»¿\s]+/, '')
    .toLowerCase();
  if (/^(<!doctype html|<html|<head|<body)/.test(text)) return 'a web page, perhaps of a log-in or an error';
  if (/^(<\?xml|<!doctype)/.test(text)) return 'XML';
  return text.startsWith('{\\rtf') ? 'a rich-text document' : undefined;
}

function binary(head: Buffer): string | undefined {
  if (utf16(head)) return undefined;
  let control = 0;
  for (const byte of head)
    if (byte < 32 && (byte < 9 || byte > 13) && byte !== 27 && byte !== 31 && byte !== 0) control++;
  const nul = head.reduce((sum, byte) => (byte === 0 ? sum + 1 : sum), 0);
  return control > head.length / 20 || nul > head.length / 4 ? 'not text' : undefined;
}

/** The encoding by a byte order mark, or by the noughts that UTF-16 has beside every Latin letter. */
export function utf16(head: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const noughts = [0, 0];
  head.forEach((byte, at) => {
    if (byte === 0) noughts[at % 2]!++;
  });
  const half = Math.max(1, head.length / 2);
  if (noughts[1]! > half * 0.4 && noughts[0]! < half * 0.05) return 'utf-16le';
  if (noughts[0]! > half * 0.4 && noughts[1]! < half * 0.05) return 'utf-16be';
  return undefined;
}

/**
 * The encoding to read a file by: the recipe's, unless the bytes contradict it for certain. A mark of UTF-16 or UTF-8 wins, and a
 * file whose every byte is valid UTF-8 is no Windows-1252, whatever last month's was.
 */
export async function settle(
  file: SourceFile,
  wanted: Encoding,
  desk: Desk,
): Promise<{ encoding: Encoding; warnings: Warning[] }> {
  const head = readHead(file);
  refuseOthers(file.name, head);
  const encoding = await found(file, wanted, head, desk);
  const same = encoding === wanted || (encoding.startsWith('utf-8') && wanted.startsWith('utf-8'));
  const text = `${file.name} is in ${encoding} and was read so; the recipe says ${wanted}.`;
  return { encoding, warnings: same ? [] : [{ code: 'drift-encoding', text }] };
}

async function found(file: SourceFile, wanted: Encoding, head: Buffer, desk: Desk): Promise<Encoding> {
  const wide = utf16(head);
  if (wide) return wide;
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8-bom';
  if (wanted === 'utf-8-bom') return 'utf-8';
  if (wanted === 'utf-8' && file.bytes > LARGE) return 'utf-8';
  const look = new ByteEncoding();
  for await (const piece of createReadStream(file.path, { highWaterMark: 1 << 20, signal: desk.task.signal }))
    look.add(piece as Buffer);
  const { encoding, confidence } = look.decide(false);
  if (wanted.startsWith('utf-16')) return encoding;
  if (wanted === 'utf-8') return encoding;
  return encoding === 'utf-8' && confidence < 1 && confidence > 0.9 ? 'utf-8' : wanted;
}

const LARGE = 1 << 24;
const ENOUGH_LINES = 20_000;
const LONGEST_LINE = 1 << 24;

/** Looks at every byte of a file that is not UTF-16, a piece at a time, to tell UTF-8 from one byte per letter. */
export class ByteEncoding {
  private carry: Buffer = Buffer.alloc(0);
  /** Lines with letters beyond ASCII that are valid UTF-8, and that are not. */
  private good = 0;
  private odd = 0;
  private quotesAndEuro = 0;
  private undefinedIn1252 = 0;

  add(piece: Buffer): void {
    const bytes = this.carry.length > 0 ? Buffer.concat([this.carry, piece]) : piece;
    const line = bytes.lastIndexOf(10) + 1;
    const end = line === 0 && bytes.length > LONGEST_LINE ? bytes.length : line;
    this.weigh(bytes.subarray(0, end));
    this.carry = Buffer.from(bytes.subarray(end));
  }

  private weigh(bytes: Buffer): void {
    if (isAscii(bytes) || (this.good + this.odd > ENOUGH_LINES && (this.odd > 0 || isUtf8(bytes)))) return;
    for (let from = 0; from < bytes.length; ) {
      const at = bytes.indexOf(10, from);
      const line = bytes.subarray(from, at < 0 ? bytes.length : at + 1);
      from += line.length;
      if (isAscii(line)) continue;
      if (isUtf8(line)) this.good++;
      else this.strange(line);
    }
  }

  private strange(line: Buffer): void {
    this.odd++;
    for (const byte of line) {
      if (byte >= 0x80 && byte < 0xa0) this.quotesAndEuro++;
      if ([0x81, 0x8d, 0x8f, 0x90, 0x9d].includes(byte)) this.undefinedIn1252++;
    }
  }

  decide(bom: boolean): { encoding: Encoding; confidence: number; why: string } {
    this.weigh(this.carry);
    this.carry = Buffer.alloc(0);
    if (bom) return { encoding: 'utf-8-bom', confidence: 1, why: 'the file begins with the byte order mark of UTF-8' };
    if (this.good + this.odd === 0)
      return { encoding: 'utf-8', confidence: 1, why: 'every byte is ASCII, which is the same in UTF-8' };
    if (this.odd === 0) return { encoding: 'utf-8', confidence: 0.99, why: 'the whole file is valid UTF-8' };
    if (this.good > this.odd * 10)
      return {
        encoding: 'utf-8',
        confidence: 0.8,
        why: `all but ${this.odd} of the lines with other letters are valid UTF-8; those are rejected`,
      };
    if (this.undefinedIn1252 > 0)
      return {
        encoding: 'iso-8859-1',
        confidence: 0.6,
        why: 'it is no UTF-8, and has bytes that Windows-1252 leaves undefined',
      };
    const why = this.quotesAndEuro > 0 ? 'with the quotes, dashes or € of Windows' : 'which reads Latin-1 the same';
    return { encoding: 'windows-1252', confidence: 0.9, why: `it is no UTF-8, so one byte per letter, ${why}` };
  }
}
