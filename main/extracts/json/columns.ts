import { Fault } from '../../contract/fault.ts';
import type { Desk, SourceFile } from '../reader.ts';
import type { JsonRead } from '../recipe.ts';
import { type Flattener, kind } from './flatten.ts';
import { mismatch, pathOf, seek } from './records.ts';
import { utf8Pieces } from './source.ts';
import { JsonText } from './text.ts';
import { Walker } from './walker.ts';

/** Values of one column: where each token begins and ends in `bytes`. */
interface Values {
  name: string;
  bytes: Buffer;
  from: number[];
  to: number[];
  kinds: number[];
}

const LARGEST = 1 << 29;

/** Brings the rows of a file that is written by column to `take`; such a file is held in memory. */
export async function eachRow(
  file: SourceFile,
  read: JsonRead,
  desk: Desk,
  flattener: Flattener,
  take: (buffer: Buffer, row: number) => void,
): Promise<void> {
  if (file.bytes > LARGEST)
    throw new Fault(
      'file-too-large',
      `${file.name} is written by column and larger than ${LARGEST.toLocaleString('en-GB')} bytes. Have it written by record, one on each line.`,
    );
  const columns = await readColumns(file, read, desk);
  const rows = columns[0]?.from.length ?? 0;
  const odd = columns.find((column) => column.from.length !== rows);
  if (odd)
    throw new Fault(
      'file-unreadable',
      `${file.name} is written by column, but “${odd.name}” has ${odd.from.length} values and “${columns[0]?.name}” ${rows}. Ask for the file again.`,
      { place: { file: file.name } },
    );
  const buffer = Buffer.concat(columns.map(({ bytes }) => bytes));
  const bases: number[] = [];
  columns.reduce((base, { bytes }) => {
    bases.push(base);
    return base + bytes.length;
  }, 0);
  const { fields } = flattener;
  const targets = columns.map(({ name }) => {
    const field = fields.learning ? fields.member(fields.root, name) : fields.known(fields.root, name);
    if (!field) fields.strangers = true;
    return field ? fields.hold(field) : -1;
  });
  for (let row = 0; row < rows; row++) {
    flattener.cells.kinds.fill(0);
    columns.forEach((column, i) => {
      if (targets[i]! >= 0)
        flattener.put(targets[i]!, column.kinds[row]!, bases[i]! + column.from[row]!, bases[i]! + column.to[row]!);
    });
    take(buffer, row);
  }
}

async function readColumns(file: SourceFile, read: JsonRead, desk: Desk): Promise<Values[]> {
  const walker = new Walker(utf8Pieces(file, read.encoding, desk, 'reading columns'), file.name);
  const columns: Values[] = [];
  let found = false;
  await seek(walker, pathOf(read.records), async () => {
    if ((await walker.next()) !== 123) throw mismatch(file, read, 'holds no columns');
    found = true;
    await walker.object(async (name) => {
      const first = await walker.next();
      const { from, to } = await walker.value(true);
      if (first !== 91 && first !== 123) return;
      try {
        columns.push(split(name, walker.buffer, from, to));
      } catch (error) {
        throw walker.wrong(error);
      }
    });
  });
  if (!found) throw mismatch(file, read, 'is not there');
  await walker.finish();
  return columns;
}

/** Positions in errors are those of the walker's buffer; positions kept are those of the copy. */
function split(name: string, buffer: Buffer, from: number, to: number): Values {
  const text = new JsonText();
  text.set(buffer, to);
  text.value(from);
  const values: Values = { name, bytes: Buffer.from(buffer.subarray(from, to)), from: [], to: [], kinds: [] };
  const isObject = buffer[from] === 123;
  let here = text.space(from + 1);
  while (here < to - 1) {
    if (isObject) here = text.space(text.colon(text.space(text.key(here))));
    const behind = text.value(here);
    values.kinds.push(kindAt(text, here));
    values.from.push(here - from);
    values.to.push(behind - from);
    here = text.space(behind);
    if (buffer[here] === 44) here = text.space(here + 1);
  }
  return values;
}

function kindAt(text: JsonText, at: number): number {
  const first = text.buffer[at]!;
  if (first === 34) return text.escaped ? kind.escaped : kind.text;
  if (first === 110) return kind.null;
  if (first === 116 || first === 102) return kind.boolean;
  if (first === 91) return kind.list;
  if (first === 123) return kind.object;
  return text.integral ? kind.integer : kind.decimal;
}
