import {
  Document,
  isMap,
  isNode,
  isScalar,
  LineCounter,
  type Node,
  Pair,
  parseDocument,
  type Scalar,
  stringify,
  YAMLMap,
} from 'yaml';
import { Fault, type Place } from '../contract/fault.ts';
import { type Recipe, recipeSchema } from './recipe.ts';

/** A recipe from its text; every fault names file and line. */
export function readRecipe(text: string, file: string): Recipe {
  const counter = new LineCounter();
  const document = parseDocument(quoteDecimals(text), { lineCounter: counter, prettyErrors: false, uniqueKeys: true });
  const placeOf = (offset: number): Place => {
    const { line, col } = counter.linePos(offset);
    return { file, line, column: col };
  };
  const [error] = document.errors;
  if (error) throw invalid(placeOf(error.pos[0]), `is no YAML: ${lowerFirst(error.message.split('\n')[0] ?? '')}`);
  if (!isMap(document.contents)) throw invalid({ file, line: 1 }, 'holds no recipe; it should begin with “recipe: 1”');
  const version = document.get('recipe');
  if (typeof version === 'number' && version > 1)
    throw new Fault(
      'workspace-newer',
      `${file} is a recipe of version ${version}, and this workbench knows version 1. Update the workbench to use it.`,
      { place: placeOf(nodeStart(document, ['recipe']) ?? 0) },
    );
  const parsed = recipeSchema.safeParse({ ...document.toJS(), columns: columnsOf(document) });
  if (parsed.success) return checked(parsed.data, (path) => placeOf(nodeStart(document, path) ?? 0));
  const issue = parsed.error.issues[0]!;
  const path = [...issue.path, ...(issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [])] as (
    | string
    | number
  )[];
  const name = path.join('.') || 'the recipe';
  throw invalid(placeOf(nodeStart(document, path) ?? 0), `${name}: ${lowerFirst(issue.message)}`);
}

/** Columns keep the order in which they are written, which an object would not keep for names such as 2019. */
function columnsOf(document: Document): unknown {
  const node = document.get('columns', true);
  if (!isMap(node)) return document.get('columns');
  return new Map(
    node.items.map(({ key, value }) => [
      isScalar(key) ? String(key.source ?? key.value) : String(key),
      isNode(value) ? value.toJS(document) : value,
    ]),
  );
}

/** `type: decimal(12,2)` is what people write; between braces YAML would break it at the comma. */
const quoteDecimals = (text: string): string => text.replace(/(\btype:\s*)(decimal\(\d+,\s*\d+\))/g, '$1"$2"');

/** What a schema can't see: two columns with one name. */
function checked(recipe: Recipe, placeOf: (path: string[]) => Place): Recipe {
  const names = new Map<string, string>();
  for (const [source, { as, markers, use }] of recipe.columns) {
    if (use === false) continue;
    for (const name of [as, ...(markers && Object.keys(markers).length > 0 ? [`${as}__marker`] : [])]) {
      const other = names.get(name.toLowerCase());
      if (other !== undefined)
        throw invalid(placeOf(['columns', source]), `“${source}” and “${other}” would both be named “${name}”`);
      names.set(name.toLowerCase(), source);
    }
  }
  return recipe;
}

function invalid(place: Place, what: string): Fault {
  return new Fault(
    'recipe-invalid',
    `${place.file}, line ${place.line}: the recipe ${what}. Mend the line and try again.`.replace(
      'the recipe the recipe',
      'the recipe',
    ),
    { place },
  );
}

/** Where the value at a path begins, or the nearest one above that exists. */
function nodeStart(document: Document, path: readonly (string | number)[]): number | undefined {
  for (let depth = path.length; depth > 0; depth--) {
    const parent = depth === 1 ? document.contents : document.getIn(path.slice(0, depth - 1), true);
    if (isMap(parent)) {
      const pair = parent.items.find(
        (item) => isScalar(item.key) && String(item.key.value) === String(path[depth - 1]),
      );
      const start = (pair?.key as Node | undefined)?.range?.[0];
      if (start !== undefined) return start;
    }
    const node = document.getIn(path.slice(0, depth), true) as Node | undefined;
    if (node?.range) return node.range[0];
  }
  return undefined;
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

/** A recipe as people read it: a line per column, the same text for the same recipe. */
export function printRecipe(given: Recipe): string {
  const recipe = recipeSchema.parse(given);
  const document = new Document({});
  const { contents } = document;
  const add = (key: string, value: unknown, shape: 'flow' | 'lines' | 'plain', comment?: string) => {
    const node = document.createNode(value);
    if (shape === 'flow' && node instanceof YAMLMap) node.flow = true;
    if (shape === 'lines') for (const entry of flowEntries(node)) entry.flow = true;
    if (comment && node instanceof YAMLMap) node.commentBefore = comment;
    (contents as unknown as YAMLMap).items.push(new Pair(document.createNode(key) as Scalar, node));
  };
  add('recipe', recipe.recipe, 'plain');
  add('files', recipe.files, 'plain');
  add('read', recipe.read, 'flow');
  add('columns', recipe.columns, 'lines');
  quoteKeys(document.get('columns', true));
  for (const name of recipe.columns.keys()) quoteKeys(document.getIn(['columns', name, 'markers'], true));
  if (recipe.steps) add('steps', recipe.steps, 'lines');
  add('rejects', recipe.rejects, 'plain');
  if (recipe.decided) {
    add('decided', recipe.decided, 'lines');
    quoteKeys(document.get('decided', true));
  }
  return stringify(document, { lineWidth: 0, flowCollectionPadding: true, defaultStringType: 'PLAIN' });
}

/** The maps that are each printed on one line: what a map or list of the recipe holds. */
function flowEntries(node: unknown): YAMLMap[] {
  const items =
    node instanceof YAMLMap || (node as { items?: unknown[] }).items ? (node as { items: unknown[] }).items : [];
  return items.flatMap((item) => {
    const value = item instanceof Pair ? item.value : item;
    if (!(value instanceof YAMLMap)) return [];
    const [only] = value.items;
    return item instanceof Pair || value.items.length !== 1 || !(only?.value instanceof YAMLMap)
      ? [value]
      : [only.value];
  });
}

/** Names of columns and codes are always quoted, so that one with a colon or a number in it looks like the others. */
function quoteKeys(map: unknown): void {
  if (map instanceof YAMLMap) for (const { key } of map.items) if (isScalar(key)) key.type = 'QUOTE_DOUBLE';
}
