import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Warning } from '../contract/data.ts';
import { Fault } from '../contract/fault.ts';
import { digest } from './digest.ts';
import { readHead } from './head.ts';
import { type Conversion, convert } from './infer/convert.ts';
import { relocate } from './json/convert.ts';
import { freeName } from './name.ts';
import { filesPattern } from './pattern.ts';
import type { Desk, Reader, Reading, SourceFile } from './reader.ts';
import type { ColumnRule, Recipe } from './recipe.ts';
import { quote, quoteName } from './sql.ts';

interface FileColumn {
  name: string;
  /** The engine's type. */
  type: string;
}

/** Parquet: columns keep the file's own types, nested ones included, unless the recipe says otherwise. */
export const parquet: Reader = {
  kind: 'parquet',
  title: 'Parquet',
  recognises: (name, head) => /\.(parquet|pq|parq)$/i.test(name) || /^PAR[1E]$/.test(head.toString('latin1', 0, 4)),
  sniff,
  read,
};

async function sniff(file: SourceFile, desk: Desk): Promise<Recipe> {
  const columns: Recipe['columns'] = new Map();
  const decided: NonNullable<Recipe['decided']> = {};
  const taken = new Set<string>();
  for (const { name, type } of await columnsOf(file, desk)) {
    const as = freeName(name === '' ? `column_${columns.size + 1}` : name, taken);
    columns.set(name, { as, type: ruleType(type) });
    decided[`${name}.type`] = { by: 'guess', confidence: 1, why: `${type} in the file, kept as it is` };
  }
  return { recipe: 1, files: filesPattern(file.name), read: { as: 'parquet' }, columns, rejects: '1%', decided };
}

/** The nearest type that a recipe knows. */
function ruleType(type: string): string {
  if (/^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$/.test(type)) return 'integer';
  const decimal = /^DECIMAL\((\d+),(\d+)\)$/.exec(type);
  if (decimal) return `decimal(${decimal[1]},${decimal[2]})`;
  if (type === 'DOUBLE' || type === 'FLOAT') return 'number';
  if (type === 'BOOLEAN' || type === 'DATE' || type === 'TIME') return type.toLowerCase();
  return type.startsWith('TIMESTAMP') && !type.includes('[') ? 'timestamp' : 'text';
}

const sourceOf = (file: SourceFile) => `read_parquet(${quote(file.path)}, file_row_number = true)`;

async function columnsOf(file: SourceFile, desk: Desk): Promise<FileColumn[]> {
  const magic = readHead(file).toString('latin1', 0, 4);
  if (magic === 'PARE') throw unreadable(file, 'is encrypted', 'Ask for it without encryption.');
  if (magic !== 'PAR1')
    throw unreadable(file, 'is not Parquet: its first bytes are not PAR1', 'Check what it really is.');
  const found = await sound(file, desk.run(`DESCRIBE SELECT * FROM read_parquet(${quote(file.path)})`));
  const [{ n = 0 } = {}] = await sound(
    file,
    desk.run(`SELECT num_rows AS n FROM parquet_file_metadata(${quote(file.path)})`),
  );
  const columns = found.map((row) => ({ name: String(row.column_name), type: String(row.column_type) }));
  if (Number(n) === 0) throw new Fault('file-empty', `${file.name} holds columns but no row. Ask for it again.`);
  if (columns.length > desk.caps.columns || Number(n) > desk.caps.rows)
    throw new Fault(
      'file-too-large',
      `${file.name} has ${columns.length} columns and ${Number(n).toLocaleString('en-GB')} rows, more than can be read. Ask for it in parts.`,
    );
  return columns;
}

/** What the engine objects to while reading the file is the file's fault. */
async function sound<T>(file: SourceFile, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const fault = Fault.from(error);
    if (fault.code === 'cancelled' || /out of memory|no space/i.test(fault.message)) throw fault;
    const message = fault.message.replaceAll(file.path, file.name);
    if (/encrypt/i.test(message)) throw unreadable(file, 'is encrypted', 'Ask for it without encryption.', error);
    if (/magic bytes|too small/i.test(message))
      throw unreadable(file, 'breaks off: the index at its end is missing', 'Copy or download it again.', error);
    throw unreadable(file, 'is damaged', 'Copy or download it again.', error);
  }
}

function unreadable(file: SourceFile, what: string, todo: string, cause?: unknown): Fault {
  return new Fault('file-unreadable', `${file.name} ${what}. ${todo}`, {
    place: { file: file.name },
    ...(cause instanceof Fault && { detail: cause.detail ?? cause.message }),
    cause,
  });
}

interface Kept extends Conversion {
  source: string;
  rule: ColumnRule;
}

