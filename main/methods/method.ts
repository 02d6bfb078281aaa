import type { z } from 'zod';
import type { Query, Task, Warning } from '../contract/data.ts';

/** What a role accepts: `number` any numeric type, `time` a date or timestamp, `flag` a boolean or 0/1, `any` all. */
export type RoleType = 'text' | 'number' | 'time' | 'flag' | 'any';

/** A part that a column plays in a method. */
export interface Role {
  types: readonly RoleType[];
  about: string;
  /** True when the method can't do without it. */
  required?: boolean;
  /** True when several columns can play it; they keep their own names. */
  many?: boolean;
  /** Words in a column's name that suggest this role, likeliest first. */
  hints?: readonly string[];
  /** Words in a column's name that rule it out as a guess; `case:*` is the beginning of a name. It can still be given. */
  avoid?: readonly string[];
}

/** A column that a method writes. */
export interface Output {
  type: string;
  unit?: string;
  about: string;
}

export interface OutputTable {
  about: string;
  /** Columns that every run has, in order. */
  columns: Readonly<Record<string, Output>>;
}

/**
 * A method's data: `table` is a quoted relation whose columns are the single roles that were given, named as roles, then
 * the columns of each `many` role under their own names.
 */
export interface Input {
  table: string;
  /** Columns given to each role, as they are named in `table`; a role that was not given is absent. */
  columns: Readonly<Record<string, readonly string[]>>;
  /** The engine's type of each column of `table`. */
  types: Readonly<Record<string, string>>;
}

/** A chart that comes with a method: the body of a chart cell, on one of the method's tables. */
export interface MethodChart {
  name: string;
  chart: string;
  on: string;
  title: string;
  alt: string;
  [channel: string]: unknown;
}

export interface MethodDefinition<Options extends z.ZodObject> {
  id: string;
  /** Raised whenever the same input and options give another answer. */
  version: number;
  title: string;
  question: string;
  lessons: readonly string[];
  inputs: Readonly<Record<string, Role>>;
  /** Further tables that the method reads, each with roles of its own (`with: { margins: population }` in a cell). */
  also?: Readonly<Record<string, { about: string; required?: boolean; roles: Readonly<Record<string, Role>> }>>;
  /** Every option has a default and a `.describe()`; the value `workspace` stands for the workspace's own setting. */
  options: Options;
  outputs: Readonly<Record<string, OutputTable>>;
  assumptions: readonly string[];
  notFor: readonly string[];
  reference: string;
  /** Writes each of `outputs` with `query.make` or `query.put`; other tables that it makes are scratch and are dropped. */
  run(
    query: Query,
    input: Input,
    options: z.output<Options>,
    task: Task,
    also: Readonly<Record<string, Input>>,
  ): Promise<{ warnings: Warning[] }>;
  charts: readonly MethodChart[];
}

export type Method = MethodDefinition<z.ZodObject>;

/** Declares a method; the object is all that the list, the form, the help page and the runner need. */
export function method<Options extends z.ZodObject>(definition: MethodDefinition<Options>): Method {
  return definition as unknown as Method;
}
