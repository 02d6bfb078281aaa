import type { Cell, cellKinds } from './cell.ts';
import type { Notebook } from './parse.ts';

/** The notebook's text; what was not changed is what was read, byte for byte. */
export const print = (notebook: Notebook): string =>
  notebook.frontRaw + notebook.blocks.map((block) => block.raw).join('');

/** The text of a new cell. */
export function printCell(kind: (typeof cellKinds)[number], name: string, source: string): string {
  const fence = '`'.repeat(Math.max(3, ...[...source.matchAll(/`{3,}/g)].map(([run]) => run.length + 1)));
  return `${fence}${kind} ${name}\n${source}${source === '' || source.endsWith('\n') ? '' : '\n'}${fence}\n`;
}

/** The notebook with one cell's source replaced; everything else keeps its bytes. */
export function withSource(notebook: Notebook, cell: Cell, source: string): string {
  return print({
    ...notebook,
    blocks: notebook.blocks.map((block) => {
      if (block.kind !== 'cell' || block.cell.name !== cell.name) return block;
      const [head = ''] = block.raw.split(/(?<=\n)/, 1);
      const tail = block.raw.slice(head.length + block.cell.source.length);
      return { ...block, raw: `${head}${source}${source.endsWith('\n') || source === '' ? '' : '\n'}${tail}` };
    }),
  });
}
