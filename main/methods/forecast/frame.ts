import type { Computed, ComputedType } from '../../contract/data.ts';

type Cell = null | boolean | number | string;

/** A table gathered row by row, for `query.put`. */
export class Frame<Name extends string> {
  private readonly types: Record<Name, ComputedType>;
  private readonly columns: Record<Name, Cell[]>;

  constructor(types: Record<Name, ComputedType>) {
    this.types = types;
    this.columns = Object.fromEntries(Object.keys(types).map((name) => [name, []])) as unknown as Record<Name, Cell[]>;
  }

  add(row: Record<Name, Cell>): void {
    for (const name of Object.keys(this.columns) as Name[]) {
      const value = row[name];
      this.columns[name].push(typeof value === 'number' && !Number.isFinite(value) ? null : value);
    }
  }

  get computed(): Computed {
    return Object.fromEntries(
      (Object.keys(this.types) as Name[]).map((name) => [name, { type: this.types[name], values: this.columns[name] }]),
    );
  }
}

/** A table of doubles of known length, NaN for null. */
export class Numbers {
  readonly computed: Computed;
  private readonly columns: Float64Array[];
  private row = 0;

  constructor(names: readonly string[], rows: number) {
    this.columns = names.map(() => new Float64Array(rows));
    this.computed = Object.fromEntries(
      names.map((name, i) => [name, { type: 'DOUBLE' as const, values: this.columns[i]! }]),
    );
  }

  add(...values: number[]): void {
    for (let i = 0; i < values.length; i++)
      this.columns[i]![this.row] = Number.isFinite(values[i]!) ? values[i]! : Number.NaN;
    this.row++;
  }
}
