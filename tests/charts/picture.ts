import type { Chart } from '../../main/charts/chart.ts';
import { drawChart } from '../../main/charts/draw.ts';
import { renderSvg } from '../../main/charts/render.ts';
import type { Page } from '../../main/contract/data.ts';

export interface Picture {
  svg: string;
  /** Every text in it, lines of one label joined. */
  texts: string[];
  warnings: string[];
}

const entities: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

/** Draws a chart cell as a run does. */
export async function pictureOf(chart: Chart, data: Page, body: Record<string, unknown>): Promise<Picture> {
  const frame = { chart: chart.id, on: 'cell', title: 'What it shows', alt: 'What it shows, in words' };
  const { svg, warnings } = await renderSvg(drawChart(chart, data, { ...frame, ...body }));
  const texts = Array.from(svg.matchAll(/<text[^>]*>(.*?)<\/text>/g), ([, inner]) =>
    inner!
      .replace(/<\/tspan><tspan[^>]*>/g, ' ')
      .replace(/<[^>]*>/g, '')
      .replace(/&(amp|lt|gt);/g, (entity) => entities[entity]!),
  );
  return { svg, texts, warnings: warnings.map((warning) => warning.text) };
}

/** Filled shapes of one kind of mark. */
export const marks = (svg: string, kind: string): number => {
  const groups = svg.split(new RegExp(`class="mark-${kind} role-mark[^"]*"`)).slice(1);
  return groups.reduce((count, group) => count + (group.split('</g>')[0]!.match(/<(path|text|line)/g)?.length ?? 0), 0);
};
