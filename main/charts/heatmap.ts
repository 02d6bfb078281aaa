import { z } from 'zod';
import { Fault } from '../contract/fault.ts';
import { atMost, categories, categoryAxis, lyingAxis, oneEach } from './category.ts';
import { chart, type Specification } from './chart.ts';
import { emptyPicture, words } from './draw.ts';
import { textWidth } from './measure.ts';
import { diverging, ink, light, sequential, width } from './style.ts';
import { axisTitle, counted, markLabel, measureOf, series, spoken, toNumber } from './value.ts';

/** A number for each pair of two categories, as a shade and as its figure. */
export default chart({
  id: 'heatmap',
  title: 'Heat map',
  about: 'A number for each pair of two categories, as a shade and, where there is room, its figure.',
  channels: z.object({
    x: z.string().describe('the category across'),
    y: z.string().describe('the category down'),
    color: z.string().describe('the number that shades the cell'),
    labels: z.boolean().default(true).describe('the figure in each cell, where there is room'),
    percent: z.boolean().default(false).describe('true shows a share of 0 to 1 as a percentage'),
    xTitle: words('title of the x axis').optional(),
    yTitle: words('title of the y axis').optional(),
  }),
  draw(data, channels): Specification {
    const value = series(data, channels.color);
    if (value.kind !== 'number')
      throw new Fault(
        'data-unfit',
        `The chart heatmap needs a number for color, and "${value.info.name}" is ${value.info.type}.`,
      );
    const numbers = value.values.map(toNumber);
    const present = numbers.filter((number) => number !== null);
    if (present.length === 0)
      return emptyPicture(`No value to draw: "${value.info.name}" has none in ${numbers.length} rows.`);
    const measure = measureOf(value.info, numbers, channels.percent);
    const down = categories(series(data, channels.y), 230);
    const across = series(data, channels.x);
    const count = categories(across, 10_000).names.length;
    atMost(5000, count * down.names.length, 'heatmap', 'cells');
    const cell = Math.min(110, Math.max(14, Math.floor(width / count)));
    const columns = categories(across, Math.max(cell - 8, 40));
    const turned = columns.width > cell - 4;
    oneEach(
      columns.of.map((name, row) => `${name}\u0000${down.of[row]}`),
      'heatmap',
      'keep one row for each pair',
    );
    const scaled = numbers.map((number) => (number === null ? null : number * measure.factor));
    const low = Math.min(...present) * measure.factor;
    const high = Math.max(...present) * measure.factor;
    const both = low < 0 && high > 0;
    const far = Math.max(Math.abs(low), Math.abs(high));
    const domain = both ? [-far, 0, far] : low === high ? [low - 1, high] : [low, high];
    const values = scaled.map((number, row) => ({
      x: columns.of[row],
      y: down.of[row],
      value: number,
      label: number === null ? '[x]' : markLabel(number, measure),
      dark:
        number !== null &&
        (both ? Math.abs(number) > far * 0.55 : (number - domain[0]!) / (domain.at(-1)! - domain[0]!) > 0.5),
    }));
    const tall = Math.max(28, down.lines * 14 + 8);
    const widest = values.reduce((most, { label }) => Math.max(most, textWidth(label, 11)), 0);
    const x = {
      field: 'x',
      type: 'nominal',
      sort: columns.names,
      axis: {
        ...categoryAxis,
        title: channels.xTitle ?? spoken(across.info.name),
        labelAngle: turned ? -60 : 0,
        domain: false,
      },
    };
    const y = {
      field: 'y',
      type: 'nominal',
      sort: down.names,
      axis: { ...lyingAxis, title: channels.yTitle ?? spoken(channels.y), domain: false },
    };
    const color = {
      field: 'value',
      type: 'quantitative',
      scale: { domain, range: both ? [...diverging] : [...sequential] },
      legend: { title: axisTitle(value.info, measure), orient: 'right', gradientLength: 120 },
    };
    const layer: Specification[] = [
      {
        transform: [{ filter: 'datum.value !== null' }],
        mark: { type: 'rect', stroke: '#ffffff', strokeWidth: 1 },
        encoding: { x, y, color },
      },
    ];
    if (present.length < numbers.length)
      layer.push({
        transform: [{ filter: 'datum.value === null' }],
        mark: { type: 'rect', fill: '#ffffff', stroke: light },
        encoding: { x, y },
      });
    if (channels.labels && widest <= cell - 2)
      layer.push({
        mark: { type: 'text', fontSize: 11 },
        encoding: {
          x,
          y,
          text: { field: 'label', type: 'nominal' },
          color: { condition: { test: 'datum.dark', value: '#ffffff' }, value: ink },
        },
      });
    const blank = count * down.names.length - numbers.length;
    const notes = [
      ...(present.length < numbers.length
        ? [`[x]: no value, in ${counted(numbers.length - present.length, 'cell')}.`]
        : []),
      ...(blank > 0 ? [`Left blank: ${counted(blank, 'pair')} without a row.`] : []),
    ];
    return {
      ...(notes.length > 0 && { title: { subtitle: notes } }),
      width: cell * count,
      height: tall * down.names.length,
      data: { values },
      layer,
    };
  },
});
