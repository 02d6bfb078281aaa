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
  const holds = matches(actual, body.expect, data.columns[0]!.type, body.tolerance);
  const story = `${show(actual)} was found, and ${show(body.expect)} was expected`;
  const because = [body.because, ...(holds ? [] : [story])].filter(Boolean).join(': ');
  return { name, status: holds ? 'passed' : failed, rows: holds ? 0 : 1, ...(because && { because }) };
}

/**
 * Whether a value is what was expected: doubles to a relative 1e-9, whole numbers and decimals digit by digit, texts letter by
 * letter. A tolerance that is given holds for any number.
 */
function matches(actual: Value, expected: Value, type: string, tolerance: number | undefined): boolean {
  if (actual === null || expected === null) return actual === expected;
  const isDouble = /^(DOUBLE|FLOAT)/.test(type);
  if (!isDouble && !/INT|^DECIMAL/.test(type)) return String(actual) === String(expected);
  const [a, b] = [Number(actual), Number(expected)];
  if (expected === '' || typeof expected === 'boolean' || Number.isNaN(b)) return false;
  if (isDouble || tolerance !== undefined) return Math.abs(a - b) <= (tolerance ?? Math.abs(b) * 1e-9);
  return digits(String(actual)) === digits(String(expected));
}

/** A number's digits without what does not change it: a plus, zeros before it, zeros at the end of a fraction. */
const digits = (text: string): string =>
  text
    .trim()
    .replace(/^\+/, '')
    .replace(/^(-?)0+(?=\d)/, '$1')
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '')
    .replace(/^-0$/, '0');

const show = (value: Value): string => (value === null ? 'nothing' : String(value));
