const DAY = 86_400_000;

/** ISO date of a year, a month (from 1) and a day of the month. */
export const day = (year: number, month: number, date: number): string => iso(Date.UTC(year, month - 1, date));

export const addDays = (date: string, days: number): string => iso(Date.parse(date) + days * DAY);

/** 0 for Sunday to 6 for Saturday. */
export const weekdayOf = (date: string): number => new Date(Date.parse(date)).getUTCDay();

/** The first or last Monday of a month. */
export function mondayOf(year: number, month: number, which: 'first' | 'last'): string {
  if (which === 'first') {
    const first = day(year, month, 1);
    return addDays(first, (8 - weekdayOf(first)) % 7);
  }
  const last = day(year, month + 1, 0);
  return addDays(last, -((weekdayOf(last) + 6) % 7));
}

/** Easter Sunday of the Gregorian calendar (the anonymous algorithm, as in Meeus, Astronomical Algorithms, chapter 8). */
export function easterSunday(year: number): string {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const rest = year % 100;
  const correction = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - Math.floor(century / 4) - correction + 15) % 30;
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(rest / 4) - epact - (rest % 4)) % 7;
  const late = Math.floor((golden + 11 * epact + 22 * weekday) / 451);
  const sum = epact + weekday - 7 * late + 114;
  return day(year, Math.floor(sum / 31), (sum % 31) + 1);
}

const iso = (time: number): string => new Date(time).toISOString().slice(0, 10);
