/**
 * A value that can be bound to `$name` in a statement: a list as a list of texts or doubles, a date as a DATE, a bigint as a
 * BIGINT, `{ double }` as a DOUBLE whatever its value.
 */
export type Bound =
  | null
  | boolean
  | number
  | bigint
  | string
  | { readonly date: string }
  | { readonly double: number }
  | readonly string[]
  | readonly number[];
export type Bindings = Readonly<Record<string, Bound>>;

/**
 * One value as it crosses a wire: integers beyond ±2^53 and decimals are text, dates `2026-11-23`,
 * timestamps `2026-11-23T09:15:00.000000` (with `Z` when they carry a zone), intervals seconds,
 * doubles that JSON can't hold `"NaN"`, `"Infinity"`, `"-Infinity"`, lists and structs nested.
 */
export type Value = null | boolean | number | string | Value[] | { [key: string]: Value };

export interface ColumnInfo {
  name: string;
  /** The engine's type, as `DESCRIBE` prints it. */
  type: string;
  /** s, days, %, £, cases …; absent when the column has none. */
  unit?: string;
}

/** Part of a result, by column: `values[c][r]` is row `offset + r` of column `c`. */
export interface Page {
  columns: ColumnInfo[];
  values: Value[][];
  offset: number;
  /** Rows in the whole result. */
  rowCount: number;
}

/** A table computed in JavaScript, by column; all arrays of one length. NaN in a typed array is null. */
export type Computed = Record<
  string,
  { type: ComputedType; values: Float64Array | readonly (null | boolean | number | string)[] }
>;
export type ComputedType = 'DOUBLE' | 'BIGINT' | 'INTEGER' | 'VARCHAR' | 'BOOLEAN' | 'DATE' | 'TIMESTAMP';

/** How a method or a reader reaches data: statements in, columns out. Names it returns are quoted and ready to use in SQL. */
export interface Query {
  /** Rows of a SELECT as plain values, by column name. For small results. */
  rows(select: string, values?: Bindings): Promise<Record<string, Value>[]>;
  /** Columns of a SELECT cast to DOUBLE; null becomes NaN. For arithmetic on any number of rows. */
  numbers(select: string, values?: Bindings): Promise<Record<string, Float64Array>>;
  /** Columns of a SELECT as text; null stays null. */
  texts(select: string, values?: Bindings): Promise<Record<string, (string | null)[]>>;
  /** Makes a table from a SELECT, in its order (`rowid` counts from 0); returns its quoted name. */
  make(name: string, select: string, values?: Bindings): Promise<string>;
  /** Makes a table from columns computed in JavaScript; returns its quoted name. */
  put(name: string, columns: Computed): Promise<string>;
  /** Drops a table that `make` or `put` made. */
  drop(name: string): Promise<void>;
  /** Name and type of each column of a SELECT, without running it. */
  describe(select: string, values?: Bindings): Promise<ColumnInfo[]>;
}

/** Something a reader should know before using a figure; it travels with the result. */
export interface Warning {
  code: string;
  text: string;
  /** How many rows, cases, cells … it concerns. */
  count?: number;
}

/** Reports on long work. `fraction` is 0–1, or null when unknown. */
export interface Task {
  readonly signal: AbortSignal;
  progress(fraction: number | null, label: string): void;
}
