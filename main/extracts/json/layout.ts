import { Fault } from '../../contract/fault.ts';
import type { Desk, SourceFile } from '../reader.ts';
import type { JsonRead } from '../recipe.ts';
import { outline, type Part } from './outline.ts';
import { pathOf, seek } from './records.ts';
import { type JsonEncoding, utf8Pieces } from './source.ts';
import { DEPTH } from './text.ts';
import { Walker } from './walker.ts';

export interface Layout {
  read: JsonRead;
  why: string;
  confidence: number;
}

const records = /^(data|records?|items|results?|rows|features|values?|entries|list|objects|hits|docs|content)$/i;
const about = /^(fields|columns|links|errors|warnings|facets|meta|metadata|schema|included|headers?|definitions)$/i;

/** Finds where the records of a file are. */
export async function findLayout(file: SourceFile, encoding: JsonEncoding, desk: Desk): Promise<Layout> {
  const open = () => new Walker(utf8Pieces(file, encoding, desk, 'looking for the records'), file.name);
  const opening = await peek(file, encoding, desk);
  if (opening.trim() === '')
    throw new Fault('file-empty', `${file.name} is empty. Ask for it again.`, { place: { file: file.name } });
  const byLine = lineLayout(file, opening, encoding);
  if (byLine) return byLine;
  const walker = open();
  const first = await walker.next();
  if (first !== 91 && first !== 123) throw walker.fault('it begins with neither [ nor {');
  await walker.value(false);
  if ((await walker.next()) >= 0) return sequence(encoding);
  const parts = await outline(open());
  if (first === 91) return listLayout(file, { as: 'json', encoding, layout: 'array' }, parts[0]!, parts, desk);
  return objectLayout(file, encoding, parts, desk);
}

/** The first part of the file as text. */
async function peek(file: SourceFile, encoding: JsonEncoding, desk: Desk): Promise<string> {
  let text = Buffer.alloc(0);
  for await (const piece of utf8Pieces(file, encoding, desk, 'looking at the file')) {
    text = Buffer.concat([text, piece]);
    if (text.length >= 1 << 20) break;
  }
  return text.toString('utf8');
}

