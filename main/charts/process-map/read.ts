import type { Page } from '../../contract/data.ts';
import { Fault } from '../../contract/fault.ts';
import { series, toNumber, toText } from '../value.ts';

/** One way from an activity to the next. */
export interface Path {
  from: string;
  to: string;
  count: number;
  /** In the column's unit; null when it has none. */
  wait: number | null;
}

export interface Paths {
  /** Those to draw, commonest first. */
  drawn: Path[];
  /** All that the table has. */
  paths: number;
  /** Steps taken along all of them, and along those drawn. */
  steps: number;
  drawnSteps: number;
  /** Rows without both ends or without a count. */
  skipped: number;
  unit: string;
}

/** The commonest paths that together carry a share of all steps, but no more than `top` of them. */
export function readPaths(
  data: Page,
  columns: { from: string; to: string; count: string; wait?: string | undefined },
  limits: { share: number; top: number },
): Paths {
  const [from, to, count] = [columns.from, columns.to, columns.count].map((name) => series(data, name).values);
  const wait = columns.wait === undefined ? undefined : series(data, columns.wait);
  const known = new Set<string>();
  const all: Path[] = [];
  let skipped = 0;
  for (const [row, before] of from!.entries()) {
    const number = toNumber(count![row]);
    if (before === null || to![row] === null || number === null || number <= 0) {
      skipped += 1;
      continue;
    }
    const path = { from: toText(before), to: toText(to![row]), count: number, wait: toNumber(wait?.values[row]) };
    const pair = JSON.stringify([path.from, path.to]);
    if (known.has(pair))
      throw new Fault(
        'data-unfit',
        `A process map needs one row per pair, and there are several from "${path.from}" to "${path.to}". Add them up first.`,
      );
    known.add(pair);
    all.push(path);
  }
  all.sort((a, b) => b.count - a.count);
  const steps = all.reduce((sum, path) => sum + path.count, 0);
  const drawn: Path[] = [];
  let drawnSteps = 0;
  for (const path of all) {
    if (drawn.length >= limits.top || drawnSteps >= limits.share * steps) break;
    drawn.push(path);
    drawnSteps += path.count;
  }
  return { drawn, paths: all.length, steps, drawnSteps, skipped, unit: wait?.info.unit ?? '' };
}
