import { z } from 'zod';
import { Fault } from '../contract/fault.ts';
import { atMost, categories, categoryAxis, lyingAxis, oneEach } from './category.ts';
import { chart, type Specification } from './chart.ts';
import { emptyPicture, words } from './draw.ts';
import { grey, palette, width } from './style.ts';
import { axisLabels, axisTitle, counted, markLabel, measureOf, niceDomain, series, toNumber } from './value.ts';

interface Bar {
  category: string;
  group: string;
  value: number | null;
  label: string;
}

/** Lengths from zero by category: one bar each, or side by side, stacked, or as shares by a second category. */
export default chart({
  id: 'bar',
  title: 'Bars',
  about: 'Lengths from zero by category, in the order of the rows. One of x and y is a number, the other the category.',
  channels: z.object({
    x: z.string().describe('the number for bars that lie, or the category for bars that stand'),
    y: z.string().describe('the category for bars that lie, or the number for bars that stand'),
    color: z.string().optional().describe('a second category: one bar each, or a part of the bar'),
    layout: z.enum(['grouped', 'stacked']).default('grouped').describe('how the second category is shown'),
    order: z.enum(['rows', 'value']).default('rows').describe('as the rows come, or the largest first'),
    labels: z.boolean().default(true).describe('the value beside each bar, where there is room'),
    percent: z.boolean().default(false).describe('true draws a share of 0 to 1 as a percentage'),
    xTitle: words('title of the x axis').optional(),
    yTitle: words('title of the y axis').optional(),
  }),
  draw(data, channels): Specification {
    const across = series(data, channels.x);
    const up = series(data, channels.y);
    if (up.kind !== 'number' && across.kind !== 'number')
      throw new Fault(
        'data-unfit',
        `The chart bar needs a number: "${channels.x}" and "${channels.y}" are both categories.`,
      );
    const valueIsX = across.kind === 'number' && !(up.kind === 'number' && isCount(across.info.name, up.info.name));
    const [value, category] = valueIsX ? [across, up] : [up, across];
    const group = channels.color === undefined ? undefined : series(data, channels.color);

    const numbers = value.values.map(toNumber);
    const present = numbers.filter((number) => number !== null).length;
    if (present === 0)
      return emptyPicture(`No value to draw: "${value.info.name}" has none in ${numbers.length} rows.`);
    const measure = measureOf(value.info, numbers, channels.percent);
    const standing = categories(category, 10_000);
    const upright = !valueIsX && standing.width + 8 <= width / standing.names.length;
    const named = upright ? standing : categories(category, 230);
    const groups = group && categories(group, 10_000);
    atMost(
      250,
      named.names.length * (groups && channels.layout === 'grouped' ? groups.names.length : 1),
      'bar',
      'bars',
    );
    oneEach(
      named.of.map((name, row) => `${name}\u0000${groups?.of[row] ?? ''}`),
      'bar',
      'give the column that tells them apart as "color"',
    );
    const bars: Bar[] = numbers.map((number, row) => {
      const scaled = number === null ? null : number * measure.factor;
      const label = scaled === null ? '[x]' : markLabel(scaled, measure);
      return { category: named.of[row]!, group: groups?.of[row] ?? '', value: scaled, label };
    });

    const order = channels.order === 'value' ? byTotal(bars, named.names) : named.names;
    const panels = groups && groups.names.length > palette.length ? groups.names : undefined;
    const stacked = groups !== undefined && !panels && channels.layout === 'stacked';
    const grouped = groups !== undefined && !panels && !stacked;
    const perBand = grouped ? groups.names.length : 1;
    const thick = Math.max(perBand * 18 + 10, named.lines * 14 + 8, 26);
    const long = panels ? width / 2 - 20 : width;
    const ends = stacked ? bars.map((bar) => Math.abs(bar.value ?? 0)) : bars.map((bar) => bar.value);
    const domain = stacked ? undefined : niceDomain(ends, 6, true);
    const given = valueIsX ? channels.xTitle : channels.yTitle;
    const givenCategory = valueIsX ? channels.yTitle : channels.xTitle;

    const valueAxis = {
      field: 'value',
      type: 'quantitative',
      stack: stacked ? 'zero' : null,
      scale: { zero: true, ...(domain ? { domain, nice: false } : {}) },
      axis: {
        title: axisTitle(value.info, measure, given),
        grid: true,
        domain: false,
        ticks: false,
        tickCount: 6,
        ...axisLabels(measure),
      },
    };
    const categoryEncoding = {
      field: 'category',
      type: 'nominal',
      sort: order,
      scale: { paddingInner: 0.22, paddingOuter: 0.12 },
      axis: { ...(upright ? categoryAxis : lyingAxis), title: givenCategory ?? null, labelAngle: 0 },
    };
    const colour = groups &&
      !panels && {
        field: 'group',
        type: 'nominal',
        scale: { domain: groups.names, range: palette.slice(0, groups.names.length) },
        legend: { orient: 'top', title: null, columns: groups.names.length, offset: upright ? 34 : 12 },
      };
    const position = upright ? { x: categoryEncoding, y: valueAxis } : { x: valueAxis, y: categoryEncoding };
    const offset = grouped && { [upright ? 'xOffset' : 'yOffset']: { field: 'group', sort: groups.names } };
    const turn = stacked && { order: { field: 'rank', type: 'quantitative' } };
    const layer: Specification[] = [
      {
        mark: { type: 'bar', ...(stacked && { stroke: '#ffffff', strokeWidth: 1 }) },
        encoding: { ...position, ...offset, ...(colour && { color: colour }), ...turn },
      },
      { mark: { type: 'rule', color: grey }, encoding: zeroLine(upright), data: { values: [{}] } },
    ];
    const room = upright ? width / (named.names.length * perBand) > 34 : true;
    if (channels.labels && !stacked && room && bars.length <= 80)
      layer.push(...valueLabels(bars, upright, { ...position, ...offset }));
    const inner = { layer };
    const [w, h] = upright ? [long, 260] : [long, thick * named.names.length];
    const subtitle =
      present < numbers.length
        ? { title: { subtitle: `[x]: no value, in ${counted(numbers.length - present, 'row')} of ${numbers.length}.` } }
        : {};
    const values = bars.map((bar) => ({ ...bar, rank: groups ? groups.names.indexOf(bar.group) : 0 }));
    if (!panels) return { ...subtitle, width: w, height: h, data: { values }, ...inner };
    return {
      ...subtitle,
      data: { values },
      columns: 2,
      facet: { field: 'group', type: 'nominal', sort: panels, header: { title: null } },
      spec: { width: w, height: upright ? 160 : h, ...inner },
    };
  },
});

