import { Fault } from '../../contract/fault.ts';
import { isSpace, JsonError } from './text.ts';

/**
 * Goes through JSON text that arrives in pieces, from value to value. It only balances brackets and quotes, so it is quick and
 * holds no more than one value; whoever takes a value checks it.
 */
export class Walker {
  buffer: Buffer = Buffer.alloc(0);
  /** Where the next byte is read, and how far bytes have arrived. */
  at = 0;
  end = 0;
  /** Line of `at`, from 1, and the bytes of that line before the buffer began plus where it starts in it. */
  line = 1;
  private lineStart = 0;
  private pinned = -1;
  private readonly pieces: AsyncIterator<Buffer>;
  private readonly file: string;

  constructor(pieces: AsyncIterable<Buffer>, file: string) {
    this.pieces = pieces[Symbol.asyncIterator]();
    this.file = file;
  }

  /** Gets more bytes; everything from `at` on (or from the value being kept) moves to the front. */
  async fill(): Promise<boolean> {
    const next = await this.pieces.next();
    if (next.done) return false;
    const keep = this.pinned >= 0 ? this.pinned : this.at;
    const rest = this.end - keep;
    const needed = rest + next.value.length;
    const target = needed > this.buffer.length ? Buffer.allocUnsafe(Math.max(needed, rest * 2, 1 << 21)) : this.buffer;
    this.buffer.copy(target, 0, keep, this.end);
    next.value.copy(target, rest);
    this.buffer = target;
    this.end = needed;
    this.at -= keep;
    this.lineStart -= keep;
    if (this.pinned >= 0) this.pinned = 0;
    return true;
  }

  /** Passes white space; the byte behind it, or -1 at the end of the file. */
  async next(): Promise<number> {
    for (;;) {
      while (this.at < this.end) {
        const byte = this.buffer[this.at]!;
        if (!isSpace(byte) && byte !== 0x1e) return byte;
        this.at++;
        if (byte === 10) this.newLine(this.at);
      }
      if (!(await this.fill())) return -1;
    }
  }

  private newLine(start: number): void {
    this.line++;
    this.lineStart = start;
  }

  /** Passes one value and, unless it is only skipped, gives where it begins and ends in `buffer` until the next call. */
  async value(keep: boolean): Promise<{ from: number; to: number; line: number }> {
    const first = await this.next();
    if (first < 0) throw this.fault('it ends where a value is due');
    const { line } = this;
    if (keep) this.pinned = this.at;
    const start = this.at;
    await (first === 34 ? this.passText() : first === 123 || first === 91 ? this.passNested(first) : this.passPlain());
    const from = keep ? this.pinned : start;
    this.pinned = -1;
    if (keep && this.at === from) throw this.fault('something stands where a value is due');
    return { from, to: this.at, line };
  }

  private async passText(): Promise<void> {
    this.at++;
    for (;;) {
      const { buffer, end } = this;
      let here = this.at;
      while (here < end) {
        const byte = buffer[here]!;
        if (byte === 34) {
          this.at = here + 1;
          return;
        }
        if (byte === 92) {
          if (here + 1 >= end) break;
          here++;
        } else if (byte === 10) this.newLine(here + 1);
        here++;
      }
      this.at = here;
      if (!(await this.fill())) throw this.fault('a text has no closing quote');
    }
  }

  private async passNested(open: number): Promise<void> {
    const { line } = this;
    let depth = 0;
    for (;;) {
      const { buffer, end } = this;
      let here = this.at;
      let inText = false;
      while (here < end) {
        const byte = buffer[here]!;
        if (byte === 34) {
          inText = true;
          break;
        }
        here++;
        if (byte === 123 || byte === 91) depth++;
        else if (byte === 125 || byte === 93) {
          if (--depth === 0) {
            this.at = here;
            return;
          }
        } else if (byte === 10) this.newLine(here);
      }
      this.at = here;
      if (inText) {
        if (!this.quickText()) await this.passText();
      } else if (!(await this.fill()))
        throw this.fault(`it ends within ${open === 123 ? 'an object' : 'a list'} that begins in line ${line}`);
    }
  }

  /** Passes a text that lies in the buffer as a whole, without waiting. */
  private quickText(): boolean {
    const { buffer, end } = this;
    for (let here = this.at + 1; here < end; here++) {
      const byte = buffer[here]!;
      if (byte === 34) {
        this.at = here + 1;
        return true;
      }
      if (byte === 92) here++;
      else if (byte === 10) return false;
    }
    return false;
  }

  private async passPlain(): Promise<void> {
    for (;;) {
      while (this.at < this.end) {
        const byte = this.buffer[this.at]!;
        if (isSpace(byte) || byte === 44 || byte === 93 || byte === 125 || byte === 58) return;
        this.at++;
      }
      if (!(await this.fill())) return;
    }
  }

  /** Goes through a list's values. `on` says what to do at each: it must pass it. */
  async list(on: () => Promise<void> | void): Promise<void> {
    await this.bracket(91, on);
  }

  /** Goes through an object's members; `on` gets the name and must pass the value. */
  async object(on: (name: string) => Promise<void> | void): Promise<void> {
    await this.bracket(123, async () => {
      if (this.buffer[this.at] !== 34) throw this.fault('a name is not in double quotes');
      const { from, to } = await this.value(true);
      const name = this.name(from, to);
      if ((await this.next()) !== 58) throw this.fault('a colon is missing after a name');
      this.at++;
      await this.next();
      await on(name);
    });
  }

  private async bracket(open: number, on: () => Promise<void> | void): Promise<void> {
    const { line } = this;
    const what = open === 123 ? 'an object' : 'a list';
    const close = open + 2;
    this.at++;
    if ((await this.next()) === close) {
      this.at++;
      return;
    }
    for (;;) {
      await on();
      const byte = await this.next();
      if (byte === close) break;
      if (byte < 0) throw this.fault(`it ends within ${what} that begins in line ${line}`);
      if (byte !== 44) throw this.fault('a comma or a closing bracket is missing');
      this.at++;
      const next = await this.next();
      if (next === 93 || next === 125) throw this.fault('a comma stands before a closing bracket');
      if (next < 0) throw this.fault(`it ends within ${what} that begins in line ${line}`);
    }
    this.at++;
  }

  private name(from: number, to: number): string {
    try {
      return JSON.parse(this.buffer.toString('utf8', from, to)) as string;
    } catch {
      throw this.fault('a name holds a backslash or a line break that JSON does not know', from);
    }
  }

  /** Nothing but white space may follow. */
  async finish(): Promise<void> {
    if ((await this.next()) >= 0) throw this.fault('something follows the end of the data');
  }

  /** A sentence with line and column; `at` is a position in the buffer, on the present line or the lines before. */
  fault(what: string, at = this.at): Fault {
    let { line, lineStart } = this;
    if (at < lineStart) {
      for (let here = at; here < this.at; here++) if (this.buffer[here] === 10) line--;
      lineStart = Math.max(0, this.buffer.lastIndexOf(10, Math.max(0, at - 1)) + 1);
    }
    const column = at - lineStart + 1;
    return new Fault(
      'file-unreadable',
      `${this.file} is not JSON: ${what}, in line ${line} at character ${column}. Mend it there, or ask for the file again.`,
      { place: { file: this.file, line, column } },
    );
  }

  /** The same for a value that was taken and turned out to be wrong. */
  wrong(error: unknown): unknown {
    return error instanceof JsonError ? this.fault(error.message, error.at) : error;
  }
}
