import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { drawChart } from '../../main/charts/draw.ts';
import itsChart from '../../main/charts/its.ts';
import { renderSvg } from '../../main/charts/render.ts';
import type { Page } from '../../main/contract/data.ts';
import { its } from '../../main/methods/its.ts';
import { testEngine } from '../engine.ts';
import { runMethod } from '../method.ts';

const samples = fileURLToPath(new URL('../../notebooks/samples', import.meta.url));
const belts = fileURLToPath(new URL('../fixtures/its', import.meta.url));
let bench: Awaited<ReturnType<typeof testEngine>>;
beforeAll(async () => {
  bench = await testEngine([samples, belts]);
});
afterAll(() => bench.close());

const guidance = `(SELECT month AS date, avoidable_percent AS value, treated, service FROM read_csv('${samples}/guidance.csv', skip = 2))`;
const seatbelts = `(SELECT date, drivers AS value FROM read_csv('${belts}/seatbelts.csv'))`;

async function fitOf(
  relation: string,
  options: Record<string, unknown>,
  roles: Record<string, string> = {},
): Promise<Page> {
  await runMethod(its, bench.query, { relation, options, roles });
  const columns = await bench.query.describe('SELECT * FROM out.fit');
  const rows = await bench.query.rows('SELECT * FROM out.fit');
  return {
    columns,
    values: columns.map(({ name }) => rows.map((row) => row[name]!)),
    offset: 0,
    rowCount: rows.length,
  };
}
const body = { chart: 'its', on: 'effect.fit', title: 'Avoidable contact', alt: 'Falls after the change' };
const texts = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]+)<\/text>/g)].map((match) => match[1]!);

test('a series alone: points, two lines, the expected one with its interval, and the date', async () => {
  const page = await fitOf(seatbelts, { interruption: '1983-01-31' });
  const { svg, warnings } = await renderSvg(
    drawChart(itsChart, page, { ...body, label: 'Seat-belt law', yTitle: 'Drivers' }),
  );
  expect(warnings).toEqual([]);
  expect(texts(svg)).toEqual(
    expect.arrayContaining(['Seat-belt law, 31 Jan 1983', 'Expected without the change', 'Fitted', 'Drivers']),
  );
  expect(svg).toContain('stroke-dasharray="6,4"');
});

test('with a control and a washout, each is told by shape and words', async () => {
  const page = await fitOf(guidance, { interruption: '2024-09-01', washout: 2 });
  const specification = drawChart(itsChart, page, body);
  expect(specification.title).toMatchObject({
    subtitle: ['Circles: treated. Squares: control.', 'Hollow: 2 periods of transition, not in the model.'],
  });
  const { svg } = await renderSvg(specification);
  expect(texts(svg)).toEqual(expect.arrayContaining(['Treated, fitted', 'Control, fitted', '1 Sept 2024']));
});

test('several series are small pictures; no rows are said', async () => {
  const twice = `(SELECT date, value, treated, name FROM ${guidance} CROSS JOIN (VALUES ('a'), ('b')) AS n(name))`;
  const page = await fitOf(twice, { interruption: '2024-09-01' }, { series: 'name' });
  const { svg } = await renderSvg(drawChart(itsChart, page, body));
  expect(texts(svg)).toEqual(expect.arrayContaining(['a', 'b']));
  const none = { ...page, values: page.values.map(() => []), rowCount: 0 };
  expect(texts((await renderSvg(drawChart(itsChart, none, body))).svg)).toContain(
    'No rows to draw: the table has none.',
  );
});

test('a table of another kind is refused with a sentence', async () => {
  const page = await fitOf(seatbelts, { interruption: '1983-01-31' });
  expect(() => drawChart(itsChart, page, { ...body, date: 'value' })).toThrow(
    /needs a date and a number.*Draw it on the table fit/,
  );
  expect(() => drawChart(itsChart, page, { ...body, date: 'month' })).toThrow(/no column "month" for "date"/);
});
