import type { Value } from '../contract/data.ts';
import { Fault } from '../contract/fault.ts';
import { textWidth, wrap } from './measure.ts';
import { type Series, toText, toTime } from './value.ts';

const longest = 200;

/** Values of a column as categories in the order of the rows, each with the lines it is written in. */
export interface Categories {
  /** Category of each row: text that is the same for the same value only, broken by line ends. */
  of: string[];
  /** Each category once. */
  names: string[];
  lines: number;
  /** Width in px of the widest line. */
  width: number;
}

export function categories({ kind, values, info }: Series, room: number, size = 12): Categories {
  const name = kind === 'time' ? dateName(values, info.type) : toText;
  const written = new Map<string, string>();
  const taken = new Set<string>();
  const of = values.map((value) => {
    const key = `${typeof value}:${toText(value)}`;
    const known = written.get(key);
    if (known !== undefined) return known;
    const text = name(value);
    const short = text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
    let label = wrap(short, room, size).join('\n') || '(blank)';
    for (let count = 2; taken.has(label); count++) label = `${wrap(short, room, size).join('\n')} (${count})`;
    taken.add(label);
    written.set(key, label);
    return label;
  });
  const names = [...taken];
  const broken = names.map((label) => label.split('\n'));
  return {
    of,
    names,
    lines: broken.reduce((most, parts) => Math.max(most, parts.length), 1),
    width: broken.flat().reduce((most, part) => Math.max(most, textWidth(part, size)), 0),
  };
}

/** Axis of categories that keeps their line ends, and puts the middle of several lines level with the mark. */
export const categoryAxis = { labelExpr: "split(datum.label, '\\n')", title: null, ticks: false, labelPadding: 6 };
export const lyingAxis = { ...categoryAxis, labelOffset: { expr: "-7 * (length(split(datum.value, '\\n')) - 1)" } };

/** Dates as months where every one is the first of its month, else as days; times of day only where there are any. */
function dateName(values: readonly Value[], type: string): (value: Value) => string {
  const times = values.map(toTime).filter((time) => time !== null);
  const daily = type === 'DATE' || times.every((time) => time.slice(11, 19) === '00:00:00');
  const monthly = daily && times.every((time) => time.slice(8, 10) === '01');
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'UTC',
    year: 'numeric',
    month: 'short',
    ...(!monthly && { day: 'numeric' }),
    ...(!daily && { hour: '2-digit', minute: '2-digit' }),
  });
  return (value) => {
    const time = toTime(value);
    return time === null ? toText(value) : format.format(new Date(time)).replace('Sept', 'Sep');
  };
}

/** Refuses marks that would hide one another: each place takes one row. */
export function oneEach(places: readonly string[], chart: string, where: string): void {
  const seen = new Set<string>();
  for (const place of places) {
    if (seen.has(place))
      throw new Fault(
        'data-unfit',
        `The chart ${chart} has more than one row for "${place.replace(/\n/g, ' ').replace('\u0000', ', ').replace(/, $/, '')}". Sum them in SQL first, or ${where}.`,
      );
    seen.add(place);
  }
}

/** Refuses more of something than a reader could take in. */
export function atMost(limit: number, count: number, chart: string, what: string): void {
  if (count > limit)
    throw new Fault(
      'data-unfit',
      `The chart ${chart} would have ${count.toLocaleString('en-GB')} ${what}; ${limit} is the most that can be read. Keep the ones that matter in SQL.`,
    );
}
