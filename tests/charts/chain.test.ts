import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import chainChart from '../../main/charts/chain.ts';
import { drawChart } from '../../main/charts/draw.ts';
import { renderSvg } from '../../main/charts/render.ts';
import type { Page } from '../../main/contract/data.ts';
import { chain } from '../../main/methods/chain.ts';
import { its } from '../../main/methods/its.ts';
import { testEngine } from '../engine.ts';
import { runMethod } from '../method.ts';

const samples = fileURLToPath(new URL('../../notebooks/samples', import.meta.url));
let bench: Awaited<ReturnType<typeof testEngine>>;
beforeAll(async () => {
  bench = await testEngine([samples]);
});
afterAll(() => bench.close());

const read = (name: string) => `(SELECT * FROM read_csv('${samples}/${name}.csv', skip = 2))`;
const body = { chart: 'chain', on: 'chain.stages', title: 'From initiative to outcome', alt: 'Three chains' };
const texts = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]+)<\/text>/g)].map((match) => match[1]!);

async function stages(): Promise<Page> {
  await runMethod(its, bench.query, {
    relation: read('guidance'),
    roles: { date: 'month', value: 'avoidable_percent' },
    options: { interruption: '2024-09-01', measure: 'Avoidable contact', unit: '%' },
  });
  await bench.query.make('measured', 'SELECT * FROM out.effect');
  await runMethod(chain, bench.query, {
    relation: read('initiatives'),
    also: {
      effects: { relation: 'out.measured', roles: {} },
      indices: {
        relation: `(SELECT 'Equipped' AS measure, 'index points' AS unit, 52.1 AS baseline, 55.4 AS value, 3.3 AS change, 1.9 AS lower, 4.7 AS upper)`,
        roles: {},
      },
    },
  });
  const columns = await bench.query.describe('SELECT * FROM out.stages');
  const rows = await bench.query.rows('SELECT * FROM out.stages');
  return {
    columns,
    values: columns.map(({ name }) => rows.map((row) => row[name]!)),
    offset: 0,
    rowCount: rows.length,
  };
}

test('six links for each initiative, fed by the measured effect and the index', async () => {
  const page = await stages();
  const { svg, warnings } = await renderSvg(drawChart(chainChart, page, body));
  expect(warnings).toEqual([]);
  const words = texts(svg);
  for (const word of [
    'Initiative',
    'Output',
    'Capability',
    'Behaviour',
    'Service',
    'Outcome',
    'Avoidable contact',
    'missing',
    'weakest link',
  ])
    expect(words).toContain(word);
  expect(words).toContain('Clearer guidance: as strong as its weakest link, 1 of 5');
  expect(words).toContain('Operational academy: as strong as its weakest link, 0 of 5');
  const strengths = await bench.query.rows(
    "SELECT link, strength, status FROM out.stages WHERE initiative = 'Clearer guidance'",
  );
  expect(strengths.map((row) => row.strength)).toEqual([1, 1, 1, 1, 3, 3]);
});

test('one row a link, said otherwise', async () => {
  const page = await stages();
  const double = { ...page, values: page.values.map((column) => [...column, ...column]), rowCount: page.rowCount * 2 };
  expect(() => drawChart(chainChart, double, body)).toThrow(/one row for each link.*table stages of chain/);
});
