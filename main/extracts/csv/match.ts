import type { Warning } from '../../contract/data.ts';
import { Fault } from '../../contract/fault.ts';
import { freeName } from '../name.ts';
import type { ColumnRule, CsvRead, Recipe } from '../recipe.ts';
import type { Line } from './layout.ts';
import { columnNames } from './names.ts';
import type { Plan } from './sift.ts';

export interface Column {
  /** Name in the file. */
  source: string;
  rule: ColumnRule;
  /** Position in the file from 0; undefined for a column that this file lacks. */
  at: number | undefined;
}

export interface Match {
  plan: Plan;
  /** The recipe's columns in its order, then new ones. */
  columns: Column[];
  warnings: Warning[];
}

/** Finds a recipe's columns in a file by their names, wherever its header and its columns have moved to. */
export function matchColumns(
  name: string,
  lines: readonly Line[],
  recipe: Recipe,
  read: CsvRead,
  maxRows: number,
): Match {
  const keys = [...recipe.columns.keys()];
  sameNames(recipe);
  if (read.header === 0) {
    const columns = keys.map((source, at) => ({ source, rule: recipe.columns.get(source)!, at }));
    return { plan: planOf(read, [], keys.length, recipe, maxRows), columns, warnings: [] };
  }
  const header = findHeader(lines, keys, read);
  if (!header)
    throw new Fault(
      'recipe-mismatch',
      `${name} has none of the columns that the recipe reads (${keys.slice(0, 4).join(', ')}${keys.length > 4 ? ' …' : ''}). Import it without the recipe, or use another one.`,
      { place: { file: name } },
    );
  const { rows, moved } = header;
  const names = namesOf(rows, keys);
  const warnings: Warning[] = [];
  if (moved !== 0)
    warnings.push({
      code: 'drift-header-moved',
      text: `The header of ${name} is on line ${read.header + moved}; the recipe has it on line ${read.header}.`,
    });
  const columns = pair(names, recipe, warnings, name);
  const shifted = {
    ...read,
    header: read.header + moved,
    first: read.first + moved,
    ...(read.last !== undefined && { last: read.last + moved }),
  };
  const texts = (rows.at(-1)?.texts ?? []).map((text) => (text ?? '').trim()).slice(0, names.length);
  return { plan: planOf(shifted, texts, names.length, recipe, maxRows), columns, warnings };
}

function planOf(read: CsvRead, header: string[], width: number, recipe: Recipe, maxRows: number): Plan {
  const [first] = recipe.columns.values();
  return { read, header, width, firstIsNumber: /^(integer|number|decimal)/.test(first?.type ?? ''), maxRows };
}

function sameNames(recipe: Recipe): void {
  const taken = new Set<string>();
  for (const { as, markers, use } of recipe.columns.values()) {
    if (use === false) continue;
    for (const name of [as, ...(markers ? [`${as}__marker`] : [])]) {
      if (taken.has(name.toLowerCase()))
        throw new Fault(
          'recipe-invalid',
          `Two columns of the recipe are to be called “${name}”. Give one of them another name.`,
        );
      taken.add(name.toLowerCase());
    }
  }
}

function findHeader(
  lines: readonly Line[],
  keys: readonly string[],
  read: CsvRead,
): { rows: Line[]; moved: number } | undefined {
  const count = read.headerRows ?? 1;
  const wanted = new Set(keys.map(plain));
  let best: { rows: Line[]; moved: number; hits: number } | undefined;
  for (let at = 0; at < lines.length; at++) {
    const rows = lines.slice(at, at + count);
    const moved = rows[0]!.line - read.header;
    if (rows[0]!.filled === 0) continue;
    const hits = namesOf(rows, keys).filter((name) => wanted.has(plain(name)) && !/^column_\d+$/.test(name)).length;
    const better = !best || hits > best.hits || (hits === best.hits && Math.abs(moved) < Math.abs(best.moved));
    if (hits > 0 && better) best = { rows, moved, hits };
  }
  return best;
}

/** Names as at the first reading; empty ones at the right are columns only if the recipe says so. */
function namesOf(rows: readonly Line[], keys: readonly string[]): string[] {
  const width = Math.max(keys.length, ...rows.map(({ texts }) => texts.length));
  const names = columnNames(
    rows.map(({ texts }) => texts),
    width,
  );
  const known = new Set(keys);
  const named = (at: number) => rows.some(({ texts }) => (texts[at] ?? '').trim() !== '');
  while (names.length > 1 && !named(names.length - 1) && !known.has(names.at(-1)!)) names.pop();
  return names;
}

const plain = (text: string) => text.replace(/\s+/g, ' ').trim().toLowerCase();

function pair(names: readonly string[], recipe: Recipe, warnings: Warning[], file: string): Column[] {
  const open = new Map(names.map((name, at) => [name, at]));
  const take = (test: (name: string) => boolean): number | undefined => {
    for (const [name, at] of open)
      if (test(name)) {
        open.delete(name);
        return at;
      }
    return undefined;
  };
  const exact = [...recipe.columns.keys()].map((source) => take((name) => name === source));
  const columns = [...recipe.columns].map(([source, rule], index): Column => {
    const at = exact[index] ?? take((name) => plain(name) === plain(source));
    if (at === undefined)
      warnings.push({
        code: 'drift-lost-column',
        text: `${file} has no column “${source}”; it is null throughout.`,
        count: 1,
      });
    else if (names[at] !== source)
      warnings.push({
        code: 'drift-renamed-column',
        text: `“${source}” is written “${names[at]}” in ${file}.`,
        count: 1,
      });
    return { source, rule, at };
  });
  const taken = new Set(
    [...recipe.columns.values()].flatMap(({ as }) => [as.toLowerCase(), `${as}__marker`.toLowerCase()]),
  );
  for (const [source, at] of open) {
    warnings.push({
      code: 'drift-new-column',
      text: `${file} has a column “${source}” that the recipe does not know; it is read as text.`,
      count: 1,
    });
    columns.push({ source, rule: { as: freeName(source, taken), type: 'text' }, at });
  }
  return columns;
}
