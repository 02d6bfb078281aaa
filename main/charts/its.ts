import { z } from 'zod';
import { Fault } from '../contract/fault.ts';
import { acrossEncoding } from './across.ts';
import { atMost } from './category.ts';
import { chart, type Specification } from './chart.ts';
import { emptyPicture, words } from './draw.ts';
import { endLabels, type Point } from './ends.ts';
import { grey, ink, palette, width } from './style.ts';
import { axisLabels, axisTitle, counted, measureOf, niceDomain, series, toNumber, toText, toTime } from './value.ts';

interface Row {
  x: string | null;
  value: number | null;
  fitted: number | null;
  expected: number | null;
  lower: number | null;
  upper: number | null;
  control: boolean;
  /** Left out of the model as a transition. */
  left: boolean;
  /** A line of its own: arm and segment. */
  line: string;
  name: string;
}

const height = 300;

/** An interrupted time series: what was measured, the lines fitted to it, and what was to be expected without the interruption. */
export default chart({
  id: 'its',
  title: 'Interrupted time series',
  about:
    'Measured points, the lines fitted before and after, the expected line without the interruption (dashed, with its interval), and the date. For the table fit of the method its.',
  channels: z.object({
    date: z.string().default('date').describe('date of the period'),
    value: z.string().default('value').describe('value as measured'),
    fitted: z.string().default('fitted').describe('fitted value'),
    counterfactual: z.string().default('counterfactual').describe('expected value without the interruption'),
    lower: z.string().default('lower').describe('lower end of the interval of the counterfactual'),
    upper: z.string().default('upper').describe('upper end of the same'),
    segment: z.string().default('segment').describe('before, washout, after …'),
    interruption: z.string().default('interruption').describe('date of the interruption that the segment follows'),
    arm: z.string().default('arm').describe('treated or control'),
    series: z.string().default('series').describe('name of the series; several are drawn as small pictures'),
    percent: z.boolean().default(false).describe('true draws a share of 0 to 1 as a percentage'),
    zero: z.boolean().default(false).describe('true starts the y axis at zero'),
    label: words('what the interruption was, written beside its line').optional(),
    xTitle: words('title of the x axis').optional(),
    yTitle: words('title of the y axis').optional(),
  }),
  draw(data, channels): Specification {
    const across = series(data, channels.date);
    const value = series(data, channels.value);
    if (across.kind !== 'time' || value.kind !== 'number')
      throw new Fault(
        'data-unfit',
        `The chart its needs a date and a number, and got "${across.info.name}" (${across.info.type}) and "${value.info.name}" (${value.info.type}). Draw it on the table fit of its.`,
      );
    const values = value.values.map(toNumber);
    const measure = measureOf(value.info, values, channels.percent);
    const column = (name: string) =>
      series(data, name).values.map((cell) => {
        const number = toNumber(cell);
        return number === null ? null : number * measure.factor;
      });
    const [fitted, expected, lower, upper] = [
      channels.fitted,
      channels.counterfactual,
      channels.lower,
      channels.upper,
    ].map(column) as [(number | null)[], (number | null)[], (number | null)[], (number | null)[]];
    const [arms, segments, names] = [channels.arm, channels.segment, channels.series].map((name) =>
      series(data, name).values.map(toText),
    ) as [string[], string[], string[]];
    const rows = values.map(
      (number, row): Row => ({
        x: toTime(across.values[row]),
        value: number === null ? null : number * measure.factor,
        fitted: fitted[row] ?? null,
        expected: expected[row] ?? null,
        lower: lower[row] ?? null,
        upper: upper[row] ?? null,
        control: arms[row] === 'control',
        left: segments[row] === 'washout',
        line: `${arms[row]} ${segments[row]}`,
        name: names[row] === '(empty)' || names[row] === '(not available)' ? '' : names[row]!,
      }),
    );
    const shown = rows.filter((row) => row.x !== null && row.value !== null);
    if (shown.length === 0)
      return emptyPicture(`No value to draw: ${counted(rows.length, 'row')}, none with a date and a value.`);
    const several = [...new Set(shown.map((row) => row.name))];
    atMost(30, several.length, 'its', 'series');
    const panels = several.length > 1;
    const controlled = shown.some((row) => row.control);
    const domain = niceDomain(
      shown.flatMap((row) => [row.value, row.fitted, row.expected, row.lower, row.upper]),
      panels ? 4 : 6,
      channels.zero,
    );
    const x = acrossEncoding(across, panels ? 3 : 8, channels.xTitle);
    const yTitle = channels.yTitle ?? axisTitle(value.info, measure);
    const y = (field: string) => ({
      field,
      type: 'quantitative',
      scale: { domain, nice: false, zero: false },
      axis: {
        title: panels ? null : yTitle,
        domain: false,
        ticks: false,
        tickCount: panels ? 4 : 6,
        ...axisLabels(measure),
      },
    });
    const starts = [
      ...new Set(
        series(data, channels.interruption)
          .values.map(toTime)
          .filter((start) => start !== null),
      ),
    ].sort();
    const layer = [...layers(x, y, shown), ...interruptionLayers(starts, x, channels.label, panels)];
    const notes = notesOf(shown, controlled, panels, yTitle);
    const note = notes.length > 0 ? { title: { subtitle: notes } } : {};
    if (panels)
      return {
        ...note,
        data: { values: shown },
        columns: 2,
        spacing: { row: 20, column: 36 },
        facet: { field: 'name', type: 'nominal', sort: several, header: { title: null } },
        spec: { width: 270, height: 150, layer },
      };
    layer.push(...endLabels(...ends(shown, controlled), domain, height, { ...x, ...{ axis: x.axis } }));
    return { ...note, width: width - 130, height, data: { values: shown }, layer };
  },
});

