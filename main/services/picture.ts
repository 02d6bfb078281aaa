import { drawChart } from '../charts/draw.ts';
import { chartNamed } from '../charts/index.ts';
import { checkSpecification } from '../charts/own.ts';
import { render } from '../charts/render.ts';
import type { Page } from '../contract/data.ts';
import type { Place } from '../contract/fault.ts';
import type { ReportChart } from '../contract/report.ts';
import type { ChartBody } from '../notebook/cell.ts';

/** The Vega-Lite specification of a chart cell: one of our charts, or the cell's own with the cell's rows. */
export function specify(body: ChartBody, data: Page, place: Place): Record<string, unknown> {
  if (body.spec) return checkSpecification(body.spec, data, { title: body.title, alt: body.alt }, place);
  return drawChart(chartNamed(body.chart ?? ''), data, body, place);
}

export async function picture(body: ChartBody, data: Page, line: number): Promise<ReportChart> {
  const svg = await render(specify(body, data, { line }));
  return { title: body.title, alt: body.alt, svg, data };
}
