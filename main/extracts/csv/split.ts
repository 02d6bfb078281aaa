import { type FileHandle, open } from 'node:fs/promises';
import { Fault } from '../../contract/fault.ts';
import { type Dialect, Row } from './row.ts';

const SPACE = 32;
const LF = 10;
const CR = 13;

export interface SplitOptions {
  /** First byte, past a byte order mark. */
  start?: number;
  end?: number;
  signal?: AbortSignal;
  /** Called between pieces, for whatever has to wait. */
  pause?: (bytes: number) => Promise<void> | void;
}

const PIECE = 1 << 20;
const LONGEST = 1 << 26;

/**
 * Cuts a file of UTF-8 into records, in one stream. A record that breaks the rules of quoting is handed on as one line with the
 * reason, and cutting goes on with the next line, so that one open quote costs one record and not the rest of the file.
 * `visit` returns false to stop. `width`, once it is known, tells an open quote from a field with line breaks.
 */
export class Splitter {
  width = 0;
  readonly row: Row;
  private readonly dialect: Dialect;

  constructor(dialect: Dialect) {
    this.dialect = dialect;
    this.row = new Row(dialect);
  }

  async run(path: string, visit: (row: Row) => unknown, options: SplitOptions = {}): Promise<void> {
    const source = await open(path, 'r');
    try {
      await this.read(source, visit, options);
    } finally {
      await source.close();
    }
  }

  private async read(source: FileHandle, visit: (row: Row) => unknown, options: SplitOptions): Promise<void> {
    let position = options.start ?? 0;
    let buffer: Buffer = Buffer.alloc(0);
    let size = PIECE;
    this.row.line = 1;
    for (;;) {
      if (options.signal?.aborted) throw new Fault('cancelled', 'Cancelled.');
      const room = Math.min(size, (options.end ?? Number.MAX_SAFE_INTEGER) - position);
      const next = Buffer.allocUnsafe(buffer.length + room);
      buffer.copy(next);
      const { bytesRead } = await source.read(next, buffer.length, room, position);
      position += bytesRead;
      const have = next.subarray(0, buffer.length + bytesRead);
      const last = bytesRead === 0;
      const used = this.cut(have, last, visit);
      if (used < 0 || (last && used === have.length)) return;
      if (used === 0 && have.length >= LONGEST && have.indexOf(LF) < 0)
        throw new Fault(
          'file-unreadable',
          `Line ${this.row.line} is longer than 64 MB, which no table has. Ask for the file again.`,
          {
            place: { line: this.row.line },
          },
        );
      size = used === 0 ? Math.min(size * 2, 1 << 25) : PIECE;
      buffer = have.subarray(used);
      await options.pause?.(position);
    }
  }

  /** Hands on every whole record; returns the bytes used, or -1 when told to stop. */
  private cut(buffer: Buffer, last: boolean, visit: (row: Row) => unknown): number {
    const { row } = this;
    let from = 0;
    while (from < buffer.length) {
      row.buffer = buffer;
      const forced = buffer.length - from >= LONGEST && buffer.indexOf(LF, from) >= 0;
      let next = this.record(buffer, from, last || forced);
      if (next < 0) return from;
      if (row.lines > 1 && row.count > 1 && this.width > 0 && this.misses())
        next = this.mend(buffer, from, 'a quote opens on this line and does not close on it');
      const { lines, line } = row;
      if (visit(row) === false) return -1;
      row.line = line + lines;
      from = next;
    }
    return from;
  }

  /** Cuts what is held in memory, a part of a file, into records. */
  sample(buffer: Buffer, visit: (row: Row) => unknown): void {
    this.row.line = 1;
    this.cut(buffer, true, visit);
  }

  private misses(): boolean {
    const { row, width } = this;
    for (let at = width; at < row.count; at++) if (row.filled(at)) return true;
    return row.count < width;
  }

