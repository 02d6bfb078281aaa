import { z } from 'zod';
import { Fault } from '../contract/fault.ts';
import { chart, type Specification } from './chart.ts';
import { emptyPicture, words } from './draw.ts';
import { wrap } from './measure.ts';
import { grey, ink, palette, width } from './style.ts';
import { niceDomain } from './value.ts';
import { labelRoom, lineLabels, rebaseMarks } from './xmr/labels.ts';
import { type Across, type Dot, readDots, signs, verdict } from './xmr/read.ts';

const [blue, , plum, orange] = palette;
const colours: Record<(typeof signs)[number], string> = {
  'Common cause': grey,
  Improvement: blue,
  Concern: orange,
  'Special cause': plum,
};
const shapes: Record<(typeof signs)[number], string> = {
  'Common cause': 'circle',
  Improvement: 'triangle-up',
  Concern: 'square',
  'Special cause': 'diamond',
};

/** Process charts: points with their mean, limits and target; signals by shape and colour; one picture a series. */
export default chart({
  id: 'xmr',
  title: 'Process chart (XmR)',
  about: 'The table points of the method xmr: one picture a series, with mean, limits, target, rebases and signals.',
  channels: z.object({
    only: z
      .array(z.string())
      .meta({ words: true })
      .optional()
      .describe('series to draw, in this order; all of them if not given'),
    panels: z
      .number()
      .int()
      .min(1)
      .max(60)
      .default(24)
      .describe('the most series to draw; the picture says how many it leaves out'),
    yTitle: words('what is measured, with its unit').optional(),
  }),
  draw(data, { only, panels, yTitle }): Specification {
    const { across, panels: all } = readDots(data);
    const stranger = only?.find((name) => !all.has(name));
    if (stranger !== undefined)
      throw new Fault(
        'name-unknown',
        `The chart xmr has no series "${stranger}". It has ${[...all.keys()].slice(0, 20).join(', ')}.`,
      );
    const names = (only ?? [...all.keys()]).slice(0, panels);
    const asked = only?.length ?? all.size;
    if (names.length === 0) return emptyPicture('No point to draw: no row has a value.');
    const shown = new Set(names.flatMap((name) => all.get(name)!.map(({ sign }) => sign)));
    const legend = signs.filter((sign) => shown.has(sign));
    const notes = [
      ...(yTitle && names.length > 1 ? [yTitle] : []),
      ...(names.length < asked
        ? [`${names.length} of ${asked.toLocaleString('en-GB')} series are drawn; the table has them all.`]
        : []),
    ];
    if (names.length === 1) {
      const dots = all.get(names[0]!)!;
      const room = width - labelRoom(dots);
      const name = names[0] === 'all' ? '' : `${names[0]}. `;
      return {
        title: { subtitle: [`${name}${verdict(dots)}`, ...notes] },
        ...panel(dots, across, { width: room, height: 280, legend, yTitle, alone: true }),
      };
    }
    const room = Math.max(...names.map((name) => labelRoom(all.get(name)!)));
    const size = { width: Math.max(150, width / 2 - room), height: 130, legend, alone: false };
    return {
      ...(notes.length > 0 && { title: { subtitle: notes } }),
      columns: 2,
      spacing: { row: 26, column: 30 },
      concat: names.map((name) => {
        const dots = all.get(name)!;
        const lines = [verdict(dots), ...rebased(dots)].flatMap((line) => wrap(line, size.width + room, 12));
        const text = wrap(name, size.width + room, 13, true);
        return { title: { text, subtitle: lines, fontSize: 13, offset: 8 }, ...panel(dots, across, size) };
      }),
      resolve: { scale: { color: 'shared', shape: 'shared' }, legend: { color: 'shared', shape: 'shared' } },
    };
  },
});

const rebased = (dots: readonly Dot[]) =>
  dots.flatMap(({ rebase, label }) => (rebase === null ? [] : [`New limits from ${label}: ${rebase}`]));

interface Size {
  width: number;
  height: number;
  legend: readonly (typeof signs)[number][];
  yTitle?: string | undefined;
  alone: boolean;
}

function panel(dots: readonly Dot[], across: Across, size: Size): Specification {
  const domain = niceDomain(
    dots.flatMap(({ value, lower, upper, centre, target }) => [value, lower, upper, centre, target]),
    size.alone ? 6 : 3,
    false,
  );
  const whole = across === 'quantitative' ? { format: 'd', tickMinStep: 1 } : {};
  const x = {
    field: 'x',
    type: across,
    ...(across === 'ordinal' && { sort: null }),
    scale:
      across === 'ordinal'
        ? { type: 'point', padding: 0.5 }
        : { nice: false, padding: 8, ...(across === 'quantitative' && { zero: false }) },
    axis: { title: null, grid: false, labelAngle: 0, labelOverlap: true, tickCount: size.alone ? 8 : 3, ...whole },
  };
  const y = (field: string, axis = false) => ({
    field,
    type: 'quantitative',
    scale: { domain, nice: false, zero: false },
    axis: axis
      ? {
          title: size.alone ? (size.yTitle ?? 'Value') : null,
          domain: false,
          ticks: false,
          tickCount: size.alone ? 6 : 3,
        }
      : undefined,
  });
  const level = (field: 'upper' | 'lower' | 'centre' | 'target', mark: Record<string, unknown>): Specification[] =>
    dots.every((dot) => dot[field] === null)
      ? []
      : [
          {
            transform: [{ filter: `isValid(datum.${field})` }],
            mark: { type: 'line', strokeWidth: 1.5, ...mark },
            encoding: { x, y: y(field), detail: { field: field === 'target' ? 'series' : 'phase', type: 'nominal' } },
          },
        ];
  const sign = { field: 'sign', type: 'nominal', sort: null };
  const key = { orient: size.alone ? 'bottom' : 'top', title: null, symbolType: 'circle', columns: size.legend.length };
  return {
    width: size.width,
    height: size.height,
    data: { values: dots },
    layer: [
      { mark: { type: 'line', color: grey, strokeWidth: 1 }, encoding: { x, y: y('value', true) } },
      ...level('upper', { color: grey, strokeDash: [6, 3] }),
      ...level('lower', { color: grey, strokeDash: [6, 3] }),
      ...level('centre', { color: ink }),
      ...level('target', { color: plum, strokeDash: [2, 2] }),
      ...rebaseMarks(dots, x, size.alone ? size.width : 0),
      {
        mark: { type: 'point', filled: true, size: size.alone ? 55 : 30, opacity: 1 },
        encoding: {
          x,
          y: y('value'),
          color: {
            ...sign,
            scale: { domain: size.legend, range: size.legend.map((name) => colours[name]) },
            legend: key,
          },
          shape: {
            ...sign,
            scale: { domain: size.legend, range: size.legend.map((name) => shapes[name]) },
            legend: key,
          },
        },
      },
      ...lineLabels(dots, domain, size.height),
    ],
  };
}
