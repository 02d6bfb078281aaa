import type { Fault } from './fault.ts';
import type { RunResult } from './run.ts';

/** A notebook's text, saved or not, and the path by which people know it. */
export interface NotebookText {
  text: string;
  file: string;
}

export interface RunRequest {
  job: string;
  notebook: NotebookText;
  /** Parameters as typed, by name. */
  parameters: Record<string, string>;
  /** Rows of each table to bring back; all when absent. */
  rows?: number;
  /** Whether to write the report too. */
  report: boolean;
  /** The command that would make this run again, printed in the report. */
  command: string;
}

export interface RunReply {
  result: RunResult;
  /** The report, a complete HTML page. */
  html?: string;
}

/** What `odp check` found: nothing is run. */
export interface NotebookCheck {
  file: string;
  title: string;
  cells: { name: string; kind: string; line: number; needs: string[] }[];
  problems: Pick<Fault, 'code' | 'message' | 'place'>[];
}

export interface NewRequest {
  template: string;
  /** Extract for each of the template's tables; the sample where absent. */
  use: Record<string, string>;
  /** Column for each role, as `input.role`. */
  map: Record<string, string>;
  job: string;
}

export interface NewReply {
  /** Path inside the workspace. */
  file: string;
  inputs: {
    name: string;
    extract: string;
    source?: string;
    roles: { role: string; columns: string[]; why: string }[];
  }[];
}

export interface NotebooksApi {
  /** The text of a notebook inside the workspace. */
  text(file: string): Promise<string>;
  run(request: RunRequest): Promise<RunReply>;
  check(notebook: NotebookText): Promise<NotebookCheck>;
  create(request: NewRequest): Promise<NewReply>;
}
