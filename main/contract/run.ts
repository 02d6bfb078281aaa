import type { ColumnInfo, Value, Warning } from './data.ts';

export type CellKind = 'sql' | 'method' | 'chart' | 'param' | 'check';
export type CellStatus = 'ran' | 'reused' | 'failed' | 'skipped' | 'cancelled';
export type CheckStatus = 'passed' | 'failed' | 'warned' | 'skipped';

export interface TableResult {
  columns: ColumnInfo[];
  rowCount: number;
  /** As many as were asked for, in order, by row. */
  rows: Value[][];
}

export interface CellError {
  code: string;
  message: string;
  /** Line in the notebook file. */
  line?: number;
}

export interface CellResult {
  kind: CellKind;
  status: CellStatus;
  ms: number;
  key: string;
  /** A method's options as used, defaults included. */
  options?: Record<string, unknown>;
  /** A method's roles and the columns that played them. */
  roles?: Record<string, readonly string[]>;
  warnings?: Warning[];
  tables?: Record<string, TableResult>;
  error?: CellError;
}

export interface CheckResult {
  name: string;
  status: CheckStatus;
  /** Rows that break it. */
  rows: number;
  because?: string;
}

export interface InputResult {
  name: string;
  extract: string;
  version: string;
  sha256: string;
  rows: number;
  rejected: number;
  setAside: Record<string, number>;
}

/** A value printed in prose. */
export interface FigureResult {
  /** As the notebook has it, without the braces. */
  text: string;
  /** Line in the notebook file. */
  line: number;
  value?: Value;
  /** As the reader sees it. */
  shown?: string;
  error?: CellError;
}

/** What `odp run --json` prints; `formats.md` has a worked example. */
export interface RunResult {
  result: 1;
  notebook: { file: string; sha256: string; title: string };
  parameters: Record<string, Value>;
  versions: { app: string; engine: string; methods: Record<string, number> };
  inputs: InputResult[];
  cells: Record<string, CellResult>;
  checks: CheckResult[];
  figures: FigureResult[];
  status: 'done' | 'failed' | 'cancelled';
}
