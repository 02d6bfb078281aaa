import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Warning } from '../../contract/data.ts';
import { Fault } from '../../contract/fault.ts';
import type { SourceFile } from '../reader.ts';
import type { Recipe } from '../recipe.ts';
import type { Outcome } from './careful.ts';
import type { Text } from './intake.ts';

const number = new Intl.NumberFormat('en-GB');

/** Refuses a reading that accepted nothing, or rejected more than the recipe allows, with the first reason. */
export function refuseTooMany(file: SourceFile, recipe: Recipe, { accepted, rejected }: Outcome, folder: string): void {
  const place = { file: file.name };
  if (accepted === 0 && rejected === 0)
    throw new Fault(
      'nothing-accepted',
      `${file.name} has no row of data under its header. Check that it is the right file.`,
      { place },
    );
  const share = rejected / (accepted + rejected);
  if (accepted > 0 && share <= Number.parseFloat(recipe.rejects) / 100) return;
  const { line, text } = firstReject(folder);
  if (accepted === 0)
    throw new Fault(
      'nothing-accepted',
      `None of the ${number.format(rejected)} rows of ${file.name} fits the recipe: line ${line} has ${text}. Check the recipe.`,
      { place: { ...place, line } },
    );
  throw new Fault(
    'too-many-rejects',
    `${number.format(rejected)} of ${number.format(accepted + rejected)} rows of ${file.name} do not fit, and the recipe allows ${recipe.rejects}: the first, on line ${line}, has ${text}. Correct the file or the recipe.`,
    { place: { ...place, line } },
  );
}

function firstReject(folder: string): { line: number; text: string } {
  const rejects = readFileSync(join(folder, 'rejects.csv'), 'utf8');
  const cells = [...rejects.slice(rejects.indexOf('\n') + 1).matchAll(/(?:"((?:[^"]|"")*)"|([^,\n]*))(?:,|\n)/g)].slice(
    0,
    4,
  );
  const [row = '', column = '', value = '', reason = ''] = cells.map(([, quoted, bare]) =>
    (quoted ?? bare ?? '').replaceAll('""', '"'),
  );
  const shown = value.length > 60 ? `${value.slice(0, 59)}…` : value;
  return { line: Number(row), text: column === '' ? reason : `“${shown}” in “${column}”, which is ${reason}` };
}

/** What a person should know about a reading beside its counts. */
export function remarks({ sift }: Outcome, text: Text): Warning[] {
  const warnings: Warning[] = [];
  const add = (code: string, count: number, sentence: string) => {
    if (count > 0) warnings.push({ code, text: sentence, count });
  };
  const rows = (count: number) => `${number.format(count)} row${count === 1 ? '' : 's'}`;
  add('short-rows', sift.padded, `${rows(sift.padded)} had fewer fields than the header; what was lacking is null.`);
  add('long-rows', sift.extra, `${rows(sift.extra)} had empty fields past the last column, which were left out.`);
  const [stacked] = sift.stacked;
  if (stacked)
    add(
      'stacked-tables',
      sift.stacked.length,
      `The header comes again on line ${stacked.line} with “${stacked.text}” in front: several tables are stacked and were read as one.`,
    );
  add(
    'damaged-text',
    text.damaged,
    `${number.format(text.damaged)} halves of letters had no other half and became U+FFFD.`,
  );
  return warnings;
}
