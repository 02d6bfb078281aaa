import { type Guess, infer } from '../infer.ts';
import type { Desk } from '../reader.ts';
import type { CsvRead, Recipe } from '../recipe.ts';
import type { Text } from './intake.ts';
import type { Dialect } from './row.ts';
import { notesRule, type Tallies, tallyAll, tallyParts } from './sample.ts';
import type { Plan, Sift } from './sift.ts';
import { totalsRule } from './totals.ts';
import { confirm } from './verify.ts';

export interface Learnt {
  read: Plan['read'];
  guesses: Guess[];
  decided: NonNullable<Recipe['decided']>;
}

/** A guess from every value of a file: its notes, totals and short rows, and the type of each column. */
export async function learnFromAll(
  text: Text,
  dialect: Dialect,
  plan: Plan,
  names: readonly string[],
  desk: Desk,
): Promise<Learnt> {
  const decided: Learnt['decided'] = {};
  let { read, firstIsNumber } = plan;
  const run = (notes: CsvRead['notes']) =>
    tallyAll(text, dialect, { ...plan, firstIsNumber, read: { ...read, notes } }, desk.task.signal);
  let found = await run('short-rows');
  const types = found.tallies.map((tally, at) => infer(names[at] ?? '', tally));
  firstIsNumber = isNumber(types[0]);
  if (firstIsNumber) found = await run('short-rows');
  const below = found.sift.setAside.note ? await run('after-blank-line') : found;
  const notes = notesRule(found.sift.setAside, below.sift.setAside);
  read = { ...read, notes };
  const count = found.sift.setAside.note ?? 0;
  if (count > 0)
    decided['read.notes'] = {
      by: 'guess',
      confidence: 0.9,
      why: `the last ${count === 1 ? 'row is a note' : `${count} rows are notes`}, not data`,
    };
  if (endEarly(found.sift)) {
    read = { ...read, short: 'pad' };
    decided['read.short'] = {
      by: 'guess',
      confidence: 0.7,
      why: `${found.sift.short} rows leave out their last fields; these are taken for empty`,
    };
    found = await run(notes);
  }
  const totals = totalsRule(found.last, found.tallies, types);
  if (totals) {
    read = { ...read, totals: totals.value };
    decided['read.totals'] = { by: 'guess', confidence: totals.confidence, why: totals.why };
    found = await run(notes);
  }
  const [stacked] = found.sift.stacked;
  if (stacked)
    decided['read.last'] = {
      by: 'guess',
      confidence: 0.5,
      why: `line ${stacked.line} repeats the header with “${stacked.text}” in front: tables are stacked, and are read as one; set read.last to stop before it`,
    };
  const guesses = found.tallies.map((tally, at) => infer(names[at] ?? '', tally));
  const { accepted, rejected } = found.sift;
  return { read, guesses: tolerable(guesses, found.tallies, names, accepted, rejected), decided };
}

/** A guess from parts of a large file, confirmed on all of it. */
export async function learnFromParts(
  text: Text,
  dialect: Dialect,
  plan: Plan,
  names: readonly string[],
  desk: Desk,
): Promise<Learnt> {
  const tallies = await tallyParts(text, dialect, plan, text.start);
  forgetHeader(tallies, plan.header);
  const read = { ...plan.read, notes: 'short-rows' as const };
  const firstIsNumber = isNumber(infer(names[0] ?? '', tallies[0]!));
  const confirmed = await confirm(text, dialect, { ...plan, read, firstIsNumber }, names, tallies, desk);
  return {
    read,
    guesses: tolerable(confirmed.guesses, confirmed.tallies, names, confirmed.rows, 0),
    decided: {
      'read.notes': {
        by: 'guess',
        confidence: 0.7,
        why: 'rows at the very end that are worded as notes are set aside',
      },
    },
  };
}

const isNumber = (guess: Guess | undefined): boolean => ['integer', 'number'].includes(guess?.rule.type ?? '');

/** Rows that end early are padded where they are too many to be damage. */
const endEarly = (sift: Sift): boolean => sift.short > 2 && sift.short * 50 > sift.accepted;

/** The first part begins with the titles and the header, which are no values. */
function forgetHeader(tallies: Tallies, header: readonly string[]): void {
  tallies.forEach((tally, at) => {
    const name = header[at];
    if (name !== undefined && tally.get(name) === 1) tally.delete(name);
  });
}

/** A new recipe must not refuse its own file: the columns with most stray values become text until few enough rows are rejected. */
function tolerable(
  guesses: Guess[],
  tallies: Tallies,
  names: readonly string[],
  rows: number,
  rejected: number,
): Guess[] {
  const kept = [...guesses];
  const strays = () => kept.reduce((sum, guess) => sum + guess.strays, rejected);
  while (strays() > rows * 0.01) {
    const worst = kept.reduce((most, guess, at) => (guess.strays > (kept[most]?.strays ?? 0) ? at : most), 0);
    if ((kept[worst]?.strays ?? 0) === 0) break;
    kept[worst] = infer(names[worst] ?? '', tallies[worst]!, true);
  }
  return kept;
}
