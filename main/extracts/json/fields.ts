/** A member of the records, by its path; what lies in it is either flattened into `members` or kept whole in `column`. */
export interface Field {
  /** Names from the record down, joined by points. */
  path: string;
  /** The name as it is written between the quotes, to be met without decoding it. */
  raw: Buffer;
  position: number;
  members: Map<string, Field>;
  inOrder: Field[];
  /** Its column; -1 for none. */
  column: number;
  /** Kept as JSON text although it holds objects. */
  whole: boolean;
}

/** More different names than this in one object below the record are data, not columns: the object is kept as JSON text. */
const MEMBERS = 1000;

const newField = (path: string, raw: string, position: number): Field => ({
  path,
  raw: Buffer.from(raw),
  position,
  members: new Map(),
  inOrder: [],
  column: -1,
  whole: false,
});

/** The members that records have, as a tree, and a column for each that holds values. */
export class Fields {
  readonly root: Field = newField('', '', 0);
  readonly columns: Field[] = [];
  private readonly byPath = new Map<string, Field>();
  /** Unknown members are added when learning, and only noticed when following a recipe. */
  readonly learning: boolean;
  strangers = false;

  constructor(learning: boolean) {
    this.learning = learning;
  }

  /** The fields that a recipe names, in its order; a dotted name is a path through objects unless `flat`. */
  static named(names: readonly string[], flat: boolean, learning: boolean): Fields {
    const fields = new Fields(learning);
    for (const name of names) {
      let field = fields.root;
      for (const part of flat ? [name] : name.split('.')) field = fields.member(field, part);
      field.whole = true;
      fields.hold(field);
    }
    return fields;
  }

  /** A name with a point in it, `{"a.b": 1}`, is the same column as `{"a": {"b": 1}}`. */
  known(parent: Field, name: string): Field | undefined {
    const member = parent.members.get(name);
    if (member) return member;
    const field = this.byPath.get(this.pathOf(parent, name));
    if (field) parent.members.set(name, field);
    return field;
  }

  private pathOf(parent: Field, name: string): string {
    return parent === this.root ? name : `${parent.path}.${name}`;
  }

  member(parent: Field, name: string): Field {
    const known = this.known(parent, name);
    if (known) return known;
    const path = this.pathOf(parent, name);
    const field = newField(path, JSON.stringify(name).slice(1, -1), parent.inOrder.length);
    this.byPath.set(path, field);
    parent.members.set(name, field);
    parent.inOrder.push(field);
    if (this.learning && parent !== this.root && parent.members.size > MEMBERS) this.keepWhole(parent);
    return field;
  }

  /** Gives a field a column. */
  hold(field: Field): number {
    if (field.column < 0) {
      field.column = this.columns.length;
      this.columns.push(field);
    }
    return field.column;
  }

  keepWhole(field: Field): void {
    field.whole = true;
    this.hold(field);
  }
}
