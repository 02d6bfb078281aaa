import type { ColumnInfo, Value } from '../contract/data.ts';
import { Fault } from '../contract/fault.ts';
import { dateText, momentText } from './moment.ts';
import { spanText } from './span.ts';

type Format = (value: Value, args: readonly string[], column: ColumnInfo | undefined, zone: string) => string;

const MINUS = '\u2212';
const NOTHING = 'not available';

/** The formats of `{{cell.column | format}}`. Only here is a number rounded. */
const formats: Readonly<Record<string, Format>> = {
  number: (value, args) => numberText(value, 'number', digitsOf(args, 'number')),
  percent: (value, args, column) => percentText(value, digitsOf(args, 'percent'), column?.unit === '%'),
  pounds: (value, args) => poundsText(value, digitsOf(args, 'pounds')),
  count: (value, args) => {
    none(args, 'count');
    return numberText(value, 'count', 0);
  },
  date: (value, args, _column, zone) => {
    none(args, 'date');
    const text = typeof value === 'string' ? dateText(value, zone) : undefined;
    if (text === undefined) throw unfit(value, 'date');
    return text;
  },
  duration: (value, args, column) => durationText(value, args, column),
};

/**
 * A value as prose prints it: `number N`, `percent N` (a share of 0 to 1, or a column in %), `pounds N`, `count`, `date`,
 * `duration` (seconds; `duration working 7.4` in working days of so many hours, 8 when it does not say); by the column's
 * unit and type when no format is given. Half is rounded away from zero, on the number as it is written.
 */
export function formatValue(
  value: Value,
  format: string | undefined,
  args: readonly string[],
  column?: ColumnInfo,
  zone = 'Europe/London',
): string {
  const chosen = format === undefined ? undefined : formats[format];
  if (format !== undefined && !(chosen && Object.hasOwn(formats, format)))
    throw new Fault(
      'notebook-invalid',
      `There is no format "${format}". The formats are ${Object.keys(formats).join(', ')}.`,
    );
  const checked = chosen ?? byType;
  if (value === null || value === 'NaN') {
    if (chosen) checkArgs(chosen, args, column, zone);
    return NOTHING;
  }
  return checked(value, args, column, zone);
}

/** A wrong argument is told even where there is no value to format. */
function checkArgs(format: Format, args: readonly string[], column: ColumnInfo | undefined, zone: string): void {
  try {
    format(0, args, column, zone);
  } catch (error) {
    if (error instanceof Fault && error.code === 'notebook-invalid') throw error;
  }
}

const byType: Format = (value, _args, column, zone) => {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.map((entry) => formatValue(entry, undefined, [], undefined, zone)).join(', ');
  if (typeof value === 'object') return JSON.stringify(value);
  const type = column?.type ?? (typeof value === 'number' ? 'DOUBLE' : 'VARCHAR');
  const unit = column?.unit ?? '';
  if (typeof value === 'string' && /^DATE$/.test(type)) return dateText(value, zone) ?? value;
  if (typeof value === 'string' && /^TIMESTAMP/.test(type)) return momentText(value, zone) ?? value;
  if (typeof value === 'string' && !/^(DOUBLE|FLOAT|DECIMAL|.*INT)/.test(type)) return value;
  if (/^(working )?s$/.test(unit)) return durationText(value, [], column);
  if (unit === '%') return percentText(value, undefined, true);
  if (unit === '£') return poundsText(value, undefined);
  return numberText(value, 'number', undefined);
};

function durationText(value: Value, args: readonly string[], column: ColumnInfo | undefined): string {
  const working = args[0] === 'working' || (args.length === 0 && column?.unit === 'working s');
  const hours = args[1] === undefined ? 8 : Number(args[1]);
  if ((args.length > 0 && args[0] !== 'working') || args.length > 2 || !(hours > 0 && hours <= 24))
    throw badArgs('duration', '"working" and the hours of a working day, such as "duration working 7.4"');
  const seconds = numeric(value, 'duration');
  if (!Number.isFinite(Number(seconds))) return infinite(Number(seconds));
  return spanText(Number(seconds), working ? hours : undefined);
}

function percentText(value: Value, digits: number | undefined, isPercent: boolean): string {
  const number = numeric(value, 'percent');
  if (!Number.isFinite(Number(number))) return infinite(Number(number));
  const share = Math.abs(Number(number)) / (isPercent ? 100 : 1);
  const style = isPercent ? {} : { style: 'percent' as const };
  const fixed = { minimumFractionDigits: digits ?? 0, maximumFractionDigits: digits ?? (share < 0.1 ? 1 : 0) };
  const small = digits === undefined && share < 0.01 && share !== 0;
  const text = written(number, { ...style, ...(small ? { maximumSignificantDigits: 2 } : fixed) });
  return isPercent ? `${text}%` : text;
}

function poundsText(value: Value, digits: number | undefined): string {
  const number = numeric(value, 'pounds');
  if (!Number.isFinite(Number(number))) return infinite(Number(number));
  const shown = digits ?? (Number.isInteger(Number(number)) ? 0 : 2);
  return written(number, {
    style: 'currency',
    currency: 'GBP',
    minimumFractionDigits: shown,
    maximumFractionDigits: shown,
  });
}

/** Without digits: whole numbers as they are, others to two decimals, and small ones to two figures. */
function numberText(value: Value, format: string, digits: number | undefined): string {
  const number = numeric(value, format);
  const size = Math.abs(Number(number));
  if (!Number.isFinite(size)) return infinite(Number(number));
  if (digits !== undefined) return written(number, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return written(number, size < 1 && size !== 0 ? { maximumSignificantDigits: 2 } : { maximumFractionDigits: 2 });
}

/** Text that holds a number stays text, so that no digit of a decimal or a large integer is lost on the way. */
function numeric(value: Value, format: string): number | `${number}` {
  if (typeof value === 'number') return value;
  if (typeof value === 'string' && value.trim() !== '' && !Number.isNaN(Number(value))) return value as `${number}`;
  throw unfit(value, format);
}

const written = (number: number | `${number}`, options: Intl.NumberFormatOptions): string =>
  new Intl.NumberFormat('en-GB', { signDisplay: 'negative', ...options }).format(number).replace('-', MINUS);

const infinite = (number: number): string => (number < 0 ? `${MINUS}infinity` : 'infinity');

function digitsOf(args: readonly string[], format: string): number | undefined {
  if (args.length === 0) return undefined;
  if (args.length > 1 || !/^\d{1,2}$/.test(args[0]!) || Number(args[0]) > 20)
    throw badArgs(format, `a number of decimals from 0 to 20, such as "${format} 1"`);
  return Number(args[0]);
}

function none(args: readonly string[], format: string): void {
  if (args.length > 0) throw badArgs(format, 'nothing after it');
}

const badArgs = (format: string, takes: string) =>
  new Fault('notebook-invalid', `The format "${format}" takes ${takes}.`);

const unfit = (value: Value, format: string) =>
  new Fault('data-unfit', `The value ${JSON.stringify(value)} can't be written as "${format}". Choose another format.`);
