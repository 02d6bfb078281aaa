import type { JsonRead } from '../recipe.ts';
import type { Field, Fields } from './fields.ts';
import { DEPTH, JsonError, JsonText } from './text.ts';

/** What a cell holds. `texts` are strings without an escape, whose bytes can be taken as they are. */
export const kind = {
  missing: 0,
  null: 1,
  boolean: 2,
  integer: 3,
  decimal: 4,
  text: 5,
  escaped: 6,
  list: 7,
  object: 8,
} as const;

/** One record's cells, by column: kind, and where the token lies in the buffer. Reused from record to record. */
export interface Cells {
  kinds: Uint8Array;
  from: Float64Array;
  to: Float64Array;
}

/** Turns one record at a time into cells. */
export class Flattener {
  readonly fields: Fields;
  readonly text = new JsonText();
  cells: Cells = { kinds: new Uint8Array(64), from: new Float64Array(64), to: new Float64Array(64) };
  /** Members that occurred twice in one object; the last one counts, as in most programs. */
  duplicates = 0;
  /** What each record is. */
  readonly rows: JsonRead['rows'];
  /** For records that are lists: the name of each position. */
  readonly names: readonly string[] | undefined;
  private readonly positions: Field[] = [];

  constructor(fields: Fields, rows: JsonRead['rows'], names?: readonly string[]) {
    this.fields = fields;
    this.rows = rows;
    this.names = names;
  }

  /** Reads the value at `from`, which must end at `to` but for white space. Throws a JsonError. */
  record(buffer: Buffer, from: number, to: number): Cells {
    this.text.set(buffer, to);
    this.cells.kinds.fill(0);
    const start = this.text.space(from);
    const first = this.text.first(start);
    const behind = this.start(start, first);
    const rest = this.text.space(behind);
    if (rest < to) throw new JsonError(rest, 'something follows the record');
    return this.cells;
  }

  private start(at: number, first: number): number {
    if (this.rows === 'values') return this.leaf(this.fields.member(this.fields.root, 'value'), at, 0);
    if (this.rows === 'lists' ? first === 91 : first === 123)
      return this.rows === 'lists' ? this.items(at) : this.members(this.fields.root, at, 0);
    this.text.value(at);
    throw new JsonError(at, `the record is not ${this.rows === 'lists' ? 'a list' : 'an object'}`);
  }

  /** Sets a cell by hand. */
  put(column: number, what: number, from: number, to: number): void {
    if (column >= this.cells.kinds.length) this.grow(column);
    const { cells } = this;
    if (cells.kinds[column] !== kind.missing) this.duplicates++;
    cells.kinds[column] = what;
    cells.from[column] = from;
    cells.to[column] = to;
  }

  private grow(column: number): void {
    const size = Math.max(column + 1, this.cells.kinds.length * 2);
    const { kinds, from, to } = this.cells;
    this.cells = { kinds: new Uint8Array(size), from: new Float64Array(size), to: new Float64Array(size) };
    this.cells.kinds.set(kinds);
    this.cells.from.set(from);
    this.cells.to.set(to);
  }

  private members(parent: Field, at: number, depth: number): number {
    if (depth >= DEPTH) throw new JsonError(at, `objects lie more than ${DEPTH} deep in one another`);
    const { text } = this;
    let here = text.space(at + 1);
    if (here < text.end && text.buffer[here] === 125) return here + 1;
    let next = 0;
    for (;;) {
      const behind = text.key(here);
      const field = this.known(parent, next, here, behind);
      here = text.space(text.colon(text.space(behind)));
      if (field) {
        next = field.position + 1;
        here = this.leaf(field, here, depth + 1);
      } else here = text.value(here, depth + 1);
      here = text.space(here);
      if (!text.more(here, true)) return here + 1;
      here = text.space(here + 1);
    }
  }

  /** The field of a name: most records repeat the order of the one before, so that comparing bytes is enough. */
  private known(parent: Field, next: number, from: number, to: number): Field | undefined {
    const guess = parent.inOrder[next];
    if (guess && guess.raw.length === to - from - 2 && same(guess.raw, this.text.buffer, from + 1)) return guess;
    const name = this.text.decode(from, to, this.text.escaped);
    const field = this.fields.known(parent, name);
    if (field || parent.whole) return field;
    if (this.fields.learning) return this.fields.member(parent, name);
    this.fields.strangers = true;
    return undefined;
  }

  private leaf(field: Field, at: number, depth: number): number {
    const { text, fields } = this;
    const first = text.first(at);
    if (first === 123 && !field.whole && (fields.learning || field.members.size > 0)) {
      const behind = this.members(field, at, depth);
      if (field.whole || (fields.learning && field.members.size === 0))
        this.put(fields.hold(field), kind.object, at, behind);
      return behind;
    }
    const behind = text.value(at, depth);
    const what = this.kindOf(first);
    if (field.column < 0) {
      if (!fields.learning) {
        if (what !== kind.null) fields.strangers = true;
        return behind;
      }
      fields.hold(field);
    }
    this.put(field.column, what, at, behind);
    return behind;
  }

  private kindOf(first: number): number {
    if (first === 34) return this.text.escaped ? kind.escaped : kind.text;
    if (first === 110) return kind.null;
    if (first === 116 || first === 102) return kind.boolean;
    if (first === 91) return kind.list;
    if (first === 123) return kind.object;
    return this.text.integral ? kind.integer : kind.decimal;
  }

  /** A record that is a list: its values by position. */
  private items(at: number): number {
    const { text, fields } = this;
    let here = text.space(at + 1);
    if (here < text.end && text.buffer[here] === 93) return here + 1;
    for (let position = 0; ; position++) {
      if (this.names && position >= this.names.length)
        throw new JsonError(here, `the list holds more values than the ${this.names.length} names of the header`);
      const field = this.position(position);
      if (field) here = this.leaf(field, here, 1);
      else {
        fields.strangers = true;
        here = text.value(here, 1);
      }
      here = text.space(here);
      if (!text.more(here, false)) return here + 1;
      here = text.space(here + 1);
    }
  }

  private position(position: number): Field | undefined {
    const known = this.positions[position];
    if (known) return known;
    const { fields } = this;
    const name = this.names?.[position] ?? `column_${position + 1}`;
    const field = fields.learning ? fields.member(fields.root, name) : fields.known(fields.root, name);
    if (!field) return undefined;
    fields.keepWhole(field);
    this.positions[position] = field;
    return field;
  }
}

function same(name: Buffer, buffer: Buffer, at: number): boolean {
  for (let i = 0; i < name.length; i++) if (name[i] !== buffer[at + i]) return false;
  return true;
}