  /** Cuts the record at `from` into `row`; returns where the next begins, or -1 when its end is not in the buffer yet. */
  private record(buffer: Buffer, from: number, last: boolean): number {
    const { row, dialect } = this;
    const { quote, cr, delimiter } = dialect;
    const delim = delimiter[0]!;
    const wide = delimiter.length;
    const end = buffer.length;
    row.from = from;
    row.count = 0;
    row.lines = 1;
    row.broken = undefined;
    let at = from;
    for (;;) {
      let begin = at;
      if (quote >= 0) {
        while (begin < end && buffer[begin] === SPACE && delim !== SPACE) begin++;
        if (begin >= end && !last) return -1;
        if (buffer[begin] === quote) {
          at = this.quoted(buffer, begin + 1, last);
          if (at === -1) return -1;
          if (at === -2) return this.mend(buffer, from, 'a quote that is not closed, or text behind a closing quote');
          if (at < end && buffer[at] === delim && (wide === 1 || this.delimits(buffer, at))) {
            at += wide;
            continue;
          }
          return this.close(buffer, at, last);
        }
      }
      const start = at;
      for (; at < end; at++) {
        const byte = buffer[at]!;
        if (byte === delim && (wide === 1 || this.delimits(buffer, at))) break;
        if (byte === LF) break;
        if (byte === CR && (cr || buffer[at + 1] === LF || (last && at + 1 === end))) break;
      }
      if (at >= end - wide && !last) return -1;
      row.field(start, at, 0);
      if (at >= end || buffer[at] !== delim) return this.close(buffer, at, last);
      if (wide > 1 && !this.delimits(buffer, at)) return this.close(buffer, at, last);
      at += wide;
    }
  }

  private delimits(buffer: Buffer, at: number): boolean {
    const { delimiter } = this.dialect;
    return buffer.compare(delimiter, 0, delimiter.length, at, Math.min(buffer.length, at + delimiter.length)) === 0;
  }

  /** Past the newline at `at`; the record ends before it. */
  private close(buffer: Buffer, at: number, last: boolean): number {
    const { row } = this;
    row.to = at;
    if (at >= buffer.length) return last ? buffer.length : -1;
    if (buffer[at] === LF) return at + 1;
    if (at + 1 >= buffer.length && !last) return -1;
    return buffer[at + 1] === LF ? at + 2 : at + 1;
  }

  /** Past a quoted field, which goes to `row`; -1 when its end is not there yet, -2 when it is broken. */
  private quoted(buffer: Buffer, from: number, last: boolean): number {
    const { row, dialect } = this;
    const { quote, escaper, cr } = dialect;
    const end = buffer.length;
    let escaped = false;
    for (let at = from; at < end; at++) {
      const byte = buffer[at]!;
      if (byte === escaper && at + 1 < end) {
        escaped = true;
        at++;
        if (buffer[at] === LF) row.lines++;
      } else if (byte === LF || (byte === CR && cr && buffer[at + 1] !== LF)) row.lines++;
      else if (byte === quote) {
        if (at + 1 >= end && !last) return -1;
        if (buffer[at + 1] === quote) {
          escaped = true;
          at++;
          continue;
        }
        let behind = at + 1;
        while (behind < end && buffer[behind] === SPACE) behind++;
        if (behind + dialect.delimiter.length >= end && !last) return -1;
        if (!this.ends(buffer, behind)) return -2;
        row.field(from, at, escaped ? 2 : 1);
        return behind;
      }
    }
    return last ? -2 : -1;
  }

  private ends(buffer: Buffer, at: number): boolean {
    if (at >= buffer.length || buffer[at] === LF) return true;
    if (buffer[at] === CR) return this.dialect.cr || at + 1 >= buffer.length || buffer[at + 1] === LF;
    return this.delimits(buffer, at);
  }

  /** Gives up on a record: its first line stands alone, with the reason. */
  private mend(buffer: Buffer, from: number, reason: string): number {
    const { row, dialect } = this;
    let at = from;
    while (at < buffer.length && buffer[at] !== LF && !(buffer[at] === CR && (dialect.cr || buffer[at + 1] === LF)))
      at++;
    row.count = 0;
    row.lines = 1;
    row.broken = reason;
    row.field(from, at, 0);
    return this.close(buffer, at, true);
  }
}
