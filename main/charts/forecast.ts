import { z } from 'zod';
import { Fault } from '../contract/fault.ts';
import { acrossEncoding } from './across.ts';
import { atMost } from './category.ts';
import { chart, type Specification } from './chart.ts';
import { emptyPicture, words } from './draw.ts';
import { endLabels, type Point } from './ends.ts';
import { palette, width } from './style.ts';
import { axisLabels, axisTitle, counted, measureOf, niceDomain, series, toNumber, toText, toTime } from './value.ts';

interface Row {
  x: string;
  name: string;
  actual: number | null;
  central: number | null;
  level: number | null;
  lower: number | null;
  upper: number | null;
}

const height = 300;

/** A series so far, its forecast and the fan of prediction intervals; several series as small pictures. */
export default chart({
  id: 'forecast',
  title: 'Forecast',
  about:
    'What was measured, the forecast (dashed) and its prediction intervals as a fan, widest behind. For the table fan of the method forecast.',
  channels: z.object({
    date: z.string().default('date').describe('date of the period'),
    actual: z.string().default('actual').describe('value so far, null ahead'),
    central: z.string().default('central').describe('point forecast, null so far'),
    level: z.string().default('level').describe('level of the interval, in %'),
    lower: z.string().default('lower').describe('lower limit of the interval'),
    upper: z.string().default('upper').describe('upper limit of the interval'),
    series: z.string().default('series').describe('name of the series; several are drawn as small pictures'),
    past: z
      .number()
      .int()
      .min(1)
      .default(60)
      .describe('how many of the last values so far are drawn, so that the fan can be seen'),
    zero: z.boolean().default(false).describe('true starts the y axis at zero'),
    percent: z.boolean().default(false).describe('true draws a share of 0 to 1 as a percentage'),
    xTitle: words('title of the x axis').optional(),
    yTitle: words('title of the y axis').optional(),
  }),
  draw(data, channels): Specification {
    const across = series(data, channels.date);
    const actual = series(data, channels.actual);
    if (across.kind !== 'time' || actual.kind !== 'number')
      throw new Fault(
        'data-unfit',
        `The chart forecast needs a date and a number, and got "${across.info.name}" (${across.info.type}) and "${actual.info.name}" (${actual.info.type}). Draw it on the table fan of forecast.`,
      );
    const raw = (name: string) => series(data, name).values.map(toNumber);
    const measure = measureOf(actual.info, [...raw(channels.actual), ...raw(channels.upper)], channels.percent);
    const column = (name: string) => raw(name).map((value) => (value === null ? null : value * measure.factor));
    const [values, central, lower, upper] = [channels.actual, channels.central, channels.lower, channels.upper].map(
      column,
    ) as [(number | null)[], (number | null)[], (number | null)[], (number | null)[]];
    const levels = raw(channels.level);
    const names = series(data, channels.series).values.map(toText);
    const rows = across.values.flatMap((cell, row): Row[] => {
      const x = toTime(cell);
      if (x === null || (values[row] === null && central[row] === null)) return [];
      return [
        {
          x,
          name: names[row]!,
          actual: values[row]!,
          central: central[row]!,
          level: levels[row]!,
          lower: lower[row]!,
          upper: upper[row]!,
        },
      ];
    });
    if (rows.length === 0)
      return emptyPicture(
        `No value to draw: ${counted(values.length, 'row')}, none with a date and a value or a forecast.`,
      );
    const several = [...new Set(rows.map((row) => row.name))];
    atMost(30, several.length, 'forecast', 'series');
    const panels = several.length > 1;
    const shown = several.flatMap((name) =>
      joined(
        rows.filter((row) => row.name === name),
        channels.past,
      ),
    );
    const cut = rows.filter((row) => row.actual !== null).length - shown.filter((row) => row.actual !== null).length;
    const domain = niceDomain(
      shown.flatMap((row) => [row.actual, row.central, row.lower, row.upper]),
      panels ? 4 : 6,
      channels.zero,
    );
    const x = acrossEncoding(across, panels ? 3 : 8, channels.xTitle);
    const yTitle = channels.yTitle ?? (panels ? null : axisTitle({ ...actual.info, name: 'value' }, measure));
    const y = (field: string) => ({
      field,
      type: 'quantitative',
      scale: panels ? { nice: true, zero: channels.zero } : { domain, nice: false, zero: false },
      axis: {
        title: panels ? null : yTitle,
        domain: false,
        ticks: false,
        tickCount: panels ? 4 : 6,
        ...axisLabels(measure),
      },
    });
    const widths = [...new Set(shown.map((row) => row.level).filter((level) => level !== null))].sort((a, b) => b - a);
    const layer = layersOf(x, y, widths);
    const bands = widths.length > 0 ? ` Bands: ${listed(widths)} prediction intervals.` : '';
    const notes = [
      ...(panels && yTitle ? [yTitle] : []),
      `Solid: values so far. Dashed: forecast.${bands}`,
      ...(panels ? ['Each picture has a scale of its own.'] : []),
      ...(cut > 0
        ? [`Only the last ${channels.past} values so far are drawn; ${counted(cut, 'earlier one')} left out.`]
        : []),
    ];
    if (panels)
      return {
        title: { subtitle: notes },
        data: { values: shown },
        columns: 2,
        spacing: { row: 24, column: 50 },
        facet: { field: 'name', type: 'nominal', sort: several, header: { title: null } },
        resolve: { scale: { x: 'independent', y: 'independent' } },
        spec: { width: 250, height: 130, layer },
      };
    layer.push(...endLabels(...ends(shown, widths), domain, height, x));
    return { title: { subtitle: notes }, width: width - 110, height, data: { values: shown }, layer };
  },
});