/** Band, points, fitted lines and the expected line, from back to front. */
function layers(
  x: Record<string, unknown>,
  y: (field: string) => Record<string, unknown>,
  rows: readonly Row[],
): Specification[] {
  const controlled = rows.some((row) => row.control);
  const color = (of: 'line' | 'point') =>
    controlled
      ? { condition: { test: 'datum.control', value: palette[1] }, value: palette[0] }
      : { value: of === 'line' ? palette[0] : grey };
  const drawn = (field: string) => [{ filter: `isValid(datum.${field})` }];
  const all = [
    {
      shown: rows.some((row) => row.lower !== null),
      transform: drawn('lower'),
      mark: { type: 'area', color: palette[3], opacity: 0.2 },
      encoding: { x, y: y('lower'), y2: { field: 'upper' } },
    },
    {
      shown: rows.some((row) => row.left),
      transform: [{ filter: 'datum.left' }],
      mark: { type: 'point', filled: false, size: 22, strokeWidth: 1.2, color: ink },
      encoding: {
        x,
        y: y('value'),
        shape: { condition: { test: 'datum.control', value: 'square' }, value: 'circle' },
      },
    },
    {
      shown: rows.some((row) => !row.left),
      transform: [{ filter: '!datum.left' }],
      mark: { type: 'point', size: 22, opacity: 0.45 },
      encoding: {
        x,
        y: y('value'),
        color: color('point'),
        shape: { condition: { test: 'datum.control', value: 'square' }, value: 'circle' },
      },
    },
    {
      shown: rows.some((row) => row.expected !== null),
      transform: drawn('expected'),
      mark: { type: 'line', color: palette[2], strokeDash: [6, 4], strokeWidth: 2 },
      encoding: { x, y: y('expected') },
    },
    {
      shown: rows.some((row) => row.fitted !== null),
      transform: drawn('fitted'),
      mark: { type: 'line', strokeWidth: 2.5 },
      encoding: { x, y: y('fitted'), detail: { field: 'line', type: 'nominal' }, color: color('line') },
    },
  ];
  return all.flatMap(({ shown, ...layer }) => (shown ? [layer] : []));
}

function interruptionLayers(
  starts: readonly string[],
  x: Record<string, unknown>,
  label: string | undefined,
  panels: boolean,
): Specification[] {
  if (starts.length === 0) return [];
  const day = (iso: string) =>
    new Date(iso).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
  const values = starts.map((start, index) => ({
    x: start,
    words: index === 0 && label ? `${label}, ${day(start)}` : day(start),
  }));
  const rule = { mark: { type: 'rule', color: ink, strokeWidth: 1, strokeDash: [2, 2] }, encoding: { x } };
  if (panels) return [{ data: { values }, ...rule }];
  return [
    { data: { values }, ...rule },
    {
      data: { values },
      mark: { type: 'text', align: 'center', baseline: 'bottom', dy: -6, clip: false },
      encoding: { x, y: { value: 0 }, text: { field: 'words', type: 'nominal' } },
    },
  ];
}

/** Names at the ends of the lines. */
function ends(rows: readonly Row[], controlled: boolean): [points: Point[], lines: string[]] {
  const fitted = controlled ? 'Treated, fitted' : 'Fitted';
  const of = (line: string, at: (row: Row) => number | null, control: boolean): Point[] =>
    rows.flatMap((row) =>
      row.control === control && at(row) !== null ? [{ x: row.x, y: at(row), line, dot: false }] : [],
    );
  const points = [
    ...of(fitted, (row) => row.fitted, false),
    ...of('Expected without the change', (row) => row.expected, false),
    ...of('Control, fitted', (row) => row.fitted, true),
  ];
  return [points, [...new Set(points.map((point) => point.line))]];
}

function notesOf(rows: readonly Row[], controlled: boolean, panels: boolean, yTitle: string): string[] {
  const left = new Set(rows.flatMap((row) => (row.left ? [row.x] : []))).size;
  return [
    ...(panels ? [`${yTitle}. Dashed: expected without the change.`] : []),
    ...(controlled ? ['Circles: treated. Squares: control.'] : []),
    ...(left > 0 ? [`Hollow: ${counted(left, 'period')} of transition, not in the model.`] : []),
  ];
}