async function read(file: SourceFile, recipe: Recipe, folder: string, desk: Desk): Promise<Reading> {
  if (recipe.read.as !== 'parquet')
    throw new Fault(
      'recipe-mismatch',
      `The recipe reads ${recipe.read.as}, and ${file.name} is Parquet. Use another recipe.`,
    );
  const { sha256, bytes } = await digest(file.path, desk.task.signal);
  const present = await columnsOf(file, desk);
  const { kept, warnings } = plan(file, recipe, present);
  const used = kept.filter(({ rule }) => rule.use !== false);
  const tests = used.filter(({ bad }) => bad !== undefined);
  const unfit = tests.map((column) => `(${column.bad})`).join(' OR ') || 'false';
  const values = used.flatMap(({ rule, value, marker }) => [
    `${value} AS ${quoteName(rule.as)}`,
    ...(marker ? [`${marker} AS ${quoteName(`${rule.as}__marker`)}`] : []),
  ]);
  const data = join(folder, 'data.parquet');
  const source = sourceOf(file);
  await sound(
    file,
    desk.run(
      `COPY (SELECT ${values.join(', ')} FROM ${source} WHERE NOT (${unfit})) TO ${quote(data)} (FORMAT parquet)`,
    ),
  );
  const total = await rowsIn(desk, file.path);
  const accepted = await rowsIn(desk, data);
  const refused = tests.map(
    ({ source: name, rule, reason, bad: test }, place) =>
      `SELECT file_row_number + 1 AS row, ${quote(name)} AS "column", CAST(${rawOf(present, name)} AS VARCHAR) AS value, ${quote(reason || rule.type)} AS reason, ${place} AS place FROM ${source} WHERE ${test}`,
  );
  const rejects = quote(join(folder, 'rejects.csv'));
  if (accepted < total) {
    await desk.run(
      `COPY (SELECT row, "column", value, reason FROM (${refused.join(' UNION ALL ')}) ORDER BY row, place) TO ${rejects} (FORMAT csv, HEADER)`,
    );
    await relocate(desk, folder, `SELECT file_row_number + 1 AS line FROM ${source} WHERE NOT (${unfit})`);
  } else {
    await writeFile(join(folder, 'rejects.csv'), 'row,column,value,reason\n');
    await writeFile(join(folder, 'lines.csv'), 'record,line\n1,1\n');
  }
  return { sha256, bytes, read: total, accepted, rejected: total - accepted, setAside: {}, warnings };
}

/** Rows by the file's own index, which is not what copied them. */
async function rowsIn(desk: Desk, path: string): Promise<number> {
  const [{ n = 0 } = {}] = await desk.run(`SELECT num_rows AS n FROM parquet_file_metadata(${quote(path)})`);
  return Number(n);
}

const rawOf = (present: readonly FileColumn[], name: string) =>
  present.some((column) => column.name === name) ? quoteName(name) : 'NULL';

function plan(file: SourceFile, recipe: Recipe, present: readonly FileColumn[]): { kept: Kept[]; warnings: Warning[] } {
  const warnings: Warning[] = [];
  const taken = new Set([...recipe.columns.values()].map(({ as }) => as.toLowerCase()));
  const kept = present.map(({ name, type }): Kept => {
    const rule = recipe.columns.get(name);
    if (rule) return { source: name, rule, ...valueBy(name, type, rule) };
    warnings.push({
      code: 'drift-new-column',
      text: `“${name}” is not in the recipe; it was read as ${type}. Add it to the recipe to say how.`,
    });
    return {
      source: name,
      rule: { as: freeName(name, taken), type: ruleType(type) },
      value: quoteName(name),
      reason: '',
    };
  });
  for (const [source, rule] of recipe.columns) {
    if (present.some(({ name }) => name === source)) continue;
    warnings.push({ code: 'drift-lost-column', text: `“${source}” is not in ${file.name}; it is null throughout.` });
    kept.push({ source, rule, value: convert(rule, 'CAST(NULL AS VARCHAR)').value, reason: '' });
  }
  return { kept, warnings };
}

/** A column as it is where the rule asks for nothing else, or read anew from its text. */
function valueBy(name: string, type: string, rule: ColumnRule): Conversion {
  const column = quoteName(name);
  const asks =
    rule.strip ??
    rule.percent ??
    rule.decimal ??
    rule.missing ??
    rule.markers ??
    rule.format ??
    rule.true ??
    rule.false;
  if (asks === undefined && (ruleType(type) === rule.type || (type === 'VARCHAR' && isTextual(rule.type))))
    return { value: column, reason: '' };
  return convert(rule, type === 'VARCHAR' ? column : `CAST(${column} AS VARCHAR)`);
}

const isTextual = (type: string) => ['text', 'category', 'financial-year', 'quarter'].includes(type);
