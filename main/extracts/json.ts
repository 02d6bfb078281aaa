import type { Warning } from '../contract/data.ts';
import { Fault } from '../contract/fault.ts';
import { digest } from './digest.ts';
import { readHead } from './head.ts';
import { convert } from './json/convert.ts';
import { follow } from './json/follow.ts';
import { findLayout } from './json/layout.ts';
import { learn } from './json/learn.ts';
import { ContentLines } from './json/reckon.ts';
import { jsonEncoding } from './json/source.ts';
import { freeName } from './name.ts';
import { filesPattern } from './pattern.ts';
import type { Desk, Reader, Reading, SourceFile } from './reader.ts';
import type { Recipe } from './recipe.ts';

/** JSON and NDJSON: one record per line, a list of records, a list inside an object, lists of values by row or column, GeoJSON. */
export const json: Reader = {
  kind: 'json',
  title: 'JSON, NDJSON and GeoJSON',
  recognises(name, head) {
    if (/\.(json|ndjson|jsonl|jsonlines|ldjson|geojson)$/i.test(name)) return true;
    if (/\.[a-z0-9]{1,8}$/i.test(name) && !/\.(txt|dat)$/i.test(name)) return false;
    const encoding = jsonEncoding(head);
    const text = new TextDecoder(encoding.startsWith('utf-16') ? encoding : 'utf-8').decode(head).trimStart();
    return /^(\{\s*("|\})|\[\s*[[{"\d\]-])/.test(text);
  },
  sniff,
  read,
};

async function sniff(file: SourceFile, desk: Desk): Promise<Recipe> {
  const head = readHead(file);
  const encoding = jsonEncoding(head);
  const { read, why, confidence } = await findLayout(file, encoding, desk);
  const isGeo = read.records === 'features' && /"FeatureCollection"/.test(head.toString('latin1').replaceAll('\0', ''));
  const { columns, decided, records } = await learn(file, read, desk, isGeo ? ['geometry'] : []);
  if (records === 0 || columns.size === 0)
    throw new Fault('file-empty', `${file.name} holds no record with a value in it. Ask for it again.`, {
      place: { file: file.name },
    });
  return {
    recipe: 1,
    files: filesPattern(file.name),
    read,
    columns,
    rejects: '1%',
    decided: {
      'read.encoding': { by: 'guess', confidence: encoding === 'utf-8' ? 0.95 : 1, why: encodingWhy(encoding) },
      'read.layout': { by: 'guess', confidence, why },
      ...decided,
    },
  };
}

const encodingWhy = (encoding: string) =>
  encoding === 'utf-8' ? 'JSON without a byte order mark' : `the first bytes are those of ${encoding}`;

async function read(file: SourceFile, recipe: Recipe, folder: string, desk: Desk): Promise<Reading> {
  if (recipe.read.as !== 'json')
    throw new Fault(
      'recipe-mismatch',
      `The recipe reads ${recipe.read.as}, and ${file.name} is JSON. Use another recipe.`,
    );
  const lines = new ContentLines();
  const { sha256, bytes } = await digest(file.path, desk.task.signal, (piece) => lines.add(piece));
  const warnings: Warning[] = [];
  const rules = new Map(recipe.columns);
  const how = recipe.read;
  const pass = () => follow(file, how, [...rules.keys()], folder, desk);
  let followed = await pass();
  if (followed.strangers) {
    const added = await strangers(file, recipe, desk);
    for (const [name, rule] of added.columns) rules.set(name, rule);
    warnings.push(...added.warnings);
    followed = await pass();
  }
  const names = [...rules.keys()];
  for (const [i, name] of names.entries())
    if (followed.seen[i] === 0)
      warnings.push({
        code: 'drift-lost-column',
        text: `“${name}” is in no record of ${file.name}; it is null throughout.`,
      });
  const columns = names.map((source, cell) => ({ source, rule: rules.get(source)!, cell }));
  const { accepted, rejected } = await convert(desk, folder, followed.rows, names.length, columns, followed.wrong);
  const { count } = followed;
  const reckoned = how.layout === 'lines' && how.encoding.startsWith('utf-8') ? lines.total() : undefined;
  if (reckoned !== undefined && reckoned !== count.records + count.header)
    throw new Fault('internal', `The lines of ${file.name} and its records do not agree. Nothing was imported.`, {
      detail: `${reckoned} lines with content, ${count.records + count.header} records`,
    });
  if (count.duplicates > 0)
    warnings.push({
      code: 'duplicate-keys',
      text: 'A name occurs twice in one object; the last value was taken.',
      count: count.duplicates,
    });
  if (followed.broken > 0)
    warnings.push({
      code: 'broken-characters',
      text: 'Texts hold half a character (a lone surrogate), read as �.',
      count: followed.broken,
    });
  const setAside: Record<string, number> = {};
  if (count.header > 0) setAside.header = count.header;
  if (count.blank > 0) setAside.blank = count.blank;
  return {
    sha256,
    bytes,
    read: count.records + count.header + count.blank,
    accepted,
    rejected: rejected + count.wrong,
    setAside,
    warnings,
  };
}

/** Rules for members that the recipe does not mention. */
async function strangers(
  file: SourceFile,
  recipe: Recipe,
  desk: Desk,
): Promise<{ columns: Recipe['columns']; warnings: Warning[] }> {
  if (recipe.read.as !== 'json') return { columns: new Map(), warnings: [] };
  const learnt = await learn(file, recipe.read, desk, [...recipe.columns.keys()]);
  const taken = new Set([...recipe.columns.values()].map(({ as }) => as.toLowerCase()));
  const added = [...learnt.columns].filter(([name]) => !recipe.columns.has(name));
  const columns = new Map(added.map(([name, rule]) => [name, { ...rule, as: freeName(rule.as, taken) }]));
  const warnings = added.map(([name, rule]) => ({
    code: 'drift-new-column',
    text: `“${name}” is not in the recipe; it was read as ${rule.type}. Add it to the recipe to say how.`,
  }));
  return { columns, warnings };
}
