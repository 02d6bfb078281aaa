import { expect, test } from 'vitest';
import heatmap from '../../main/charts/heatmap.ts';
import { expectGolden } from '../golden.ts';
import { page } from '../page.ts';
import { marks, pictureOf } from './picture.ts';

const data = page({
  segment: ['VARCHAR', ['Under 25', 'Under 25', '25 and over']],
  issue: ['VARCHAR', ['Delay', 'Error', 'Delay']],
  share: ['DOUBLE', [12.5, null, 40], '%'],
});

test('a shade and a figure for each pair; what is missing is told apart from what has no row', async () => {
  const { svg, texts, warnings } = await pictureOf(heatmap, data, { x: 'issue', y: 'segment', color: 'share' });
  expect(texts).toEqual(
    expect.arrayContaining([
      '12.5%',
      '40%',
      '[x]',
      'Share (%)',
      '[x]: no value, in 1 cell. Left blank: 1 pair without a row.',
    ]),
  );
  expect(marks(svg, 'rect')).toBe(3);
  expect(warnings).toEqual([]);
  expectGolden('charts/heatmap.svg', svg);
});

test('numbers on both sides of zero get a scale through the middle', async () => {
  const both = page({ x: ['INTEGER', [1, 2, 3]], y: ['VARCHAR', ['a', 'a', 'a']], v: ['DOUBLE', [-4, 0, 4]] });
  const { svg, texts } = await pictureOf(heatmap, both, { x: 'x', y: 'y', color: 'v' });
  expect(texts).toEqual(expect.arrayContaining(['−4', '4']));
  expect(svg).toMatch(/rgb\(128, 22, 80\)/);
});

test('one cell, one value everywhere, two rows for a pair', async () => {
  const one = page({ x: ['VARCHAR', ['a']], y: ['VARCHAR', ['b']], v: ['BIGINT', ['9007199254740993']] });
  expect((await pictureOf(heatmap, one, { x: 'x', y: 'y', color: 'v', labels: false })).texts).toContain('a');
  const twice = page({ x: ['VARCHAR', ['a', 'a']], y: ['VARCHAR', ['b', 'b']], v: ['BIGINT', [1, 2]] });
  await expect(pictureOf(heatmap, twice, { x: 'x', y: 'y', color: 'v' })).rejects.toThrow(
    'more than one row for "a, b"',
  );
});
