import type { CsvRead } from '../recipe.ts';

/** How a file is cut into records and fields. Bytes, of UTF-8. */
export interface Dialect {
  delimiter: Buffer;
  /** -1 for none. */
  quote: number;
  /** The byte that makes the next one plain inside quotes; -1 where a quote is doubled instead. */
  escaper: number;
  /** Whether a bare carriage return ends a record. */
  cr: boolean;
}

export function dialectOf(read: Pick<CsvRead, 'delimiter' | 'quote' | 'escape' | 'newline'>): Dialect {
  return {
    delimiter: Buffer.from(read.delimiter),
    quote: read.quote === '' ? -1 : read.quote.charCodeAt(0),
    escaper: read.escape === undefined || read.escape === read.quote ? -1 : read.escape.charCodeAt(0),
    cr: read.newline === 'cr' || read.newline === 'mixed',
  };
}

const SPACE = 32;

/** One record, valid only until the next one: where its fields lie in `buffer`. */
export class Row {
  buffer: Buffer = Buffer.alloc(0);
  /** Line that it begins on, from 1, and how many lines it takes. */
  line = 1;
  lines = 1;
  from = 0;
  to = 0;
  count = 0;
  /** Why it can't be cut into fields; its fields are then one, the whole line. */
  broken: string | undefined;
  private starts = new Int32Array(64);
  private ends = new Int32Array(64);
  /** 0 plain, 1 quoted, 2 quoted with escapes inside. */
  private kinds = new Uint8Array(64);
  private readonly dialect: Dialect;

  constructor(dialect: Dialect) {
    this.dialect = dialect;
  }

  field(from: number, to: number, kind: 0 | 1 | 2): void {
    if (this.count === this.starts.length) this.grow();
    this.starts[this.count] = from;
    this.ends[this.count] = to;
    this.kinds[this.count++] = kind;
  }

  private grow(): void {
    const size = this.count * 2;
    const copy = <T extends Int32Array | Uint8Array>(into: T, old: T): T => {
      into.set(old);
      return into;
    };
    this.starts = copy(new Int32Array(size), this.starts);
    this.ends = copy(new Int32Array(size), this.ends);
    this.kinds = copy(new Uint8Array(size), this.kinds);
  }

  /** Whether a field is there with something in it; quoted nothing is an empty text, which is something. */
  filled(at: number): boolean {
    if (this.kinds[at]! > 0) return true;
    for (let i = this.starts[at]!; i < this.ends[at]!; i++) if (this.buffer[i]! > SPACE) return true;
    return false;
  }

  get blank(): boolean {
    for (let at = 0; at < this.count; at++) if (this.filled(at)) return false;
    return this.broken === undefined;
  }

  /** Position and end of a field's bytes, where they are its text as they stand. */
  span(at: number): [number, number] | undefined {
    return this.kinds[at] === 2 ? undefined : [this.starts[at]!, this.ends[at]!];
  }

  /** A field's text; null where there is nothing between the delimiters. */
  text(at: number): string | null {
    if (at >= this.count) return null;
    const [from, to, kind] = [this.starts[at]!, this.ends[at]!, this.kinds[at]!];
    if (kind === 0 && from === to) return null;
    const text = this.buffer.toString('utf8', from, to);
    return kind === 2 ? this.unescape(text) : text;
  }

  private unescape(text: string): string {
    const { quote, escaper } = this.dialect;
    const mark = String.fromCharCode(quote);
    if (escaper < 0) return text.replaceAll(mark + mark, mark);
    let plain = '';
    for (let i = 0; i < text.length; i++) {
      const isEscape = text.charCodeAt(i) === escaper && i + 1 < text.length;
      const isDoubled = text[i] === mark && text[i + 1] === mark;
      if (isEscape || isDoubled) i++;
      plain += text[i];
    }
    return plain;
  }

  texts(): (string | null)[] {
    return Array.from({ length: this.count }, (_, at) => this.text(at));
  }

  /** A copy that stays valid. */
  copy(): Row {
    const copy = new Row(this.dialect);
    copy.buffer = Buffer.from(this.buffer.subarray(this.from, this.to));
    copy.line = this.line;
    copy.lines = this.lines;
    copy.to = this.to - this.from;
    copy.broken = this.broken;
    for (let at = 0; at < this.count; at++)
      copy.field(this.starts[at]! - this.from, this.ends[at]! - this.from, this.kinds[at] as 0 | 1 | 2);
    return copy;
  }

  /** The record as it stands in the file. */
  get raw(): string {
    return this.buffer.toString('utf8', this.from, this.to);
  }
}
