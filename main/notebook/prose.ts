import MarkdownIt from 'markdown-it';
import { invalid } from './yaml.ts';

/** A value printed in prose: `{{cell.column | format arguments}}` or `{{cell.table.column}}`. */
export interface Placeholder {
  /** The cell's name. */
  cell: string;
  /** A method's table, absent for a SQL cell. */
  table?: string;
  column: string;
  format?: string;
  args: string[];
  /** As it is written, for errors. */
  text: string;
  line: number;
}

const pattern = /^\{\{([^{}\n]*)\}\}/;

/** Markdown with no HTML of its own and no pictures from elsewhere, so that prose can't reach out or run anything. */
function markdown(): MarkdownIt {
  const md = new MarkdownIt({ html: false, linkify: false, typographer: false }).disable('image');
  md.inline.ruler.before('escape', 'figure', (state, silent) => {
    const match = pattern.exec(state.src.slice(state.pos));
    if (!match) return false;
    if (!silent) {
      const token = state.push('figure', '', 0);
      token.content = match[1]!.trim();
    }
    state.pos += match[0].length;
    return true;
  });
  return md;
}

const md = markdown();

/** The placeholders of a piece of prose, in order; those in code are left alone. */
export function placeholders(text: string, line: number): Placeholder[] {
  const found: Placeholder[] = [];
  const lines = text.split('\n');
  for (const token of md.parse(text, {})) {
    const [first = 0, end = first + 1] = token.map ?? [];
    let from = first;
    for (const child of token.children ?? []) {
      if (child.type !== 'figure') continue;
      const at = lines.findIndex(
        (candidate, index) => index >= from && index < end && candidate.includes(child.content),
      );
      if (at >= 0) from = at;
      found.push(readPlaceholder(child.content, line + from));
    }
  }
  return found;
}

const reference = /^([a-z][a-z0-9_]*)\.(?:([a-z][a-z0-9_]*)\.)?("[^"]+"|[^\s.|"]+)$/;

function readPlaceholder(text: string, line: number): Placeholder {
  const [path = '', format, ...more] = text.split('|').map((part) => part.trim());
  const match = reference.exec(path);
  if (!match || more.length > 0)
    throw invalid(
      `"{{${text}}}" is not a value: write {{cell.column}} or {{cell.table.column}}, and a format after "|".`,
      line,
    );
  const [, cell = '', table, column = ''] = match;
  const [name, ...args] = format?.split(/\s+/) ?? [];
  return {
    cell,
    ...(table && { table }),
    column: column.replace(/^"|"$/g, ''),
    ...(name && { format: name }),
    args,
    text,
    line,
  };
}

/** HTML of a piece of prose; `figure` gives the HTML of each placeholder, in order. */
export function renderProse(text: string, figure: (index: number) => string): string {
  let index = 0;
  const renderer = markdown();
  renderer.renderer.rules.figure = () => figure(index++);
  return renderer.render(text);
}