const listed = (levels: readonly number[]) =>
  [...levels]
    .sort((a, b) => a - b)
    .map((level) => `${level}%`)
    .join(', ')
    .replace(/, ([^,]*)$/, ' and $1');

/** Rows of one series in order of time, without the values before the last `past`; the fan opens at the last value, so that even one period ahead has a width. */
function joined(rows: readonly Row[], past: number): Row[] {
  const ordered = [...rows].sort((a, b) => Date.parse(a.x) - Date.parse(b.x));
  const sorted = ordered.slice(Math.max(0, ordered.filter((row) => row.actual !== null).length - past));
  const last = sorted.filter((row) => row.actual !== null).at(-1);
  if (!last) return sorted;
  const levels = [...new Set(sorted.filter((row) => row.central !== null).map((row) => row.level))];
  const opening = levels.map((level) => ({
    ...last,
    actual: null,
    central: last.actual,
    level,
    lower: last.actual,
    upper: last.actual,
  }));
  const next = sorted.findIndex((row) => row.central !== null);
  return next < 0 ? sorted : [...sorted.slice(0, next), ...opening, ...sorted.slice(next)];
}

/** Bands from the widest to the narrowest, then the values so far, then the forecast. */
function layersOf(
  x: Record<string, unknown>,
  y: (field: string) => Record<string, unknown>,
  levels: readonly number[],
): Specification[] {
  const bands = levels.map((level, i) => ({
    transform: [{ filter: `datum.level === ${level} && isValid(datum.lower) && isValid(datum.upper)` }],
    mark: { type: 'area', color: palette[0], opacity: 0.14 + (0.2 * i) / Math.max(1, levels.length - 1), line: false },
    encoding: { x, y: y('lower'), y2: { field: 'upper' } },
  }));
  const narrowest = levels.at(-1);
  return [
    ...bands,
    {
      transform: [{ filter: 'isValid(datum.actual)' }],
      mark: { type: 'line', color: palette[0] },
      encoding: { x, y: y('actual') },
    },
    {
      transform: [
        {
          filter: `isValid(datum.central)${narrowest === undefined ? '' : ` && datum.level === ${narrowest}`}`,
        },
      ],
      mark: { type: 'line', color: palette[0], strokeDash: [4, 3] },
      encoding: { x, y: y('central') },
    },
  ];
}

/** What stands at the right: the forecast's last value, and the upper limit of each level. */
function ends(rows: readonly Row[], levels: readonly number[]): [Point[], string[]] {
  const last = rows.filter((row) => row.central !== null).at(-1);
  if (!last) return [[], []];
  const points = [{ x: last.x, y: last.central, line: 'Forecast', dot: false }];
  for (const level of levels) {
    const row = rows.filter((each) => each.level === level).at(-1)!;
    points.push({ x: row.x, y: row.upper, line: `${level}% upper`, dot: false });
  }
  return [points, points.map((point) => point.line)];
}
