import { z } from 'zod';
import { chart, type Specification } from './chart.ts';
import { emptyPicture } from './draw.ts';
import { shortWait } from './process-map/duration.ts';
import { type Arrow, type Box, fontSize, layOut, lineHeight } from './process-map/layout.ts';
import { type Path, type Paths, readPaths } from './process-map/read.ts';
import { grey, ink, palette } from './style.ts';

const [blue, , , orange] = palette;
const LONGEST = 3;
const count = new Intl.NumberFormat('en-GB');

/** Process map: boxes for activities, arrows for what followed what, as thick as they are common. */
export default chart({
  id: 'process-map',
  title: 'Process map',
  about: 'The directly-follows graph, as in the table edges of the method flow: one row per pair of activities.',
  channels: z.object({
    from: z.string().default('from').describe('column with the activity before'),
    to: z.string().default('to').describe('column with the activity after'),
    count: z.string().default('count').describe('column with how often it followed'),
    wait: z.string().optional().describe('column with the wait between them, such as a median'),
    share: z
      .number()
      .min(0)
      .max(1)
      .default(0.95)
      .describe('draws the commonest paths that together carry this share of all steps'),
    top: z.number().int().min(1).max(100).default(30).describe('the most paths to draw'),
  }),
  draw(data, { from, to, count, wait, share, top }): Specification {
    const paths = readPaths(data, { from, to, count, wait }, { share, top });
    if (paths.drawn.length === 0) return emptyPicture('No path to draw: no row has two activities and a count.');
    const slow = slowest(paths.drawn);
    const { width, height, boxes, arrows } = layOut(paths.drawn, (path) => labelOf(path, paths.unit));
    const most = paths.drawn[0]!.count;
    return {
      title: { subtitle: notes(paths, wait, slow.size) },
      width,
      height,
      layer: [
        ...lines(arrows, most, slow),
        ...heads(arrows, most, slow),
        ...labels(arrows, slow),
        ...rectangles(boxes),
      ].map((layer) => onGrid(layer, width, height)),
    };
  },
});

interface Layer {
  data: { values: unknown[] };
  mark: Record<string, unknown>;
  encoding: Record<string, unknown>;
}

/** Places a layer by the layout's own pixels, from the top left. */
function onGrid(layer: Layer, width: number, height: number): Layer {
  const scale = { nice: false, zero: false };
  const across = { field: 'x', type: 'quantitative', axis: null, scale: { ...scale, domain: [0, width] } };
  const down = {
    field: 'y',
    type: 'quantitative',
    axis: null,
    scale: { ...scale, domain: [0, height], reverse: true },
  };
  const { x, y, ...rest } = layer.encoding as { x?: object; y?: object };
  return { ...layer, encoding: { x: { ...across, ...x }, y: { ...down, ...y }, ...rest } };
}

/** The longest waits of those drawn; none where there is little to choose from. */
function slowest(paths: readonly Path[]): Set<Path> {
  const waits = paths.filter((path) => path.wait !== null && path.wait > 0).sort((a, b) => b.wait! - a.wait!);
  return new Set(waits.length > LONGEST ? waits.slice(0, LONGEST) : []);
}

const labelOf = (path: Path, unit: string): string[] =>
  path.wait === null ? [count.format(path.count)] : [count.format(path.count), `wait ${shortWait(path.wait, unit)}`];

/** What is drawn, of how much. */
function notes(paths: Paths, wait: string | undefined, slow: number): string[] {
  const all = paths.drawn.length === paths.paths;
  const part = (paths.drawnSteps / paths.steps) * 100;
  const carried = part > 99.9 ? 'over 99.9' : part.toFixed(part > 99 ? 1 : 0);
  return [
    all
      ? `All ${count.format(paths.paths)} paths, with how often each was taken${wait ? ` and the wait (${spoken(wait)})` : ''}.`
      : `The commonest ${count.format(paths.drawn.length)} of ${count.format(paths.paths)} paths: ${carried}% of ${count.format(paths.steps)} steps. Numbers: how often each was taken${wait ? ` and the wait (${spoken(wait)})` : ''}.`,
    ...(slow > 0 ? [`Dashed and orange: the ${slow} longest waits drawn.`] : []),
    ...(paths.skipped > 0
      ? [`${count.format(paths.skipped)} rows without both activities and a count are left out.`]
      : []),
  ];
}

const spoken = (column: string) =>
  ({ wait_p50: 'median', wait_p90: '90th percentile' })[column] ?? column.replaceAll('_', ' ');

/** 1 to 6 px, by the root of the count. */
const thickness = (path: Path, most: number) => Math.round(1 + 5 * Math.sqrt(path.count / most));
const colourOf = (path: Path, slow: ReadonlySet<Path>) => (slow.has(path) ? orange : blue);

