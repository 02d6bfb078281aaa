import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawChart } from '../../main/charts/draw.ts';
import { renderSvg } from '../../main/charts/render.ts';
import chart from '../../main/charts/xmr.ts';
import type { Page } from '../../main/contract/data.ts';
import { xmr } from '../../main/methods/xmr.ts';
import { testEngine } from '../engine.ts';
import { runMethod } from '../method.ts';

let host: Awaited<ReturnType<typeof testEngine>>;
beforeAll(async () => {
  host = await testEngine();
});
afterAll(() => host.close());

const caption = { title: 'Waits fell after triage', alt: 'Waits by month with limits' };

async function points(relation: string, options = {}): Promise<Page> {
  await runMethod(xmr, host.query, { relation, options });
  const columns = await host.query.describe('SELECT * FROM out.points');
  const rows = await host.query.rows('SELECT * FROM out.points');
  return {
    columns,
    values: columns.map(({ name }) => rows.map((row) => row[name]!)),
    offset: 0,
    rowCount: rows.length,
  };
}
const draw = async (page: Page, channels = {}) => renderSvg(drawChart(chart, page, { ...channels, ...caption }));
const words = (svg: string) =>
  [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>|<tspan[^>]*>([^<]*)<\/tspan>/g)].map(([, a, b]) => a ?? b);

const values = [9, 11, 9, 11, 9, 11, 9, 11, 9, 11, 9, 11, 2];
const monthly = (list: readonly number[], series = "'Waits'") =>
  `SELECT DATE '2024-01-01' + to_months(CAST(i - 1 AS INTEGER)) AS date, list_extract([${list.join()}]::DOUBLE[], i) AS value, ${series} AS series, 8 AS target
  FROM range(1, ${list.length + 1}) t(i)`;

describe('one series', () => {
  test('says in words what the lines are, and marks a signal by shape as well as colour', async () => {
    const { svg, warnings } = await draw(await points(`(${monthly(values)})`, { improve: 'down' }), { yTitle: 'Days' });
    const text = words(svg);
    expect(text).toEqual(
      expect.arrayContaining([
        'Waits fell after triage',
        'Days',
        'Common cause',
        'Improvement',
        'Mean 9.38',
        'Target 8',
        'Upper limit 16.3',
        'Lower limit 2.51',
      ]),
    );
    expect(text.join(' ')).toContain('Waits. Latest: improvement (below the limits); target: hit and miss');
    expect(warnings).toEqual([]);
    expect(svg).toBe((await draw(await points(`(${monthly(values)})`, { improve: 'down' }), { yTitle: 'Days' })).svg);
  });

  test('a rebase has a rule with its reason and author beside it', async () => {
    const rebase = [{ date: '2024-07-01', reason: 'New triage', author: 'A. Analyst' }];
    const { svg } = await draw(await points(`(${monthly(values)})`, { rebase }));
    expect(words(svg)).toContain('New triage (A. Analyst)');
  });

  test.each([
    ['one point', monthly([5])],
    ['a constant series', monthly([5, 5, 5, 5])],
    ['two points', monthly([5, 8])],
    ['years', 'SELECT 2000 + i AS date, i % 4 AS value FROM range(20) t(i)'],
    ['labels', "SELECT 'Week ' || i AS date, i % 4 AS value FROM range(9, 20) t(i)"],
  ])('draws %s', async (_, select) => {
    const { svg, warnings } = await draw(await points(`(${select})`));
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    expect(words(svg).some((word) => word?.startsWith('Mean'))).toBe(true);
    expect(warnings).toEqual([]);
  });
});

describe('several series', () => {
  const many = `(${Array.from({ length: 5 }, (_, i) =>
    monthly(
      values.map((value) => value * (i + 1)),
      `'Service ${i + 1}'`,
    ),
  ).join(' UNION ALL ')})`;

  test('are small pictures, each with its own words', async () => {
    const { svg, warnings } = await draw(await points(many, { improve: 'up' }), { yTitle: 'Days' });
    const text = words(svg);
    for (let i = 1; i <= 5; i++) expect(text).toContain(`Service ${i}`);
    expect(text.filter((word) => word === 'Common cause')).toHaveLength(1);
    expect(text.filter((word) => word?.startsWith('Mean '))).toHaveLength(5);
    expect(text).toContain('Days');
    expect(warnings).toEqual([]);
  });

  test('some can be asked for, and what is left out is said', async () => {
    const page = await points(many);
    const some = words((await draw(page, { panels: 2 })).svg).join(' ');
    expect(some).toContain('2 of 5 series are drawn; the table has them all.');
    const only = words((await draw(page, { only: ['Service 3'] })).svg).join(' ');
    expect(only).toContain('Service 3. Latest');
    expect(only).not.toContain('Service 1');
    await expect(draw(page, { only: ['Service 9'] })).rejects.toMatchObject({ code: 'name-unknown' });
  });
});

test('another table is refused with the columns that it lacks', async () => {
  const page: Page = { columns: [{ name: 'value', type: 'DOUBLE' }], values: [[1]], offset: 0, rowCount: 1 };
  await expect(draw(page)).rejects.toThrow('this one has no series, point, date');
});
