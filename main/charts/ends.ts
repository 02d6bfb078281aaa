import type { Specification } from './chart.ts';
import { wrap } from './measure.ts';
import { grey } from './style.ts';

/** A place on a line; `y` is null where it has a gap. */
export interface Point {
  x: string | number | null;
  y: number | null;
  line: string;
  /** Drawn as a dot: few points, or one without a neighbour. */
  dot: boolean;
}

/** Names at the ends of lines, pushed apart until they don't touch, each joined to its end by a short rule. */
export function endLabels(
  points: readonly Point[],
  lines: readonly string[],
  domain: [number, number],
  height: number,
  across: Record<string, unknown>,
): Specification[] {
  const type = across.type;
  const perPixel = (domain[1] - domain[0]) / height;
  const ends = lines.flatMap((line) => {
    const drawn = points.filter((point) => point.line === line && point.y !== null && point.x !== null);
    const order = (point: Point) => (type === 'temporal' ? Date.parse(String(point.x)) : Number(point.x));
    const last =
      type === 'ordinal'
        ? drawn.at(-1)
        : drawn.reduce<Point | undefined>((a, b) => (a && order(a) > order(b) ? a : b), undefined);
    const parts = wrap(line, 190, 12);
    return last
      ? [{ line, x: last.x, y: last.y!, at: last.y! / perPixel, room: parts.length * 14 + 2, label: parts.join('\n') }]
      : [];
  });
  ends.sort((a, b) => a.at - b.at);
  for (let round = 0; round < 40; round++)
    for (let i = 1; i < ends.length; i++) {
      const [below, above] = [ends[i - 1]!, ends[i]!];
      const overlap = (below.room + above.room) / 2 - (above.at - below.at);
      if (overlap > 0.01) {
        below.at -= overlap / 2;
        above.at += overlap / 2;
      }
    }
  const values = ends.map((end) => ({ ...end, at: end.at * perPixel, rise: -((end.room - 16) / 2) }));
  const at = { field: 'at', type: 'quantitative' };
  return [
    {
      data: { values },
      mark: { type: 'rule', color: grey, strokeWidth: 0.75, xOffset: 5, x2Offset: 16 },
      encoding: { x: across, x2: { field: 'x' }, y: { field: 'y', type: 'quantitative' }, y2: { field: 'at' } },
    },
    {
      data: { values },
      mark: {
        type: 'text',
        align: 'left',
        baseline: 'middle',
        dx: 20,
        dy: { expr: 'datum.rise' },
        lineBreak: '\n',
      },
      encoding: { x: across, y: at, text: { field: 'label', type: 'nominal' } },
    },
  ];
}
