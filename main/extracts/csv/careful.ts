import { join } from 'node:path';
import { Fault } from '../../contract/fault.ts';
import { convert, engineType } from '../infer/convert.ts';
import type { Desk } from '../reader.ts';
import { ScratchRows } from '../scratch.ts';
import { quote, quoteName } from '../sql.ts';
import type { Text } from './intake.ts';
import type { Column } from './match.ts';
import { type Plan, Sift } from './sift.ts';
import { type Dialect, type Row, Splitter } from './split.ts';

export interface Outcome {
  sift: Sift;
  accepted: number;
  rejected: number;
}

/**
 * Reads a file record by record: what is accepted goes to scratch with its line, and from there through the rules of its columns
 * to `data.parquet`. Right for every file; the swift way is for large plain ones.
 */
export async function readCarefully(text: Text, dialect: Dialect, plan: Plan, columns: readonly Column[], folder: string, desk: Desk): Promise<Outcome> {
  const present = columns.filter((column) => column.at !== undefined && column.rule.use !== false);
  const rows = new ScratchRows(join(desk.scratch, 'rows.csv'));
  const wrong = new ScratchRows(join(desk.scratch, 'wrong.csv'));
  const sift = new Sift(plan, {
    accept: (row) => keep(rows, row, present),
    reject(row, reason) {
      wrong.begin(row.line);
      wrong.text(row.raw.replaceAll('\0', '\u2400'));
      wrong.text(reason);
      wrong.end();
    },
  });
  const splitter = new Splitter(dialect);
  splitter.width = plan.width;
  try {
    await splitter.run(text.path, (row) => sift.visit(row), {
      start: text.start,
      signal: desk.task.signal,
      pause: (bytes) => desk.task.progress(bytes / Math.max(1, text.count.bytes), 'reading rows'),
    });
    sift.finish();
  } finally {
    rows.close();
    wrong.close();
  }
  const lines = text.count.lines(dialect.cr);
  if (sift.lines !== lines)
    throw new Fault('internal', 'Lines were lost while the file was read. Nothing was imported.', { detail: `${lines} lines in the file, ${sift.lines} in its records` });
  return { sift, ...(await write(rows, wrong, columns, present, folder, desk)) };
}

function keep(rows: ScratchRows, row: Row, present: readonly Column[]): void {
  rows.begin(row.line);
  for (const { at } of present) {
    const span = at! < row.count ? row.span(at!) : undefined;
    const text = span === undefined ? row.text(at!) : undefined;
    if (text === null || (span && !row.filled(at!) && span[0] === span[1])) rows.empty();
    else if (text !== undefined) rows.text(text);
    else rows.bytes(row.buffer, span![0], span![1]);
  }
  rows.end();
}

/** What a file's rows become: the selected columns, and the test that finds rows with a value that fits no rule. */
export function selection(columns: readonly Column[], cell: (column: Column) => string) {
  const kept: string[] = [];
  const tests: { column: Column; bad: string; reason: string; cell: string }[] = [];
  for (const column of columns) {
    const { rule, at } = column;
    if (rule.use === false) continue;
    const name = quoteName(rule.as);
    const marker = quoteName(`${rule.as}__marker`);
    if (at === undefined) {
      kept.push(`CAST(NULL AS ${engineType(rule)}) AS ${name}`);
      if (rule.markers) kept.push(`CAST(NULL AS VARCHAR) AS ${marker}`);
      continue;
    }
    const x = cell(column);
    const conversion = convert(rule, x);
    kept.push(`${conversion.value} AS ${name}`);
    if (conversion.marker) kept.push(`${conversion.marker} AS ${marker}`);
    if (conversion.bad) tests.push({ column, bad: conversion.bad, reason: conversion.reason, cell: x });
  }
  return { kept, tests, bad: tests.map(({ bad }) => `(${bad})`).join(' OR ') || 'false' };
}

async function write(rows: ScratchRows, wrong: ScratchRows, columns: readonly Column[], present: readonly Column[], folder: string, desk: Desk): Promise<{ accepted: number; rejected: number }> {
  const relation = rows.relation(present.length);
  const { kept, tests, bad } = selection(columns, (column) => `c${present.indexOf(column)}`);
  const data = quote(join(folder, 'data.parquet'));
  desk.task.progress(null, 'writing');
  await desk.run(`COPY (SELECT ${kept.join(', ')} FROM ${relation} WHERE NOT (${bad})) TO ${data} (FORMAT parquet, COMPRESSION zstd)`);
  const [counted] = await desk.run(`SELECT (SELECT count(*) FROM ${relation}) AS total, (SELECT count(*) FROM read_parquet(${data})) AS accepted, (SELECT count(*) FROM ${relation} WHERE ${bad}) AS unfit`);
  const [total, accepted, unfit] = [Number(counted?.total), Number(counted?.accepted), Number(counted?.unfit)];
  if (total !== rows.rows || accepted + unfit !== total)
    throw new Fault('internal', 'Rows were lost between the file and the extract. Nothing was imported.', { detail: `${rows.rows} rows, ${total} read, ${accepted} accepted, ${unfit} rejected` });
  await desk.run(
    `COPY (SELECT record, line FROM (SELECT row_number() OVER () AS record, line, lag(line) OVER () AS before FROM ${relation} WHERE NOT (${bad})) WHERE before IS NULL OR line <> before + 1 ORDER BY record) TO ${quote(join(folder, 'lines.csv'))} (FORMAT csv, HEADER)`,
  );
  const refused = tests.map(
    ({ column, reason, cell, bad: test }, place) =>
      `SELECT line AS row, ${quote(column.source)} AS "column", ${cell} AS value, ${quote(reason)} AS reason, ${place + 1} AS place FROM unfit WHERE ${test}`,
  );
  const all = [`SELECT line AS row, '' AS "column", c0 AS value, c1 AS reason, 0 AS place FROM ${wrong.relation(2)}`, ...(unfit > 0 ? refused : [])].join(' UNION ALL ');
  await desk.run(
    `COPY (WITH unfit AS MATERIALIZED (SELECT * FROM ${relation} WHERE ${unfit > 0 ? bad : 'false'}) SELECT row, "column", value, reason FROM (${all}) ORDER BY row, place) TO ${quote(join(folder, 'rejects.csv'))} (FORMAT csv, HEADER)`,
  );
  return { accepted, rejected: wrong.rows + unfit };
}
