import {
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBIntervalValue,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBStructValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  type DuckDBValue,
  listValue,
} from '@duckdb/node-api';
import type { Bound, Value } from '../contract/data.ts';

const SECONDS = { month: 30 * 86_400, day: 86_400 };

/** A value of the engine as it crosses a wire, exactly; `Value` says how each type is written. */
export function toValue(value: DuckDBValue): Value {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'bigint') {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value.toString();
  }
  if (value instanceof DuckDBTimestampValue) return isoTimestamp(value.micros);
  if (value instanceof DuckDBTimestampTZValue) return isoTimestamp(value.micros, 'Z');
  if (value instanceof DuckDBDateValue || value instanceof DuckDBDecimalValue) return value.toString();
  if (value instanceof DuckDBIntervalValue)
    return value.months * SECONDS.month + value.days * SECONDS.day + Number(value.micros) / 1e6;
  if (value instanceof DuckDBListValue) return value.items.map(toValue);
  if (value instanceof DuckDBStructValue)
    return Object.fromEntries(Object.entries(value.entries).map(([name, entry]) => [name, toValue(entry)]));
  if (value instanceof DuckDBMapValue)
    return value.entries.map((entry) => ({ key: toValue(entry.key), value: toValue(entry.value) }));
  return String(value);
}

/** Microseconds since 1970, floored into days so that times before it are right. */
function isoTimestamp(micros: bigint, zone = ''): string {
  if (micros === DuckDBTimestampValue.PosInf.micros) return 'infinity';
  if (micros === DuckDBTimestampValue.NegInf.micros) return '-infinity';
  const fraction = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const seconds = Number((micros - fraction) / 1_000_000n);
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return new DuckDBTimestampValue(micros).toString();
  return `${date.toISOString().slice(0, -5)}.${fraction.toString().padStart(6, '0')}${zone}`;
}

export function toBound(value: Bound): DuckDBValue {
  if (Array.isArray(value)) return listValue([...value] as DuckDBValue[]);
  if (value !== null && typeof value === 'object' && 'date' in value) {
    const days = Math.round(Date.parse(`${value.date}T00:00:00Z`) / 86_400_000);
    return new DuckDBDateValue(days);
  }
  return value as DuckDBValue;
}
