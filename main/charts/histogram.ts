import { z } from 'zod';
import { Fault } from '../contract/fault.ts';
import { chart, type Specification } from './chart.ts';
import { emptyPicture, words } from './draw.ts';
import { textWidth } from './measure.ts';
import { ink, width } from './style.ts';
import { axisLabels, axisTitle, counted, markLabel, measureOf, niceStep, series, toNumber } from './value.ts';

/** How the values of a number are spread: rows counted in steps of one width, with the median and the 90th percentile. */
export default chart({
  id: 'histogram',
  title: 'Histogram',
  about: 'How the values of a number are spread: rows in steps of one width, with the median and the 90th percentile.',
  channels: z.object({
    x: z.string().describe('the number'),
    bins: z.int().min(2).max(200).default(30).describe('at most so many steps; their width is a round number'),
    step: z.number().positive().optional().describe('width of a step, in the units that are drawn, in place of bins'),
    percentiles: z.boolean().default(true).describe('marks the median and the 90th percentile (type 7)'),
    percent: z.boolean().default(false).describe('true draws a share of 0 to 1 as a percentage'),
    xTitle: words('title of the x axis').optional(),
  }),
  draw(data, channels): Specification {
    const column = series(data, channels.x);
    if (column.kind !== 'number')
      throw new Fault(
        'data-unfit',
        `The chart histogram needs a number, and "${column.info.name}" is ${column.info.type}.`,
      );
    const numbers = column.values.map(toNumber);
    const present = numbers.filter((number) => number !== null);
    if (present.length === 0)
      return emptyPicture(`No value to draw: "${column.info.name}" has none in ${numbers.length} rows.`);
    const measure = measureOf(column.info, numbers, channels.percent);
    const sorted = Float64Array.from(present, (number) => number * measure.factor).sort();
    const low = sorted[0]!;
    const high = sorted.at(-1)!;
    const step =
      channels.step ?? (high > low ? niceStep((high - low) / channels.bins) : niceStep(Math.abs(low) / 10 || 1));
    const first = Math.floor(low / step + 1e-9);
    const last = Math.floor(high / step + 1e-9);
    if (last - first > 500)
      throw new Fault(
        'parameter-invalid',
        `A step of ${step} parts the histogram into ${last - first + 1} bars; give a wider one.`,
      );
    const counts = new Float64Array(last - first + 1);
    for (const number of sorted) counts[Math.floor(number / step + 1e-9) - first]! += 1;
    const round = (index: number) => Number((index * step).toPrecision(12));
    const values = Array.from(counts, (count, index) => ({
      from: round(first + index),
      to: round(first + index + 1),
      count,
    }));
    const domain = [values[0]!.from, values.at(-1)!.to];
    const x = {
      field: 'from',
      type: 'quantitative',
      bin: 'binned',
      scale: { domain, nice: false, zero: false },
      axis: {
        title: axisTitle(column.info, measure, channels.xTitle),
        grid: false,
        tickCount: 10,
        labelOverlap: true,
        ...axisLabels(measure),
      },
    };
    const y = {
      field: 'count',
      type: 'quantitative',
      scale: { zero: true },
      axis: { ...upwards, title: 'Rows', domain: false, ticks: false, tickCount: 5, tickMinStep: 1, format: ',d' },
    };
    const layer: Specification[] = [
      {
        mark: { type: 'bar', stroke: '#ffffff', strokeWidth: 0.5, binSpacing: 0 },
        encoding: { x, x2: { field: 'to' }, y },
      },
    ];
    if (channels.percentiles && sorted.length > 1)
      layer.push(...percentileMarks(sorted, domain, (value) => markLabel(value, measure)));
    const missing = numbers.length - present.length;
    const notes = [
      `${counted(present.length, 'value')} in steps of ${markLabel(step, measure)}.`,
      ...(missing > 0 ? [`Without a value: ${counted(missing, 'row')}.`] : []),
    ];
    return { title: { subtitle: notes.join(' ') }, width, height: 240, data: { values }, layer };
  },
});

/** The names of the percentiles stand where a title would, so this one stands over them. */
const upwards = { titleY: -36 };

/** Type 7, as R and the engine have it. */
function quantile(sorted: Float64Array, p: number): number {
  const at = (sorted.length - 1) * p;
  const below = sorted[Math.floor(at)]!;
  return below + (sorted[Math.ceil(at)]! - below) * (at - Math.floor(at));
}

/** Rules over the bars; their names stand above each other where they would touch. */
function percentileMarks(
  sorted: Float64Array,
  domain: readonly number[],
  write: (value: number) => string,
): Specification[] {
  const perPixel = (domain[1]! - domain[0]!) / width;
  const marks = [
    { name: 'median', at: quantile(sorted, 0.5) },
    { name: '90th percentile', at: quantile(sorted, 0.9) },
  ].map(({ name, at }) => ({
    at,
    label: `${name} ${write(at)}`,
    rise: -6,
    left: (at - domain[0]!) / perPixel < width * 0.7,
  }));
  const [median, ninetieth] = marks as [(typeof marks)[0], (typeof marks)[0]];
  const apart = (ninetieth.at - median.at) / perPixel;
  const room = (mark: typeof median) => textWidth(mark.label, 12) + 8;
  const needed = (median.left ? room(median) : 0) + (ninetieth.left ? 0 : room(ninetieth));
  if (apart < needed) {
    if (median.left) ninetieth.left = true;
    (median.left ? median : ninetieth).rise = -20;
  }
  const x = { field: 'at', type: 'quantitative' };
  return [
    {
      data: { values: marks },
      mark: { type: 'rule', color: ink, strokeDash: [4, 3], strokeWidth: 1.5, yOffset: { expr: 'datum.rise + 2' } },
      encoding: { x, y: { value: 0 }, y2: { value: 'height' } },
    },
    {
      data: { values: marks },
      mark: {
        type: 'text',
        align: { expr: "datum.left ? 'left' : 'right'" },
        dx: { expr: 'datum.left ? 4 : -4' },
        dy: { expr: 'datum.rise' },
        baseline: 'middle',
      },
      encoding: { x, y: { value: 0 }, text: { field: 'label', type: 'nominal' } },
    },
  ];
}
