import type { Bindings, Task, Value, Warning } from '../contract/data.ts';
import type { Recipe } from './recipe.ts';

/** Runs a statement in the import process's own engine, which can reach the source file and the folder for the outcome only. */
export type Run = (statement: string, bindings?: Bindings) => Promise<Record<string, Value>[]>;

export interface SourceFile {
  path: string;
  /** As the person knows it, without folders. */
  name: string;
  bytes: number;
}

/** Limits past which a file is refused with a sentence; every reader keeps to them. */
export interface Caps {
  /** Bytes after decompression. */
  inflated: number;
  columns: number;
  rows: number;
}

/** What a reader works with. `scratch` is a folder of its own that is deleted afterwards. */
export interface Desk {
  run: Run;
  scratch: string;
  caps: Caps;
  task: Task;
}

export interface Reject {
  /** Line in the source, counted from 1 (for JSON and XES, of the record's first byte where known, else its ordinal number). */
  row: number;
  column: string;
  value: string;
  reason: string;
}

/**
 * What a reading did. `read = accepted + rejected + Σ setAside`, always; rows are counted by something
 * other than what read them wherever the format allows it.
 */
export interface Reading {
  sha256: string;
  bytes: number;
  read: number;
  accepted: number;
  rejected: number;
  /** Lines or records that are not data: title, header, units, note, blank, total … */
  setAside: Record<string, number>;
  warnings: Warning[];
}

/**
 * A kind of file. `sniff` proposes a recipe with every decision explained; `read` follows a recipe to the letter and leaves
 * `data.parquet` (source's order), `lines.csv` and `rejects.csv` in `folder`.
 */
export interface Reader {
  kind: string;
  title: string;
  /** Whether a file is of this kind, from its name and first 64 kB. */
  recognises(name: string, head: Buffer): boolean;
  sniff(file: SourceFile, desk: Desk): Promise<Recipe>;
  read(file: SourceFile, recipe: Recipe, folder: string, desk: Desk): Promise<Reading>;
}
