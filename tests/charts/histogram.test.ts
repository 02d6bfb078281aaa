import { expect, test } from 'vitest';
import { drawChart } from '../../main/charts/draw.ts';
import histogram from '../../main/charts/histogram.ts';
import { expectGolden } from '../golden.ts';
import { page } from '../page.ts';
import { pictureOf } from './picture.ts';

const values = (spec: Record<string, unknown>) =>
  (spec.data as { values: { from: number; to: number; count: number }[] }).values;
const specify = (numbers: (number | string | null)[], body: Record<string, unknown> = {}) =>
  drawChart(histogram, page({ t: ['DOUBLE', numbers] }), { title: 't', alt: 'a', x: 't', ...body });

test('every value is counted once, in steps closed below', () => {
  const bins = values(specify([0, 0.1, 0.2, 0.3, 0.7, 1], { step: 0.1 }));
  expect(bins).toHaveLength(11);
  expect(bins.filter((bin) => bin.count > 0)).toEqual([
    { from: 0, to: 0.1, count: 1 },
    { from: 0.1, to: 0.2, count: 1 },
    { from: 0.2, to: 0.3, count: 1 },
    { from: 0.3, to: 0.4, count: 1 },
    { from: 0.7, to: 0.8, count: 1 },
    { from: 1, to: 1.1, count: 1 },
  ]);
});

test('median and 90th percentile are type 7: quantile(c(1:9, 50), c(.5, .9)) in R gives 5.5 and 13.1', async () => {
  const data = page({ t: ['DOUBLE', [1, 2, 3, 4, 5, 6, 7, 8, 9, 50, null]] });
  const { svg, texts, warnings } = await pictureOf(histogram, data, { x: 't' });
  expect(texts).toEqual(
    expect.arrayContaining(['median 5.5', '90th percentile 13.1', '10 values in steps of 2. Without a value: 1 row.']),
  );
  expect(warnings).toEqual([]);
  expectGolden('charts/histogram.svg', svg);
});

test('one value, equal values, negatives and no value', async () => {
  for (const numbers of [[5], [5, 5, 5], [-3, -2, 4], [0]]) {
    const total = values(specify(numbers)).reduce((sum, bin) => sum + bin.count, 0);
    expect(total).toBe(numbers.length);
  }
  const none = await pictureOf(histogram, page({ t: ['DOUBLE', ['NaN', 'Infinity', null]] }), { x: 't' });
  expect(none.texts).toContain('No value to draw: "t" has none in 3 rows.');
  expect(() => specify([0, 1e6], { step: 1 })).toThrow('give a wider one');
});
