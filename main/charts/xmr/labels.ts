import type { Specification } from '../chart.ts';
import { textWidth, wrap } from '../measure.ts';
import { ink } from '../style.ts';
import { markLabel } from '../value.ts';
import type { Dot } from './read.ts';

/** Names of the latest mean, limits and target at the right of the plot, pushed apart until they don't touch. */
export function lineLabels(dots: readonly Dot[], domain: [number, number], height: number): Specification[] {
  const last = dots.at(-1)!;
  const scale = (domain[1] - domain[0]) / height;
  const labels = [
    { name: 'Upper limit', value: last.upper },
    { name: 'Mean', value: last.centre },
    { name: 'Lower limit', value: last.lower },
    { name: 'Target', value: last.target },
  ].flatMap(({ name, value }) =>
    value === null ? [] : [{ text: `${name} ${markLabel(value)}`, y: (domain[1] - value) / scale }],
  );
  labels.sort((a, b) => a.y - b.y);
  for (let round = 0; round < 60; round++)
    for (let i = 1; i < labels.length; i++) {
      const overlap = 14 - (labels[i]!.y - labels[i - 1]!.y);
      if (overlap <= 0) continue;
      labels[i - 1]!.y -= overlap / 2;
      labels[i]!.y += overlap / 2;
    }
  return [
    {
      data: { values: labels },
      mark: { type: 'text', align: 'left', baseline: 'middle', dx: 8, color: ink },
      encoding: {
        x: { value: 'width' },
        y: { field: 'y', type: 'quantitative', scale: null },
        text: { field: 'text', type: 'nominal' },
      },
    },
  ];
}

/** Room in px that the labels at the right need. */
export const labelRoom = (dots: readonly Dot[]): number =>
  [dots.at(-1)!]
    .flatMap(({ upper, centre, lower, target }) => [upper, centre, lower, target])
    .reduce<number>((most, value) => Math.max(most, textWidth(`Upper limit ${markLabel(value ?? 0)}`, 12) + 12), 0);

/** A rule where limits start anew; with room for words, why and by whom beside it. */
export function rebaseMarks(dots: readonly Dot[], x: Record<string, unknown>, room: number): Specification[] {
  const starts = dots.flatMap((dot, place) =>
    dot.rebase === null ? [] : [{ x: dot.x, share: place / Math.max(1, dots.length - 1), why: dot.rebase }],
  );
  if (starts.length === 0) return [];
  const rule = {
    data: { values: starts },
    mark: { type: 'rule', color: ink, strokeDash: [2, 3] },
    encoding: { x },
  };
  if (room === 0) return [rule];
  const texts = starts.map((start, place) => {
    const next = starts[place + 1]?.share ?? 1;
    const left = start.share > 0.75 && next === 1;
    const space = left ? start.share * room : (next - start.share) * room;
    return { ...start, left, text: wrap(start.why, Math.max(90, space - 12), 12).join('\n') };
  });
  const side = (left: boolean): Specification => ({
    data: { values: texts.filter((text) => text.left === left) },
    mark: { type: 'text', align: left ? 'right' : 'left', baseline: 'top', dx: left ? -5 : 5, dy: 2, lineBreak: '\n' },
    encoding: { x, y: { value: 0 }, text: { field: 'text', type: 'nominal' } },
  });
  return [rule, ...[false, true].filter((left) => texts.some((text) => text.left === left)).map(side)];
}
