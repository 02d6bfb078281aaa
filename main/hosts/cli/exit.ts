import { Fault, type FaultCode, type Place } from '../../contract/fault.ts';
import type { RunResult } from '../../contract/run.ts';

const codeOf = (code: FaultCode | string): number => (code === 'internal' ? 3 : code === 'cancelled' ? 130 : 2);

/** Exit code of what was thrown. */
export const exitOf = (error: unknown): number => codeOf(Fault.from(error).code);

/** Exit code of a run: the worst of what its cells, figures and checks say. */
export function exitOfRun(result: RunResult): number {
  if (result.status === 'cancelled') return 130;
  const errors = [...Object.values(result.cells), ...result.figures].flatMap(({ error }) =>
    error ? [codeOf(error.code)] : [],
  );
  return Math.max(0, ...errors, ...result.checks.map(({ status }) => (status === 'failed' ? 1 : 0)));
}

/** One line on stderr that says what happened, where, and what to do; with `verbose`, the details after it. */
export function complain(error: unknown, verbose: boolean): void {
  const fault = Fault.from(error);
  if (fault.code === 'cancelled') {
    process.stderr.write('Cancelled. Nothing was changed.\n');
    return;
  }
  const hint = fault.code === 'internal' && !verbose ? ' Run it again with --verbose and send us what it prints.' : '';
  process.stderr.write(`error: ${said(fault.message, fault.place)}${hint}\n`);
  if (verbose && fault.detail) process.stderr.write(`${fault.detail}\n`);
}

/** A sentence with its place before it, where it does not name it itself. */
export const said = (message: string, place: Place): string => {
  const text = oneLine(message);
  const named =
    place.file !== undefined &&
    text.includes(place.file) &&
    (place.line === undefined || text.includes(`ine ${place.line}`));
  return named ? text : `${where(place)}${text}`;
};

const where = ({ file, line }: Place): string =>
  [file, line === undefined ? undefined : `line ${line}`].filter(Boolean).join(', ').replace(/(.)$/, '$1: ');

export const oneLine = (text: string): string => text.replaceAll(/\s*\n\s*/g, ' ');
