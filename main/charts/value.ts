import type { ColumnInfo, Page, Value } from '../contract/data.ts';

export type Kind = 'number' | 'time' | 'text';

/** What a column holds, by the engine's type; a list, a struct or a flag is drawn as its text. */
export function kindOf(type: string): Kind {
  if (/^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|INT\d*|DOUBLE|FLOAT|REAL|DECIMAL(\(.*\))?)$/i.test(type)) return 'number';
  if (/^(DATE|TIMESTAMP)/i.test(type)) return 'time';
  return 'text';
}

export interface Series {
  info: ColumnInfo;
  kind: Kind;
  values: readonly Value[];
}

/** A column of a page by its name, which draw.ts has checked. */
export function series(data: Page, name: string): Series {
  const index = data.columns.findIndex((column) => column.name === name);
  const info = data.columns[index]!;
  return { info, kind: kindOf(info.type), values: data.values[index] ?? [] };
}

/** A value as a number to draw: text that holds a decimal or a large integer too; what is no finite number is null. */
export function toNumber(value: Value | undefined): number | null {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value !== 'number' && (typeof value !== 'string' || value.trim() === '')) return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

export function toText(value: Value | undefined): string {
  if (value === null || value === undefined) return '(not available)';
  if (value === '') return '(empty)';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** A date or a timestamp as ISO text that says it is UTC, or null. */
export function toTime(value: Value | undefined): string | null {
  if (typeof value !== 'string') return null;
  const iso = value.length === 10 ? `${value}T00:00:00Z` : value.endsWith('Z') ? value : `${value}Z`;
  const at = Date.parse(iso);
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}

/** `wait_share` as people read it. */
export const spoken = (name: string): string => {
  const words = name.replaceAll('_', ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

export interface Measure {
  /** Multiplies each value before it is drawn. */
  factor: number;
  /** What stands after the name in the axis title, in brackets. */
  unit: string;
  before: string;
  after: string;
}

/** How a column's values are drawn: seconds as minutes or hours, shares as percentages, money and percentages with their sign. */
export function measureOf(info: ColumnInfo, values: readonly (number | null)[], percent = false): Measure {
  const unit = info.unit ?? '';
  if (percent || unit === 'share' || unit === 'proportion') return { factor: 100, unit: '%', before: '', after: '%' };
  if (unit === '%') return { factor: 1, unit: '%', before: '', after: '%' };
  if (unit === '£') return { factor: 1, unit: '£', before: '£', after: '' };
  if (/^(working )?s$/.test(unit)) {
    const largest = values.reduce<number>((most, value) => Math.max(most, Math.abs(value ?? 0)), 0);
    const working = unit.startsWith('working') ? 'working ' : '';
    if (largest >= 7200) return { factor: 1 / 3600, unit: `${working}hours`, before: '', after: '' };
    if (largest >= 120) return { factor: 1 / 60, unit: `${working}minutes`, before: '', after: '' };
    return { factor: 1, unit: `${working}seconds`, before: '', after: '' };
  }
  return { factor: 1, unit, before: '', after: '' };
}

export const axisTitle = (info: ColumnInfo, measure: Measure, given?: string): string =>
  given ?? spoken(info.name) + (measure.unit ? ` (${measure.unit})` : '');

/** Labels of an axis with their sign, or none to add. */
export const axisLabels = ({ before, after }: Measure): Record<string, unknown> => {
  const pence = "(test(regexp('[.][0-9]$'), datum.label) ? '0' : '')";
  if (before)
    return {
      labelExpr: `(datum.value < 0 ? '\u2212' : '') + '${before}' + replace(datum.label, '\u2212', '') + ${pence}`,
    };
  return after ? { labelExpr: `datum.label + '${after}'` } : {};
};

const precise = new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 3, signDisplay: 'negative' });
const pence = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0, signDisplay: 'negative' });

/** A number beside a mark, to three figures; the exact one is in the chart's table. */
export function markLabel(
  value: number,
  { before, after }: Measure = { factor: 1, unit: '', before: '', after: '' },
): string {
  const size = Math.abs(value);
  const style = size >= 100 ? whole : before && !Number.isInteger(value) ? pence : precise;
  const text = style.format(size);
  return `${value < 0 && text !== '0' ? '\u2212' : ''}${before}${text}${after}`;
}

/** A domain from one round number to another that holds all the values, and the step between its ticks. */
export function niceDomain(values: readonly (number | null)[], ticks: number, zero: boolean): [number, number] {
  const real = values.filter((value) => value !== null);
  let low = real.reduce(
    (least, value) => Math.min(least, value),
    zero || real.length === 0 ? 0 : Number.POSITIVE_INFINITY,
  );
  let high = real.reduce(
    (most, value) => Math.max(most, value),
    zero || real.length === 0 ? 0 : Number.NEGATIVE_INFINITY,
  );
  if (low === high) {
    const room = low === 0 ? 1 : Math.abs(low) * 0.1;
    if (!zero || low >= 0) high += room;
    if (!zero || low < 0) low -= room;
  }
  const step = niceStep((high - low) / ticks);
  return [Math.floor(low / step + 1e-9) * step, Math.ceil(high / step - 1e-9) * step];
}

/** Numbers with a little more room at both ends, so that no mark is cut by the edge; zero stays an end where it was one. */
export function roomy(values: readonly number[]): number[] {
  const low = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const room = (high - low) * 0.02;
  return [low >= 0 ? Math.max(0, low - room) : low - room, high <= 0 ? Math.min(0, high + room) : high + room];
}

/** The round number (1, 2 or 5 times a power of ten) that is next above a number. */
export function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  return ([1, 2, 5].find((digit) => digit * power >= rough * (1 - 1e-9)) ?? 10) * power;
}

/** `1 row`, `2,000 rows`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en-GB')} ${count === 1 ? one : many}`;
