import { Fault } from '../../contract/fault.ts';
import type { Desk, SourceFile } from '../reader.ts';
import type { JsonRead } from '../recipe.ts';
import { eachRow } from './columns.ts';
import type { Fields } from './fields.ts';
import { type Cells, Flattener } from './flatten.ts';
import { columnNames } from './layout.ts';
import { eachRecord, mismatch } from './records.ts';
import { JsonError, JsonText } from './text.ts';

export interface RowTaker {
  row(cells: Cells, buffer: Buffer, line: number, key: string | undefined): void;
  wrong?(text: string, line: number, reason: string): void;
}

export interface RowCount {
  records: number;
  blank: number;
  wrong: number;
  header: number;
  duplicates: number;
}

/** Brings every record of a file as cells to `taker`. */
export async function eachCells(
  file: SourceFile,
  read: JsonRead,
  desk: Desk,
  label: string,
  fields: Fields,
  taker: RowTaker,
): Promise<RowCount> {
  const count: RowCount = { records: 0, blank: 0, wrong: 0, header: 0, duplicates: 0 };
  let names = await columnNames(file, read, desk);
  if (read.names !== undefined && !names) throw mismatch(file, read, 'has no names of columns where read.names says');
  let flattener = new Flattener(fields, read.rows, names);
  const limit = () => {
    if (++count.records > desk.caps.rows)
      throw new Fault(
        'file-too-large',
        `${file.name} holds more than ${desk.caps.rows.toLocaleString('en-GB')} records. Split it into parts.`,
      );
    if (fields.columns.length > desk.caps.columns)
      throw new Fault(
        'file-too-large',
        `The records of ${file.name} have more than ${desk.caps.columns.toLocaleString('en-GB')} different names. It may be written by name, not by record.`,
      );
  };
  if (read.layout === 'columns')
    await eachRow(file, read, desk, flattener, (buffer, row) => {
      limit();
      taker.row(flattener.cells, buffer, row + 1, undefined);
    });
  else
    await eachRecord(file, read, desk, label, {
      record(buffer, from, to, line, key) {
        if (read.header === 'first' && !names) {
          names = headerNames(buffer.toString('utf8', from, to), from);
          flattener = new Flattener(fields, read.rows, names);
          count.header++;
          return;
        }
        const cells = flattener.record(buffer, from, to);
        limit();
        taker.row(cells, buffer, line, key);
      },
      blank: () => count.blank++,
      ...(read.layout === 'lines' && {
        wrong(text: string, line: number, reason: string) {
          count.wrong++;
          limit();
          taker.wrong?.(text, line, reason);
        },
      }),
    });
  count.duplicates = flattener.duplicates;
  return count;
}

/** Names that are used twice get a number; a name that is missing is the column's. */
function headerNames(text: string, at: number): string[] {
  const taken = new Set<string>();
  const strict = new JsonText();
  const bytes = Buffer.from(text);
  strict.set(bytes, bytes.length);
  strict.value(0);
  const header: unknown = JSON.parse(text);
  if (!Array.isArray(header)) throw new JsonError(at, 'the header is not a list of names');
  return header.map((entry, position) => {
    const name = entry === null || entry === '' ? `column_${position + 1}` : String(entry);
    let free = name;
    for (let n = 2; taken.has(free); n++) free = `${name}_${n}`;
    taken.add(free);
    return free;
  });
}
