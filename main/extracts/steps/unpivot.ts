import { Fault } from '../../contract/fault.ts';
import type { Run } from '../reader.ts';
import type { Step } from '../recipe.ts';
import { quote, quoteName } from '../sql.ts';

type Unpivot = Step['unpivot'];

interface Column {
  name: string;
  type: string;
}

/** A column's companion that holds codes, or a date's that holds offsets. */
const companions = ['__marker', '__offset'] as const;

/**
 * Columns become rows: a row for each record and column, with the column's name in `name` and its value in `value`, all rows
 * of record 1 first. Companions of the columns follow them into the companion of `value`.
 */
export async function unpivot(step: Unpivot, run: Run, relation: string): Promise<{ relation: string; times: number }> {
  const all = (await run(`DESCRIBE ${relation}`)).map((row) => ({
    name: String(row.column_name),
    type: String(row.column_type),
  }));
  const chosen = choose(step.columns, all);
  const has = (name: string) => all.some((column) => column.name === name);
  const gone = new Set(chosen.flatMap(({ name }) => [name, ...companions.map((suffix) => name + suffix)]));
  const kept = all.filter(({ name }) => !gone.has(name));
  const taken = kept.find(({ name }) => [step.name, step.value].includes(name));
  if (taken) throw mismatch(`would make a second column “${taken.name}”`, 'Give its name or value another name.');
  const type = commonType(chosen);
  const parts = chosen.map(({ name }) => {
    const extra = companions.filter((suffix) => chosen.some((column) => has(column.name + suffix)));
    const fields = extra.map(
      (suffix) => `${quote(suffix)}: ${has(name + suffix) ? quoteName(name + suffix) : 'NULL::VARCHAR'}`,
    );
    const value = `CAST(${quoteName(name)} AS ${type})`;
    return {
      extra,
      text: `{'name': ${quote(name)}, 'value': ${value}${fields.map((field) => `, ${field}`).join('')}}`,
    };
  });
  const extra = parts[0]?.extra ?? [];
  const columns = [
    ...kept.map(({ name }) => quoteName(name)),
    `struct_extract(unpivoted, 'name') AS ${quoteName(step.name)}`,
    `struct_extract(unpivoted, 'value') AS ${quoteName(step.value)}`,
    ...extra.map((suffix) => `struct_extract(unpivoted, ${quote(suffix)}) AS ${quoteName(step.value + suffix)}`),
  ];
  const list = `[${parts.map(({ text }) => text).join(', ')}]`;
  return {
    relation: `SELECT ${columns.join(', ')} FROM (SELECT *, unnest(${list}) AS unpivoted FROM (${relation}))`,
    times: chosen.length,
  };
}

/** The columns named, or all from the first to the last of `first..last` in the order of the file, without companions. */
function choose(columns: Unpivot['columns'], all: readonly Column[]): Column[] {
  const place = (name: string) => {
    const found = all.findIndex((column) => column.name === name);
    if (found >= 0) return found;
    const near = all.find((column) => column.name.toLowerCase() === name.toLowerCase());
    throw mismatch(
      `names the column “${name}”, which the file does not have`,
      near ? `Did you mean “${near.name}”?` : 'Mend the recipe.',
    );
  };
  const exact = typeof columns === 'string' && all.some(({ name }) => name === columns);
  if (typeof columns === 'string' && !exact && columns.includes('..')) {
    const at = columns.indexOf('..');
    const [first, last] = [place(columns.slice(0, at)), place(columns.slice(at + 2))];
    if (last < first)
      throw mismatch(`takes ${columns}, but the last of them comes before the first`, 'Turn them round.');
    return all.slice(first, last + 1).filter(({ name }) => !isCompanion(name, all));
  }
  const names = typeof columns === 'string' ? [columns] : columns;
  if (names.length === 0 || new Set(names).size < names.length)
    throw mismatch('names no column, or one twice', 'List each column once.');
  return names.map((name) => all[place(name)]!);
}

const isCompanion = (name: string, all: readonly Column[]) =>
  companions.some((suffix) => name.endsWith(suffix) && all.some((column) => column.name + suffix === name));

/** One type that holds the values of all: numbers widen, anything else that differs becomes text. */
function commonType(columns: readonly Column[]): string {
  const types = [...new Set(columns.map(({ type }) => type))];
  if (types.length === 1) return types[0]!;
  const whole = types.every((type) => /^(TINY|SMALL|BIG)?INT(EGER)?$|^U(TINY|SMALL)?INT(EGER)?$/.test(type));
  if (whole) return 'BIGINT';
  const exact = types.map((type) =>
    /^U?(TINY|SMALL|BIG)?INT(EGER)?$/.test(type) ? ([20, 0] as const) : decimalOf(type),
  );
  if (exact.every((size) => size !== undefined)) {
    const scale = Math.max(...exact.map((size) => size![1]));
    const digits = Math.max(...exact.map((size) => size![0] - size![1])) + scale;
    if (digits <= 38) return `DECIMAL(${digits},${scale})`;
  }
  return types.every((type) => /^(U?(TINY|SMALL|BIG)?INT(EGER)?|FLOAT|DOUBLE|DECIMAL\(.*\))$/.test(type))
    ? 'DOUBLE'
    : 'VARCHAR';
}

function decimalOf(type: string): readonly [number, number] | undefined {
  const [, digits, scale] = /^DECIMAL\((\d+),(\d+)\)$/.exec(type) ?? [];
  return digits === undefined ? undefined : [Number(digits), Number(scale)];
}

const mismatch = (what: string, todo: string) =>
  new Fault('recipe-mismatch', `A step of the recipe (unpivot) ${what}. ${todo}`);
