import type { Query, Task, Value, Warning } from '../../contract/data.ts';
import { Fault } from '../../contract/fault.ts';
import { quoteName, quoteText } from '../../contract/quote.ts';
import type { Input } from '../method.ts';
import { plain, reader, unrecognised, type Wording } from './codes.ts';
import { distinctOf, isNa, type Labels, labelsOf } from './labels.ts';
import { delimiterOf, flagCode, flagName, fromFlags, fromList, isFlag } from './multi.ts';
import { packs, unpack } from './pack.ts';
import type { Item, Question, Sample, Variable } from './sample.ts';
import { isTruth, textSql } from './truth.ts';

const most = 1000;

type Distinct = { value: string; rows: number }[];

/** Brings the respondents into columns of small numbers: codes are given in SQL, twelve to a double, and unpacked here. */
export async function readSample(
  query: Query,
  input: Input,
  wording: Wording,
  delimiter: string,
  task: Task,
): Promise<{ sample: Sample; unrecognised: Map<string, Distinct>; warnings: Warning[] }> {
  const { items = [], multi = [], group = [], rake = [] } = input.columns;
  const single = (role: string) => (input.columns[role] ? [role] : []);
  const groups = [...single('organisation'), ...group.filter((name) => name !== 'organisation')];
  const rakes = rake.filter((name) => !groups.includes(name));
  const labelled = [...new Set([...groups, ...rakes, ...single('wave')])];
  task.progress(0.05, 'reading the values of each column');
  const distinct = await distinctValues(query, input, [...new Set([...items, ...multi, ...labelled])]);
  const read = reader(wording);
  const named = [...Object.keys(wording.scale), ...wording.routed, ...wording.refused].some(
    (text) => plain(text) === 'na',
  );
  const blankNa = (value: string) => !named && isNa(value);
  const flags = multi.filter((name) =>
    isFlag(
      distinct.get(name)!.map(({ value }) => value),
      wording,
    ),
  );
  const lists = multi.filter((name) => !flags.includes(name));
  const packed = [
    ...items.map((name) => ({
      name,
      sql: codeSql(input, name, distinct.get(name)!, (raw) => read(raw, isTruth(input, name))),
    })),
    ...flags.map((name) => ({
      name: `flag ${name}`,
      sql: codeSql(input, name, distinct.get(name)!, (raw) => (raw === null ? 0 : flagCode(raw, wording))),
    })),
  ];
  const labels = new Map(
    labelled.map((name) => [
      name,
      labelsOf(
        name,
        distinct.get(name)!.filter(({ value }) => !blankNa(value)),
      ),
    ]),
  );
  const numeric = [
    ...packs(packed.map(({ sql }) => sql)),
    ...labelled.map((name, at) => ({ name: `label ${at}`, sql: labelSql(input, name, distinct.get(name)!) })),
    ...[...single('weight'), ...single('population')].map((name) => ({ name, sql: `CAST(${name} AS DOUBLE)` })),
    { name: 'one', sql: '1' },
  ];
  const textual = [
    ...[...single('stratum'), ...single('cluster')].map((name) => ({ name, sql: `CAST(${name} AS VARCHAR)` })),
    ...lists.map((name, at) => ({ name: `list ${at}`, sql: `CAST(${quoteName(name)} AS VARCHAR)` })),
  ];
  task.progress(0.1, 'coding the answers');
  const columns = [...numeric, ...textual].map(({ name, sql }) => `${sql} AS ${quoteName(name)}`);
  const coded = await query.make('coded', `SELECT ${columns.join(', ')} FROM ${input.table}`);
  const select = (part: typeof numeric) => `SELECT ${part.map(({ name }) => quoteName(name)).join(', ')} FROM ${coded}`;
  const numbers = await query.numbers(select(numeric));
  const texts = textual.length > 0 ? await query.texts(select(textual)) : {};
  const count = numbers.one!.length;
  const codes = unpack(numbers, packed.length, count);
  const variable = (name: string): Variable => {
    const raw = numbers[`label ${labelled.indexOf(name)}`]!;
    const codes = codesOf(raw, distinct.get(name)!, labels.get(name)!);
    return { name, labels: labels.get(name)!.labels, codes, truth: isTruth(input, name) };
  };
  const itemColumns: Item[] = items.map((name, at) => ({ name, codes: codes[at]! }));
  const strange = new Map(
    items.map(
      (name) =>
        [name, distinct.get(name)!.filter(({ value }) => read(value, isTruth(input, name)) === unrecognised)] as const,
    ),
  );
  const sample: Sample = {
    count,
    items: itemColumns,
    questions: questionsOf(flags, codes.slice(items.length), lists, texts, wording, delimiter),
    groups: groups.map(variable),
    rakes: rakes.map(variable),
    wave: input.columns.wave ? variable('wave') : null,
    stratum: texts.stratum ? dictionary('stratum', texts.stratum, blankNa) : null,
    cluster: texts.cluster ? dictionary('cluster', texts.cluster, blankNa) : null,
    weight: numbers.weight ?? null,
    population: numbers.population ?? null,
  };
  const nas = new Map(
    [...distinct].map(([name, values]) => [name, rowsOf(values.filter(({ value }) => blankNa(value)))]),
  );
  for (const name of [...single('stratum'), ...single('cluster')])
    nas.set(name, texts[name]!.filter((value) => value !== null && blankNa(value)).length);
  return { sample, unrecognised: strange, warnings: [...respellings(labels), ...blanks(nas)] };
}

