import {
  BIGINT,
  DOUBLE,
  DuckDBArrayValue,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBIntervalValue,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBStructValue,
  DuckDBTimestampMillisecondsValue,
  DuckDBTimestampNanosecondsValue,
  DuckDBTimestampSecondsValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  type DuckDBType,
  type DuckDBValue,
  LIST,
  listValue,
  VARCHAR,
} from '@duckdb/node-api';
import type { Bound, Value } from '../contract/data.ts';

/** The largest whole number below which every other is exact as a double. */
const EXACT = 2n ** 53n;
const SECONDS = { month: 30 * 86_400, day: 86_400 };

/** A value of the engine as it crosses a wire, exactly; `Value` says how each type is written. */
export function toValue(value: DuckDBValue): Value {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'bigint') {
    const number = Number(value);
    return value >= -EXACT && value <= EXACT ? number : value.toString();
  }
  if (value instanceof DuckDBTimestampValue) return isoTimestamp(value.micros);
  if (value instanceof DuckDBTimestampSecondsValue) return isoTimestamp(value.seconds * 1_000_000n);
  if (value instanceof DuckDBTimestampMillisecondsValue) return isoTimestamp(value.millis * 1000n);
  if (value instanceof DuckDBTimestampNanosecondsValue) return nanoTimestamp(value.nanos);
  if (value instanceof DuckDBTimestampTZValue) return isoTimestamp(value.micros, 'Z');
  if (value instanceof DuckDBDateValue) {
    if (value.days === DuckDBDateValue.PosInf.days) return 'infinity';
    return value.days === DuckDBDateValue.NegInf.days ? '-infinity' : value.toString();
  }
  if (value instanceof DuckDBDecimalValue) return value.toString();
  if (value instanceof DuckDBIntervalValue)
    return value.months * SECONDS.month + value.days * SECONDS.day + Number(value.micros) / 1e6;
  if (value instanceof DuckDBListValue || value instanceof DuckDBArrayValue) return value.items.map(toValue);
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

/** Nanoseconds are printed in full, nine digits, where there are any past the sixth. */
function nanoTimestamp(nanos: bigint): string {
  const rest = ((nanos % 1000n) + 1000n) % 1000n;
  const text = isoTimestamp((nanos - rest) / 1000n);
  return rest === 0n ? text : `${text}${rest.toString().padStart(3, '0')}`;
}

export function toBound(value: Bound): DuckDBValue {
  if (Array.isArray(value)) return listValue([...value] as DuckDBValue[]);
  if (value !== null && typeof value === 'object' && 'double' in value) return value.double;
  if (value !== null && typeof value === 'object' && 'date' in value) {
    const days = Math.round(Date.parse(`${value.date}T00:00:00Z`) / 86_400_000);
    return new DuckDBDateValue(days);
  }
  return value as DuckDBValue;
}

/** The engine's type of a bound value, where its own guess from the value would not do. */
export function typeOfBound(value: Bound): DuckDBType | undefined {
  if (typeof value === 'bigint') return BIGINT;
  if (Array.isArray(value))
    return value.length > 0 && value.every((item) => typeof item === 'number') ? LIST(DOUBLE) : LIST(VARCHAR);
  if (value !== null && typeof value === 'object' && 'double' in value) return DOUBLE;
  return undefined;
}