/** A layer for each thickness, plain and dashed: a line mark has one of each. */
function lines(arrows: readonly Arrow[], most: number, slow: ReadonlySet<Path>): Layer[] {
  const kinds = new Map<string, Arrow[]>();
  for (const arrow of arrows) {
    const kind = `${slow.has(arrow.path) ? 'dashed' : 'plain'} ${thickness(arrow.path, most)}`;
    kinds.set(kind, [...(kinds.get(kind) ?? []), arrow]);
  }
  return [...kinds.values()].map((alike) => {
    const { path } = alike[0]!;
    const dashed = slow.has(path);
    return {
      data: {
        values: alike.flatMap(({ points }, arrow) => points.map(({ x, y }, order) => ({ arrow, order, x, y }))),
      },
      mark: {
        type: 'line',
        interpolate: 'basis',
        strokeWidth: thickness(path, most),
        color: colourOf(path, slow),
        opacity: dashed ? 1 : 0.55,
        ...(dashed && { strokeDash: [7, 3] }),
      },
      encoding: {
        detail: { field: 'arrow', type: 'nominal' },
        order: { field: 'order', type: 'quantitative' },
      },
    };
  });
}

/** A triangle at the end of each line, turned the way that it arrives. */
function heads(arrows: readonly Arrow[], most: number, slow: ReadonlySet<Path>): Layer[] {
  const values = arrows.map(({ path, points }) => {
    const tip = points.at(-1)!;
    const before = points.at(-2) ?? tip;
    const long = 8 + 1.3 * thickness(path, most);
    const length = Math.hypot(tip.x - before.x, tip.y - before.y) || 1;
    return {
      x: tip.x - ((tip.x - before.x) / length) * long * 0.5,
      y: tip.y - ((tip.y - before.y) / length) * long * 0.5,
      angle: (Math.atan2(tip.y - before.y, tip.x - before.x) * 180) / Math.PI,
      size: long * long,
      colour: colourOf(path, slow),
    };
  });
  return [
    {
      data: { values },
      mark: { type: 'point', shape: 'M-1,-0.8L1,0L-1,0.8Z', filled: true, opacity: 1, strokeWidth: 0 },
      encoding: {
        angle: { field: 'angle', type: 'quantitative', scale: null },
        size: { field: 'size', type: 'quantitative', scale: null, legend: null },
        color: { field: 'colour', type: 'nominal', scale: null, legend: null },
      },
    },
  ];
}

/** Counts and waits on white, so that lines don't run through the words. */
function labels(arrows: readonly Arrow[], slow: ReadonlySet<Path>): Layer[] {
  const values = arrows.map(({ path, lines: words, label }) => ({
    x: label.x,
    y: label.y - ((words.length - 1) * (lineHeight - 1)) / 2,
    left: label.x - label.width / 2,
    right: label.x + label.width / 2,
    top: label.y - label.height / 2,
    bottom: label.y + label.height / 2,
    text: words.join('\n'),
    weight: slow.has(path) ? 'bold' : 'normal',
  }));
  const text = (weight: 'bold' | 'normal'): Layer[] => {
    const chosen = values.filter((value) => value.weight === weight);
    if (chosen.length === 0) return [];
    return [
      {
        data: { values: chosen },
        mark: {
          type: 'text',
          fontSize: fontSize - 1,
          fontWeight: weight,
          lineBreak: '\n',
          lineHeight: lineHeight - 1,
          baseline: 'middle',
          color: ink,
        },
        encoding: { text: { field: 'text', type: 'nominal' } },
      },
    ];
  };
  return [
    {
      data: { values },
      mark: { type: 'rect', color: '#ffffff', opacity: 0.85 },
      encoding: corners,
    },
    ...text('normal'),
    ...text('bold'),
  ];
}

const corners = {
  x: { field: 'left', type: 'quantitative' },
  x2: { field: 'right' },
  y: { field: 'top', type: 'quantitative' },
  y2: { field: 'bottom' },
};

function rectangles(boxes: readonly Box[]): Layer[] {
  const values = boxes.map((box) => ({
    x: box.x,
    y: box.y - ((box.lines.length - 1) * lineHeight) / 2,
    left: box.x - box.width / 2,
    right: box.x + box.width / 2,
    top: box.y - box.height / 2,
    bottom: box.y + box.height / 2,
    text: box.lines.join('\n'),
  }));
  return [
    {
      data: { values },
      mark: { type: 'rect', stroke: grey, strokeWidth: 1.2, cornerRadius: 5, fill: '#E7EFF5', opacity: 1 },
      encoding: corners,
    },
    {
      data: { values },
      mark: { type: 'text', fontSize, fontWeight: 'bold', lineBreak: '\n', lineHeight, baseline: 'middle', color: ink },
      encoding: { text: { field: 'text', type: 'nominal' } },
    },
  ];
}
