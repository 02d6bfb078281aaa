import { z } from 'zod';
import type { Value } from '../contract/data.ts';
import { Fault } from '../contract/fault.ts';
import { atMost } from './category.ts';
import { chart, type Specification } from './chart.ts';
import { emptyPicture } from './draw.ts';
import { wrap } from './measure.ts';
import { grey, ink, palette } from './style.ts';
import { markLabel, series, spoken, toNumber } from './value.ts';

/** Sizes in px: a box, the room between two, lines of text. */
const box = { width: 118, gap: 16, inside: 8, line: 14, font: 11 };
const heading = 26;
const title = 24;
const between = 22;

type Weight = 'normal' | 'bold';
interface Words {
  x: number;
  y: number;
  text: string;
  weight: Weight;
  size: number;
}
interface Box {
  x: number;
  x2: number;
  y: number;
  y2: number;
  weakest: boolean;
  solid: boolean;
}
interface Dot {
  x: number;
  y: number;
  full: boolean;
}

/** One link as it is drawn: its lines of text, and how many of five dots are full. */
interface Step {
  lines: { text: string; weight: Weight }[];
  strength: number;
  status: string;
  weakest: boolean;
}

/** Impact chains, one under the other: six links from left to right, with the evidence for each. */
export default chart({
  id: 'chain',
  title: 'Impact chain',
  about:
    'The links of each initiative from left to right, each with its best-evidenced measure, change and strength of evidence (dots and number); the weakest is marked in words. For the table stages of the method chain.',
  channels: z.object({
    initiative: z.string().default('initiative').describe('what was done: a chain of its own'),
    link: z.string().default('link').describe('name of the link'),
    order: z.string().default('stage_order').describe('place of the link in the chain'),
    measure: z.string().default('measure').describe('what is measured'),
    unit: z.string().default('unit').describe('unit of the measure'),
    change: z.string().default('change').describe('change of the measure'),
    lower: z.string().default('lower').describe('lower end of its interval'),
    upper: z.string().default('upper').describe('upper end of its interval'),
    progress: z.string().default('progress').describe('share of the way to the target'),
    strength: z.string().default('strength').describe('strength of evidence, 0–5'),
    status: z.string().default('status').describe('measured, not evidenced, claimed or missing'),
    weakest: z.string().default('weakest').describe('true for the weakest link'),
    contradictions: z.string().default('contradictions').describe('what speaks against it'),
  }),
  draw(data, channels): Specification {
    const columns = Object.fromEntries(
      Object.entries(channels).map(([channel, name]) => [channel, series(data, name).values]),
    ) as Record<keyof typeof channels, readonly Value[]>;
    const rows = columns.initiative.map((initiative, row) => ({
      initiative: String(initiative ?? ''),
      link: String(columns.link[row] ?? ''),
      order: toNumber(columns.order[row]) ?? 0,
      step: stepOf(columns, row),
    }));
    const initiatives = [...new Set(rows.map((row) => row.initiative))];
    atMost(20, initiatives.length, 'chain', 'initiatives');
    if (initiatives.length === 0) return emptyPicture('No chain to draw.');
    const links = [...new Map(rows.map((row) => [row.order, row.link])).entries()].sort((a, b) => a[0] - b[0]);
    const twice = rows.length > new Set(rows.map((row) => JSON.stringify([row.initiative, row.order]))).size;
    if (twice)
      throw new Fault(
        'data-unfit',
        'The chart chain takes one row for each link of an initiative, and got several. Draw it on the table stages of chain.',
      );
    const words: Words[] = [];
    const boxes: Box[] = [];
    const dots: Dot[] = [];
    const arrows: { x: number; y: number }[] = [];
    const left = (place: number) => place * (box.width + box.gap);
    const across = left(links.length) - box.gap;
    const put = (x: number, y: number, text: string, weight: Weight = 'normal', size = box.font) =>
      words.push({ x, y, text, weight, size });
    for (const [place, [, link]] of links.entries()) put(left(place) + 2, 8, spoken(link), 'bold', 12);
    let top = heading;
    for (const initiative of initiatives) {
      const own = rows.filter((row) => row.initiative === initiative);
      const least = Math.min(...own.map((row) => row.step.strength));
      const lines = wrap(`${initiative}: as strong as its weakest link, ${least} of 5`, across, 13, true);
      for (const [index, line] of lines.entries()) put(0, top + 10 + index * 17, line, 'bold', 13);
      top += title + (lines.length - 1) * 17;
      const tall = Math.max(...own.map((row) => row.step.lines.length)) * box.line + 34;
      for (const { order, step } of own) {
        const x = left(links.findIndex(([at]) => at === order));
        boxes.push({
          x,
          x2: x + box.width,
          y: top,
          y2: top + tall,
          weakest: step.weakest,
          solid: step.status === 'measured',
        });
        for (const [index, line] of step.lines.entries())
          put(x + box.inside, top + 14 + index * box.line, line.text, line.weight);
        const low = top + tall - 13;
        for (let dot = 0; dot < 5; dot++)
          dots.push({ x: x + box.inside + 4 + dot * 12, y: low, full: dot < step.strength });
        put(x + box.inside + 62, low, `${step.strength} of 5`);
        if (x > 0) arrows.push({ x: x - box.gap / 2, y: top + tall / 2 });
      }
      top += tall + between;
    }
    return picture({ words, boxes, dots, arrows }, across, top - between + 4);
  },
});

