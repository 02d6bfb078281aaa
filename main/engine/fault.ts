import { Fault, type FaultCode, type Place } from '../contract/fault.ts';

interface EngineError {
  exception_type?: string;
  exception_message?: string;
  position?: string;
  error_type?: string;
  error_message?: string;
}

/** Turns what DuckDB threw into one sentence, with the line of the statement that it points at. */
export function engineFault(error: unknown, statement: string, place: Place = {}): Fault {
  if (error instanceof Fault) return error;
  const text = error instanceof Error ? error.message : String(error);
  const parsed = parseError(text);
  const type = parsed.exception_type ?? parsed.error_type ?? '';
  if (/interrupt/i.test(type) || /INTERRUPT/.test(text)) return new Fault('cancelled', 'Cancelled.', { cause: error });
  const message = firstSentence(parsed.exception_message ?? parsed.error_message ?? text);
  const at = parsed.position === undefined ? undefined : lineAndColumn(statement, Number(parsed.position));
  return new Fault(codeOf(type, text), message, {
    detail: text,
    place: { ...place, ...(at && { line: (place.line ?? 1) + at.line - 1, column: at.column }) },
    cause: error,
  });
}

function parseError(text: string): EngineError {
  const start = text.indexOf('{');
  if (start < 0) return {};
  try {
    return JSON.parse(text.slice(start)) as EngineError;
  } catch {
    return {};
  }
}

function codeOf(type: string, text: string): FaultCode {
  if (/internal|fatal/i.test(type)) return 'internal';
  if (/permission/i.test(type) || /Permission Error/.test(text)) return 'sql-refused';
  return 'sql-invalid';
}

/** DuckDB adds hints and a picture of the statement on further lines; the place says the same. */
function firstSentence(message: string): string {
  const [first = '', second = ''] = message.split('\n');
  const hint = /^(Did you mean|Candidate bindings?)/.test(second) ? ` ${second}` : '';
  return `${first.replace(/\s+$/, '')}${hint}`;
}

function lineAndColumn(statement: string, position: number): { line: number; column: number } {
  const before = Buffer.from(statement).subarray(0, position).toString().split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
