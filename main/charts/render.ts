import * as vega from 'vega';
import { expressionInterpreter } from 'vega-interpreter';
import { compile, type TopLevelSpec } from 'vega-lite';
import type { Warning } from '../contract/data.ts';
import { Fault } from '../contract/fault.ts';
import type { Specification } from './chart.ts';
import { inUtc, withTimeLabels } from './clock.ts';
import { textWidth } from './measure.ts';
import { config } from './style.ts';

/** A picture as a complete <svg> element, with what the compiler had to say about it. */
export interface Drawing {
  svg: string;
  warnings: Warning[];
}

/**
 * Draws a Vega-Lite specification without a browser. Expressions are interpreted, never evaluated as code; nothing is
 * loaded; times are drawn as they are written, whatever zone this machine is in. The same specification gives the same bytes.
 */
export async function renderSvg(specification: Specification): Promise<Drawing> {
  const said = new Set<string>();
  const logger = listener((text) => said.add(text));
  let svg: string;
  try {
    const specified = inUtc(specification) as unknown as TopLevelSpec;
    const compiled = compile(specified, { logger, config: config as never }).spec as unknown as Record<string, unknown>;
    const runtime = vega.parse(withTimeLabels(compiled) as unknown as vega.Spec, undefined, { ast: true });
    const view = new vega.View(runtime, { renderer: 'none', logger, loader: refuseAll, expr: expressionInterpreter });
    view.background('#ffffff');
    svg = tidy(await view.toSVG());
    view.finalize();
  } catch (error) {
    if (error instanceof Fault) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new Fault('notebook-invalid', `The chart can't be drawn: ${reason}. Mend its specification.`, {
      cause: error,
    });
  }
  assertInert(svg);
  return { svg, warnings: [...said].map((text) => ({ code: 'chart', text })) };
}

/** A picture as a complete <svg> element. */
export const render = async (specification: Specification): Promise<string> => (await renderSvg(specification)).svg;

/** Our metrics in place of the library's guess of 0.8 of the font size for every letter. */
interface TextItem {
  fontSize?: number;
  fontWeight?: string | number;
}
const { textMetrics } = vega as unknown as { textMetrics: { width(item: TextItem, text: unknown): number } };
textMetrics.width = (item, text) => {
  const heavy = item.fontWeight === 'bold' || Number(item.fontWeight) >= 600;
  return textWidth(text === null || text === undefined ? '' : String(text), item.fontSize ?? 11, heavy);
};

const refuse = () =>
  Promise.reject(
    new Fault('notebook-invalid', 'A chart loads nothing: its data are the rows of the table that it is on.'),
  );
const refuseAll = { load: refuse, sanitize: refuse, http: refuse, file: refuse } as unknown as vega.Loader;

/** Hears what the compiler warns of; an error is thrown rather than printed. */
function listener(hear: (text: string) => void): never {
  const logger: Record<string, (...parts: readonly unknown[]) => unknown> = {
    level: () => logger,
    info: () => logger,
    debug: () => logger,
    warn: (...parts) => {
      hear(parts.map(String).join(' '));
      return logger;
    },
    error: (first, ...rest) => {
      throw first instanceof Error ? first : new Error([first, ...rest].join(' '));
    },
  };
  return logger as never;
}

/** Numbers to hundredths of a pixel, names of clip paths by order, no control characters: smaller, and the same every time. */
function tidy(svg: string): string {
  const names = [...new Set(Array.from(svg.matchAll(/ id="([^"]+)"/g), (match) => match[1]!))];
  const mark = fingerprint(svg);
  let out = svg.replace(/ (d|transform|x|y|x1|x2|y1|y2|width|height)="[^"]*"/g, (attribute) =>
    attribute.replace(/-?\d+\.\d{3,}(e-?\d+)?/g, (number) => String(Math.round(Number(number) * 100) / 100)),
  );
  for (const [index, name] of names.entries())
    out = out
      .replaceAll(` id="${name}"`, ` id="${mark}-${index}"`)
      .replaceAll(`url(#${name})`, `url(#${mark}-${index})`);
  return out.replace(/\p{Cc}/gu, ' ');
}

/** Tells the names of one picture from those of another on the same page (FNV-1a). */
function fingerprint(svg: string): string {
  let hash = 0x811c9dc5;
  for (const letter of svg.replace(/(clip|gradient_|p_)\w*\d+/g, ''))
    hash = Math.imul(hash ^ letter.codePointAt(0)!, 0x01000193);
  return `c${(hash >>> 0).toString(36)}`;
}

/** A last look at what is about to leave: elements and attributes that could fetch or run anything. */
function assertInert(svg: string): void {
  for (const [tag] of svg.matchAll(/<[^>]*>/g))
    if (
      /^<(script|image|foreignObject|a|use|style|iframe)\b|\s(xlink:)?href=|\son\w+=|url\((?!#c)|javascript:/i.test(tag)
    )
      throw new Fault(
        'notebook-invalid',
        'A chart can hold no link, picture or script. Take it out of the specification.',
      );
}
