import { closeSync, openSync, writeSync } from 'node:fs';
import { quote } from './sql.ts';

const SIZE = 1 << 21;
const QUOTE = 34;
const COMMA = 44;

/**
 * Rows on their way to the engine: a CSV of a line number and cells that are texts or null, every one exactly as it was
 * (null is nothing between the commas, an empty text is two quotes).
 */
export class ScratchRows {
  readonly path: string;
  rows = 0;
  private readonly file: number;
  private readonly out = Buffer.allocUnsafe(SIZE);
  private used = 0;
  private written = 0;
  private rowStart = 0;
  private longest = 0;

  constructor(path: string) {
    this.path = path;
    this.file = openSync(path, 'w');
  }

  /** Begins a row with its line in the source. */
  begin(line: number): void {
    this.rowStart = this.written + this.used;
    this.ascii(String(line));
  }

  empty(): void {
    this.byte(COMMA);
  }

  /** A cell from bytes of UTF-8. */
  bytes(source: Buffer, from: number, to: number): void {
    this.byte(COMMA);
    this.byte(QUOTE);
    if (to - from > SIZE / 4) this.long(source, from, to);
    else {
      this.room((to - from) * 2);
      const { out } = this;
      let used = this.used;
      for (let i = from; i < to; i++) {
        const byte = source[i]!;
        if (byte === QUOTE) out[used++] = QUOTE;
        out[used++] = byte;
      }
      this.used = used;
    }
    this.byte(QUOTE);
  }

  private long(source: Buffer, from: number, to: number): void {
    let start = from;
    for (let at = source.indexOf(QUOTE, from); at >= 0 && at < to; at = source.indexOf(QUOTE, at + 1)) {
      this.copy(source, start, at + 1);
      start = at;
    }
    this.copy(source, start, to);
  }

  private copy(source: Buffer, from: number, to: number): void {
    if (to - from > SIZE / 2) {
      this.flush();
      this.written += writeAll(this.file, source.subarray(from, to));
      return;
    }
    this.room(to - from);
    this.used += source.copy(this.out, this.used, from, to);
  }

  text(value: string): void {
    if (value.length < SIZE / 8 && !value.includes('"')) {
      this.room(value.length * 3 + 3);
      this.out[this.used++] = COMMA;
      this.out[this.used++] = QUOTE;
      this.used += this.out.write(value, this.used);
      this.out[this.used++] = QUOTE;
      return;
    }
    const bytes = Buffer.from(value);
    this.bytes(bytes, 0, bytes.length);
  }

  end(): void {
    this.byte(10);
    this.rows++;
    this.longest = Math.max(this.longest, this.written + this.used - this.rowStart);
  }

  private ascii(value: string): void {
    this.room(value.length);
    this.used += this.out.write(value, this.used, 'latin1');
  }

  private byte(byte: number): void {
    if (this.used === SIZE) this.flush();
    this.out[this.used++] = byte;
  }

  private room(size: number): void {
    if (this.used + size > SIZE) this.flush();
  }

  private flush(): void {
    this.written += writeAll(this.file, this.out.subarray(0, this.used));
    this.used = 0;
  }

  close(): void {
    this.flush();
    closeSync(this.file);
  }

  /** The rows as a relation: `line` and the cells `c0`, `c1` …, in their order. */
  relation(cells: number): string {
    const columns = Array.from({ length: cells }, (_, i) => `, c${i}: 'VARCHAR'`).join('');
    const line = Math.max(2_097_152, this.longest * 2);
    return `read_csv(${quote(this.path)}, auto_detect = false, header = false, delim = ',', quote = '"', escape = '"', new_line = '\\n', nullstr = '', allow_quoted_nulls = false, strict_mode = true, max_line_size = ${line}, buffer_size = ${Math.max(33_554_432, line * 4)}, columns = {line: 'BIGINT'${columns}})`;
  }
}

function writeAll(file: number, bytes: Buffer): number {
  let done = 0;
  while (done < bytes.length) done += writeSync(file, bytes, done);
  return done;
}
