/** Lengths of a period. Days are counted from 1970-01-01; a period is a whole number on its own scale. */
export const frequencies = ['day', 'working-day', 'week', 'month', 'quarter', 'year'] as const;
export type Frequency = (typeof frequencies)[number];

/** Periods in a season. */
export const seasonOf: Record<Frequency, number> = {
  day: 7,
  'working-day': 5,
  week: 52,
  month: 12,
  quarter: 4,
  year: 1,
};

const MONDAY = 4;
const monthOf = (day: number) => {
  const date = new Date(day * 86_400_000);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
};
const firstOfMonth = (month: number) => Date.UTC(Math.floor(month / 12), ((month % 12) + 12) % 12, 1) / 86_400_000;
/** Days since Monday. */
const weekday = (day: number) => (((day - MONDAY) % 7) + 7) % 7;

/** The period that a day lies in. A weekend belongs to the Friday before it. */
export function periodOf(day: number, frequency: Frequency): number {
  switch (frequency) {
    case 'day':
      return day;
    case 'working-day':
      return Math.floor((day - MONDAY) / 7) * 5 + Math.min(4, weekday(day));
    case 'week':
      return Math.floor((day - MONDAY) / 7);
    case 'month':
      return monthOf(day);
    case 'quarter':
      return Math.floor(monthOf(day) / 3);
    case 'year':
      return Math.floor(monthOf(day) / 12);
  }
}

/** The first day of a period. */
export function firstDay(period: number, frequency: Frequency): number {
  switch (frequency) {
    case 'day':
      return period;
    case 'working-day':
      return Math.floor(period / 5) * 7 + MONDAY + (((period % 5) + 5) % 5);
    case 'week':
      return period * 7 + MONDAY;
    case 'month':
      return firstOfMonth(period);
    case 'quarter':
      return firstOfMonth(period * 3);
    case 'year':
      return firstOfMonth(period * 12);
  }
}

/** Place of a period in a season of the calendar: Monday, January, the first quarter … are 0. */
export const placeOf = (period: number, m: number) => ((period % m) + m) % m;

export const isoDay = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);

/**
 * The frequency of distinct days in order: the longest period that no two of them share and of which most follow one another.
 * Undefined when there are fewer than two, or none fits.
 */
export function detect(days: readonly number[]): Frequency | undefined {
  if (days.length < 2) return undefined;
  for (const frequency of ['year', 'quarter', 'month', 'week', 'working-day', 'day'] as const) {
    if (frequency === 'working-day' && (days.length < 6 || days.some((day) => weekday(day) > 4))) continue;
    const periods = days.map((day) => periodOf(day, frequency));
    let next = 0;
    let shared = false;
    for (let i = 1; i < periods.length; i++) {
      const step = periods[i]! - periods[i - 1]!;
      if (step === 0) shared = true;
      if (step === 1) next++;
    }
    if (!shared && next * 2 >= periods.length - 1) return frequency;
  }
  return undefined;
}

/** How a series stamps its periods: given days of history, a function from a period to the day that stands for it. */
export function stampOf(days: readonly number[], frequency: Frequency): (period: number) => number {
  const first = (day: number) => firstDay(periodOf(day, frequency), frequency);
  const alike = (of: (day: number) => number) => (new Set(days.map(of)).size === 1 ? of(days[0]!) : undefined);
  if (frequency === 'day' || frequency === 'working-day' || frequency === 'week') {
    const offset = alike((day) => day - first(day)) ?? 0;
    return (period) => firstDay(period, frequency) + offset;
  }
  const month = alike((day) => monthOf(day) - monthOf(first(day)));
  if (month === undefined) return (period) => firstDay(period, frequency);
  const start = (period: number) => monthOf(firstDay(period, frequency)) + month;
  if (days.every((day) => monthOf(day + 1) !== monthOf(day))) return (period) => firstOfMonth(start(period) + 1) - 1;
  const date = alike((day) => day - firstOfMonth(monthOf(day)));
  if (date === undefined) return (period) => firstDay(period, frequency);
  return (period) => Math.min(firstOfMonth(start(period)) + date, firstOfMonth(start(period) + 1) - 1);
}
