import { z } from 'zod';
import type { Page } from '../contract/data.ts';
import { Fault } from '../contract/fault.ts';
import { acrossEncoding } from './across.ts';
import { atMost, categories, oneEach } from './category.ts';
import { chart, type Specification } from './chart.ts';
import { emptyPicture, words } from './draw.ts';
import { endLabels, type Point } from './ends.ts';
import { dashes, palette, width } from './style.ts';
import {
  axisLabels,
  axisTitle,
  counted,
  type Measure,
  measureOf,
  niceDomain,
  type Series,
  series,
  spoken,
  toNumber,
  toTime,
} from './value.ts';

interface Mark {
  transform?: unknown;
  mark: { type: string; size?: number };
  encoding: Record<string, unknown>;
}

const height = 280;

/** How a number moves over time or another order: up to four lines named at their ends, more as small pictures of one scale. */
export default chart({
  id: 'line',
  title: 'Lines',
  about: 'How one or more numbers move over time or another order; a gap in a line is a value that is not there.',
  channels: z.object({
    x: z.string().describe('a date, a number, or periods in the order of the rows'),
    y: z.union([z.string(), z.array(z.string()).min(1)]).describe('the number, or a list of numbers with a line each'),
    color: z.string().optional().describe('a category with a line for each of its values'),
    zero: z.boolean().default(false).describe('true starts the y axis at zero'),
    percent: z.boolean().default(false).describe('true draws a share of 0 to 1 as a percentage'),
    xTitle: words('title of the x axis').optional(),
    yTitle: words('title of the y axis').optional(),
  }),
  draw(data, channels): Specification {
    const columns = (Array.isArray(channels.y) ? channels.y : [channels.y]).map((name) => series(data, name));
    for (const { kind, info } of columns)
      if (kind !== 'number')
        throw new Fault('data-unfit', `The chart line needs a number for y, and "${info.name}" is ${info.type}.`);
    const across = series(data, channels.x);
    const numbers = columns.map((column) => column.values.map(toNumber));
    const measure = measureOf(columns[0]!.info, numbers.flat(), channels.percent);
    const points = pointsOf(data, across, columns, numbers, measure, channels.color);
    const real = points.filter((point) => point.y !== null && point.x !== null);
    if (real.length === 0) return emptyPicture(`No value to draw: ${points.length} rows, none with both an x and a y.`);
    oneEach(
      points.map((point) => `${point.x}\u0000${point.line}`),
      'line',
      'give the column that tells the lines apart as "color"',
    );
    const lines = [...new Set(points.map((point) => point.line))];
    atMost(60, lines.length, 'line', 'lines');
    markDots(points, lines);
    const panels = lines.length > palette.length;
    const domain = niceDomain(
      points.map((point) => point.y),
      panels ? 3 : 6,
      channels.zero,
    );
    const x = acrossEncoding(across, panels ? 3 : 8, channels.xTitle);
    const yTitle =
      channels.yTitle ??
      (columns.length > 1 ? (measure.unit ? spoken(measure.unit) : null) : axisTitle(columns[0]!.info, measure));
    const y = {
      field: 'y',
      type: 'quantitative',
      scale: { domain, nice: false, zero: false },
      axis: {
        title: panels ? null : yTitle,
        domain: false,
        ticks: false,
        tickCount: panels ? 3 : 6,
        ...axisLabels(measure),
      },
    };
    const missing = points.length - real.length;
    const notes = [
      ...(panels && yTitle ? [yTitle] : []),
      ...(missing > 0
        ? [
            `Not available, a gap in the line: ${counted(missing, 'value')} of ${points.length.toLocaleString('en-GB')}.`,
          ]
        : []),
    ];
    const note = notes.length > 0 ? { title: { subtitle: notes } } : {};
    const values = points.filter((point) => point.x !== null);
    const marks: Mark[] = [{ mark: { type: 'line' }, encoding: { x, y } }];
    if (points.some((point) => point.dot))
      marks.push({ transform: [{ filter: 'datum.dot' }], mark: { type: 'point', size: 26 }, encoding: { x, y } });
    if (panels)
      return {
        ...note,
        data: { values },
        columns: 3,
        spacing: { row: 16, column: 30 },
        facet: {
          field: 'line',
          type: 'nominal',
          sort: lines,
          header: { title: null, labelExpr: "split(datum.label, '\\n')" },
        },
        spec: { width: 180, height: 100, layer: marks },
      };
    const color = {
      field: 'line',
      type: 'nominal',
      scale: { domain: lines, range: palette.slice(0, lines.length) },
      legend: null,
    };
    const dash = {
      field: 'line',
      type: 'nominal',
      scale: { domain: lines, range: dashes.slice(0, lines.length) },
      legend: null,
    };
    const layer: Specification[] = marks.map((each) => ({
      ...each,
      encoding: { ...each.encoding, color, ...(each.mark.type === 'line' && lines.length > 1 && { strokeDash: dash }) },
    }));
    if (lines.length > 1) layer.push(...endLabels(real, lines, domain, height, x));
    return { ...note, width: lines.length > 1 ? width - 120 : width, height, data: { values }, layer };
  },
});

function pointsOf(
  data: Page,
  across: Series,
  columns: readonly Series[],
  numbers: readonly (number | null)[][],
  measure: Measure,
  color: string | undefined,
): Point[] {
  const named = color === undefined ? undefined : categories(series(data, color), 10_000).of;
  const periods = across.kind === 'text' ? categories(across, 80).of : undefined;
  const place = (row: number) => {
    if (periods) return periods[row]!;
    return across.kind === 'time' ? toTime(across.values[row]) : toNumber(across.values[row]);
  };
  return columns.flatMap((column, index) =>
    numbers[index]!.map((number, row) => {
      const own = columns.length > 1 ? spoken(column.info.name) : '';
      const line = [named?.[row], own].filter(Boolean).join(', ') || spoken(column.info.name);
      return { x: place(row), y: number === null ? null : number * measure.factor, line, dot: false };
    }),
  );
}

function markDots(points: Point[], lines: readonly string[]): void {
  for (const line of lines) {
    const own = points.filter((point) => point.line === line);
    if (typeof own[0]?.x === 'number') own.sort((a, b) => Number(a.x) - Number(b.x));
    for (const [index, point] of own.entries()) {
      const alone = (own[index - 1]?.y ?? null) === null && (own[index + 1]?.y ?? null) === null;
      point.dot = point.y !== null && (alone || own.length <= 24);
    }
  }
}
