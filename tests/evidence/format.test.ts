import { expect, test } from 'vitest';
import type { Value } from '../../main/contract/data.ts';
import { formatValue } from '../../main/evidence/format.ts';
import { hoursText } from '../../main/evidence/span.ts';

const column = (type: string, unit?: string) => ({ name: 'x', type, ...(unit && { unit }) });

test.each<[Value, string, string[], string]>([
  [1234.565, 'number', ['2'], '1,234.57'],
  [1.005, 'number', ['2'], '1.01'],
  ['12345678901234567890.125', 'number', ['2'], '12,345,678,901,234,567,890.13'],
  [-0.3, 'number', ['0'], '0'],
  [52.952 - 58.495, 'number', ['0'], '−6'],
  [1234, 'number', [], '1,234'],
  [0.004321, 'number', [], '0.0043'],
  [0.145, 'percent', ['0'], '15%'],
  [-0.055, 'percent', ['1'], '−5.5%'],
  [0.153, 'percent', [], '15%'],
  [0.0004, 'percent', [], '0.04%'],
  [1234.5, 'pounds', [], '£1,234.50'],
  ['-1234567.891', 'pounds', ['0'], '−£1,234,568'],
  [8577, 'count', [], '8,577'],
  ['2026-11-23', 'date', [], '23 November 2026'],
  ['2026-07-23T23:30:00.000000Z', 'date', [], '24 July 2026'],
  [187_200, 'duration', [], '2 days 4 hours'],
  [21_600.5, 'duration', [], '6 hours'],
  [86_399, 'duration', [], '1 day'],
  [59.6, 'duration', [], '1 minute'],
  [0.25, 'duration', [], '0.25 seconds'],
  [-90, 'duration', [], '−1 minute 30 seconds'],
  [100_000, 'duration', ['working'], '3 working days 4 hours'],
  [26_640, 'duration', ['working', '7.4'], '1 working day'],
  ['Infinity', 'number', ['1'], 'infinity'],
  ['NaN', 'percent', ['1'], 'not available'],
  [null, 'pounds', [], 'not available'],
])('%j | %s %j is %s', (value, format, args, shown) => {
  expect(formatValue(value, format, args)).toBe(shown);
});

test.each<[Value, string, string | undefined, string]>([
  [1434, 'BIGINT', undefined, '1,434'],
  [21_600.5, 'DOUBLE', 's', '6 hours'],
  [100_000, 'DOUBLE', 'working s', '3 working days 4 hours'],
  [14.5, 'DOUBLE', '%', '15%'],
  ['9.50', 'DECIMAL(9,2)', '£', '£9.50'],
  ['2026-11-23', 'DATE', undefined, '23 November 2026'],
  ['2026-11-23T09:15:00.000000', 'TIMESTAMP', undefined, '23 November 2026 at 9:15am'],
  ['2026-07-23T12:00:00.000000Z', 'TIMESTAMP WITH TIME ZONE', undefined, '23 July 2026 at 1pm'],
  ['T02 Check', 'VARCHAR', undefined, 'T02 Check'],
  [true, 'BOOLEAN', undefined, 'yes'],
  [['a', 'b'], 'VARCHAR[]', undefined, 'a, b'],
])('without a format, %j of type %s in %s is %s', (value, type, unit, shown) => {
  expect(formatValue(value, undefined, [], column(type, unit))).toBe(shown);
});

test('a column in % is not multiplied', () => {
  expect(formatValue(48.25, 'percent', ['1'], column('DOUBLE', '%'))).toBe('48.3%');
});

test.each([
  ['fraction', [], 'The formats are number, percent, pounds, count, date, duration.'],
  ['constructor', [], 'There is no format'],
  ['number', ['x'], 'a number of decimals'],
  ['number', ['1', '2'], 'a number of decimals'],
  ['count', ['1'], 'nothing after it'],
  ['duration', ['days'], '"working"'],
])('%s %j is refused, even where there is no value', (format, args, because) => {
  for (const value of [3, null])
    expect(() => formatValue(value, format, args)).toThrow(expect.objectContaining({ code: 'notebook-invalid' }));
  expect(() => formatValue(3, format, args)).toThrow(because);
});

test('a value that does not fit its format is told', () => {
  expect(() => formatValue('abc', 'number', [])).toThrow('The value "abc" can\'t be written as "number"');
  expect(() => formatValue(3, 'date', [])).toThrow(expect.objectContaining({ code: 'data-unfit' }));
});

test('hours are never gathered into days', () => {
  expect(hoursText(187_800)).toBe('52 hours 10 minutes');
});