type Columns = Record<string, readonly Value[]>;

function stepOf(columns: Columns, row: number): Step {
  const text = (channel: string) => (typeof columns[channel]![row] === 'string' ? String(columns[channel]![row]) : '');
  const number = (channel: string) => toNumber(columns[channel]![row]);
  const status = text('status');
  const weakest = columns.weakest![row] === true;
  const lines: Step['lines'] = [];
  const add = (words: string, weight: Weight = 'normal') => {
    for (const line of wrap(words, box.width - 2 * box.inside, box.font, weight === 'bold'))
      lines.push({ text: line, weight });
  };
  if (text('measure')) add(text('measure'));
  if (status !== 'measured') add(status === 'claimed' ? 'claimed, not audited' : status, 'bold');
  const change = changeText(number('change'), number('lower'), number('upper'), text('unit'));
  if (change) add(change, 'bold');
  const progress = number('progress');
  if (progress !== null)
    add(progress < 0 ? 'away from its target' : `${markLabel(progress * 100)} % of the way to its target`);
  if (text('contradictions')) add('! something speaks against it');
  if (weakest) add('weakest link', 'bold');
  return { lines, strength: number('strength') ?? 0, status, weakest };
}

/** `−8 % (−11 to −5)` */
function changeText(change: number | null, lower: number | null, upper: number | null, unit: string): string {
  if (change === null) return '';
  const share = /^(share|proportion)$/i.test(unit);
  const factor = share ? 100 : 1;
  const name = share || unit === '%' ? 'points' : unit;
  const sign = change > 0 ? '+' : '';
  const interval =
    lower !== null && upper !== null ? ` (${markLabel(lower * factor)} to ${markLabel(upper * factor)})` : '';
  return `${sign}${markLabel(change * factor)}${name ? ` ${name}` : ''}${interval}`;
}

function picture(
  drawn: { words: Words[]; boxes: Box[]; dots: Dot[]; arrows: { x: number; y: number }[] },
  across: number,
  down: number,
): Specification {
  const place = (field: string, size: number, reverse: boolean) => ({
    field,
    type: 'quantitative',
    scale: { domain: reverse ? [size, 0] : [0, size], nice: false, zero: false },
    axis: null,
  });
  const x = place('x', across, false);
  const y = place('y', down, true);
  const boxes = (filter: string, mark: object) => ({
    data: { values: drawn.boxes },
    transform: [{ filter }],
    mark: { type: 'rect', cornerRadius: 3, fill: '#ffffff', ...mark },
    encoding: { x, x2: { field: 'x2' }, y, y2: { field: 'y2' } },
  });
  const texts = (weight: Weight) => ({
    data: { values: drawn.words },
    transform: [{ filter: `datum.weight === '${weight}'` }],
    mark: { type: 'text', align: 'left', baseline: 'middle', fontWeight: weight, fontSize: { expr: 'datum.size' } },
    encoding: { x, y, text: { field: 'text', type: 'nominal' } },
  });
  return {
    title: { subtitle: 'Dots: strength of evidence, from 0 (not evidenced) to 5 (randomised).' },
    width: across,
    height: down,
    layer: [
      boxes('datum.solid && !datum.weakest', { stroke: palette[0], strokeWidth: 1.2 }),
      boxes('datum.solid && datum.weakest', { stroke: palette[2], strokeWidth: 3 }),
      boxes('!datum.solid && !datum.weakest', { stroke: grey, strokeWidth: 1.2, strokeDash: [4, 3] }),
      boxes('!datum.solid && datum.weakest', { stroke: palette[2], strokeWidth: 3, strokeDash: [4, 3] }),
      {
        data: { values: drawn.arrows },
        mark: { type: 'point', shape: 'triangle-right', size: 60, color: grey },
        encoding: { x, y },
      },
      {
        data: { values: drawn.dots },
        mark: { type: 'point', filled: true, size: 60, stroke: ink, strokeWidth: 1 },
        encoding: { x, y, fill: { condition: { test: 'datum.full', value: ink }, value: '#ffffff' } },
      },
      texts('normal'),
      texts('bold'),
    ],
  };
}
