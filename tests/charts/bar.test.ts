import { expect, test } from 'vitest';
import bar from '../../main/charts/bar.ts';
import { expectGolden } from '../golden.ts';
import { page } from '../page.ts';
import { marks, pictureOf } from './picture.ts';

const long =
  'A very long label that somebody typed into a source system without thinking of the chart that it would end up in';
const steps = page({
  activity: ['VARCHAR', ['Check', 'Determine', long]],
  wait_share: ['DOUBLE', [0.48, 0.221, 0.05]],
});

test('bars lie, from zero, with their values beside them and long names whole', async () => {
  const { svg, texts, warnings } = await pictureOf(bar, steps, { x: 'wait_share', y: 'activity', percent: true });
  expect(texts).toEqual(
    expect.arrayContaining(['What it shows', 'Wait share (%)', '0%', '48%', '22.1%', '5%', 'Check', long]),
  );
  expect(marks(svg, 'rect')).toBe(3);
  expect(warnings).toEqual([]);
  expectGolden('charts/bar.svg', svg);
});

test('short categories stand; money, negatives and a missing value are told', async () => {
  const data = page({
    k: ['VARCHAR', ['North', 'South', 'East']],
    change: ['DECIMAL(9,2)', ['12.50', '-8.25', null], '£'],
  });
  const { texts } = await pictureOf(bar, data, { x: 'k', y: 'change' });
  expect(texts).toEqual(
    expect.arrayContaining(['Change (£)', '£12.50', '−£8.25', '[x]', '[x]: no value, in 1 row of 3.']),
  );
});

const channels = ['phone', 'web', 'post', 'email', 'visit'];
const grouped = (count: number) =>
  page({
    team: ['VARCHAR', ['A', 'B'].flatMap((team) => channels.slice(0, count).map(() => team))],
    channel: ['VARCHAR', ['A', 'B'].flatMap(() => channels.slice(0, count))],
    n: ['BIGINT', Array.from({ length: 2 * count }, (_, index) => (index + 1) * 1000), 'cases'],
  });

test('up to four groups are told by colour in the palette, more by small pictures', async () => {
  const three = await pictureOf(bar, grouped(3), { x: 'n', y: 'team', color: 'channel' });
  for (const colour of ['#12436D', '#28A197', '#801650']) expect(three.svg).toContain(colour);
  expect(three.texts).toEqual(expect.arrayContaining(['phone', 'web', 'post', '6,000', 'N (cases)']));
  const stacked = await pictureOf(bar, grouped(3), { x: 'team', y: 'n', color: 'channel', layout: 'stacked' });
  expect(stacked.warnings).toEqual([]);
  const five = await pictureOf(bar, grouped(5), { x: 'n', y: 'team', color: 'channel' });
  expect(five.texts).toEqual(expect.arrayContaining(channels));
  expect(five.svg).not.toContain('#28A197');
});

test('largest first, when asked', async () => {
  const data = page({ k: ['VARCHAR', ['small', 'large']], n: ['BIGINT', [1, 2]] });
  const { texts } = await pictureOf(bar, data, { x: 'n', y: 'k', order: 'value' });
  expect(texts.indexOf('large')).toBeLessThan(texts.indexOf('small'));
});

test('dates are written as the British do', async () => {
  const months = page({ m: ['DATE', ['2024-01-01', '2024-09-01']], n: ['BIGINT', [1, 2]] });
  expect((await pictureOf(bar, months, { x: 'm', y: 'n' })).texts).toEqual(
    expect.arrayContaining(['Jan 2024', 'Sep 2024']),
  );
  const days = page({ m: ['DATE', ['2024-01-05', '2024-02-01']], n: ['BIGINT', [1, 2]] });
  expect((await pictureOf(bar, days, { x: 'm', y: 'n' })).texts).toContain('5 Jan 2024');
});

test('nothing to draw is said', async () => {
  const none = await pictureOf(bar, page({ k: ['VARCHAR', []], n: ['BIGINT', []] }), { x: 'n', y: 'k' });
  expect(none.texts).toContain('No rows to draw: the table has none.');
  const nulls = await pictureOf(bar, page({ k: ['VARCHAR', ['a', 'b']], n: ['DOUBLE', ['NaN', null]] }), {
    x: 'n',
    y: 'k',
  });
  expect(nulls.texts).toContain('No value to draw: "n" has none in 2 rows.');
});

test('bars that would hide one another, or are too many, are refused', async () => {
  const twice = page({ k: ['VARCHAR', ['a', 'a']], n: ['BIGINT', [1, 2]] });
  await expect(pictureOf(bar, twice, { x: 'n', y: 'k' })).rejects.toThrow('more than one row for "a"');
  const many = page({
    k: ['VARCHAR', Array.from({ length: 300 }, (_, i) => `k${i}`)],
    n: ['BIGINT', Array(300).fill(1)],
  });
  await expect(pictureOf(bar, many, { x: 'n', y: 'k' })).rejects.toThrow('300 bars');
  const words = page({ a: ['VARCHAR', ['x']], b: ['VARCHAR', ['y']] });
  await expect(pictureOf(bar, words, { x: 'a', y: 'b' })).rejects.toThrow('both categories');
});
