import type { Query, Warning } from '../../contract/data.ts';
import { quoteText } from '../../contract/quote.ts';
import type { Input } from '../method.ts';
import type { XmrOptions } from './options.ts';

/** How the date column orders points. `mark` is compared with the dates of rebases. */
export interface Clock {
  kind: 'time' | 'number' | 'text' | 'file';
  /** SQL for each, over the input's column `date`. */
  mark: string;
  date: string;
  label: string;
  warnings: Warning[];
}

const formats = [
  '%Y-%m-%d',
  '%Y-%m',
  '%Y%m%d',
  '%Y%m',
  '%Y-%m-%d %H:%M:%S',
  '%d/%m/%Y',
  '%d-%m-%Y',
  '%d %b %Y',
  '%d %B %Y',
  '%d-%b-%Y',
  '%d-%b-%y',
  '%b %Y',
  '%B %Y',
  '%b-%Y',
  '%B-%Y',
  '%b-%y',
  '%b %y',
  '%B %y',
  '%B-%y',
  '%Y %b',
  '%Y %B',
  '%m/%Y',
];
/** 2024, 2024-05, 202405, 2024-W07, 2024 Q1, 2024/25 Q1: text that sorts as time does. */
const sortable = '^\\d{4}([-/ ]?\\d{2}(\\d{2})?)?([-/ ]?[WwQq]?\\d{1,2})?$';

const stamp = (time: string) =>
  `CASE WHEN CAST(${time} AS TIME) = TIME '00:00:00' THEN strftime(${time}, '%Y-%m-%d') ELSE strftime(${time}, '%Y-%m-%d %H:%M:%S') END`;

/** Decides how dates of the given type order points; texts are read once to see what they are. */
export async function readClock(query: Query, input: Input, options: XmrOptions): Promise<Clock> {
  const type = input.types.date ?? '';
  if (/^(DATE|TIMESTAMP)/.test(type)) {
    const zoned = type === 'TIMESTAMP WITH TIME ZONE';
    const time = zoned ? `timezone(${quoteText(options.zone)}, date)` : 'CAST(date AS TIMESTAMP)';
    return {
      kind: 'time',
      mark: `CASE WHEN isfinite(${time}) THEN ${time} END`,
      date: time,
      label: stamp(time),
      warnings: [],
    };
  }
  const text = "nullif(trim(CAST(date AS VARCHAR)), '')";
  const noDate = 'CAST(NULL AS TIMESTAMP)';
  const asNumber: Omit<Clock, 'mark'> = { kind: 'number', date: noDate, label: text, warnings: [] };
  if (/INT/.test(type)) {
    const compact = await compactDates(query, input);
    if (compact) {
      const time = `try_strptime(CAST(date AS VARCHAR), '${compact}')`;
      const rule = `they were read as ${compact === '%Y%m' ? 'year and month' : 'year, month and day'}`;
      const code = 'number-dates';
      return {
        kind: 'time',
        mark: time,
        date: time,
        label: text,
        warnings: [{ code, text: `The dates are whole numbers: ${rule}.` }],
      };
    }
  }
  if (!/^(VARCHAR|ENUM|UUID|BOOLEAN)/.test(type))
    return { ...asNumber, mark: 'CASE WHEN isfinite(CAST(date AS DOUBLE)) THEN CAST(date AS DOUBLE) END' };

  const [seen] = await query.rows(
    `SELECT count(DISTINCT period) AS periods,
      count(*) FILTER (try_cast(period AS DOUBLE) IS NULL OR length(period) = 6) AS not_numbers,
      count(*) FILTER (NOT regexp_full_match(period, '${sortable}') OR length(period) <> shortest) AS not_sortable,
      ${formats.map((format, i) => `count(*) FILTER (coalesce(year(try_strptime(period, '${format}')), 0) < 1000) AS f${i}`).join(', ')}
    FROM (SELECT ${text} AS period, min(length(${text})) OVER () AS shortest FROM ${input.table}) WHERE period IS NOT NULL`,
  );
  const format = formats.find((_, i) => seen![`f${i}`] === 0);
  const warn = (rule: string): Warning[] => [
    { code: 'text-dates', text: `The dates are texts: ${rule}.`, count: Number(seen!.periods) },
  ];
  if (format) {
    const time = `try_strptime(${text}, '${format}')`;
    return { kind: 'time', mark: time, date: time, label: text, warnings: warn(`they were read as ${format}`) };
  }
  if (seen!.not_numbers === 0) return { ...asNumber, mark: `try_cast(${text} AS DOUBLE)` };
  if (seen!.not_sortable === 0)
    return {
      kind: 'text',
      mark: text,
      date: noDate,
      label: text,
      warnings: warn('points are in the order of the text'),
    };
  const rule = 'they do not sort as time does, so points stand in the order of the file';
  return { kind: 'file', mark: text, date: noDate, label: text, warnings: warn(rule) };
}

/** The format of whole numbers such as 202405 or 20240531, when every one of them is such a date between 1900 and 2199. */
async function compactDates(query: Query, input: Input): Promise<string | undefined> {
  const [seen] = await query.rows(
    `SELECT count(date) AS dates,
      count(*) FILTER (date BETWEEN 190001 AND 219912 AND date % 100 BETWEEN 1 AND 12) AS months,
      count(*) FILTER (date BETWEEN 19000101 AND 21991231 AND try_strptime(CAST(date AS VARCHAR), '%Y%m%d') IS NOT NULL) AS days
    FROM ${input.table}`,
  );
  if (seen!.dates === 0) return undefined;
  if (seen!.months === seen!.dates) return '%Y%m';
  return seen!.days === seen!.dates ? '%Y%m%d' : undefined;
}
