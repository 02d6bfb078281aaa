import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bankHolidays, type Nation, nations } from '../../main/methods/calendar/holidays.ts';
import { calendarOptions, makeDays, readCalendar } from '../../main/methods/calendar.ts';
import { testEngine } from '../engine.ts';

const dates = (nation: Nation, year: number) => bankHolidays(nation, year, year).map((holiday) => holiday.date);

// gov.uk/bank-holidays, England and Wales, Scotland and Northern Ireland, as published for these years.
describe('bank holidays as gov.uk publishes them', () => {
  test('England and Wales', () => {
    expect(bankHolidays('england-and-wales', 2022, 2022)).toEqual([
      { date: '2022-01-03', name: 'New Year’s Day (substitute day)' },
      { date: '2022-04-15', name: 'Good Friday' },
      { date: '2022-04-18', name: 'Easter Monday' },
      { date: '2022-05-02', name: 'Early May bank holiday' },
      { date: '2022-06-02', name: 'Spring bank holiday' },
      { date: '2022-06-03', name: 'Platinum Jubilee bank holiday' },
      { date: '2022-08-29', name: 'Summer bank holiday' },
      { date: '2022-09-19', name: 'Bank Holiday for the State Funeral of Queen Elizabeth II' },
      { date: '2022-12-26', name: 'Boxing Day' },
      { date: '2022-12-27', name: 'Christmas Day (substitute day)' },
    ]);
    expect(dates('england-and-wales', 2020)).toContain('2020-05-08');
    expect(dates('england-and-wales', 2020)).not.toContain('2020-05-04');
    expect(dates('england-and-wales', 2021).slice(-2)).toEqual(['2021-12-27', '2021-12-28']);
  });
  test('Scotland', () => {
    expect(dates('scotland', 2023)).toEqual(
      ['01-02', '01-03', '04-07', '05-01', '05-08', '05-29', '08-07', '11-30', '12-25', '12-26'].map(
        (d) => `2023-${d}`,
      ),
    );
    expect(dates('scotland', 2024)).toContain('2024-12-02');
    expect(dates('scotland', 2006)).not.toContain('2006-11-30');
    expect(dates('scotland', 2026)).toContain('2026-06-15');
  });
  test('Northern Ireland', () => {
    expect(dates('northern-ireland', 2024)).toEqual(
      ['01-01', '03-18', '03-29', '04-01', '05-06', '05-27', '07-12', '08-26', '12-25', '12-26'].map(
        (d) => `2024-${d}`,
      ),
    );
  });
  test('days that were moved or added', () => {
    for (const nation of nations) {
      expect(dates(nation, 1995)).toContain('1995-05-08');
      expect(dates(nation, 1999)).toContain('1999-12-31');
      expect(dates(nation, 2002)).toEqual(expect.arrayContaining(['2002-06-03', '2002-06-04']));
      expect(dates(nation, 2011)).toContain('2011-04-29');
      expect(dates(nation, 2012)).toEqual(expect.arrayContaining(['2012-06-04', '2012-06-05']));
    }
  });
});

// Python package `holidays` 0.109, UnitedKingdom(subdiv=ENG|SCT|NIR), years 1995–2035: days that do not fall on a weekend,
// after taking out St Andrew's Day 2006, which it has a year before the Act of 2007.
test('as many working days lost as an independent calendar has', () => {
  const lost = (nation: Nation) => bankHolidays(nation, 1995, 2035).length;
  expect({ ew: lost('england-and-wales'), scotland: lost('scotland'), ni: lost('northern-ireland') }).toEqual({
    ew: 335,
    scotland: 365,
    ni: 417,
  });
});

test('years without a known list are refused, and no day comes twice', () => {
  expect(() => bankHolidays('scotland', 1970, 2020)).toThrow(/1978 to 2050, and 1970/);
  expect(() => bankHolidays('scotland', 2020, 2051)).toThrow(/2051/);
  for (const nation of nations) {
    const all = bankHolidays(nation, 1978, 2050).map((holiday) => holiday.date);
    expect(new Set(all).size).toBe(all.length);
    expect(all).toEqual([...all].sort());
    expect(all.every((date) => new Date(date).getUTCDay() % 6 !== 0)).toBe(true);
  }
});

