import { expect, test } from 'vitest';
import likert from '../../main/charts/likert.ts';
import { page } from '../page.ts';
import { marks, pictureOf } from './picture.ts';

const shares = (values: (number | null)[]): [string, (number | null)[], string] => ['DOUBLE', values, 'share'];
/** 103/166/176/96/24 of 565, a happier item, and one that nobody answered. */
const items = page({
  item: ['VARCHAR', ['pride', 'tools', 'new', 'pride']],
  variable: ['VARCHAR', ['all', 'all', 'all', 'grade']],
  pct_1: shares([24 / 565, 0.02, null, 0.2]),
  pct_2: shares([96 / 565, 0.08, null, 0.2]),
  pct_3: shares([176 / 565, 0.1, null, 0.2]),
  pct_4: shares([166 / 565, 0.5, null, 0.2]),
  pct_5: shares([103 / 565, 0.3, null, 0.2]),
});

test('a bar a row, the most positive first, with its percentages on it', async () => {
  const { svg, texts, warnings } = await pictureOf(likert, items, { label: 'item', only: { variable: 'all' } });
  expect(marks(svg, 'rect')).toBe(10);
  expect(texts).toEqual(expect.arrayContaining(['18%', '29%', '31%', '17%', '50%', 'Strongly agree', 'Neither']));
  expect(texts.indexOf('tools')).toBeLessThan(texts.indexOf('pride'));
  expect(texts).toContain('1 row without shares not drawn.');
  expect(warnings).toEqual([]);
});

test('turned about the neutral answer, in the order of the rows, with own words', async () => {
  const names = ['Never', 'Rarely', 'Sometimes', 'Often', 'Always'];
  const { texts, warnings } = await pictureOf(likert, items, {
    label: 'item',
    only: { variable: 'all' },
    layout: 'diverging',
    sort: 'rows',
    names,
  });
  expect(texts).toEqual(expect.arrayContaining(names));
  expect(texts.indexOf('pride')).toBeLessThan(texts.indexOf('tools'));
  expect(warnings).toEqual([]);
});

test('what can’t be drawn is refused, or said', async () => {
  await expect(pictureOf(likert, items, { label: 'item' })).rejects.toMatchObject({ code: 'data-unfit' });
  await expect(pictureOf(likert, items, { label: 'item', only: { grade: 'x' } })).rejects.toMatchObject({
    code: 'name-unknown',
  });
  const percents = page({
    item: ['VARCHAR', ['a']],
    ...Object.fromEntries([1, 2, 3, 4, 5].map((point) => [`pct_${point}`, shares([20])])),
  });
  await expect(pictureOf(likert, percents, { label: 'item' })).rejects.toMatchObject({ code: 'data-unfit' });
  const nothing = await pictureOf(likert, items, { label: 'item', only: { variable: 'none' } });
  expect(nothing.texts).toContain('No answers to draw.');
});
