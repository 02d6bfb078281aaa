import type { ColumnInfo, Warning } from './data.ts';

/** One import, as the ledger has it and the person is told. */
export interface ImportResult {
  extract: string;
  version: string;
  file: string;
  bytes: number;
  sha256: string;
  read: number;
  accepted: number;
  rejected: number;
  setAside: Record<string, number>;
  seconds: number;
  columns: ColumnInfo[];
  /** Each guess that shaped the reading, with its reason. */
  decided: Record<string, { by: 'guess' | 'person'; confidence?: number; why: string }>;
  /** The first rejected rows, as rejects.csv has them. */
  rejects: { row: number; column: string; value: string; reason: string }[];
  warnings: Warning[];
  /** True when the extract's recipe was there before. */
  recipeReused: boolean;
}

export interface ImportRequest {
  job: string;
  file: string;
  /** Name of the extract; made from the file's name when absent. */
  name?: string;
  /** Text of a recipe to follow, and the file that it came from. */
  recipe?: { text: string; file: string };
}

export interface ExtractsApi {
  import(request: ImportRequest): Promise<ImportResult>;
  /** Line of the source file that holds a record, both from 1; null when the version keeps no lines. */
  lineOf(extract: string, record: number): Promise<{ file: string; line: number | null }>;
}

export interface TableInfo {
  name: string;
  version: string;
  rowCount: number;
  columns: ColumnInfo[];
}

export interface TablesApi {
  /** Every extract in the workspace, by name. */
  list(): Promise<TableInfo[]>;
}
