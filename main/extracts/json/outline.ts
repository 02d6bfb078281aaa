import type { Walker } from './walker.ts';

/** A list or object found in a document, with what its members are. */
export interface Part {
  path: readonly string[];
  isList: boolean;
  /** Members, and how many of them are objects, lists, neither. */
  size: number;
  objects: number;
  lists: number;
  plain: number;
  /** For an object: sizes of the lists or objects directly in it whose own members are all plain, and of the others -1. */
  sizes: number[];
  /** For an object of objects: the names in the first, and how many of the others have the same. */
  names: string[];
  alike: number;
}

const LEVELS = 8;
/** An object with more members than this is data by itself; its members are not looked into for lists. */
const MEMBERS = 2000;
const NAMES = 200;

/** All lists and objects of a document, from the top down; the inside of lists is not looked into. */
export async function outline(walker: Walker): Promise<Part[]> {
  const parts: Part[] = [];
  await look(walker, [], parts);
  await walker.finish();
  return parts;
}

async function look(walker: Walker, path: readonly string[], parts: Part[]): Promise<Part | undefined> {
  const first = await walker.next();
  if ((first !== 123 && first !== 91) || path.length > LEVELS) {
    await walker.value(false);
    return undefined;
  }
  const part: Part = {
    path,
    isList: first === 91,
    size: 0,
    objects: 0,
    lists: 0,
    plain: 0,
    sizes: [],
    names: [],
    alike: 0,
  };
  parts.push(part);
  const count = (byte: number) => {
    part.size++;
    if (byte === 123) part.objects++;
    else if (byte === 91) part.lists++;
    else part.plain++;
  };
  if (part.isList)
    await walker.list(async () => {
      count(await walker.next());
      await walker.value(false);
    });
  else
    await walker.object(async (name) => {
      count(await walker.next());
      if (part.names.length < NAMES) part.names.push(name);
      if (part.size > MEMBERS) {
        await walker.value(false);
        return;
      }
      const before = parts.length;
      const inner = await look(walker, [...path, name], parts);
      if (inner) part.sizes.push(inner.plain === inner.size ? inner.size : -1);
      const eldest = parts[before];
      if (eldest && !eldest.isList) compare(part, parts, eldest);
    });
  return part;
}

/** Whether an object's names are much like those of its eldest sibling. */
function compare(parent: Part, parts: readonly Part[], part: Part): void {
  const eldest = parts.find((other) => !other.isList && other.path.length === part.path.length && isIn(other, parent));
  if (!eldest || eldest === part) return;
  const shared = part.names.filter((name) => eldest.names.includes(name)).length;
  if (shared * 2 > Math.max(part.names.length, eldest.names.length)) parent.alike++;
}

const isIn = (part: Part, parent: Part) => parent.path.every((name, level) => part.path[level] === name);
