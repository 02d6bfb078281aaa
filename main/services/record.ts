import type { Fault } from '../contract/fault.ts';
import type { NotebookText } from '../contract/notebooks.ts';
import type { CellError, RunResult } from '../contract/run.ts';
import type { Notebook } from '../notebook/parse.ts';
import type { Run } from '../notebook/run.ts';
import type { EngineBench } from './bench.ts';

/** Everything about one run, before it is cut to what was asked for. */
export interface RunRecord {
  notebook: Notebook;
  text: NotebookText;
  run: Run;
  result: RunResult;
  bench: EngineBench;
}

export const cellError = ({ code, message, place }: Fault): CellError => ({
  code,
  message,
  ...(place.line !== undefined && { line: place.line }),
});
