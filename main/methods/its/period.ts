import { Fault } from '../../contract/fault.ts';

export type Frequency = 'day' | 'week' | 'month' | 'quarter' | 'year' | 'step';

/** How dates become whole numbers of periods, so that a missing month leaves a gap and not a shift. */
export interface Clock {
  frequency: Frequency;
  /** Days in a period for day, week and step; 0 for calendar periods. */
  days: number;
  /** As a person says it: month, 28 days … */
  label: string;
  /** Periods in a year or, for days, in a week; 0 where no season is defined. */
  season: number;
  /** Whole number of the period that a day falls in, from an arbitrary start. */
  position(day: number): number;
  /** First day of a period. */
  start(position: number): number;
}

/** Days since 1970 of `2026-11-23`. */
export const dayOf = (text: string): number => Math.round(Date.parse(`${text.slice(0, 10)}T00:00:00Z`) / 86_400_000);
export const isoDay = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);

const monthOf = (day: number): number => {
  const date = new Date(day * 86_400_000);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
};
const firstOf = (month: number): number => Date.UTC(Math.floor(month / 12), ((month % 12) + 12) % 12, 1) / 86_400_000;

const calendar = (frequency: 'month' | 'quarter' | 'year', months: number, season: number, label: string): Clock => ({
  frequency,
  days: 0,
  label,
  season,
  position: (day) => Math.floor(monthOf(day) / months),
  start: (position) => firstOf(position * months),
});

function stepping(days: number, from: number, frequency: Frequency): Clock {
  const label = frequency === 'step' ? `${days} days` : frequency;
  const season = frequency === 'day' ? 7 : frequency === 'week' ? 52 : frequency === 'step' && days === 28 ? 13 : 0;
  return {
    frequency,
    days,
    label,
    season,
    position: (day) => Math.floor((day - from) / days),
    start: (position) => from + position * days,
  };
}

const clocks = (from: number): Record<Exclude<Frequency, 'step'>, Clock> => ({
  day: stepping(1, from, 'day'),
  week: stepping(7, from, 'week'),
  month: calendar('month', 1, 12, 'month'),
  quarter: calendar('quarter', 3, 4, 'quarter'),
  year: calendar('year', 12, 0, 'year'),
});

/** The clock of a set of distinct days, sorted: the one asked for, else the one that their spacing shows. */
export function clockFor(days: readonly number[], asked: string): Clock {
  const from = days[0] ?? 0;
  const known = clocks(from);
  if (asked !== 'auto') return known[asked as keyof typeof known];
  const gaps = days.slice(1).map((day, index) => day - days[index]!);
  const middle = [...gaps].sort((a, b) => a - b)[Math.floor((gaps.length - 1) / 2)] ?? 1;
  const smallest = gaps.reduce((least, gap) => Math.min(least, gap), Number.POSITIVE_INFINITY);
  const mostlyThere = ((days.at(-1) ?? 0) - from) / smallest < 3 * days.length;
  const even = mostlyThere && gaps.every((gap) => gap % smallest === 0);
  const unique = (clock: Clock) => new Set(days.map(clock.position)).size === days.length;
  if (middle >= 28 && middle <= 31 && !(even && smallest === 28) && unique(known.month)) return known.month;
  if (middle >= 89 && middle <= 93 && unique(known.quarter)) return known.quarter;
  if (middle >= 364 && middle <= 367 && unique(known.year)) return known.year;
  if (even && smallest === 1) return known.day;
  if (even && smallest === 7) return known.week;
  if (even) return stepping(smallest, from, 'step');
  throw new Fault(
    'data-unfit',
    `The dates are not evenly spaced: the middle gap is ${middle} days and the smallest ${smallest}. Set the option frequency to day, week, month, quarter or year, or add the values up to one a period first.`,
  );
}