/** A record on each line: most lines are complete objects or lists by themselves. */
function lineLayout(file: SourceFile, opening: string, encoding: JsonEncoding): Layout | undefined {
  const lines = opening.split('\n', 200).map((line) => line.replace('\u001e', '').trim());
  const filled = lines.filter((line) => line !== '');
  const whole = filled.filter((line) => /^[[{]/.test(line) && parses(line));
  const named = /\.(ndjson|jsonl|jsonlines|ldjson)(\.gz)?$/i.test(file.name);
  const enough = named
    ? filled.length > 0 && whole.length * 2 >= filled.length
    : filled.length > 1 && whole.length * 2 > filled.length;
  if (!enough) return undefined;
  const lists = whole.filter((line) => line.startsWith('[')).length * 2 > whole.length;
  if (lists && named && filled.length === 1) return undefined;
  const read: JsonRead = { as: 'json', encoding, layout: 'lines', ...(lists && { rows: 'lists' }) };
  if (lists && headed(whole.slice(0, 50).map((line) => JSON.parse(line) as unknown[]))) read.header = 'first';
  const share = `${whole.length} of the first ${filled.length} lines are each a complete ${lists ? 'list' : 'object'}`;
  return { read, why: share, confidence: Math.round((100 * whole.length) / filled.length) / 100 };
}

function parses(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

const sequence = (encoding: JsonEncoding): Layout => ({
  read: { as: 'json', encoding, layout: 'sequence' },
  why: 'objects follow one another with nothing between them',
  confidence: 0.9,
});

async function objectLayout(file: SourceFile, encoding: JsonEncoding, parts: Part[], desk: Desk): Promise<Layout> {
  const candidates = parts
    .flatMap((part) => candidate(part, encoding))
    .sort((a, b) => b.score - a.score || a.part.path.length - b.part.path.length);
  const [best, next] = candidates;
  const bare = parts.find((part) => part.isList && part.size === 0 && records.test(part.path.at(-1) ?? ''));
  if (!best && bare) throw noRecord(file);
  if (!best)
    return {
      read: { as: 'json', encoding, layout: 'object' },
      why: 'one object without a list of records in it, read as one record',
      confidence: 0.6,
    };
  const others = candidates.slice(1, 4).map(({ part }) => `${nameOf(part)} (${part.size})`);
  const also = others.length > 0 ? `; not read: ${others.join(', ')}` : '';
  const layout = best.part.isList
    ? await listLayout(file, best.read, best.part, parts, desk)
    : { read: best.read, why: best.why, confidence: 0.8 };
  const confidence = next && next.score * 2 > best.score ? 0.6 : layout.confidence;
  return { read: layout.read, why: `${layout.why}${also}`, confidence };
}

const nameOf = (part: Part) => (part.path.length === 0 ? 'the whole file' : part.path.join('.'));

interface Candidate {
  part: Part;
  read: JsonRead;
  score: number;
  why: string;
}

function candidate(part: Part, encoding: JsonEncoding): Candidate[] {
  const name = part.path.at(-1) ?? '';
  const weight = records.test(name) ? 10 : about.test(name) ? 0.01 : 1;
  const at = part.path.length > 0 && {
    records: part.path.some((step) => step.includes('.')) ? [...part.path] : part.path.join('.'),
  };
  const base = { as: 'json' as const, encoding, ...at };
  if (part.isList) {
    const score = (part.objects * 2 + part.lists) * weight;
    if (score === 0) return [];
    return [{ part, read: { ...base, layout: 'object' }, score, why: '' }];
  }
  const [size = -1] = part.sizes;
  const even = part.sizes.length > 1 && size > 1 && part.sizes.every((other) => other === size);
  const numbered = part.objects > 0 && part.objects === part.size && even && size > part.size;
  if (even && (part.lists === part.sizes.length || numbered))
    return [
      {
        part,
        read: { ...base, layout: 'columns' },
        score: size * 2 * weight,
        why: `${nameOf(part)} holds ${part.sizes.length} columns of ${size} values each`,
      },
    ];
  if (part.size > 1 && part.objects === part.size && part.alike * 2 >= part.size - 1 && part.alike > 0)
    return [
      {
        part,
        read: { ...base, layout: 'entries' },
        score: part.size * 2 * weight,
        why: `${nameOf(part)} holds ${part.size} objects of one kind, each under its own name`,
      },
    ];
  return [];
}

const noRecord = (file: SourceFile) =>
  new Fault('file-empty', `${file.name} holds an empty list and no record. Ask for it again.`, {
    place: { file: file.name },
  });

/** What the members of a list are, and for lists of lists where the names of the columns come from. */
async function listLayout(file: SourceFile, read: JsonRead, part: Part, parts: Part[], desk: Desk): Promise<Layout> {
  const where = part.path.length === 0 ? 'a list' : `${nameOf(part)} is a list`;
  if (part.size === 0) throw noRecord(file);
  const share = (n: number) => (n === part.size ? 1 : Math.max(0.5, Math.round((100 * n) / part.size) / 100));
  if (part.objects >= part.lists && part.objects > 0)
    return { read, why: `${where} of ${part.objects} objects`, confidence: share(part.objects) };
  if (part.lists === 0)
    return { read: { ...read, rows: 'values' }, why: `${where} of ${part.plain} values`, confidence: 0.7 };
  const rows = { ...read, rows: 'lists' as const };
  const opening = (await firstOf(file, read.encoding, part.path, desk)) as unknown[][];
  const width = opening[0]?.length ?? 0;
  for (const other of parts.filter((list) => list.isList && list !== part && list.size === width)) {
    const names = other.path.some((step) => step.includes('.')) ? [...other.path] : other.path.join('.');
    if (!(await columnNames(file, { ...rows, names }, desk))) continue;
    return {
      read: { ...rows, names },
      why: `${where} of ${part.lists} lists, named by ${nameOf(other)}`,
      confidence: 0.9,
    };
  }
  if (headed(opening))
    return { read: { ...rows, header: 'first' }, why: `${where} of lists, the first being names`, confidence: 0.8 };
  return { read: rows, why: `${where} of ${part.lists} lists without names`, confidence: 0.7 };
}

/** Whether the first list looks like names: different texts, none a number, and no text of its own further down its column. */
function headed(rows: readonly unknown[][]): boolean {
  const [names = [], ...rest] = rows;
  return (
    rest.length > 0 &&
    names.length > 0 &&
    names.every((name) => typeof name === 'string' && name !== '' && !/^[\d.,-]+$/.test(name)) &&
    new Set(names).size === names.length &&
    names.every((name, column) => rest.every((row) => !Array.isArray(row) || row[column] !== name))
  );
}

/** The first members of a list, parsed. */
async function firstOf(
  file: SourceFile,
  encoding: JsonEncoding,
  path: readonly string[],
  desk: Desk,
): Promise<unknown[]> {
  const walker = new Walker(utf8Pieces(file, encoding, desk, 'looking at the records'), file.name);
  const first: unknown[] = [];
  await seek(walker, path, async () => {
    await walker.list(async () => {
      const { from, to } = await walker.value(first.length < 50);
      if (first.length < 50) first.push(parsed(walker, from, to));
    });
  });
  return first;
}

function parsed(walker: Walker, from: number, to: number): unknown {
  try {
    return JSON.parse(walker.buffer.toString('utf8', from, to));
  } catch (error) {
    throw error instanceof RangeError
      ? walker.fault(`lists lie more than ${DEPTH} deep in one another`)
      : walker.fault('a record is wrong', from);
  }
}

/** The names that a path leads to: texts, or objects with a name. */
export async function columnNames(file: SourceFile, read: JsonRead, desk: Desk): Promise<string[] | undefined> {
  if (read.names === undefined) return undefined;
  const walker = new Walker(utf8Pieces(file, read.encoding, desk, 'looking for the names of columns'), file.name);
  let found: unknown;
  await seek(walker, pathOf(read.names), async () => {
    const { from, to } = await walker.value(true);
    found = parsed(walker, from, to);
  });
  if (!Array.isArray(found)) return undefined;
  const names = found.map((entry: unknown) => {
    if (typeof entry === 'string') return entry;
    if (entry === null || typeof entry !== 'object') return undefined;
    const named = entry as Record<string, unknown>;
    return [named.name, named.fieldName, named.id, named.field, named.key, named.title].find(
      (name) => typeof name === 'string',
    );
  });
  return names.every((name) => typeof name === 'string') ? (names as string[]) : undefined;
}
