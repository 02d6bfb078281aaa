import { join } from 'node:path';
import { Fault } from '../../contract/fault.ts';
import { LineMap } from '../lines.ts';
import type { Desk, SourceFile } from '../reader.ts';
import type { ColumnRule, Recipe, XesRead } from '../recipe.ts';
import { ScratchRows } from '../scratch.ts';
import { eventColumn, offsetOf, traceColumn } from './columns.ts';
import type { Attribute, Event } from './log.ts';
import { attributeOf, pairUp } from './pairs.ts';
import { eachTrace, HELD } from './survey.ts';

/** What was noticed on the way, counted. */
export interface Noticed {
  events: number;
  traces: number;
  emptyTraces: number;
  outside: number;
  lifecycle: number;
  joined: number;
  unfinished: number;
  unstarted: number;
  differing: Map<string, number>;
  untimed: number;
  unzoned: number;
  fine: number;
  notNumbers: number;
  repeated: number;
  late: number;
  strangers: boolean;
  /** Rows in which each column has a value, in the recipe's order. */
  seen: number[];
}

export interface Followed {
  rows: ScratchRows;
  wrong: ScratchRows;
  noticed: Noticed;
}

/** Cells of a row: a value for each column of the recipe, then an offset for each. */
export async function follow(
  file: SourceFile,
  read: XesRead,
  columns: Recipe['columns'],
  folder: string,
  desk: Desk,
): Promise<Followed> {
  const rows = new ScratchRows(join(desk.scratch, 'rows.csv'));
  const wrong = new ScratchRows(join(desk.scratch, 'wrong.csv'));
  const lines = new LineMap(join(folder, 'lines.csv'));
  const pairs = read.lifecycle === 'pairs';
  const table = new EventRows(rows, lines, columns, file, desk.caps.rows, pairs);
  const { noticed } = table;
  try {
    await eachTrace(file, desk, 'reading events', pairs ? Number.POSITIVE_INFINITY : HELD, {
      late: () => noticed.late++,
      trace(attributes, events, last) {
        noticed.events += events.length;
        if (attributes === null) noticed.outside += events.length;
        else if (last) noticed.traces++;
        if (attributes && last && events.length === 0) noticed.emptyTraces++;
        table.trace(attributes ?? []);
        if (pairs) writePairs(table, events, read.pairs ?? 'order');
        else for (const event of events) table.row(event.line, event);
      },
    });
  } finally {
    for (const output of [rows, wrong, lines]) output.close();
  }
  return { rows, wrong, noticed };
}

function writePairs(table: EventRows, events: Event[], by: 'instance' | 'order'): void {
  const { pairs, others } = pairUp(events, by);
  const { noticed } = table;
  noticed.lifecycle += others;
  for (const { start, complete } of pairs) {
    const main = complete ?? start!;
    if (!complete) noticed.unfinished++;
    else if (!start) noticed.unstarted++;
    else noticed.joined++;
    if (start && complete) table.compare(start, complete);
    table.row(main.line, main, start && complete ? start : null, [
      { name: 'start', tag: 'date', value: start && attributeOf(start, 'time:timestamp') },
      { name: 'end', tag: 'date', value: complete && attributeOf(complete, 'time:timestamp') },
    ]);
  }
}

/** What the columns `start` and `end` of a pair tell already. */
const told: readonly string[] = ['time:timestamp', 'lifecycle:transition'];

class EventRows {
  readonly noticed: Noticed;
  private readonly rows: ScratchRows;
  private readonly lines: LineMap;
  private readonly limit: number;
  private readonly file: SourceFile;
  private readonly places: ReadonlyMap<string, number>;
  private readonly rules: readonly ColumnRule[];
  private readonly paired: boolean;
  private caseCells: (string | null)[] = [];
  private cells: (string | null)[] = [];

