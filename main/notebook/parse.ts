import type { z } from 'zod';
import { type Cell, cellKinds, chartBody, checkBody, methodBody, nameSchema, paramBody } from './cell.ts';
import { type Front, frontSchema, refuseNewer } from './front.ts';
import { invalid, readYaml } from './yaml.ts';

/** A piece of a notebook; `raw` is its exact text, line ends and all. */
export type Block =
  | { kind: 'prose'; raw: string; line: number }
  | { kind: 'cell'; raw: string; line: number; cell: Cell };

export interface Notebook {
  front: Front;
  /** The front matter's exact text, with its rules. */
  frontRaw: string;
  blocks: Block[];
}

/** Reads a notebook; whatever is wrong is a fault that names the line. `print` gives back the same bytes. */
export function parse(text: string): Notebook {
  const lines = text.split(/(?<=\n)/);
  const { front, frontRaw, next } = readFront(lines);
  const blocks = readBlocks(lines, next);
  refuseTwins(front, blocks);
  return { front, frontRaw, blocks };
}

export const cellsOf = (notebook: Notebook): Cell[] =>
  notebook.blocks.flatMap((block) => (block.kind === 'cell' ? [block.cell] : []));

const bare = (line: string | undefined) => (line ?? '').replace(/\r?\n$/, '');

function readFront(lines: string[]): { front: Front; frontRaw: string; next: number } {
  const first = bare(lines[0]).replace(/^\uFEFF/, '');
  if (first.trimEnd() !== '---')
    throw invalid(
      'A notebook begins with its front matter: a line "---", then "notebook: 1" and a title, then "---".',
      1,
    );
  const end = lines.findIndex((line, index) => index > 0 && bare(line).trimEnd() === '---');
  if (end < 0) throw invalid('The front matter has no closing "---".', 1);
  const body = lines.slice(1, end).join('');
  refuseNewer(body);
  return {
    front: readYaml(body, frontSchema, 2, 'The front matter'),
    frontRaw: lines.slice(0, end + 1).join(''),
    next: end + 1,
  };
}

const opening = /^( {0,3})(`{3,}|~{3,})[ \t]*(.*?)[ \t]*$/;

function readBlocks(lines: string[], start: number): Block[] {
  const blocks: Block[] = [];
  let prose = start;
  const flush = (end: number) => {
    if (end > prose) blocks.push({ kind: 'prose', raw: lines.slice(prose, end).join(''), line: prose + 1 });
  };
  for (let index = start; index < lines.length; ) {
    const fence = opening.exec(bare(lines[index]));
    if (!fence || (fence[2]!.startsWith('`') && fence[3]!.includes('`'))) {
      index += 1;
      continue;
    }
    const close = closing(lines, index, fence[2]!);
    const header = readHeader(fence[3]!, index + 1);
    if (header) {
      if (close < 0)
        throw invalid(`The ${header.kind} cell "${header.name}" is never closed: add a line ${fence[2]}.`, index + 1);
      flush(index);
      const source = lines.slice(index + 1, close).join('');
      const raw = lines.slice(index, close + 1).join('');
      blocks.push({ kind: 'cell', raw, line: index + 1, cell: readCell(header, source, index + 1) });
      prose = close + 1;
    }
    index = close < 0 ? lines.length : close + 1;
  }
  flush(lines.length);
  return blocks;
}

function closing(lines: string[], from: number, fence: string): number {
  const end = new RegExp(`^ {0,3}${fence[0] === '~' ? '~' : '`'}{${fence.length},}[ \\t]*$`);
  return lines.findIndex((line, index) => index > from && end.test(bare(line)));
}

interface Header {
  kind: Cell['kind'];
  name: string;
}

const reserved = new Set(['main', 'temp', 'system', 'information_schema', 'pg_catalog']);

/** The words after a fence: a kind and a name make a cell; one word that is no kind is a code block of the prose. */
function readHeader(info: string, line: number): Header | undefined {
  const [kind = '', name, ...rest] = info.split(/[ \t]+/);
  const known = cellKinds.find((candidate) => candidate === kind);
  if (!known) {
    if (name === undefined) return undefined;
    throw invalid(`"${kind}" is not a kind of cell. The kinds are ${cellKinds.join(', ')}.`, line);
  }
  if (name === undefined) throw invalid(`This ${kind} cell has no name: write \`\`\`${kind} some_name.`, line);
  if (rest.length > 0)
    throw invalid(`"${rest.join(' ')}" after the name of the ${kind} cell "${name}" means nothing.`, line);
  if (reserved.has(name))
    throw invalid(`"${name}" is a name of the engine's own, so no cell can have it. Choose another.`, line);
  if (!nameSchema.safeParse(name).success)
    throw invalid(`"${name}" can't name a cell: use lower-case letters, digits and _, beginning with a letter.`, line);
  return { kind: known, name };
}

const bodies = { method: methodBody, chart: chartBody, param: paramBody, check: checkBody };

function readCell(header: Header, source: string, line: number): Cell {
  const common = { name: header.name, source, line };
  if (header.kind === 'sql') return { ...common, kind: 'sql' };
  const what = `The ${header.kind} cell "${header.name}"`;
  const body = readYaml(source, bodies[header.kind] as z.ZodType, line + 1, what);
  const cell = { ...common, kind: header.kind, body } as Cell;
  if (cell.kind === 'chart' && !cell.body.chart === !cell.body.spec)
    throw invalid(`${what} needs either "chart", the name of a chart, or "spec", Vega-Lite itself.`, line);
  return cell;
}

function refuseTwins(front: Front, blocks: Block[]): void {
  const seen = new Map<string, string>(
    Object.keys(front.inputs ?? {}).map((name) => [name, 'an input in the front matter']),
  );
  for (const block of blocks) {
    if (block.kind !== 'cell') continue;
    const { name, kind, line } = block.cell;
    const other = seen.get(name);
    if (other) throw invalid(`The ${kind} cell "${name}" has the same name as ${other}. Rename one of them.`, line);
    seen.set(name, `the ${kind} cell on line ${line}`);
  }
}
