import { expect, test } from 'vitest';
import { drawChart } from '../../main/charts/draw.ts';
import chart from '../../main/charts/pareto.ts';
import { renderSvg } from '../../main/charts/render.ts';
import type { Page } from '../../main/contract/data.ts';

const ranked = (shares: readonly (number | null)[]): Page => {
  const cumulative = shares.map((share, i) =>
    share === null ? null : shares.slice(0, i + 1).reduce<number>((sum, each) => sum + (each ?? 0), 0),
  );
  return {
    columns: [
      { name: 'category', type: 'VARCHAR' },
      { name: 'share', type: 'DOUBLE', unit: 'share' },
      { name: 'cumulative_share', type: 'DOUBLE', unit: 'share' },
      { name: 'vital', type: 'BOOLEAN' },
    ],
    values: [
      shares.map((_, i) => `Problem ${i + 1}`),
      [...shares],
      cumulative,
      shares.map((share, i) => share !== null && (cumulative[i] ?? 0) - share < 0.8),
    ],
    offset: 0,
    rowCount: shares.length,
  };
};
const draw = (page: Page, channels = {}) =>
  renderSvg(drawChart(chart, page, { ...channels, title: 'Three problems', alt: 'Share of each' }));
const words = (svg: string) =>
  [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>|<tspan[^>]*>([^<]*)<\/tspan>/g)].map(([, a, b]) => a ?? b);

test('bars carry their share, and the threshold and the line are named', async () => {
  const { svg, warnings } = await draw(ranked([0.5, 0.25, 0.15, 0.06, 0.04]));
  const text = words(svg);
  expect(text).toEqual(
    expect.arrayContaining(['50%', '25%', '15%', '6%', '4%', '80%', 'Cumulative share', 'Problem 5']),
  );
  expect(text).toContain('3 of 5 make up the first 80% or more: dark bars.');
  expect(warnings).toEqual([]);
});

test('what is not drawn is said', async () => {
  const text = words((await draw(ranked(Array.from({ length: 40 }, () => 0.025)), { top: 10 })).svg).join(' ');
  expect(text).toContain('10 of 40 are drawn, with 25% of the total; the table has them all.');
});

test.each([
  ['one category', [1]],
  ['two', [0.6, 0.4]],
])('draws %s', async (_, shares) => {
  const { svg, warnings } = await draw(ranked(shares));
  expect(svg).not.toMatch(/NaN|undefined/);
  expect(warnings).toEqual([]);
});

test('no share at all is said in the picture', async () => {
  expect(words((await draw(ranked([null, null]))).svg).join(' ')).toContain('No share to draw');
});
