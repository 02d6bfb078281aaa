import { z } from 'zod';
import type { Query, Warning } from '../contract/data.ts';
import { Fault } from '../contract/fault.ts';
import { bankHolidays, holidayYears, type Nation, nations, weekendHolidays } from './calendar/holidays.ts';

const dayNames = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
const SECOND = 1_000_000;

/** Options of every method whose durations are working time. */
export const calendarOptions = {
  calendar: z
    .enum(['workspace', ...nations, 'continuous'])
    .default('workspace')
    .describe(
      'Which days are working days: weekdays without the bank holidays of a nation (a holiday at the weekend and its substitute day are both closed), or "continuous" for round the clock, every day. "workspace" takes the workspace\'s own.',
    ),
  zone: z
    .string()
    .default('workspace')
    .describe(
      'Time zone of the working hours (IANA name). Times that carry an offset are converted to it; those without are taken as local. "workspace" takes the workspace\'s own.',
    ),
  hours: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'write hours as 09:00-17:00')
    .default('09:00-17:00')
    .describe('Working hours of a working day, by the local clock. Not used when the calendar is "continuous".'),
  weekdays: z
    .array(z.enum(dayNames))
    .min(1)
    .default(['monday', 'tuesday', 'wednesday', 'thursday', 'friday'])
    .describe('Weekdays that are worked. Not used when the calendar is "continuous".'),
  closed: z
    .array(z.iso.date())
    .default([])
    .describe('Further dates that are not worked, such as privilege days. Not used when the calendar is "continuous".'),
};

/** A working calendar, checked; times of day are microseconds after midnight. */
export interface Calendar {
  name: Nation | 'continuous';
  zone: string;
  opens: number;
  closes: number;
  /** ISO weekdays, 1 for Monday to 7 for Sunday. */
  weekdays: readonly number[];
  closed: readonly string[];
}

export function readCalendar(options: z.output<z.ZodObject<typeof calendarOptions>>): Calendar {
  const name = [...nations, 'continuous' as const].find((known) => known === options.calendar);
  if (!name)
    throw new Fault(
      'parameter-invalid',
      `There is no calendar "${options.calendar}". Use one of ${nations.join(', ')}, or continuous.`,
    );
  if (!isZone(options.zone))
    throw new Fault('parameter-invalid', `There is no time zone "${options.zone}". Use a name such as Europe/London.`);
  const [opens = 0, closes = 0] = options.hours.split('-').map(timeOfDay);
  if (closes <= opens)
    throw new Fault(
      'parameter-invalid',
      `The hours ${options.hours} end before they begin. Give hours within one day, such as 09:00-17:00.`,
    );
  const weekdays = options.weekdays.map((weekday) => dayNames.indexOf(weekday) + 1);
  return { name, zone: options.zone, opens, closes, weekdays, closed: options.closed };
}

/** SQL for the local time of a column, as TIMESTAMP. */
export function localTime(column: string, type: string, calendar: Calendar): string {
  if (type === 'TIMESTAMP WITH TIME ZONE') return `timezone('${calendar.zone}', ${column})`;
  return type === 'TIMESTAMP' ? column : `CAST(${column} AS TIMESTAMP)`;
}

/**
 * Makes a table with each day from one date to another: `day`, `weekday`, `holiday` (its name, else null), `seconds` worked,
 * and for `worked`: `opens` (microseconds since 1970 by the local clock), `length` and `before` (microseconds worked that day and on all days before it).
 */
export async function makeDays(
  query: Query,
  calendar: Calendar,
  name: string,
  span: { first: string; last: string },
): Promise<{ table: string; warnings: Warning[] }> {
  const years = { first: Number(span.first.slice(0, 4)), last: Number(span.last.slice(0, 4)) };
  const free = freeDays(calendar, years);
  const listed = await query.put(`${name}_free`, {
    day: { type: 'DATE', values: free.map((holiday) => holiday.date) },
    holiday: { type: 'VARCHAR', values: free.map((holiday) => holiday.name) },
  });
  const length = calendar.closes - calendar.opens;
  const works =
    calendar.name === 'continuous'
      ? `${86_400 * SECOND}`
      : `CASE WHEN holiday IS NULL AND isodow(day) IN (${calendar.weekdays.join(', ')}) THEN ${length} ELSE 0 END`;
  const opens = calendar.name === 'continuous' ? 0 : calendar.opens;
  const table = await query.make(
    name,
    `SELECT day, dayname(day) AS weekday, holiday, length / ${SECOND} AS seconds, epoch_us(day::TIMESTAMP) + ${opens} AS opens, length,
        (coalesce(sum(length) OVER (ORDER BY day ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0))::BIGINT AS before
      FROM (SELECT day, holiday, (${works})::BIGINT AS length
        FROM (SELECT unnest(generate_series($first, $last, INTERVAL 1 DAY))::DATE AS day) LEFT JOIN ${listed} USING (day))
      ORDER BY day`,
    { first: { date: span.first }, last: { date: span.last } },
  );
  await query.drop(`${name}_free`);
  const outside =
    calendar.name !== 'continuous' && (years.first < holidayYears.first || years.last > holidayYears.last);
  return {
    table,
    warnings: outside
      ? [
          {
            code: 'holidays-unknown',
            text: `The times run from ${span.first} to ${span.last}; bank holidays are known from ${holidayYears.first} to ${holidayYears.last}, and outside those years every weekday counts as worked.`,
          },
        ]
      : [],
  };
}

/** SQL for the microseconds worked up to a local time, given in microseconds since 1970; `days` is the alias of its day's row. */
export const worked = (local: string, days: string): string =>
  `${days}.before + greatest(0, least(${local} - ${days}.opens, ${days}.length))`;

function freeDays(calendar: Calendar, years: { first: number; last: number }): { date: string; name: string }[] {
  if (calendar.name === 'continuous') return [];
  const first = Math.max(years.first, holidayYears.first);
  const last = Math.min(years.last, holidayYears.last);
  const known = new Map<string, string>();
  if (first <= last)
    for (const list of [bankHolidays, weekendHolidays])
      for (const { date, name } of list(calendar.name, first, last)) known.set(date, name);
  for (const date of calendar.closed) known.set(date, known.get(date) ?? 'Closed');
  return [...known].map(([date, name]) => ({ date, name }));
}

function isZone(zone: string): boolean {
  try {
    return /^[A-Za-z0-9_+\-/]+$/.test(zone) && new Intl.DateTimeFormat('en-GB', { timeZone: zone }) !== null;
  } catch {
    return false;
  }
}

function timeOfDay(text: string): number {
  const [hours = 0, minutes = 0] = text.split(':').map(Number);
  return (hours * 60 + minutes) * 60 * SECOND;
}
