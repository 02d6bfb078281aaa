import { Fault } from '../../contract/fault.ts';
import { addDays, day, easterSunday, mondayOf, weekdayOf } from './date.ts';
import { proclaimed } from './proclaimed.ts';

/** The parts of the United Kingdom that share a list of bank holidays. */
export type Nation = 'england-and-wales' | 'scotland' | 'northern-ireland';
export const nations = ['england-and-wales', 'scotland', 'northern-ireland'] as const;

/** The first and last year for which bank holidays are known here. Later proclamations can change those still to come. */
export const holidayYears = { first: 1978, last: 2050 } as const;

export interface BankHoliday {
  /** ISO date of the day that is taken. */
  date: string;
  /** As gov.uk calls it, with "(substitute day)" where it stands in for a day at the weekend. */
  name: string;
}

/**
 * Bank holidays of a nation from one year to another, both included, in order of date.
 * Rules: Banking and Financial Dealings Act 1971 as amended, and royal proclamations; names as on gov.uk/bank-holidays.
 */
export function bankHolidays(nation: Nation, fromYear: number, toYear: number): BankHoliday[] {
  for (const year of [fromYear, toYear])
    if (!Number.isInteger(year) || year < holidayYears.first || year > holidayYears.last)
      throw new Fault(
        'parameter-invalid',
        `Bank holidays are known from ${holidayYears.first} to ${holidayYears.last}, and ${year} was asked for. Use dates within those years, or the calendar "continuous".`,
      );
  const found: BankHoliday[] = [];
  for (let year = fromYear; year <= toYear; year++) found.push(...holidaysOf(nation, year));
  return found;
}

/**
 * The days at the weekend that substitute days stand in for, such as Saturday 25 December 2021. They are not in the list of
 * bank holidays, and whoever works at weekends does not work on them either.
 */
export function weekendHolidays(nation: Nation, fromYear: number, toYear: number): BankHoliday[] {
  const found: BankHoliday[] = [];
  for (let year = fromYear; year <= toYear; year++)
    found.push(...datesOf(nation, year).filter(({ date }) => weekend(date)));
  return found;
}

const weekend = (date: string) => weekdayOf(date) % 6 === 0;

function holidaysOf(nation: Nation, year: number): BankHoliday[] {
  const easter = easterSunday(year);
  const scottish = nation === 'scotland';
  const byWeekday = [
    { date: addDays(easter, -2), name: 'Good Friday' },
    ...(scottish ? [] : [{ date: addDays(easter, 1), name: 'Easter Monday' }]),
    { date: mondayOf(year, 5, 'first'), name: 'Early May bank holiday' },
    { date: mondayOf(year, 5, 'last'), name: 'Spring bank holiday' },
    { date: mondayOf(year, 8, scottish ? 'first' : 'last'), name: 'Summer bank holiday' },
  ];
  const changes = proclaimed.filter((change) => change.year === year && (!change.nation || change.nation === nation));
  const moved = byWeekday.map((holiday) => {
    const change = changes.find((candidate) => candidate.moves === holiday.name);
    return change ? { date: change.date, name: change.name } : holiday;
  });
  const added = changes.filter((change) => !change.moves).map(({ date, name }) => ({ date, name }));
  return [...substituted(datesOf(nation, year)), ...moved, ...added].sort((a, b) => (a.date < b.date ? -1 : 1));
}

/** Holidays that have a date of their own, on whichever weekday it falls. */
function datesOf(nation: Nation, year: number): BankHoliday[] {
  const scottish = nation === 'scotland';
  const fixed = (month: number, date: number, name: string) => ({ date: day(year, month, date), name });
  return [
    fixed(1, 1, 'New Year’s Day'),
    ...(scottish ? [fixed(1, 2, '2nd January')] : []),
    ...(nation === 'northern-ireland'
      ? [fixed(3, 17, 'St Patrick’s Day'), fixed(7, 12, 'Battle of the Boyne (Orangemen’s Day)')]
      : []),
    ...(scottish && year >= 2007 ? [fixed(11, 30, 'St Andrew’s Day')] : []),
    fixed(12, 25, 'Christmas Day'),
    fixed(12, 26, 'Boxing Day'),
  ];
}

/** A day at the weekend is taken on the next day that is neither a weekend nor another holiday; weekday ones stay. */
function substituted(holidays: readonly BankHoliday[]): BankHoliday[] {
  const taken = new Set(holidays.map((holiday) => holiday.date).filter((date) => !weekend(date)));
  return holidays.map((holiday) => {
    if (!weekend(holiday.date)) return holiday;
    let date = holiday.date;
    while (weekend(date) || taken.has(date)) date = addDays(date, 1);
    taken.add(date);
    return { date, name: `${holiday.name} (substitute day)` };
  });
}
