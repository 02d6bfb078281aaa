import { expect, test } from 'vitest';
import forecastChart from '../../main/charts/forecast.ts';
import type { Page, Value } from '../../main/contract/data.ts';
import { pictureOf } from './picture.ts';

const columns = [
  { name: 'series', type: 'VARCHAR' },
  { name: 'date', type: 'DATE' },
  ...['actual', 'central', 'level', 'lower', 'upper'].map((name) => ({ name, type: 'DOUBLE' })),
];

function fan(names: readonly string[], ahead = 2): Page {
  const rows: Value[][] = names.flatMap((name, i) => [
    ...[10, 12, 11].map((value, t): Value[] => [name, `2024-0${t + 1}-01`, value + i, null, null, null, null]),
    ...Array.from({ length: ahead }, (_, j) =>
      [80, 95].map((level): Value[] => [
        name,
        `2024-0${4 + j}-01`,
        null,
        11.5 + i,
        level,
        11.5 + i - level / 40 - j,
        11.5 + i + level / 40 + j,
      ]),
    ).flat(),
  ]);
  return { columns, values: columns.map((_, c) => rows.map((row) => row[c]!)), offset: 0, rowCount: rows.length };
}

test('one series: the line so far, the forecast and a band per level, labelled at their ends', async () => {
  const { svg, texts, warnings } = await pictureOf(forecastChart, fan(['all']), { yTitle: 'Contacts' });
  expect(warnings).toEqual([]);
  expect(texts).toEqual(expect.arrayContaining(['Forecast', '80% upper', '95% upper', 'Contacts']));
  expect(texts).toContain('Solid: values so far. Dashed: forecast. Bands: 80% and 95% prediction intervals.');
  expect(svg.match(/mark-area/g)?.length).toBe(2);
  expect(svg).toContain('stroke-dasharray="4,3"');
});

test('one period ahead still has a fan, for it opens at the last value', async () => {
  const { svg } = await pictureOf(forecastChart, fan(['all'], 1), {});
  expect(svg.match(/mark-area/g)?.length).toBe(2);
});

test('values long ago are left out so that the fan can be seen, and it is said', async () => {
  const { texts } = await pictureOf(forecastChart, fan(['all']), { past: 2 });
  expect(texts.join(' ')).toContain('Only the last 2 values so far are drawn; 1 earlier one left out.');
});

test('several series are small pictures, each with its own scale', async () => {
  const { texts } = await pictureOf(forecastChart, fan(['North', 'South', 'West']), {});
  expect(texts).toEqual(expect.arrayContaining(['North', 'South', 'West']));
});

test('a table without dates or values is refused or said to be empty', async () => {
  const page = fan(['all']);
  await expect(pictureOf(forecastChart, page, { date: 'series' })).rejects.toThrow('needs a date and a number');
  const none = { ...page, values: page.values.map((column, c) => (c > 1 ? column.map(() => null) : column)) };
  expect((await pictureOf(forecastChart, none, {})).texts.join(' ')).toContain('No value to draw');
});
