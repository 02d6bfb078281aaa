/** What is wrong with JSON text, and at which byte of the buffer. */
export class JsonError extends Error {
  readonly at: number;
  constructor(at: number, what: string) {
    super(what);
    this.at = at;
  }
}

/** How deep objects and lists may lie in one another before a file is refused. */
export const DEPTH = 500;

const SPACE = 32;
const QUOTE = 34;
const BACKSLASH = 92;

export const isSpace = (byte: number | undefined): boolean =>
  byte === SPACE || byte === 10 || byte === 13 || byte === 9;

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 48 && byte <= 57;

/**
 * Reads JSON strictly by RFC 8259 in a buffer, without making strings: each method takes the position of a token's first
 * byte and gives the position behind it.
 */
export class JsonText {
  buffer: Buffer = Buffer.alloc(0);
  end = 0;
  /** Whether the string read last holds an escape. */
  escaped = false;
  /** Whether the number read last is written as an integer. */
  integral = false;

  set(buffer: Buffer, end: number): void {
    this.buffer = buffer;
    this.end = end;
  }

  space(at: number): number {
    let here = at;
    while (here < this.end && isSpace(this.buffer[here])) here++;
    return here;
  }

  string(at: number): number {
    const { buffer, end } = this;
    this.escaped = false;
    for (let here = at + 1; here < end; here++) {
      const byte = buffer[here]!;
      if (byte === QUOTE) return here + 1;
      if (byte === BACKSLASH) {
        this.escaped = true;
        here = this.escape(here);
      } else if (byte < SPACE) throw new JsonError(here, `a text holds ${controlName(byte)} as it is`);
    }
    throw new JsonError(at, 'a text has no closing quote');
  }

  private escape(at: number): number {
    const letter = String.fromCharCode(this.buffer[at + 1] ?? 0);
    if ('"\\/bfnrt'.includes(letter)) return at + 1;
    if (letter !== 'u' || !/^[0-9a-fA-F]{4}$/.test(this.buffer.toString('latin1', at + 2, Math.min(at + 6, this.end))))
      throw new JsonError(at, 'a text holds a backslash that JSON does not know');
    return at + 5;
  }

  number(at: number): number {
    const { buffer } = this;
    let here = buffer[at] === 45 ? at + 1 : at;
    if (!isDigit(buffer[here]) || here >= this.end) throw new JsonError(at, 'a minus sign has no number');
    if (buffer[here] === 48 && isDigit(buffer[here + 1])) throw new JsonError(at, 'a number begins with 0');
    here = this.digits(here);
    this.integral = true;
    if (buffer[here] === 46 && here < this.end) {
      if (!isDigit(buffer[here + 1])) throw new JsonError(here, 'a decimal point has no digit after it');
      here = this.digits(here + 1);
      this.integral = false;
    }
    if ((buffer[here] === 101 || buffer[here] === 69) && here < this.end) {
      here += buffer[here + 1] === 43 || buffer[here + 1] === 45 ? 2 : 1;
      if (!isDigit(buffer[here])) throw new JsonError(here, 'an exponent has no digit');
      here = this.digits(here);
      this.integral = false;
    }
    return here;
  }

  private digits(at: number): number {
    let here = at;
    while (here < this.end && isDigit(this.buffer[here])) here++;
    return here;
  }

  literal(at: number): number {
    for (const word of ['null', 'true', 'false'])
      if (this.buffer[at] === word.charCodeAt(0) && this.buffer.toString('latin1', at, at + word.length) === word)
        if (at + word.length <= this.end) return at + word.length;
    throw new JsonError(at, this.strange(at));
  }

  /** Any value, checked and passed over. */
  value(at: number, depth = 0): number {
    const byte = this.first(at);
    if (byte === QUOTE) return this.string(at);
    if (byte === 123 || byte === 91) return this.nested(at, depth);
    return byte === 45 || isDigit(byte) ? this.number(at) : this.literal(at);
  }

  /** The byte at which a value begins. */
  first(at: number): number {
    if (at >= this.end) throw new JsonError(at, 'it ends where a value is due');
    return this.buffer[at]!;
  }

  private nested(at: number, depth: number): number {
    if (depth >= DEPTH) throw new JsonError(at, `objects and lists lie more than ${DEPTH} deep in one another`);
    const isObject = this.buffer[at] === 123;
    let here = this.space(at + 1);
    if (this.buffer[here] === (isObject ? 125 : 93) && here < this.end) return here + 1;
    for (;;) {
      if (isObject) here = this.space(this.colon(this.space(this.key(here))));
      here = this.space(this.value(here, depth + 1));
      if (this.more(here, isObject)) here = this.space(here + 1);
      else return here + 1;
    }
  }

  key(at: number): number {
    if (at >= this.end) throw new JsonError(at, 'it ends within an object');
    if (this.buffer[at] === QUOTE) return this.string(at);
    if (this.buffer[at] === 125) throw new JsonError(at, 'a comma stands before a closing bracket');
    throw new JsonError(at, 'a name is not in double quotes');
  }

  colon(at: number): number {
    if (at < this.end && this.buffer[at] === 58) return at + 1;
    throw new JsonError(at, at >= this.end ? 'it ends within an object' : 'a colon is missing after a name');
  }

  /** Whether a comma follows; false at the closing bracket. */
  more(at: number, isObject: boolean): boolean {
    const byte = at < this.end ? this.buffer[at] : undefined;
    if (byte === (isObject ? 125 : 93)) return false;
    if (byte === undefined) throw new JsonError(at, `it ends within ${isObject ? 'an object' : 'a list'}`);
    if (byte !== 44) throw new JsonError(at, 'a comma or a closing bracket is missing');
    const next = this.space(at + 1);
    if (next < this.end && (this.buffer[next] === 93 || this.buffer[next] === 125))
      throw new JsonError(at, 'a comma stands before a closing bracket');
    return true;
  }

  private strange(at: number): string {
    const word = this.buffer.toString('utf8', at, Math.min(this.end, at + 20)).match(/^[^\s,:\]}]*/)?.[0] ?? '';
    if (/^[+]?(nan|infinity|undefined|none|nil)$/i.test(word)) return `${word} is no JSON value`;
    if (word.startsWith("'")) return 'a text is in single quotes';
    if (word.startsWith('/')) return 'it holds a comment, which JSON does not allow';
    if (word === '') return `${JSON.stringify(String.fromCharCode(this.buffer[at] ?? 0))} stands where a value is due`;
    return `${word.length > 12 ? `${word.slice(0, 12)}…` : word} is no JSON value`;
  }

  /** A string token as text. */
  decode(from: number, to: number, escaped: boolean): string {
    const raw = this.buffer.toString('utf8', from + 1, to - 1);
    return escaped ? (JSON.parse(`"${raw}"`) as string) : raw;
  }
}

function controlName(byte: number): string {
  if (byte === 10 || byte === 13) return 'a line break';
  if (byte === 9) return 'a tab';
  return byte === 0 ? 'a zero byte' : `the control character ${byte}`;
}
