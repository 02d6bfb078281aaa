import { z } from 'zod';
import type { Page, Value } from '../contract/data.ts';
import { Fault } from '../contract/fault.ts';
import { atMost, categories, lyingAxis, oneEach } from './category.ts';
import { chart, type Specification } from './chart.ts';
import { emptyPicture, words } from './draw.ts';
import { grey, ink, palette, width } from './style.ts';
import { axisLabels, axisTitle, counted, markLabel, measureOf, niceDomain, series, toNumber } from './value.ts';

/** Points with their intervals, a row per category, in one panel or in one for each measure. */
export default chart({
  id: 'interval',
  title: 'Figures with intervals',
  about:
    'A point with its interval for each category, largest first; a panel for each measure where there are several.',
  channels: z.object({
    label: z.string().describe('the category of each row'),
    value: z.string().describe('the figure'),
    lower: z.string().default('lower').describe('lower limit; a row without limits is a point alone'),
    upper: z.string().default('upper').describe('upper limit'),
    panel: z.string().optional().describe('measure: each gets a panel of its own'),
    flag: z.string().optional().describe('a mark such as [u], written after the figure'),
    reference: z.number().optional().describe('a line across at this value, in the column’s own unit'),
    referenceName: words('what that line is').default('Benchmark'),
    sort: z.enum(['value', 'rows']).default('value').describe('the largest first, or as the rows come'),
    percent: z.boolean().default(false).describe('true draws a share of 0 to 1 as a percentage'),
    xTitle: words('title of the axis').optional(),
    only: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
      .optional()
      .describe('draws the rows with these values alone, by column'),
  }),
  draw(all, channels): Specification {
    const data = rowsWhere(all, channels.only, 'interval');
    const value = series(data, channels.value);
    const numbers = value.values.map(toNumber);
    const measure = measureOf(value.info, numbers, channels.percent);
    const column = (name: string) => series(data, name).values.map(toNumber);
    const [lower, upper] = [column(channels.lower), column(channels.upper)];
    const flags = channels.flag === undefined ? [] : series(data, channels.flag).values;
    const named = categories(series(data, channels.label), 230);
    const panels = channels.panel === undefined ? undefined : categories(series(data, channels.panel), 300);
    oneEach(
      named.of.map((name, row) => `${name}\u0000${panels?.of[row] ?? ''}`),
      'interval',
      'give the column that tells them apart as "panel", or keep some with "only"',
    );
    const scaled = (number: number | null | undefined) =>
      number === null || number === undefined ? null : number * measure.factor;
    const points = named.of.flatMap((category, row) => {
      const at = scaled(numbers[row]);
      if (at === null) return [];
      const limits = [scaled(lower[row]), scaled(upper[row])] as const;
      const mark = typeof flags[row] === 'string' ? ` ${flags[row]}` : '';
      const label = `${markLabel(at, measure)}${mark}`;
      return [{ category, panel: panels?.of[row] ?? '', at, lower: limits[0], upper: limits[1], label }];
    });
    if (points.length === 0) return emptyPicture(`No value to draw: "${value.info.name}" has none.`);
    atMost(300, points.length, 'interval', 'points');
    const reference = channels.reference === undefined ? null : channels.reference * measure.factor;
    const domain = niceDomain([...points.flatMap(({ at, lower, upper }) => [at, lower, upper]), reference], 6, false);
    const order = channels.sort === 'value' ? byValue(points, named.names) : named.names;
    const drawn = order.filter((name) => points.some(({ category }) => category === name));
    const y = {
      field: 'category',
      type: 'nominal',
      sort: drawn,
      axis: { ...lyingAxis, labelAngle: 0, grid: true, domain: false },
    };
    const x = {
      type: 'quantitative',
      scale: { domain, nice: false, zero: false },
      axis: {
        title: axisTitle(value.info, measure, channels.xTitle),
        grid: false,
        tickCount: 6,
        ...axisLabels(measure),
      },
    };
    const several = panels && panels.names.length > 1;
    const long = several ? width / 2 - 20 : width - 60;
    const height = drawn.length * Math.max(named.lines * 14 + 6, 24);
    const layer: Specification[] = [
      ...(reference === null ? [] : referenceLine(reference, channels.referenceName, x)),
      {
        transform: [{ filter: 'datum.lower !== null && datum.upper !== null' }],
        mark: { type: 'rule', strokeWidth: 2, color: palette[0] },
        encoding: { x: { ...x, field: 'lower' }, x2: { field: 'upper' }, y },
      },
      {
        mark: { type: 'point', filled: true, size: 60, color: palette[0], opacity: 1 },
        encoding: { x: { ...x, field: 'at' }, y },
      },
      {
        mark: { type: 'text', align: 'center', dy: -9, fontSize: 11, color: ink },
        encoding: { x: { ...x, field: 'at' }, y, text: { field: 'label', type: 'nominal' } },
      },
    ];
    const missing = named.of.length - points.length;
    const note = missing > 0 && { title: { subtitle: `${counted(missing, 'row')} without a figure not drawn.` } };
    if (!several) return { ...note, width: long, height, data: { values: points }, layer };
    return {
      ...note,
      data: { values: points },
      columns: 2,
      facet: { field: 'panel', type: 'nominal', sort: panels.names, header: { title: null } },
      spec: { width: long, height, layer },
    };
  },
});

function byValue(points: readonly { category: string; at: number }[], names: readonly string[]): string[] {
  const mean = new Map(
    names.map((name) => {
      const own = points.filter(({ category }) => category === name);
      return [name, own.reduce((sum, { at }) => sum + at, 0) / own.length] as const;
    }),
  );
  return [...names].sort((a, b) => mean.get(b)! - mean.get(a)!);
}

const referenceLine = (at: number, name: string, x: Record<string, unknown>): Specification[] => [
  {
    data: { values: [{ at }] },
    mark: { type: 'rule', color: grey, strokeDash: [4, 3] },
    encoding: { x: { ...x, field: 'at' } },
  },
  {
    data: { values: [{ at, name }] },
    mark: { type: 'text', baseline: 'bottom', dy: -3, color: ink },
    encoding: { x: { ...x, field: 'at' }, y: { value: 0 }, text: { field: 'name', type: 'nominal' } },
  },
];

/** The rows of a page whose columns have these values, compared as text. */
export function rowsWhere(
  data: Page,
  only: Readonly<Record<string, string | number | boolean>> | undefined,
  id: string,
): Page {
  if (!only) return data;
  const wanted = Object.entries(only).map(([name, value]) => {
    const at = data.columns.findIndex((column) => column.name.toLowerCase() === name.toLowerCase());
    if (at >= 0) return { values: data.values[at]!, text: String(value) };
    throw new Fault(
      'name-unknown',
      `The chart ${id} has no column "${name}" for "only". The columns are ${data.columns.map((column) => column.name).join(', ')}.`,
    );
  });
  const rows = (data.values[0] ?? [])
    .map((_, row) => row)
    .filter((row) => wanted.every(({ values, text }) => String(values[row]) === text));
  const pick = (values: readonly Value[]) => rows.map((row) => values[row]!);
  return { ...data, values: data.values.map(pick), rowCount: rows.length };
}
