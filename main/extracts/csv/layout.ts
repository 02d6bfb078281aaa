import { infer } from '../infer.ts';
import type { Guessed } from './dialect.ts';
import type { Row } from './row.ts';

/** A record in memory. */
export interface Line {
  line: number;
  texts: (string | null)[];
  filled: number;
  broken: boolean;
}

/** A line with a broken quote is cut at every delimiter, as far as anyone can tell: it may be the header. */
export const lineFrom = (row: Row, delimiter: string): Line => {
  const texts = row.broken ? row.raw.replaceAll('"', '').split(delimiter) : row.texts();
  return {
    line: row.line,
    texts,
    filled: texts.filter((text) => text !== null && text.trim() !== '').length,
    broken: row.broken !== undefined,
  };
};

export interface Layout {
  width: number;
  header: Guessed<number>;
  headerRows: number;
  headerWhy: string | undefined;
  first: Guessed<number>;
}

const LOOK = 400;
const HEADS = 60;

/** Where the header and the first row of data are, from the first records of a file. */
export function guessLayout(lines: readonly Line[]): Layout {
  const filled = lines.filter((line) => line.filled > 0).slice(0, LOOK);
  const width = mode(filled.filter(({ broken }) => !broken).map(({ texts }) => texts.length));
  const all = filled.filter(({ broken, texts }) => !broken || texts.length === width);
  const start = all.slice(0, HEADS).find((line) => isFull(line, columnsInUse(all, width))) ?? all[0];
  if (!start) return bare(1, 1, 'the file has no row with a value in it');
  const at = all.indexOf(start);
  const body = all
    .slice(at + 1)
    .filter(
      (line) =>
        !line.broken && (line.texts.length === width || line.texts.length === start.texts.length) && !same(line, start),
    );
  const columns = Math.max(start.texts.length, width);
  const verdict = isHeader(start, body, columns);
  if (!verdict.value) {
    return { ...bare(columns, start.line, verdict.why), header: { ...verdict, value: 0 } };
  }
  const above = all[at - 1];
  const upper = above !== undefined && above.line === start.line - 1 && groups(above, start);
  const { units, second } = below(start, body, columns);
  const headerRows = 1 + (upper ? 1 : 0) + (second ? 1 : 0);
  const header = upper ? above.line : start.line;
  const next = body[second || units ? 1 : 0] ?? body[0];
  const skipped = at - (upper ? 1 : 0);
  const first = units || second ? (next?.line ?? start.line + 1) : (all[at + 1]?.line ?? start.line + 1);
  return {
    width: trimmedWidth(start, body, columns),
    header: {
      value: header,
      confidence: verdict.confidence,
      why: `${skipped > 0 ? `${skipped} row${skipped === 1 ? '' : 's'} of titles above it; ` : ''}${verdict.why}`,
    },
    headerRows,
    headerWhy: headerRows > 1 ? 'the names stand in two rows, which are joined' : undefined,
    first: {
      value: first,
      confidence: 0.95,
      why: units ? `line ${body[0]?.line} gives units, not values` : 'the first row with values below the header',
    },
  };
}

const same = (a: Line, b: Line) => a.texts.join('\n') === b.texts.join('\n');

function bare(width: number, first: number, why: string): Layout {
  return {
    width,
    header: { value: 0, confidence: 0.5, why },
    headerRows: 1,
    headerWhy: undefined,
    first: { value: first, confidence: 0.9, why: 'the first row with values' },
  };
}

const text = (line: Line, at: number) => (line.texts[at] ?? '').trim();

function mode(counts: readonly number[]): number {
  const times = new Map<number, number>();
  for (const count of counts) times.set(count, (times.get(count) ?? 0) + 1);
  return [...times].reduce((a, b) => (b[1] > a[1] || (b[1] === a[1] && b[0] > a[0]) ? b : a), [1, 0])[0];
}

/** Columns that hold something in at least a fifth of the full rows. */
function columnsInUse(all: readonly Line[], width: number): number {
  const rows = all.filter(({ texts, filled }) => texts.length === width && (width === 1 || filled > 1));
  let used = 0;
  for (let at = 0; at < width; at++)
    if (rows.filter((row) => text(row, at) !== '').length * 5 >= Math.max(1, rows.length)) used++;
  return Math.max(1, used);
}

const isFull = (line: Line, used: number) => line.filled >= Math.max(Math.min(2, used), used * 0.75);

