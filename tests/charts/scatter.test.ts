import { expect, test } from 'vitest';
import scatter from '../../main/charts/scatter.ts';
import { expectGolden } from '../golden.ts';
import { page } from '../page.ts';
import { marks, pictureOf } from './picture.ts';

test('every row is a point, ten thousand of them too', async () => {
  const numbers = Array.from({ length: 10_000 }, (_, index) => (index * 7919) % 10_007);
  const { svg, warnings } = await pictureOf(
    scatter,
    page({ a: ['DOUBLE', numbers], b: ['DOUBLE', numbers.map((n) => n % 997)] }),
    { x: 'a', y: 'b' },
  );
  expect(marks(svg, 'symbol')).toBe(10_000);
  expect(warnings).toEqual([]);
});

test('rows without an x or a y are counted; decimals are drawn; groups have a colour and a shape', async () => {
  const data = page({
    cost: ['DECIMAL(9,2)', ['1.50', '2.50', null, '4.00'], '£'],
    wait: ['DOUBLE', [1, 'NaN', 3, -4]],
    team: ['VARCHAR', ['A', 'A', 'B', 'B']],
  });
  const { svg, texts } = await pictureOf(scatter, data, { x: 'wait', y: 'cost', color: 'team' });
  expect(texts).toEqual(
    expect.arrayContaining([
      'Cost (£)',
      'Not drawn: 2 rows of 4 without an x or a y.',
      'A',
      'B',
      '−4',
      '£1.50',
      '£4.00',
    ]),
  );
  expect(svg).toMatch(/#12436D[\s\S]*#28A197/);
  expectGolden('charts/scatter.svg', svg);
});

test('one point, more than four groups, text', async () => {
  const one = await pictureOf(scatter, page({ a: ['DOUBLE', [1]], b: ['DOUBLE', [-3]] }), { x: 'a', y: 'b' });
  expect(marks(one.svg, 'symbol')).toBe(1);
  const five = page({
    a: ['DOUBLE', [1, 2, 3, 4, 5]],
    b: ['DOUBLE', [1, 2, 3, 4, 5]],
    g: ['INTEGER', [1, 2, 3, 4, 5]],
  });
  expect((await pictureOf(scatter, five, { x: 'a', y: 'b', color: 'g' })).svg).not.toContain('#28A197');
  await expect(
    pictureOf(scatter, page({ a: ['VARCHAR', ['x']], b: ['DOUBLE', [1]] }), { x: 'a', y: 'b' }),
  ).rejects.toThrow('a number for x');
});
