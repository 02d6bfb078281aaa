import MarkdownIt, { type Token } from 'markdown-it';
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

/**
 * Placeholders are taken out before Markdown is read, since it would split one at a table's "|" or across lines, and stand as
 * a brace, at which Markdown's text stops, and their number between two characters of the private-use area.
 */
const [OPEN, CLOSE] = ['{\uE000', '\uE001'];
const written = /\{\{([^{}]*)\}\}/g;
const stand = /^\{\uE000(\d+)\uE001/;

interface Taken {
  text: string;
  /** The placeholders' own texts, by number, with the line of each, from 0. */
  found: { text: string; line: number }[];
}

function take(text: string): Taken {
  const found: Taken['found'] = [];
  const taken = text.replaceAll(written, (_, inner: string, offset: number) => {
    found.push({ text: inner.trim().replaceAll(/\s+/g, ' '), line: text.slice(0, offset).split('\n').length - 1 });
    return `${OPEN}${found.length - 1}${CLOSE}`;
  });
  return { text: taken, found };
}

const putBack = (text: string, found: Taken['found']): string =>
  text.replaceAll(/\{\uE000(\d+)\uE001/g, (_, number: string) => `{{${found[Number(number)]?.text}}}`);

/** Markdown with no HTML of its own and no pictures from elsewhere, so that prose can't reach out or run anything. */
function markdown(): MarkdownIt {
  const md = new MarkdownIt({ html: false, linkify: false, typographer: false }).disable('image');
  md.inline.ruler.before('text', 'figure', (state, silent) => {
    const match = stand.exec(state.src.slice(state.pos));
    if (!match) return false;
    if (!silent) state.push('figure', '', 0).content = match[1]!;
    state.pos += match[0].length;
    return true;
  });
  return md;
}

const md = markdown();

/** The tokens of a piece of prose; what stands in code or an address is put back as it was written. */
function tokens(taken: Taken): Token[] {
  const all = md.parse(taken.text, {});
  const mend = (token: Token) => {
    if (/^(code_inline|code_block|fence)$/.test(token.type)) token.content = putBack(token.content, taken.found);
    for (const attribute of token.attrs ?? [])
      attribute[1] = putBack(attribute[1].replaceAll('%7B%EE%80%80', OPEN).replaceAll('%EE%80%81', CLOSE), taken.found);
    for (const child of token.children ?? []) mend(child);
  };
  for (const token of all) mend(token);
  return all;
}

/** The placeholders of a piece of prose, in order; those in code are left alone. */
export function placeholders(text: string, line: number): Placeholder[] {
  const taken = take(text);
  return tokens(taken).flatMap((token) => {
    const open = token.children?.find((child) => child.type === 'text' && child.content.includes('{{'));
    if (open)
      throw invalid(`"{{" is not closed with "}}" in "${open.content.slice(0, 40)}".`, line + (token.map?.[0] ?? 0));
    return (token.children ?? []).flatMap((child) => {
      if (child.type !== 'figure') return [];
      const { text: own, line: at } = taken.found[Number(child.content)]!;
      return [readPlaceholder(own, line + at)];
    });
  });
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
  return renderer.renderer.render(tokens(take(text)), renderer.options, {});
}