const period =
  /^(FY ?)?(19|20)\d{2}([/–-]\d{2,4})?( ?Q[1-4])?$|^(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[ -]?\d{2,4}$|^\d{1,2}\/\d{1,2}\/\d{2,4}$|^(19|20)\d{2}-\d{2}(-\d{2})?$|^Q[1-4]/i;

/** A header says what is below it: texts over numbers and dates, or periods over numbers; and its texts come only once. */
function isHeader(start: Line, body: readonly Line[], columns: number): Guessed<boolean> {
  if (body.length === 0) return { value: true, confidence: 0.5, why: 'it is the only full row' };
  let [typed, alike, periods] = [0, 0, 0];
  let repeated = 0;
  for (let at = 0; at < columns; at++) {
    const cell = text(start, at);
    if (cell === '') continue;
    const values = tally(body, at);
    if (values.has(cell)) repeated++;
    const { rule } = infer('', values);
    if (rule.type === 'text') continue;
    typed++;
    const own = infer('', new Map([[cell, 1]])).rule.type;
    if (own === 'text') continue;
    if (period.test(cell) && ![...values.keys()].every((value) => period.test(value))) periods++;
    else alike++;
  }
  if (typed === 0)
    return repeated > 0
      ? { value: false, confidence: 0.6, why: 'the first row holds texts that come again below, so there is no header' }
      : { value: true, confidence: 0.7, why: 'the first full row, whose texts do not come again below' };
  if (alike * 2 >= typed)
    return {
      value: false,
      confidence: 0.9,
      why: `the first row has values in ${alike} of the ${typed} columns of numbers or dates, so there is no header`,
    };
  return {
    value: true,
    confidence: alike === 0 ? 0.98 : 0.8,
    why:
      periods > 0
        ? `names and periods stand over ${columnsOf(typed)} of values`
        : `names stand over ${columnsOf(typed)} of numbers, dates or codes`,
  };
}

const columnsOf = (count: number) => `${count} column${count === 1 ? '' : 's'}`;

function tally(body: readonly Line[], at: number): Map<string, number> {
  const values = new Map<string, number>();
  for (const row of body) {
    const value = text(row, at);
    if (value !== '') values.set(value, (values.get(value) ?? 0) + 1);
  }
  return values;
}

/** Whether a row above the header names groups of columns: several cells, not only at the left, and fewer than below. */
function groups(above: Line, start: Line): boolean {
  const places = above.texts.flatMap((_, at) => (text(above, at) === '' ? [] : [at]));
  return (
    places.length >= 2 &&
    places.length < start.filled &&
    (places.at(-1) ?? 0) >= 2 &&
    places.every((at) => !/^[\d,.£%-]+$/.test(text(above, at)) || period.test(text(above, at)))
  );
}

const unit =
  /^\(?(%|per ?cent(age)?( points?)?|£ ?(s|m|k|bn|million|billion|thousands?|000s?|'000s?)?|\$ ?(m|k|bn)?|€ ?(m|k|bn)?|gbp|number|numbers|no\.?|n|counts?|'?000s?|thousands?|millions?|m|k|bn|years?|months?|weeks?|days?|hours?|hrs|minutes?|mins?|seconds?|secs?|kg|tonnes?|km|miles?|m2|ha|index|rate|ratio|fte|people|persons|date|text|dd\/mm\/yyyy|yyyy-mm-dd|headcount|per 1,?000|per 100,?000)\)?$/i;

/** Whether the row under the header gives units, or goes on with the header. */
function below(start: Line, body: readonly Line[], columns: number): { units: boolean; second: boolean } {
  const [under, ...rest] = body;
  if (!under || rest.length < 2 || under.line > start.line + 1) return { units: false, second: false };
  let [typed, units, names, values] = [0, 0, 0, 0];
  for (let at = 0; at < columns; at++) {
    const { rule } = infer('', tally(rest, at));
    if (rule.type === 'text') continue;
    typed++;
    const cell = text(under, at);
    if (cell === '') continue;
    if (unit.test(cell)) units++;
    else if (infer('', new Map([...tally(rest, at), [cell, 1]]), true).rule.type === rule.type) values++;
    else names++;
  }
  if (typed === 0 || values > 0) return { units: false, second: false };
  const empty = start.texts.filter((_, at) => text(start, at) === '').length;
  return { units: units > 0 && names === 0, second: names > 0 && (empty > 0 || repeats(start)) };
}

function repeats(start: Line): boolean {
  const cells = start.texts.map((_, at) => text(start, at)).filter((cell) => cell !== '');
  return new Set(cells).size < cells.length;
}

/** Columns past the last name that hold nothing at all are the spreadsheet's, not the table's. */
function trimmedWidth(start: Line, body: readonly Line[], columns: number): number {
  let width = columns;
  while (width > 1 && text(start, width - 1) === '' && body.every((row) => text(row, width - 1) === '')) width--;
  return width;
}
