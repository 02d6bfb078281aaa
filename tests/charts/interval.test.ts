import { expect, test } from 'vitest';
import interval from '../../main/charts/interval.ts';
import { page } from '../page.ts';
import { marks, pictureOf } from './picture.ts';

const scores = page({
  category: ['VARCHAR', ['AO', 'EO', 'HEO', 'AO', 'EO']],
  index: ['VARCHAR', ['identity', 'identity', 'identity', 'engaged', 'engaged']],
  score: ['DOUBLE', [61.2, 72.9, null, 55, 57.25], 'points'],
  lower: ['DOUBLE', [60, 70.1, null, 52, null], 'points'],
  upper: ['DOUBLE', [62.4, 75.7, null, 58, null], 'points'],
  flag: ['VARCHAR', [null, '[u]', '[u]', null, null]],
});

test('points with their intervals, largest first, with marks and a line to hold them against', async () => {
  const { svg, texts, warnings } = await pictureOf(interval, scores, {
    label: 'category',
    value: 'score',
    flag: 'flag',
    only: { index: 'identity' },
    reference: 65,
  });
  expect(texts).toEqual(expect.arrayContaining(['61.2', '72.9 [u]', 'Score (points)', 'Benchmark']));
  expect(texts.indexOf('EO')).toBeLessThan(texts.indexOf('AO'));
  expect(texts).toContain('1 row without a figure not drawn.');
  expect(marks(svg, 'symbol')).toBe(2);
  expect(marks(svg, 'rule')).toBe(3);
  expect(warnings).toEqual([]);
});

test('a panel for each measure; a point without limits is a point alone', async () => {
  const { svg, texts, warnings } = await pictureOf(interval, scores, {
    label: 'category',
    value: 'score',
    panel: 'index',
    sort: 'rows',
  });
  expect(texts).toEqual(expect.arrayContaining(['identity', 'engaged', '57.3']));
  expect(marks(svg, 'symbol')).toBe(4);
  expect(warnings).toEqual([]);
});

test('shares are drawn as percentages', async () => {
  const data = page({
    choice: ['VARCHAR', ['Time', 'Access']],
    respondent_pct: ['DOUBLE', [0.513, 0.167], 'share'],
    lower: ['DOUBLE', [0.5, 0.16], 'share'],
    upper: ['DOUBLE', [0.525, 0.175], 'share'],
  });
  const { texts } = await pictureOf(interval, data, { label: 'choice', value: 'respondent_pct' });
  expect(texts).toEqual(expect.arrayContaining(['51.3%', '16.7%', 'Respondent pct (%)']));
});

test('what can’t be drawn is refused, or said', async () => {
  await expect(pictureOf(interval, scores, { label: 'category', value: 'score' })).rejects.toMatchObject({
    code: 'data-unfit',
  });
  const only = { category: 'HEO' };
  const nothing = await pictureOf(interval, scores, { label: 'category', value: 'score', only });
  expect(nothing.texts.join(' ')).toContain('No value to draw');
});
