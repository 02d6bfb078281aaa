import { expect, test } from 'vitest';
import line from '../../main/charts/line.ts';
import { expectGolden } from '../golden.ts';
import { page } from '../page.ts';
import { marks, pictureOf } from './picture.ts';

const months = Array.from({ length: 36 }, (_, index) => new Date(Date.UTC(2021, index, 1)).toISOString().slice(0, 10));
const teams = (count: number) => Array.from({ length: count }, (_, index) => `Team ${index + 1}`);
const claims = (count: number) =>
  page({
    month: ['DATE', teams(count).flatMap(() => months)],
    team: ['VARCHAR', teams(count).flatMap((team) => months.map(() => team))],
    claims: ['BIGINT', teams(count).flatMap((_, team) => months.map((_, index) => 1000 + 10 * team + index)), 'cases'],
  });

test('lines are named at their ends, apart from one another, with no legend', async () => {
  const { svg, texts, warnings } = await pictureOf(line, claims(3), { x: 'month', y: 'claims', color: 'team' });
  expect(texts).toEqual(expect.arrayContaining(['Claims (cases)', 'Jan 2021', 'Team 1', 'Team 2', 'Team 3']));
  const heights = Array.from(svg.matchAll(/<text[^>]*translate\([\d.]+,(-?[\d.]+)\)[^>]*>Team \d/g), (match) =>
    Number(match[1]),
  );
  const sorted = heights.sort((a, b) => a - b);
  expect(sorted).toHaveLength(3);
  expect(Math.min(sorted[1]! - sorted[0]!, sorted[2]! - sorted[1]!)).toBeGreaterThanOrEqual(13);
  expect(warnings).toEqual([]);
  expectGolden('charts/line.svg', svg);
});

test('more than four lines become small pictures of one colour', async () => {
  const { svg, texts, warnings } = await pictureOf(line, claims(6), { x: 'month', y: 'claims', color: 'team' });
  expect(texts).toEqual(expect.arrayContaining([...teams(6), 'Claims (cases)']));
  expect(svg).not.toContain('#28A197');
  expect(warnings).toEqual([]);
});

test('several columns are several lines; periods keep the order of the rows', async () => {
  const data = page({
    year: ['VARCHAR', ['2022/23', '2019/20']],
    took_in: ['DOUBLE', [0.1, 0.2]],
    sent_out: ['DOUBLE', [0.3, 0.1]],
  });
  const { texts } = await pictureOf(line, data, {
    x: 'year',
    y: ['took_in', 'sent_out'],
    percent: true,
    yTitle: 'Share (%)',
  });
  expect(texts).toEqual(expect.arrayContaining(['Took in', 'Sent out', 'Share (%)', '20%']));
  expect(texts.indexOf('2022/23')).toBeLessThan(texts.indexOf('2019/20'));
});

test('a missing value is a gap that is told, and one point is a dot', async () => {
  const gap = page({ month: ['DATE', months], n: ['DOUBLE', months.map((_, index) => (index === 12 ? null : index))] });
  const { svg, texts } = await pictureOf(line, gap, { x: 'month', y: 'n' });
  expect(texts).toContain('Not available, a gap in the line: 1 value of 36.');
  expect(svg.match(/class="mark-line[\s\S]*?<path[^>]* d="([^"]*)"/)?.[1]?.match(/M/g)).toHaveLength(2);
  const one = await pictureOf(line, page({ day: ['DATE', ['2024-03-05']], n: ['DOUBLE', [7]] }), { x: 'day', y: 'n' });
  expect(one.texts).toContain('5 Mar 2024');
  expect(marks(one.svg, 'symbol')).toBe(1);
});

test('times are drawn as they are written, in summer too', async () => {
  const hours = Array.from(
    { length: 48 },
    (_, index) => `2024-07-0${1 + Math.floor(index / 24)}T${String(index % 24).padStart(2, '0')}:00:00.000000`,
  );
  const { texts } = await pictureOf(
    line,
    page({ at: ['TIMESTAMP', hours], n: ['DOUBLE', hours.map((_, index) => index)] }),
    { x: 'at', y: 'n' },
  );
  expect(texts).toEqual(expect.arrayContaining(['1 Jul 00:00', '2 Jul 12:00']));
});

test('seconds are drawn as hours, and said to be', async () => {
  const data = page({ month: ['DATE', months.slice(0, 2)], lead: ['DOUBLE', [36_000, 72_000], 's'] });
  expect((await pictureOf(line, data, { x: 'month', y: 'lead' })).texts).toContain('Lead (hours)');
});

test('two values at one place are refused, and so is text for y', async () => {
  const twice = page({ day: ['DATE', ['2024-03-05', '2024-03-05']], n: ['DOUBLE', [7, 8]] });
  await expect(pictureOf(line, twice, { x: 'day', y: 'n' })).rejects.toThrow('more than one row');
  await expect(pictureOf(line, twice, { x: 'n', y: 'day' })).rejects.toThrow('"day" is DATE');
});
