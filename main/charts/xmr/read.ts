import type { Page, Value } from '../../contract/data.ts';
import { Fault } from '../../contract/fault.ts';
import { spoken, toNumber, toText, toTime } from '../value.ts';

/** A point as drawn. `sign` is what its shape and colour say. */
export interface Dot {
  series: string;
  x: string | number;
  label: string;
  value: number;
  phase: number;
  centre: number | null;
  lower: number | null;
  upper: number | null;
  target: number | null;
  sign: string;
  signal: string | null;
  direction: string | null;
  assurance: string | null;
  rebase: string | null;
}

export const signs = ['Common cause', 'Improvement', 'Concern', 'Special cause'] as const;
const columns = [
  'series point date label value phase centre lower upper target signal direction judgement assurance rebase',
].flatMap((names) => names.split(' '));

/** How x is drawn: dates, numbers such as years, or labels in the order of the points. */
export type Across = 'temporal' | 'quantitative' | 'ordinal';

/** Points of the method xmr, by series in the order of the rows. */
export function readDots(data: Page): { across: Across; panels: Map<string, Dot[]> } {
  const place = Object.fromEntries(
    columns.map((name) => [name, data.columns.findIndex((column) => column.name === name)]),
  );
  const missing = columns.filter((name) => place[name] === -1);
  if (missing.length > 0)
    throw new Fault(
      'data-unfit',
      `The chart xmr draws the table points of the method xmr, and this one has no ${missing.join(', ')}. Put it on CELL.points.`,
    );
  const count = data.values[0]?.length ?? 0;
  const at = (name: string, row: number): Value => data.values[place[name]!]![row] ?? null;
  const rows = Array.from({ length: count }, (_, row) => row).filter((row) => toNumber(at('value', row)) !== null);
  const across = rows.every((row) => toTime(at('date', row)) !== null)
    ? 'temporal'
    : rows.every((row) => toNumber(at('label', row)) !== null)
      ? 'quantitative'
      : 'ordinal';
  const panels = new Map<string, Dot[]>();
  for (const row of rows) {
    const label = toText(at('label', row));
    const text = (name: string) => (at(name, row) === null ? null : toText(at(name, row)));
    const dot: Dot = {
      series: toText(at('series', row)),
      x: across === 'temporal' ? toTime(at('date', row))! : across === 'quantitative' ? toNumber(label)! : label,
      label,
      value: toNumber(at('value', row))!,
      phase: toNumber(at('phase', row)) ?? 1,
      centre: toNumber(at('centre', row)),
      lower: toNumber(at('lower', row)),
      upper: toNumber(at('upper', row)),
      target: toNumber(at('target', row)),
      sign: signOf(text('signal'), text('judgement')),
      signal: text('signal'),
      direction: text('direction'),
      assurance: text('assurance'),
      rebase: text('rebase'),
    };
    panels.set(dot.series, [...(panels.get(dot.series) ?? []), dot]);
  }
  return { across, panels };
}

function signOf(signal: string | null, judgement: string | null): string {
  if (signal === null) return 'Common cause';
  return judgement === 'improvement' || judgement === 'concern' ? spoken(judgement) : 'Special cause';
}

const rules: Record<string, readonly [up: string, down: string]> = {
  outside: ['above the limits', 'below the limits'],
  trend: ['a rising trend', 'a falling trend'],
  two_in_three: ['two in three near the upper limit', 'two in three near the lower limit'],
  shift: ['a run above the mean', 'a run below the mean'],
};

/** The two icons as words: what the latest point says, and whether the target can be relied on. */
export function verdict(dots: readonly Dot[]): string {
  const last = dots.at(-1)!;
  const why = rules[last.signal ?? '']?.[last.direction === 'down' ? 1 : 0];
  const target = last.assurance ? `; target: ${last.assurance}` : '';
  return `Latest: ${last.sign.toLowerCase()}${why ? ` (${why})` : ''}${target}`;
}
