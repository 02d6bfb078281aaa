import type { Page, Value, Warning } from './data.ts';
import type { CellError, CheckResult, RunResult } from './run.ts';

/** A method as its page in a report tells it. */
export interface MethodText {
  id: string;
  version: number;
  title: string;
  question: string;
  assumptions: readonly string[];
  notFor: readonly string[];
  reference: string;
}

export interface ReportChart {
  title: string;
  alt: string;
  /** A complete <svg> element. */
  svg: string;
  /** Rows that were drawn. */
  data: Page;
}

/** What a report shows, in the notebook's order. `line` is the block's first line in the notebook. */
export type ReportBlock =
  | { kind: 'prose'; html: string; line: number }
  | { kind: 'sql'; name: string; source: string; table?: Page; error?: CellError; line: number }
  | {
      kind: 'method';
      name: string;
      method: MethodText;
      on: string;
      roles: Record<string, readonly string[]>;
      options: Record<string, unknown>;
      tables: Record<string, Page>;
      warnings: Warning[];
      error?: CellError;
      line: number;
    }
  | { kind: 'chart'; name: string; chart?: ReportChart; error?: CellError; line: number }
  | { kind: 'param'; name: string; label: string; value: Value; about: string; line: number }
  | { kind: 'check'; result: CheckResult; table?: Page; error?: CellError; line: number };

/** Everything that a report prints, as plain values. */
export interface Report {
  workspace: { title: string; marking: string; zone: string; calendar: string };
  title: string;
  lessons: readonly string[];
  /** False until disclosure control has passed it. */
  checkedForDisclosure: boolean;
  /** The command that makes the same figures again. */
  reproduce: string;
  ranAt: string;
  run: RunResult;
  blocks: ReportBlock[];
}