  constructor(
    rows: ScratchRows,
    lines: LineMap,
    columns: Recipe['columns'],
    file: SourceFile,
    limit: number,
    paired: boolean,
  ) {
    this.rows = rows;
    this.lines = lines;
    this.file = file;
    this.limit = limit;
    const names = [...columns.keys()];
    this.places = new Map(names.map((name, place) => [name, place]));
    this.rules = [...columns.values()];
    this.paired = paired;
    this.noticed = {
      events: 0,
      traces: 0,
      emptyTraces: 0,
      outside: 0,
      lifecycle: 0,
      joined: 0,
      unfinished: 0,
      unstarted: 0,
      differing: new Map(),
      untimed: 0,
      unzoned: 0,
      fine: 0,
      notNumbers: 0,
      repeated: 0,
      late: 0,
      strangers: false,
      seen: names.map(() => 0),
    };
  }

  trace(attributes: readonly Attribute[]): void {
    this.cells = this.rules.map(() => null);
    for (const attribute of attributes) this.put(traceColumn(attribute.name), attribute);
    this.caseCells = this.cells;
  }

  /** A row of the trace's attributes, those of `fallback` and over them those of `event`. */
  row(line: number, event: Event, fallback: Event | null = null, more: readonly Attribute[] = []): void {
    this.cells = this.caseCells.slice();
    if (fallback) for (const attribute of fallback.attributes) this.putEvent(attribute);
    if (fallback) this.forget(event);
    for (const attribute of event.attributes) this.putEvent(attribute);
    for (const attribute of more) if (attribute.value !== null) this.put(attribute.name, attribute);
    if (attributeOf(event, 'time:timestamp') === null) this.noticed.untimed++;
    this.write(line);
  }

  private forget(event: Event): void {
    for (const { name } of event.attributes) {
      const place = this.places.get(eventColumn(name));
      if (place !== undefined) this.cells[place] = null;
    }
  }

  private putEvent(attribute: Attribute): void {
    if (this.paired && told.includes(attribute.name) && !this.places.has(attribute.name)) return;
    this.put(eventColumn(attribute.name), attribute);
  }

  private put(column: string, { tag, value }: Attribute): void {
    const place = this.places.get(column);
    if (place === undefined) {
      this.noticed.strangers = true;
      return;
    }
    if (value === null) return;
    if (this.cells[place] !== null) this.noticed.repeated++;
    if (tag === 'float' && /^[+-]?(NaN|INF|Infinity)$/i.test(value)) this.noticed.notNumbers++;
    else this.cells[place] = value;
  }

  private write(line: number): void {
    const { rows, rules, cells, noticed } = this;
    if (rows.rows >= this.limit)
      throw new Fault(
        'file-too-large',
        `${this.file.name} holds more than ${this.limit.toLocaleString('en-GB')} events. Ask for it in parts.`,
      );
    rows.begin(line);
    this.lines.add(line);
    for (let place = 0; place < rules.length; place++) {
      const value = cells[place] ?? null;
      if (value !== null) noticed.seen[place]!++;
      if (value === null) rows.empty();
      else rows.text(rules[place]!.type === 'timestamp' ? this.instant(value, rules[place]!) : value);
    }
    for (let place = 0; place < rules.length; place++) {
      if (!zoned(rules[place]!)) continue;
      const offset = cells[place] === null || cells[place] === undefined ? null : offsetOf(cells[place]!);
      if (offset === null) rows.empty();
      else rows.text(offset);
    }
    rows.end();
  }

  /** A date as it is converted: no finer than a microsecond, and with an offset where the column is of instants. */
  private instant(value: string, rule: ColumnRule): string {
    const cut = value.replace(/(\.\d{6})\d+/, '$1');
    if (cut !== value && /\.\d{6}\d*[1-9]/.test(value)) this.noticed.fine++;
    if (!zoned(rule) || offsetOf(cut) !== null) return cut;
    this.noticed.unzoned++;
    return `${cut}Z`;
  }

  compare(start: Event, complete: Event): void {
    for (const { name, value } of start.attributes) {
      if (told.includes(name)) continue;
      const later = attributeOf(complete, name);
      if (later !== null && later !== value)
        this.noticed.differing.set(name, (this.noticed.differing.get(name) ?? 0) + 1);
    }
  }
}

/** Whether a column holds instants, whose offsets are kept beside them. */
export const zoned = (rule: ColumnRule): boolean => rule.type === 'timestamp' && rule.format?.endsWith('%z') === true;