async function distinctValues(query: Query, input: Input, names: readonly string[]): Promise<Map<string, Distinct>> {
  if (names.length === 0) return new Map();
  const each = names.map(
    (name, at) =>
      `SELECT * FROM (SELECT ${at} AS field, ${textSql(input, name)} AS value, count(*)::INTEGER AS n FROM ${input.table} GROUP BY ALL LIMIT 100000)`,
  );
  const rows = await query.rows(`SELECT * FROM (${each.join(' UNION ALL ')}) ORDER BY field, value`);
  const by = new Map<number, Record<string, Value>[]>(names.map((_, at) => [at, []]));
  for (const row of rows) by.get(Number(row.field))!.push(row);
  return new Map(names.map((name, at) => [name, distinctOf(by.get(at)!)]));
}

/** A CASE from each spelling that occurs to its code. */
function codeSql(input: Input, name: string, distinct: Distinct, read: (raw: string | null) => number): string {
  if (distinct.length > most)
    throw new Fault(
      'data-unfit',
      `The column "${name}" has more than ${most.toLocaleString('en-GB')} different values, so it is not an item with a few answers. Leave it out.`,
    );
  const by = new Map<number, string[]>();
  for (const { value } of distinct) by.set(read(value), [...(by.get(read(value)) ?? []), value]);
  if (by.size === 0) return '0::BIGINT';
  const integer = /INT/.test(input.types[name] ?? '');
  const column = integer ? quoteName(name) : textSql(input, name);
  const literal = (value: string) => (integer ? value : quoteText(value));
  const whens = [...by].map(
    ([code, values]) => `WHEN ${column} IN (${values.map(literal).join(', ')}) THEN ${code}::BIGINT`,
  );
  return `CASE ${whens.join(' ')} ELSE 0::BIGINT END`;
}

const labelSql = (input: Input, name: string, distinct: Distinct): string =>
  distinct.length === 0
    ? 'NULL::INTEGER'
    : `enum_code(CAST(${textSql(input, name)} AS ENUM(${distinct.map(({ value }) => quoteText(value)).join(', ')})))`;

function codesOf(raw: Float64Array, distinct: Distinct, labels: Labels): Int32Array {
  const to = distinct.map(({ value }) => labels.of.get(value) ?? -1);
  const codes = new Int32Array(raw.length);
  for (let k = 0; k < raw.length; k++) codes[k] = Number.isNaN(raw[k]!) ? -1 : to[raw[k]!]!;
  return codes;
}

function dictionary(name: string, values: readonly (string | null)[], blank: (value: string) => boolean): Variable {
  const seen = new Map<string, number>();
  const codes = Int32Array.from(values, (value) => {
    if (value === null || value.trim() === '' || blank(value)) return -1;
    const known = seen.get(value);
    if (known !== undefined) return known;
    seen.set(value, seen.size);
    return seen.size - 1;
  });
  return { name, labels: [...seen.keys()], codes };
}

function questionsOf(
  flags: readonly string[],
  codes: readonly Uint8Array[],
  lists: readonly string[],
  texts: Record<string, (string | null)[]>,
  wording: Wording,
  delimiter: string,
): Question[] {
  const named = flags.map((name, at) => ({ ...flagName(name), codes: codes[at]! }));
  const questions = [...new Set(named.map(({ question }) => question))].map((question) =>
    fromFlags(
      question,
      named.filter((flag) => flag.question === question),
    ),
  );
  const listed = lists.map((name, at) => {
    const values = texts[`list ${at}`]!;
    const present = [...new Set(values)].filter((value) => value !== null);
    return fromList(name, values, delimiter === 'auto' ? delimiterOf(present, wording) : delimiter, wording);
  });
  return [...questions, ...listed];
}

const rowsOf = (values: Distinct) => values.reduce((sum, { rows }) => sum + rows, 0);

/** Fields of NA, by column. */
function blanks(nas: ReadonlyMap<string, number>): Warning[] {
  const found = [...nas].filter(([, count]) => count > 0);
  const count = found.reduce((sum, [, rows]) => sum + rows, 0);
  const list = found.slice(0, 12).map(([name, rows]) => `${name} ${rows.toLocaleString('en-GB')}`);
  const more = found.length > 12 ? ` and ${found.length - 12} more columns` : '';
  const text = `${count.toLocaleString('en-GB')} fields of "NA" were read as blanks: ${list.join(', ')}${more}. If NA means that a question was not put, name it in the option "routed"; if it is a category, write it out.`;
  return count > 0 ? [{ code: 'na-blank', text, count }] : [];
}

function respellings(labels: ReadonlyMap<string, Labels>): Warning[] {
  return [...labels]
    .filter(([, { respelled }]) => respelled > 0)
    .map(([name, { respelled }]) => ({
      code: 'respelled',
      text: `In ${name}, ${respelled.toLocaleString('en-GB')} labels differ from another only in spaces or capitals and were read as that one.`,
      count: respelled,
    }));
}