const defaults = { calendar: 'england-and-wales', zone: 'Europe/London' } as const;
const calendar = (options: object) =>
  readCalendar({
    hours: '09:00-17:00',
    weekdays: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
    closed: [],
    ...defaults,
    ...options,
  });

test('a calendar that cannot be is refused in a sentence', () => {
  expect(() => calendar({ zone: 'Europe/Londinium' })).toThrow(/no time zone "Europe\/Londinium"/);
  expect(() => calendar({ hours: '17:00-09:00' })).toThrow(/end before they begin/);
  expect(() => calendar({ calendar: 'workspace' })).toThrow(/no calendar "workspace"/);
  expect(calendarOptions.hours.safeParse('9-5').success).toBe(false);
  expect(calendarOptions.hours.safeParse('00:00-24:00').success).toBe(true);
});

describe('days', () => {
  let host: Awaited<ReturnType<typeof testEngine>>;
  beforeAll(async () => {
    host = await testEngine();
  });
  afterAll(() => host.close());

  test('weekends, holidays and further closed days count for nothing', async () => {
    const { table, warnings } = await makeDays(
      host.query,
      calendar({ closed: ['2026-04-08'], hours: '08:30-12:45' }),
      'days',
      {
        first: '2026-04-02',
        last: '2026-04-09',
      },
    );
    expect(warnings).toEqual([]);
    expect(
      await host.query.rows(`SELECT day, weekday, holiday, seconds, before / 1e6 AS before FROM ${table} ORDER BY day`),
    ).toEqual([
      { day: '2026-04-02', weekday: 'Thursday', holiday: null, seconds: 15_300, before: 0 },
      { day: '2026-04-03', weekday: 'Friday', holiday: 'Good Friday', seconds: 0, before: 15_300 },
      { day: '2026-04-04', weekday: 'Saturday', holiday: null, seconds: 0, before: 15_300 },
      { day: '2026-04-05', weekday: 'Sunday', holiday: null, seconds: 0, before: 15_300 },
      { day: '2026-04-06', weekday: 'Monday', holiday: 'Easter Monday', seconds: 0, before: 15_300 },
      { day: '2026-04-07', weekday: 'Tuesday', holiday: null, seconds: 15_300, before: 15_300 },
      { day: '2026-04-08', weekday: 'Wednesday', holiday: 'Closed', seconds: 0, before: 30_600 },
      { day: '2026-04-09', weekday: 'Thursday', holiday: null, seconds: 15_300, before: 30_600 },
    ]);
  });

  // Christmas Day 2021 was a Saturday and Boxing Day a Sunday; gov.uk lists 27 and 28 December for them.
  test('where weekends are worked, a holiday at the weekend and its substitute day are both closed', async () => {
    const { table } = await makeDays(
      host.query,
      calendar({
        weekdays: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'],
      }),
      'days',
      { first: '2021-12-24', last: '2022-01-04' },
    );
    expect(await host.query.rows(`SELECT day, holiday FROM ${table} WHERE seconds = 0 ORDER BY day`)).toEqual([
      { day: '2021-12-25', holiday: 'Christmas Day' },
      { day: '2021-12-26', holiday: 'Boxing Day' },
      { day: '2021-12-27', holiday: 'Christmas Day (substitute day)' },
      { day: '2021-12-28', holiday: 'Boxing Day (substitute day)' },
      { day: '2022-01-01', holiday: 'New Year’s Day' },
      { day: '2022-01-03', holiday: 'New Year’s Day (substitute day)' },
    ]);
    expect(dates('england-and-wales', 2021)).not.toContain('2021-12-25');
  });

  test('years beyond the known ones are worked, with a warning', async () => {
    const { warnings } = await makeDays(host.query, calendar({}), 'days', { first: '1970-01-01', last: '1979-01-01' });
    expect(warnings.map((warning) => warning.code)).toEqual(['holidays-unknown']);
    const round = await makeDays(host.query, calendar({ calendar: 'continuous' }), 'days', {
      first: '1970-01-01',
      last: '1970-01-03',
    });
    expect(round.warnings).toEqual([]);
    expect(await host.query.rows(`SELECT sum(seconds) AS seconds FROM ${round.table}`)).toEqual([{ seconds: 259_200 }]);
  });
});
