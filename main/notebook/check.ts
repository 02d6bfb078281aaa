import type { Page, Value } from '../contract/data.ts';
import { Fault } from '../contract/fault.ts';
import type { CheckResult } from '../contract/run.ts';
import type { CheckBody } from './cell.ts';

/** Whether a check holds: its statement returned no row, or its one value is what was expected. */
export function checkResult(name: string, body: CheckBody, data: Page): CheckResult {
  const failed = body.level === 'warn' ? 'warned' : 'failed';
  if (!('value' in body)) {
    const status = data.rowCount === 0 ? 'passed' : failed;
    return { name, status, rows: data.rowCount, ...(body.because && { because: body.because }) };
  }
  if (data.rowCount !== 1 || data.columns.length !== 1)
    throw new Fault(
      'data-unfit',
      `The check "${name}" compares one value, and its statement gives ${data.rowCount} rows of ${data.columns.length} columns.`,
    );
  const actual = data.values[0]![0]!;
  const holds = matches(actual, body.expect, body.tolerance);
  const story = `${show(actual)} was found, and ${show(body.expect)} was expected`;
  const because = [body.because, ...(holds ? [] : [story])].filter(Boolean).join(': ');
  return { name, status: holds ? 'passed' : failed, rows: holds ? 0 : 1, ...(because && { because }) };
}

function matches(actual: Value, expected: Value, tolerance: number | undefined): boolean {
  if (actual === null || expected === null) return actual === expected;
  const [a, b] = [Number(actual), Number(expected)];
  if (typeof actual === 'boolean' || typeof expected === 'boolean' || Number.isNaN(a) || Number.isNaN(b))
    return String(actual) === String(expected);
  return Math.abs(a - b) <= (tolerance ?? Math.abs(b) * 1e-9);
}

const show = (value: Value): string => (value === null ? 'nothing' : String(value));
