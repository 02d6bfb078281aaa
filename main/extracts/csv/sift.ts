import { isUtf8 } from 'node:buffer';
import { Fault } from '../../contract/fault.ts';
import type { CsvRead } from '../recipe.ts';
import { isNote } from './notes.ts';
import type { Row } from './row.ts';

/** What a file's records are sorted by. Lines are those of the file that is being read. */
export interface Plan {
  read: Pick<CsvRead, 'header' | 'headerRows' | 'first' | 'last' | 'notes' | 'totals' | 'short'>;
  /** The texts of the header's last row as they stand, to know it when it comes again; empty without a header. */
  header: readonly string[];
  width: number;
  /** Whether the first column holds numbers, so that a lone number below the table could be data. */
  firstIsNumber: boolean;
  maxRows: number;
}

export interface Sink {
  accept(row: Row): void;
  reject(row: Row, reason: string): void;
}

export type Aside = 'title' | 'header' | 'units' | 'blank' | 'total' | 'note';

const HELD = 5_000;

/** Sorts every record of a file into exactly one class: accepted, rejected, or set aside as one of `Aside`. */
export class Sift {
  records = 0;
  lines = 0;
  accepted = 0;
  rejected = 0;
  readonly setAside: Partial<Record<Aside, number>> = {};
  /** Rows with too few fields; those of them that were filled up with nulls; and rows with empty fields past the last column. */
  padded = 0;
  short = 0;
  extra = 0;
  /** Rows that repeat the header but for their first field, as where tables are stacked: their lines and first texts. */
  readonly stacked: { line: number; text: string }[] = [];
  private readonly plan: Plan;
  private readonly sink: Sink;
  private headers = 0;
  private held: Row[] = [];
  private afterBlank = false;

  constructor(plan: Plan, sink: Sink) {
    this.plan = plan;
    this.sink = sink;
  }

  visit(row: Row): void {
    this.records++;
    this.lines += row.lines;
    if (this.accepted > this.plan.maxRows)
      throw new Fault(
        'file-too-large',
        `The file has more than ${this.plan.maxRows.toLocaleString('en-GB')} rows. Split it into parts.`,
      );
    const kind = this.outside(row) ?? this.inside(row);
    if (kind === 'data') this.admit(row);
    else if (kind !== 'held') this.aside(kind);
  }

  /** What lies above the first row of data, or below the last. */
  private outside(row: Row): Aside | undefined {
    const { read } = this.plan;
    if (read.header > 0 && row.line >= read.header && this.headers < (read.headerRows ?? 1)) {
      if (row.blank) return 'blank';
      this.headers++;
      return 'header';
    }
    if (row.line < read.first) {
      if (row.blank) return 'blank';
      return row.line < read.header || read.header === 0 ? 'title' : 'units';
    }
    if (read.last !== undefined && row.line > read.last) return row.blank ? 'blank' : 'note';
    return undefined;
  }

  private inside(row: Row): Aside | 'data' | 'held' {
    const { read } = this.plan;
    if (row.blank) {
      this.afterBlank = true;
      return 'blank';
    }
    if (!row.broken) {
      if (this.repeatsHeader(row)) return 'header';
      if (read.totals?.includes((row.text(0) ?? '').trim())) return 'total';
      if (this.seemsNote(row)) {
        this.held.push(row.copy());
        if (this.held.length > HELD) this.release();
        return 'held';
      }
    }
    this.release();
    this.afterBlank = false;
    return 'data';
  }

  private seemsNote(row: Row): boolean {
    const { read, width, firstIsNumber } = this.plan;
    const below = this.afterBlank || this.held.length > 0;
    const asked = read.notes === 'short-rows' || (read.notes === 'after-blank-line' && below);
    return asked && isNote(row, width, this.afterBlank, firstIsNumber);
  }

  /** What seemed notes is followed by data, and so is data itself. */
  private release(): void {
    if (this.held.length === 0) return;
    for (const row of this.held) this.admit(row);
    this.held = [];
  }

  private admit(row: Row): void {
    const reason = row.broken ?? damage(row) ?? this.misfit(row);
    if (reason === undefined) {
      this.accepted++;
      this.sink.accept(row);
    } else {
      this.rejected++;
      this.sink.reject(row, reason);
    }
  }

  private misfit(row: Row): string | undefined {
    const { width, read } = this.plan;
    const fields = `${row.count} field${row.count === 1 ? '' : 's'} where the table has ${width}`;
    if (row.count > width) {
      for (let at = width; at < row.count; at++) if (row.filled(at)) return fields;
      this.extra++;
    } else if (row.count < width) {
      this.short++;
      if (read.short !== 'pad') return fields;
      this.padded++;
    }
    return undefined;
  }

  private repeatsHeader(row: Row): boolean {
    const { header, width } = this.plan;
    if (width < 2 || header.length < 2 || row.count < header.length || (row.text(1) ?? '').trim() !== header[1])
      return false;
    let [same, different] = [0, 0];
    for (let at = 1; at < header.length; at++) {
      if ((row.text(at) ?? '').trim() !== header[at]) return false;
      if (header[at] !== '') same++;
    }
    const first = (row.text(0) ?? '').trim();
    if (first !== header[0]) different++;
    if (same < (different > 0 ? 3 : 1)) return false;
    if (different > 0) this.stacked.push({ line: row.line, text: first });
    return true;
  }

  finish(): void {
    for (const _ of this.held) this.aside('note');
    this.held = [];
  }

  private aside(kind: Aside): void {
    this.setAside[kind] = (this.setAside[kind] ?? 0) + 1;
  }
}

function damage(row: Row): string | undefined {
  const bytes = row.buffer.subarray(row.from, row.to);
  if (bytes.indexOf(0) >= 0) return 'a NUL byte, which no text holds';
  return isUtf8(bytes) ? undefined : 'bytes that are not valid UTF-8';
}
