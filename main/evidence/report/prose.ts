import { escaped, Markup } from './markup.ts';

export interface Heading {
  level: number;
  id: string;
  text: string;
}

const allowed: Readonly<Record<string, readonly string[]>> = {
  p: [],
  br: [],
  hr: [],
  em: [],
  strong: [],
  s: [],
  ul: [],
  li: [],
  blockquote: [],
  pre: [],
  span: [],
  ol: ['start'],
  code: ['class'],
  a: ['href', 'title'],
  data: ['class', 'value', 'data-figure'],
  mark: ['class', 'title'],
  table: [],
  thead: [],
  tbody: [],
  tr: [],
  th: ['style'],
  td: ['style'],
  h1: [],
  h2: [],
  h3: [],
  h4: [],
  h5: [],
  h6: [],
};
const tag = /<(\/?)([a-z][a-z0-9]*)((?:\s+[a-z][a-z-]*="[^"<>]*")*)\s*\/?>|[<>]/g;

/**
 * Prose of a notebook on the page of a report. The notebook's floor has rendered it without HTML of its own; here it passes
 * a list of what may appear all the same. Its headings come under the page's own, without skipping a level.
 */
export class ProsePrinter {
  readonly headings: Heading[] = [];
  private readonly title: string;
  private readonly open: number[] = [];
  private readonly ids = new Set<string>();

  constructor(title: string) {
    this.title = title.trim();
  }

  print(rendered: string): Markup {
    const safe = rendered.replace(
      tag,
      (whole, close: string | undefined, name: string | undefined, attributes: string | undefined) => {
        if (name === undefined || !Object.hasOwn(allowed, name)) return escaped(whole);
        if (close) return `</${name}>`;
        const kept = Array.from((attributes ?? '').matchAll(/\s+([a-z-]+)="([^"]*)"/g), ([, key, value]) =>
          attribute(name, key!, value!),
        );
        return `<${name}${name === 'th' ? ' scope="col"' : ''}${kept.join('')}>`;
      },
    );
    return new Markup(
      safe.replace(/<h([1-6])>([\s\S]*?)<\/h\1>/g, (_, level: string, inner: string) =>
        this.heading(Number(level), inner),
      ),
    );
  }

  private heading(level: number, inner: string): string {
    const text = inner.replace(/<[^>]*>/g, '').trim();
    if (level === 1 && this.headings.length === 0 && text === escaped(this.title)) return '';
    while (this.open.length > 0 && this.open.at(-1)! >= level) this.open.pop();
    this.open.push(level);
    const id = this.name(text);
    const shown = Math.min(this.open.length + 1, 6);
    this.headings.push({ level: shown, id, text });
    return `<h${shown} id="${id}">${inner}</h${shown}>`;
  }

  private name(text: string): string {
    const words =
      text
        .replace(/&[a-z0-9#]+;/g, ' ')
        .toLowerCase()
        .match(/[a-z0-9]+/g) ?? [];
    const base = `s-${words.slice(0, 8).join('-') || 'section'}`;
    let id = base;
    for (let count = 2; this.ids.has(id); count++) id = `${base}-${count}`;
    this.ids.add(id);
    return id;
  }
}

/** Values are already escaped, and hold no quotes or angle brackets. */
function attribute(name: string, key: string, value: string): string {
  if (!allowed[name]?.includes(key)) return '';
  if (key === 'href') return /^(https?:\/\/|mailto:|#)/i.test(value) ? ` href="${value}" rel="noreferrer"` : '';
  if (key === 'style') return /^text-align:(left|right|center)$/.test(value) ? ` style="${value}"` : '';
  return ` ${key}="${value}"`;
}
