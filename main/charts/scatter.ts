import { z } from 'zod';
import { Fault } from '../contract/fault.ts';
import { acrossEncoding } from './across.ts';
import { atMost, categories } from './category.ts';
import { chart, type Specification } from './chart.ts';
import { emptyPicture, words } from './draw.ts';
import { palette, shapes, width } from './style.ts';
import { axisLabels, axisTitle, counted, measureOf, niceDomain, roomy, series, toNumber, toTime } from './value.ts';

/** Two numbers of each row against each other, every row a point. */
export default chart({
  id: 'scatter',
  title: 'Scatter',
  about: 'Two numbers of each row against each other, or a number against a time; every row is a point.',
  channels: z.object({
    x: z.string().describe('a number, or a date'),
    y: z.string().describe('a number'),
    color: z.string().optional().describe('a category: up to four by colour and shape, more as small pictures'),
    zero: z.boolean().default(false).describe('true starts the y axis at zero'),
    xTitle: words('title of the x axis').optional(),
    yTitle: words('title of the y axis').optional(),
  }),
  draw(data, channels): Specification {
    const across = series(data, channels.x);
    const up = series(data, channels.y);
    for (const [channel, { kind, info }] of [
      ['x', across],
      ['y', up],
    ] as const)
      if (kind === 'text' || (channel === 'y' && kind !== 'number'))
        throw new Fault(
          'data-unfit',
          `The chart scatter needs a number for ${channel}, and "${info.name}" is ${info.type}.`,
        );
    const numbers = up.values.map(toNumber);
    const measure = measureOf(up.info, numbers);
    const acrossNumbers = across.values.map(toNumber);
    const acrossMeasure = measureOf(across.info, acrossNumbers);
    const groups = channels.color === undefined ? undefined : categories(series(data, channels.color), 170);
    const points = numbers.flatMap((number, row) => {
      const x =
        across.kind === 'time' ? toTime(across.values[row]) : scaled(acrossNumbers[row] ?? null, acrossMeasure.factor);
      return number === null || x === null ? [] : [{ x, y: number * measure.factor, group: groups?.of[row] ?? '' }];
    });
    if (points.length === 0)
      return emptyPicture(`No value to draw: ${numbers.length} rows, none with both an x and a y.`);
    const names = groups?.names ?? [];
    const panels = names.length > palette.length;
    atMost(60, names.length, 'scatter', 'categories');
    const missing = numbers.length - points.length;
    const many = points.length > 1000;
    const x = acrossEncoding(
      across,
      panels ? 3 : 8,
      channels.xTitle ?? (across.kind === 'number' ? axisTitle(across.info, acrossMeasure) : undefined),
    );
    if (across.kind === 'number') {
      const domain = niceDomain(roomy(points.map((point) => Number(point.x))), 8, false);
      x.scale = { domain, nice: false, zero: false };
      x.axis = { ...x.axis, ...axisLabels(acrossMeasure) };
    }
    const title = axisTitle(up.info, measure, channels.yTitle);
    const y = {
      field: 'y',
      type: 'quantitative',
      scale: {
        domain: niceDomain(roomy(points.map((point) => point.y)), panels ? 3 : 6, channels.zero),
        nice: false,
        zero: false,
      },
      axis: {
        title: panels ? null : title,
        domain: false,
        ticks: false,
        tickCount: panels ? 3 : 6,
        ...axisLabels(measure),
      },
    };
    const mark = { type: 'point', size: many ? 12 : 40, opacity: many ? 0.35 : 0.75 };
    const notes = [
      ...(panels ? [title] : []),
      ...(missing > 0
        ? [`Not drawn: ${counted(missing, 'row')} of ${numbers.length.toLocaleString('en-GB')} without an x or a y.`]
        : []),
    ];
    const frame = { ...(notes.length > 0 && { title: { subtitle: notes } }), data: { values: points } };
    if (panels)
      return {
        ...frame,
        columns: 3,
        spacing: { row: 16, column: 30 },
        facet: {
          field: 'group',
          type: 'nominal',
          sort: names,
          header: { title: null, labelExpr: "split(datum.label, '\\n')" },
        },
        spec: { width: 180, height: 120, mark, encoding: { x, y } },
      };
    const legend = { orient: 'top', title: null, offset: 34, labelExpr: "split(datum.label, '\\n')" };
    const scale = (range: readonly string[]) => ({ domain: names, range: range.slice(0, names.length) });
    const told = groups && {
      color: { field: 'group', type: 'nominal', scale: scale(palette), legend },
      shape: { field: 'group', type: 'nominal', scale: scale(shapes), legend },
    };
    return { ...frame, width, height: 360, mark, encoding: { x, y, ...told } };
  },
});

const scaled = (value: number | null, factor: number) => (value === null ? null : value * factor);
