import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Value } from '../../main/contract/data.ts';
import { sniffCsv } from '../../main/extracts/csv/sniff.ts';
import { readCsv } from '../../main/extracts/csv.ts';
import type { Desk, Reading, SourceFile } from '../../main/extracts/reader.ts';
import { type Recipe, recipeSchema } from '../../main/extracts/recipe.ts';

export interface Taken {
  recipe: Recipe;
  reading: Reading;
  /** By column, in the order of the file. */
  columns: string[];
  rows: Value[][];
  rejects: string;
  lines: string;
}

export interface Thresholds {
  /** Files beyond this many bytes are sniffed in parts, and read swiftly. */
  whole?: number;
  large?: number;
}

export function place(folder: string, name: string, content: string | Buffer): SourceFile {
  const path = join(folder, name);
  writeFileSync(path, content);
  return { path, name, bytes: statSync(path).size };
}

/** Sniffs, unless a recipe is given, and reads; every reading must add up. */
export async function take(
  desk: Desk,
  folder: string,
  content: string | Buffer,
  { recipe, name = 'table.csv', whole, large }: { recipe?: Recipe; name?: string } & Thresholds = {},
): Promise<Taken> {
  const file = place(folder, name, content);
  const used = recipe ?? recipeSchema.parse(await sniffCsv(file, desk, whole));
  const reading = await readCsv(file, used, folder, desk, large);
  const aside = Object.values(reading.setAside).reduce((a, b) => a + b, 0);
  if (reading.read !== reading.accepted + reading.rejected + aside)
    throw new Error(`does not add up: ${JSON.stringify(reading)}`);
  const data = join(folder, 'data.parquet');
  const described = await desk.run(`DESCRIBE FROM read_parquet('${data}')`);
  const columns = described.map(({ column_name: column }) => String(column));
  const rows = await desk.run(
    `SELECT ${columns.map((column, at) => `"${column.replaceAll('"', '""')}" AS "c${at}"`).join(', ')} FROM read_parquet('${data}')`,
  );
  return {
    recipe: used,
    reading,
    columns,
    rows: rows.map((row) => columns.map((_, at) => row[`c${at}`]!)),
    rejects: readFileSync(join(folder, 'rejects.csv'), 'utf8'),
    lines: readFileSync(join(folder, 'lines.csv'), 'utf8'),
  };
}
