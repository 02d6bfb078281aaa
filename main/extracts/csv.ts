import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '../contract/fault.ts';
import { type Outcome, readCarefully } from './csv/careful.ts';
import { settle } from './csv/encoding.ts';
import { type Text, takeIn } from './csv/intake.ts';
import { matchColumns } from './csv/match.ts';
import { headOf } from './csv/open.ts';
import { refuseTooMany, remarks } from './csv/remarks.ts';
import { dialectOf } from './csv/row.ts';
import { firstLines, sniffCsv } from './csv/sniff.ts';
import { canBeSwift, readSwiftly } from './csv/swift.ts';
import type { Desk, Reader, Reading, SourceFile } from './reader.ts';
import type { CsvRead, Recipe } from './recipe.ts';

/**
 * Delimited text. What is counted as read is every record of the file, from its first line to its last, each in one class: accepted, rejected, or
 * set aside as `title` (above the header), `header` (wherever it comes again), `units` (between header and data), `blank`, `total`
 * or `note` (below the table). A field with line breaks is one record, and its line is the one that the record begins on. A row with
 * more fields than the table, unless they are empty, or with fewer, unless the recipe pads them, is rejected.
 */
export const csv: Reader = {
  kind: 'csv',
  title: 'CSV and other delimited text',
  recognises(name, head) {
    if (/\.(csv|tsv|tab|txt|psv|dat|asc)$/i.test(name)) return true;
    if (/\.[a-z0-9]{1,8}$/i.test(name)) return false;
    return head.indexOf(0) < 0 && !/^\s*[<{[]/.test(head.toString('latin1')) && /[\n\r]/.test(head.toString('latin1'));
  },
  sniff: (file, desk) => sniffCsv(file, desk),
  read: (file, recipe, folder, desk) => readCsv(file, recipe, folder, desk),
};

/** Reads by a recipe; files of more than `large` bytes the swift way where that is sure. */
export async function readCsv(
  file: SourceFile,
  recipe: Recipe,
  folder: string,
  desk: Desk,
  large = LARGE,
): Promise<Reading> {
  if (recipe.read.as !== 'csv')
    throw new Fault(
      'recipe-mismatch',
      `The recipe reads ${recipe.read.as}, and ${file.name} is delimited text. Use another recipe.`,
    );
  const { encoding, warnings } = await settle(file, recipe.read.encoding, desk);
  const read: CsvRead = { ...recipe.read, encoding };
  const plain = encoding === 'utf-8' || encoding === 'utf-8-bom';
  const taking = takeIn(file, encoding, desk);
  taking.catch(() => undefined);
  if (!plain || file.bytes <= large) await taking;
  const swift = file.bytes > large ? await swiftly(file, recipe, read, taking, folder, desk) : undefined;
  const text = await taking;
  const { outcome, match } = swift ?? (await carefully(file, recipe, read, text, folder, desk));
  refuseTooMany(file, recipe, outcome, folder);
  return {
    sha256: text.sha256,
    bytes: text.bytes,
    read: outcome.sift.records,
    accepted: outcome.accepted,
    rejected: outcome.rejected,
    setAside: outcome.sift.setAside as Record<string, number>,
    warnings: [...warnings, ...match.warnings, ...remarks(outcome, text)],
  };
}

/** From this size on reading record by record would be felt. */
const LARGE = 1 << 24;

interface Done {
  outcome: Outcome;
  match: ReturnType<typeof matchColumns>;
}

async function carefully(
  file: SourceFile,
  recipe: Recipe,
  read: CsvRead,
  text: Text,
  folder: string,
  desk: Desk,
): Promise<Done> {
  const dialect = dialectOf(text.count.lf === 0 && text.count.cr > 0 ? { ...read, newline: 'cr' } : read);
  const lines = firstLines(await headOf(text, HEAD), dialect);
  const match = matchColumns(file.name, lines, recipe, read, desk.caps.rows);
  return { match, outcome: await readCarefully(text, dialect, match.plan, match.columns, folder, desk) };
}

const HEAD = 1 << 19;

async function swiftly(
  file: SourceFile,
  recipe: Recipe,
  read: CsvRead,
  taking: Promise<Text>,
  folder: string,
  desk: Desk,
): Promise<Done | undefined> {
  const plain = read.encoding === 'utf-8' || read.encoding === 'utf-8-bom';
  const source = plain ? { path: file.path, start: read.encoding === 'utf-8-bom' ? 3 : 0 } : await taking;
  const head = await headOf({ ...source, size: plain ? file.bytes : (await taking).count.bytes }, HEAD);
  const dialect = dialectOf(read);
  const match = matchColumns(file.name, firstLines(head, dialect), recipe, read, desk.caps.rows);
  if (!canBeSwift(read, dialect, match.plan, head)) return undefined;
  const count = taking.then((text) => text.count);
  const outcome = await readSwiftly({ ...source, count }, dialect, match.plan, match.columns, head, folder, desk);
  if (!outcome)
    for (const name of ['data.parquet', 'lines.csv', 'rejects.csv']) rmSync(join(folder, name), { force: true });
  return outcome && { outcome, match };
}