/** Where both columns are numbers, one that is named like a period or a code is the category. */
const isCount = (across: string, up: string) =>
  /year|month|week|day|date|period|wave|hour|code|band/i.test(across) &&
  !/year|month|week|day|date|period|wave|hour|code|band/i.test(up);

const zeroLine = (upright: boolean) =>
  upright
    ? { x: { value: 0 }, x2: { value: 'width' }, y: { datum: 0 } }
    : { x: { datum: 0 }, y: { value: 0 }, y2: { value: 'height' } };

/** The value beyond the end of its bar: to the left of, or below, a negative one; [x] at zero where there is none. */
function valueLabels(bars: readonly Bar[], upright: boolean, position: Record<string, unknown>): Specification[] {
  const label = (test: string, mark: Record<string, unknown>, at: Record<string, unknown> = {}) => ({
    transform: [{ filter: test }],
    mark: { type: 'text', ...mark },
    encoding: { ...position, ...at, text: { field: 'label', type: 'nominal' } },
  });
  const beyond = upright ? { dy: -7 } : { align: 'left', dx: 5 };
  const below = upright ? { dy: 8 } : { align: 'right', dx: -5 };
  const layers = [label('datum.value !== null && datum.value >= 0', beyond)];
  if (bars.some((bar) => (bar.value ?? 0) < 0)) layers.push(label('datum.value !== null && datum.value < 0', below));
  if (bars.some((bar) => bar.value === null))
    layers.push(label('datum.value === null', beyond, { [upright ? 'y' : 'x']: { datum: 0, type: 'quantitative' } }));
  return layers;
}

function byTotal(bars: readonly Bar[], names: readonly string[]): string[] {
  const totals = new Map<string, number>();
  for (const bar of bars) totals.set(bar.category, (totals.get(bar.category) ?? 0) + (bar.value ?? 0));
  return [...names].sort((a, b) => totals.get(b)! - totals.get(a)!);
}
