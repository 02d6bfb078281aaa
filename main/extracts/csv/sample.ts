import type { CsvRead } from '../recipe.ts';
import type { Text } from './intake.ts';
import { partOf } from './open.ts';
import type { Dialect, Row } from './row.ts';
import { type Plan, Sift } from './sift.ts';
import { Splitter } from './split.ts';

export type Tallies = Map<string, number>[];

export function tallyRow(tallies: Tallies, row: Row): void {
  for (let at = 0; at < tallies.length; at++) {
    const text = row.text(at);
    if (text === null || text === '') continue;
    const tally = tallies[at]!;
    const count = tally.get(text);
    if (count !== undefined) tally.set(text, count + 1);
    else tally.set(text, 1);
  }
}

/** Every record of a file sorted, and the texts of its accepted rows counted by column. */
export async function tallyAll(
  text: Text,
  dialect: Dialect,
  plan: Plan,
  signal: AbortSignal,
): Promise<{ sift: Sift; tallies: Tallies; last: string[] }> {
  const tallies: Tallies = Array.from({ length: plan.width }, () => new Map<string, number>());
  let last: string[] = [];
  const sift = new Sift(plan, {
    accept(row) {
      tallyRow(tallies, row);
      if (isTotal(row.text(0))) last = row.texts().map((each) => each ?? '');
      else if (last.length > 0) last = [];
    },
    reject: () => undefined,
  });
  const splitter = new Splitter(dialect);
  splitter.width = plan.width;
  await splitter.run(text.path, (row) => sift.visit(row), { start: text.start, signal });
  sift.finish();
  return { sift, tallies, last };
}

export const isTotal = (text: string | null): boolean => /^(grand )?totals?:?$/i.test((text ?? '').trim());

const WINDOWS = 24;
const WINDOW = 1 << 18;

/** Texts counted by column in parts spread over a large file; only rows of the right width count. */
export async function tallyParts(text: Text, dialect: Dialect, plan: Plan, from: number): Promise<Tallies> {
  const tallies: Tallies = Array.from({ length: plan.width }, () => new Map<string, number>());
  const step = (text.count.bytes - from) / WINDOWS;
  for (let part = 0; part < WINDOWS; part++) {
    const bytes = await partOf(text, Math.floor(from + part * step), WINDOW);
    const begin = part === 0 ? 0 : bytes.indexOf(10) + 1;
    const end = bytes.lastIndexOf(10) + 1;
    const splitter = new Splitter(dialect);
    splitter.width = plan.width;
    splitter.sample(bytes.subarray(begin, end), (row) => {
      if (row.count === plan.width && !row.broken && !row.blank) tallyRow(tallies, row);
    });
  }
  return tallies;
}

/** The notes rule that a file's end asks for; next month's file may have notes below a blank line where this one has none. */
export function notesRule(setAside: Sift['setAside'], strict: Sift['setAside']): NonNullable<CsvRead['notes']> {
  if (!setAside.note) return 'after-blank-line';
  return (strict.note ?? 0) === setAside.note ? 'after-blank-line' : 'short-rows';
}
