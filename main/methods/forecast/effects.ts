import { bankHolidays, holidayYears, type Nation, nations } from '../calendar/holidays.ts';
import type { effectNames, ForecastOptions } from './options.ts';
import { firstDay, isoDay, periodOf, placeOf } from './periods.ts';
import type { Regressors } from './regression.ts';
import type { Found } from './regular.ts';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

type Effect = (typeof effectNames)[number];

/** Columns for the regression of one series: the effects that its frequency allows, then the drivers; over the values and the horizon. */
export function regressorsOf(found: Found, drivers: readonly string[], options: ForecastOptions): Regressors {
  const frequency = found.frequency!;
  const periods = Array.from({ length: found.n + found.horizon }, (_, t) => found.first! + t);
  const names: string[] = [];
  const columns: Float64Array[] = [];
  const add = (name: string, of: (period: number, t: number) => number) => {
    names.push(name);
    columns.push(Float64Array.from(periods, of));
  };
  const asked = (effect: Effect) => options.effects.includes(effect);
  const long = frequency === 'month' || frequency === 'quarter';
  const daily = frequency === 'day' || frequency === 'working-day';
  if (asked('trend')) add('trend', (_, t) => t + 1);
  if (asked('months')) {
    if (frequency === 'quarter')
      for (let place = 1; place < 4; place++)
        add(`quarter ${place + 1}`, (period) => Number(placeOf(period, 4) === place));
    else if (frequency !== 'year')
      for (let place = 1; place < 12; place++)
        add(months[place]!, (period) => Number(placeOf(periodOf(firstDay(period, frequency), 'month'), 12) === place));
  }
  if (asked('weekdays') && daily)
    for (let place = 1; place < (frequency === 'day' ? 7 : 5); place++)
      add(weekdays[place]!, (period) => Number((((firstDay(period, frequency) - 4) % 7) + 7) % 7 === place));
  const count = daysIn(options, periods, found);
  if (asked('holidays') && count) add('bank holidays', (period) => count(period).holidays);
  if (asked('working-days') && long) {
    const working = count ?? daysIn({ ...options, calendar: 'none' }, periods, found)!;
    add('working days', (period) => working(period).working);
  }
  drivers.forEach((name, i) => {
    add(name, (period) => found.driver(i, period));
  });
  return { names, columns };
}

/** Bank holidays and working days of a period; undefined for the continuous calendar, which has none, and for years without a list. */
function daysIn({ calendar }: { calendar: string }, periods: readonly number[], { frequency }: Found) {
  const nation = nations.find((name): name is Nation => name === calendar);
  if (!nation && calendar !== 'none') return undefined;
  const year = (period: number) => Number(isoDay(firstDay(period, frequency!)).slice(0, 4));
  const from = year(periods[0]!);
  const to = year(periods[periods.length - 1]!);
  if (nation && (from < holidayYears.first || to > holidayYears.last)) return undefined;
  const free = new Set(
    nation ? bankHolidays(nation, from, to).map((holiday) => Date.parse(holiday.date) / 86_400_000) : [],
  );
  return (period: number) => {
    let holidays = 0;
    let working = 0;
    for (let day = firstDay(period, frequency!); day < firstDay(period + 1, frequency!); day++) {
      const weekday = (((day - 4) % 7) + 7) % 7;
      if (free.has(day)) holidays++;
      else if (weekday < 5) working++;
    }
    return { holidays, working };
  };
}
