import { convert, engineType } from '../infer/convert.ts';
import type { ScratchRows } from '../scratch.ts';
import { quoteName } from '../sql.ts';
import type { Column } from './match.ts';
import type { Row } from './row.ts';

export type Tests = { column: Column; bad: string; reason: string; cell: string }[];

/** What the rows of a file become: the selected columns, and the test that finds a value that fits no rule. */
export function selection(
  columns: readonly Column[],
  present: readonly Column[],
): { kept: string[]; tests: Tests; bad: string } {
  const kept: string[] = [];
  const tests: Tests = [];
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
    const cell = `c${present.indexOf(column)}`;
    const conversion = convert(rule, cell);
    kept.push(`${conversion.value} AS ${name}`);
    if (conversion.marker) kept.push(`${conversion.marker} AS ${marker}`);
    if (conversion.bad) tests.push({ column, bad: conversion.bad, reason: conversion.reason, cell });
  }
  return { kept, tests, bad: tests.map(({ bad }) => `(${bad})`).join(' OR ') || 'false' };
}

export const presentColumns = (columns: readonly Column[]): Column[] =>
  columns.filter(({ at, rule }) => at !== undefined && rule.use !== false);

/** A row's cells to scratch, exactly: nothing is null, quoted nothing an empty text. */
export function keep(rows: ScratchRows, row: Row, present: readonly Column[]): void {
  rows.begin(row.line);
  for (const { at } of present) {
    const span = at! < row.count ? row.span(at!) : undefined;
    if (span && (span[0] < span[1] || row.filled(at!))) rows.bytes(row.buffer, span[0], span[1]);
    else {
      const text = row.text(at!);
      if (text === null) rows.empty();
      else rows.text(text);
    }
  }
  rows.end();
}
