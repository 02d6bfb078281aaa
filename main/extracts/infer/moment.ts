/** A way of writing a date or a time: how it is known, and how the engine reads it. */
interface Form {
  format: string;
  pattern: RegExp;
  /** Positions of day, month (number) and year among the pattern's groups; 0 where there is none. */
  day: number;
  month: number;
  year: number;
}

const months = 'jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec';
const fullMonths = 'january|february|march|april|may|june|july|august|september|october|november|december';
const weekday = '(?:mon|tue|wed|thu|fri|sat|sun)';

const form = (format: string, pattern: string, day: number, month: number, year: number): Form => ({
  format,
  pattern: new RegExp(`^${pattern}$`, 'i'),
  day,
  month,
  year,
});

/** UK forms before American ones: the order is the preference where a whole column fits several. */
const dates: readonly Form[] = [
  form('%Y-%m-%d', '(\\d{4})-(\\d{1,2})-(\\d{1,2})', 3, 2, 1),
  form('%Y/%m/%d', '(\\d{4})/(\\d{1,2})/(\\d{1,2})', 3, 2, 1),
  form('%d/%m/%Y', '(\\d{1,2})/(\\d{1,2})/(\\d{4})', 1, 2, 3),
  form('%m/%d/%Y', '(\\d{1,2})/(\\d{1,2})/(\\d{4})', 2, 1, 3),
  form('%d-%m-%Y', '(\\d{1,2})-(\\d{1,2})-(\\d{4})', 1, 2, 3),
  form('%m-%d-%Y', '(\\d{1,2})-(\\d{1,2})-(\\d{4})', 2, 1, 3),
  form('%d.%m.%Y', '(\\d{1,2})\\.(\\d{1,2})\\.(\\d{4})', 1, 2, 3),
  form('%d/%m/%y', '(\\d{1,2})/(\\d{1,2})/(\\d{2})', 1, 2, 3),
  form('%m/%d/%y', '(\\d{1,2})/(\\d{1,2})/(\\d{2})', 2, 1, 3),
  form('%d-%m-%y', '(\\d{1,2})-(\\d{1,2})-(\\d{2})', 1, 2, 3),
  form('%d.%m.%y', '(\\d{1,2})\\.(\\d{1,2})\\.(\\d{2})', 1, 2, 3),
  ...['-', ' ', '/'].flatMap((gap) => [
    form(`%d${gap}%b${gap}%Y`, `(\\d{1,2})${gap}(${months})${gap}(\\d{4})`, 1, 0, 3),
    form(`%d${gap}%B${gap}%Y`, `(\\d{1,2})${gap}(${fullMonths})${gap}(\\d{4})`, 1, 0, 3),
    form(`%d${gap}%b${gap}%y`, `(\\d{1,2})${gap}(${months})${gap}(\\d{2})`, 1, 0, 3),
  ]),
  form('%a %d %b %Y', `${weekday},? (\\d{1,2}) (${months}) (\\d{4})`, 1, 0, 3),
  form('%B %d, %Y', `(${fullMonths}) (\\d{1,2}), (\\d{4})`, 2, 0, 3),
  form('%b %d, %Y', `(${months}) (\\d{1,2}), (\\d{4})`, 2, 0, 3),
  ...['-', ' '].flatMap((gap) => [
    form(`%b${gap}%Y`, `(${months})${gap}(\\d{4})`, 0, 0, 2),
    form(`%B${gap}%Y`, `(${fullMonths})${gap}(\\d{4})`, 0, 0, 2),
    form(`%b${gap}%y`, `(${months})${gap}(\\d{2})`, 0, 0, 2),
  ]),
  form('%Y%m%d', '((?:19|20)\\d{2})(\\d{2})(\\d{2})', 3, 2, 1),
];

const clocks: readonly { format: string; pattern: RegExp }[] = [
  { format: '%H:%M', pattern: /^([01]?\d|2[0-3]):[0-5]\d$/ },
  { format: '%H:%M:%S', pattern: /^([01]?\d|2[0-3]):[0-5]\d:[0-5]\d$/ },
  { format: '%H:%M:%S.%f', pattern: /^([01]?\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{1,6}0*$/ },
  { format: '%I:%M %p', pattern: /^(0?[1-9]|1[0-2]):[0-5]\d [ap]m$/i },
  { format: '%I:%M:%S %p', pattern: /^(0?[1-9]|1[0-2]):[0-5]\d:[0-5]\d [ap]m$/i },
];

const daysIn = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).getUTCDate();

/** Formats under which a text is a date that exists. */
export function dateFormats(text: string): string[] {
  if (text.length < 6 || text.length > 24 || !/\d/.test(text)) return [];
  return dates.filter((each) => fits(each, text)).map((each) => each.format);
}

function fits(each: Form, text: string): boolean {
  const match = each.pattern.exec(text);
  if (!match) return false;
  const day = each.day ? Number(match[each.day]) : 1;
  const month = each.month ? Number(match[each.month]) : monthNamed(text);
  const year = Number(match[each.year]);
  const full = match[each.year]!.length === 2 ? 2000 + year : year;
  return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(full, month) && full >= 1000;
}

function monthNamed(text: string): number {
  const name = new RegExp(months, 'i').exec(text)?.[0].slice(0, 3).toLowerCase() ?? '';
  return name
    ? months
        .split('|')
        .filter((each) => each !== 'sept')
        .indexOf(name) + 1
    : 0;
}

/** Formats under which a text is a time of day. */
export function timeFormats(text: string): string[] {
  if (text.length < 4 || text.length > 16 || !text.includes(':')) return [];
  return clocks.filter(({ pattern }) => pattern.test(text)).map(({ format }) => format);
}

/** Formats under which a text is a date with a time; an offset, or Z, ends in `%z`. ISO forms leave seconds and fractions open. */
export function timestampFormats(text: string): string[] {
  if (text.length < 12 || text.length > 40 || !text.includes(':')) return [];
  const match = /^(.*?\d)([ T])(\d{1,2}:\d{2}[^+Z]*?)( ?(?:Z|[+-]\d{2}(?::?\d{2})?))?$/.exec(text);
  if (!match) return [];
  const [, date = '', gap = '', clock = '', offset] = match;
  const zone = offset === undefined ? '' : '%z';
  const isoDate = /^\d{4}-\d{2}-\d{2}$/.test(date) && dateFormats(date).length > 0;
  if (isoDate && /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6}0*)?)?$/.test(clock))
    return [`%Y-%m-%d${gap === 'T' ? 'T' : ' '}%H:%M:%S${zone}`];
  const glue = gap === 'T' ? 'T' : ' ';
  return dateFormats(date).flatMap((day) => timeFormats(clock).map((time) => `${day}${glue}${time}${zone}`));
}

const financialYear = /^(?:FY ?)?((?:19|20)\d{2})\s?[/–-]\s?(\d{2}|\d{4})$/i;

/** `2019/20`, from any way of writing it; undefined when the second year does not follow the first. */
export function financialYearOf(text: string): string | undefined {
  const [, first = '', second = ''] = financialYear.exec(text) ?? [];
  if (!first) return undefined;
  const next = String(Number(first) + 1);
  return next === second || next.slice(2) === second ? `${first}/${next.slice(2)}` : undefined;
}

/** Whether a text names a quarter of a year, such as `2019 Q1`, `Q1 2019/20`. */
export const isQuarter = (text: string): boolean =>
  /^(?:(?:19|20)\d{2}([/-]\d{2})?[ -]?Q[1-4]|Q[1-4][ -]?(?:19|20)\d{2}([/-]\d{2})?)$/i.test(text);
