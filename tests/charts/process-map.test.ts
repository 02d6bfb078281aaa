import { describe, expect, test } from 'vitest';
import { drawChart } from '../../main/charts/draw.ts';
import { shortWait } from '../../main/charts/process-map/duration.ts';
import { layOut } from '../../main/charts/process-map/layout.ts';
import { readPaths } from '../../main/charts/process-map/read.ts';
import processMap from '../../main/charts/process-map.ts';
import { renderSvg } from '../../main/charts/render.ts';
import type { Page, Value } from '../../main/contract/data.ts';

const table = (rows: readonly (readonly Value[])[]): Page => ({
  columns: [
    { name: 'from', type: 'VARCHAR' },
    { name: 'to', type: 'VARCHAR' },
    { name: 'count', type: 'BIGINT' },
    { name: 'wait_p50', type: 'DOUBLE', unit: 's' },
  ],
  values: [0, 1, 2, 3].map((column) => rows.map((row) => row[column] ?? null)),
  offset: 0,
  rowCount: rows.length,
});
const some = table([
  ['Receive', 'Check', 900, 30],
  ['Check', 'Decide', 700, 7200],
  ['Check', 'Check', 60, 40_000],
  ['Check', 'Ask the applicant for the documents that are missing', 200, 5400],
  ['Ask the applicant for the documents that are missing', 'Check', 190, 400_000],
  ['Decide', 'Review', 5, null],
]);
const body = { chart: 'process-map', on: 'edges', title: 'How work flows', alt: 'A map', wait: 'wait_p50' };
const texts = (svg: string) => Array.from(svg.matchAll(/<(?:text|tspan)[^>]*>([^<]+)</g), (match) => match[1]!);

test('draws boxes, arrows and labels, and says how much of it', async () => {
  const { svg, warnings } = await renderSvg(drawChart(processMap, some, { ...body, share: 1 }));
  expect(warnings).toEqual([]);
  const words = texts(svg);
  for (const text of [
    'Receive',
    'Check',
    'Decide',
    'Review',
    '900',
    'wait 30 s',
    'wait 2 h',
    'wait 111 h',
    'Ask the applicant for',
  ])
    expect(words).toContain(text);
  expect(words.join(' ')).toContain('All 6 paths, with how often each was taken and the wait (median).');
  expect(words.join(' ')).toContain('Dashed and orange: the 3 longest waits drawn.');
  expect(svg).toContain('How work flows');
});

test('what is left out is counted', async () => {
  const { svg } = await renderSvg(drawChart(processMap, some, { ...body, share: 0.8 }));
  expect(texts(svg).join(' ')).toContain('The commonest 3 of 6 paths: 88% of 2,055 steps.');
  const top = await renderSvg(drawChart(processMap, some, { ...body, share: 1, top: 1 }));
  expect(texts(top.svg).join(' ')).toContain('The commonest 1 of 6 paths: 44% of 2,055 steps.');
});

test('the same picture at every drawing', async () => {
  const draw = async () => (await renderSvg(drawChart(processMap, some, body))).svg;
  expect(await draw()).toBe(await draw());
});

describe('paths', () => {
  const columns = { from: 'from', to: 'to', count: 'count', wait: 'wait_p50' };
  test('rows that are no path are counted; a pair that comes twice is refused', () => {
    const holes = table([
      ['a', 'b', 3, 1],
      [null, 'b', 3, 1],
      ['b', 'c', null, 1],
    ]);
    expect(readPaths(holes, columns, { share: 1, top: 9 })).toMatchObject({ paths: 1, skipped: 2, steps: 3 });
    const twice = table([
      ['a', 'b', 3, 1],
      ['a', 'b', 4, 1],
    ]);
    expect(() => readPaths(twice, columns, { share: 1, top: 9 })).toThrow(/several from "a" to "b"/);
  });
  test('no rows draw an honest picture of nothing', async () => {
    const { svg } = await renderSvg(drawChart(processMap, table([]), body));
    expect(texts(svg).join(' ')).toContain('No rows to draw');
    const none = await renderSvg(drawChart(processMap, table([['a', null, 3, 1]]), body));
    expect(texts(none.svg).join(' ')).toContain('No path to draw');
  });
});

test('boxes do not overlap, arrows start and end at boxes', () => {
  const { drawn } = readPaths(some, { from: 'from', to: 'to', count: 'count' }, { share: 1, top: 30 });
  const { boxes, arrows, width, height } = layOut(drawn, (path) => [String(path.count)]);
  for (const [index, a] of boxes.entries()) {
    expect(a.x - a.width / 2).toBeGreaterThanOrEqual(0);
    expect(a.x + a.width / 2).toBeLessThanOrEqual(width);
    expect(a.y + a.height / 2).toBeLessThanOrEqual(height);
    for (const b of boxes.slice(index + 1))
      expect(Math.abs(a.x - b.x) >= (a.width + b.width) / 2 || Math.abs(a.y - b.y) >= (a.height + b.height) / 2).toBe(
        true,
      );
  }
  for (const { path, points } of arrows) {
    const touches = (name: string, point: { x: number; y: number }) => {
      const box = boxes.find((candidate) => candidate.name === name)!;
      return Math.abs(point.x - box.x) <= box.width / 2 + 1 && Math.abs(point.y - box.y) <= box.height / 2 + 1;
    };
    expect([touches(path.from, points[0]!), touches(path.to, points.at(-1)!)]).toEqual([true, true]);
  }
});

test('waits in the unit that suits them', () => {
  expect([0, 45.4, 90, 600, 5400, 100_000, 4_000_000].map((seconds) => shortWait(seconds, 's'))).toEqual([
    '0 s',
    '45 s',
    '1.5 min',
    '10 min',
    '1.5 h',
    '28 h',
    '1,111 h',
  ]);
  expect([shortWait(3.12, 'days'), shortWait(250, '')]).toEqual(['3.1 days', '250']);
});
