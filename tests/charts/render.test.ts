import { expect, test } from 'vitest';
import bar from '../../main/charts/bar.ts';
import { textWidth, wrap } from '../../main/charts/measure.ts';
import { checkSpecification } from '../../main/charts/own.ts';
import { renderSvg } from '../../main/charts/render.ts';
import { page } from '../page.ts';
import { pictureOf } from './picture.ts';

const data = page({ team: ['VARCHAR', ['A', 'B']], n: ['DECIMAL(9,1)', ['1.5', '2.5']] });
const caption = { title: 'Own', alt: 'Own chart' };
const own = (spec: Record<string, unknown>) => checkSpecification(spec, data, caption);
const plain = {
  mark: 'bar',
  encoding: { x: { field: 'n', type: 'quantitative' }, y: { field: 'team', type: 'nominal' } },
};

test('a specification of the notebook is drawn on the rows of its table', async () => {
  const { svg } = await renderSvg(own(plain));
  expect(svg).toMatch(/^<svg /);
  expect(svg).toContain('>Own</text>');
  expect(svg).toContain('#12436D');
});

test.each([
  [{ ...plain, data: { url: 'https://example.org/x.json' } }, 'leave "data" out'],
  [{ ...plain, data: { values: [{ n: 1 }] } }, 'leave "data" out'],
  [{ layer: [{ ...plain, data: { url: 'file:///etc/passwd' } }] }, 'leave "data" out'],
  [{ ...plain, datasets: { a: [] } }, 'leave "datasets" out'],
  [{ ...plain, transform: [{ lookup: 'n', from: { data: { url: 'x.csv' }, key: 'n' } }] }, 'leave "data" out'],
  [{ ...plain, mark: 'image' }, 'no pictures'],
  [{ ...plain, mark: { type: 'image', url: 'https://example.org/x.png' } }, 'no pictures'],
  [{ ...plain, mark: { type: 'bar', href: 'https://example.org' } }, 'no links'],
  [{ ...plain, encoding: { ...plain.encoding, href: { field: 'team' } } }, 'no links'],
  [{ ...plain, mark: { type: 'bar', color: 'url(https://example.org/x.svg#a)' } }, 'nothing outside itself'],
  [{ marks: [] }, 'Vega-Lite is needed'],
  [{ ...plain, width: 1e9 }, 'width is at most 4000'],
])('it can reach nothing outside: %#', (spec, because) => {
  expect(() => own(spec)).toThrow(because);
});

test('a column that is not there is told with those that are', () => {
  const spec = { mark: 'bar', encoding: { x: { field: 'wait' } } };
  expect(() => own(spec)).toThrow('The chart\'s spec draws "wait", and the columns are team, n.');
});

test('a specification that can not be drawn is one sentence', async () => {
  await expect(renderSvg(own({ mark: 'blob' }))).rejects.toMatchObject({ code: 'notebook-invalid' });
  const evil = { ...plain, transform: [{ calculate: "constructor.constructor('return process')()", as: 'x' }] };
  await expect(renderSvg(own(evil))).rejects.toMatchObject({ code: 'notebook-invalid' });
});

test('data can hold no markup', async () => {
  const hostile = page({
    k: ['VARCHAR', ['<script>alert(1)</script>', '"><image href="x"/>\u0007']],
    n: ['BIGINT', [1, 2]],
  });
  const { svg, texts } = await pictureOf(bar, hostile, { x: 'n', y: 'k' });
  expect(svg).not.toMatch(/<script|<image|\p{Cc}/u);
  expect(texts).toContain('<script>alert(1)</script>');
});

test('the same specification gives the same bytes, and pictures share no names', async () => {
  const [a, b] = [
    await renderSvg(own({ ...plain, mark: { type: 'bar', clip: true } })),
    await renderSvg(own({ ...plain, mark: { type: 'bar', clip: true } })),
  ];
  expect(a.svg).toBe(b.svg);
  const other = await renderSvg(own({ ...plain, width: 400, mark: { type: 'bar', clip: true } }));
  const id = (svg: string) => / id="([^"]+)"/.exec(svg)?.[1];
  expect(id(a.svg)).not.toBe(id(other.svg));
});

test("channels are checked, in the table's own spelling", async () => {
  const draw = (body: Record<string, unknown>) => pictureOf(bar, data, body);
  await expect(draw({ x: 'N', y: 'TEAM' })).resolves.toBeDefined();
  await expect(draw({ x: 'n', y: 'step' })).rejects.toMatchObject({
    code: 'name-unknown',
    message: 'The chart bar has no column "step" for "y". The columns are team, n.',
  });
  await expect(draw({ x: 'n', y: 'team', colour: 'team' })).rejects.toMatchObject({ code: 'notebook-invalid' });
  await expect(draw({ x: 'n' })).rejects.toMatchObject({ code: 'input-missing' });
  await expect(draw({ x: 'n', y: 'team', order: 'size' })).rejects.toMatchObject({ code: 'notebook-invalid' });
  await expect(draw({ x: 'n', y: 'team', alt: '' })).rejects.toThrow('an alt');
});

test('part of a table is never drawn as if it were all', async () => {
  const part = page({ k: ['VARCHAR', ['a']], n: ['BIGINT', [1]] }, 2000);
  expect((await pictureOf(bar, part, { x: 'n', y: 'k' })).texts).toContain('Drawn from 1 of 2,000 rows.');
});

test('text is measured by the metrics of Helvetica: A and V are .667 em', () => {
  expect(textWidth('AVA', 10)).toBeCloseTo(20.01, 5);
  expect(wrap('one two three', 50, 12)).toEqual(['one two', 'three']);
  expect(wrap('x'.repeat(30), 60, 12).join('')).toBe('x'.repeat(30));
});
