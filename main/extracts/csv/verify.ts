import { join } from 'node:path';
import { Fault } from '../../contract/fault.ts';
import { type Guess, infer } from '../infer.ts';
import type { Desk } from '../reader.ts';
import { ScratchRows } from '../scratch.ts';
import { quote } from '../sql.ts';
import type { Text } from './intake.ts';
import { layers } from './layers.ts';
import type { Dialect } from './row.ts';
import type { Tallies } from './sample.ts';
import { keep } from './select.ts';
import { type Plan, Sift } from './sift.ts';
import { Splitter } from './split.ts';

const ROUNDS = 4;
const SHOWN = 2_000;

/**
 * Guesses from a sample, confirmed on the whole file: values that a guess would reject, or spoil, are counted and join the sample,
 * until the guesses stand.
 */
export async function confirm(
  text: Text,
  dialect: Dialect,
  plan: Plan,
  names: readonly string[],
  sample: Tallies,
  desk: Desk,
): Promise<{ guesses: Guess[]; tallies: Tallies; rows: number }> {
  let relation = direct(text, dialect, plan);
  const tallies: Tallies = sample.map((tally) => new Map(tally));
  let guesses = tallies.map((tally, at) => infer(names[at]!, tally));
  let open = guesses.map((_, at) => at);
  let rows = 0;
  for (let round = 0; round < ROUNDS && open.length > 0; round++) {
    desk.task.progress(null, 'confirming the types of columns');
    let odd: Odd;
    try {
      odd = await oddValues(relation, plan, open, guesses, tallies, desk);
    } catch (error) {
      if (round > 0 || (error instanceof Fault && error.code === 'cancelled')) throw error;
      relation = await normalised(text, dialect, plan, desk);
      odd = await oddValues(relation, plan, open, guesses, tallies, desk);
    }
    rows = odd.rows ?? rows;
    const before = guesses;
    for (const [at, { whole, values }] of odd) weigh(tallies[at]!, whole, values);
    guesses = guesses.map((guess, at) => (odd.has(at) ? infer(names[at]!, tallies[at]!) : guess));
    open = open.filter((at) => JSON.stringify(before[at]!.rule) !== JSON.stringify(guesses[at]!.rule));
  }
  return { guesses, tallies, rows };
}

type Odd = Map<number, { whole: number; values: Map<string, number> }> & { rows?: number };

/**
 * Makes a sample stand for the whole: values that were counted in the whole file keep their counts, all others share the rest, so
 * that rare ones weigh what they should.
 */
function weigh(tally: Map<string, number>, whole: number, counted: Map<string, number>): void {
  for (const value of counted.keys()) tally.delete(value);
  const sum = (of: Map<string, number>) => [...of.values()].reduce((a, b) => a + b, 0);
  const rest = Math.max(0, whole - sum(counted));
  const seen = sum(tally);
  for (const [value, count] of tally) tally.set(value, (count * rest) / Math.max(1, seen));
  for (const [value, count] of counted) tally.set(value, count);
}

/** The engine's own reading of a plain file; it may pass over a few lines, which doesn't matter here. */
function direct(text: Text, dialect: Dialect, plan: Plan): string {
  const columns = Array.from({ length: plan.width }, (_, at) => `c${at}: 'VARCHAR'`).join(', ');
  const escaper = dialect.escaper >= 0 ? String.fromCharCode(dialect.escaper) : '"';
  const mark = dialect.quote >= 0 ? String.fromCharCode(dialect.quote) : '';
  return `read_csv(${quote(text.path)}, auto_detect = false, header = false, skip = ${plan.read.first - 1}, delim = ${quote(dialect.delimiter.toString())}, quote = ${quote(mark)}, escape = ${quote(mark && escaper === '"' ? mark : escaper)}, ignore_errors = true, columns = {${columns}})`;
}

async function normalised(text: Text, dialect: Dialect, plan: Plan, desk: Desk): Promise<string> {
  const rows = new ScratchRows(join(desk.scratch, 'sniffed.csv'));
  const all = Array.from({ length: plan.width }, (_, at) => ({ source: '', rule: { as: '', type: 'text' }, at }));
  const sift = new Sift(plan, { accept: (row) => keep(rows, row, all), reject: () => undefined });
  const splitter = new Splitter(dialect);
  splitter.width = plan.width;
  try {
    await splitter.run(text.path, (row) => sift.visit(row), { start: text.start, signal: desk.task.signal });
    sift.finish();
  } finally {
    rows.close();
  }
  return rows.relation(plan.width);
}

/** Of each column that is looked at, how many values it has in the whole file, and which of them its guess does not fit. */
async function oddValues(
  relation: string,
  plan: Plan,
  open: readonly number[],
  guesses: readonly Guess[],
  tallies: Tallies,
  desk: Desk,
): Promise<Odd> {
  const columns = open.map((at) => ({ source: '', rule: { as: `c${at}`, ...guesses[at]!.rule }, at }));
  const layered = layers(columns, plan, false);
  const tests = new Map(
    open.map((at) => [at, doubt(guesses[at]!, `c${at}`, layered.tests.get(at), tallies[at]!.size === 0)] as const),
  );
  const within = `(${layered.within(relation)})`;
  const counts = [...tests]
    .map(([at, test]) => `count(c${at}) AS w${at}, count(*) FILTER (WHERE ${test}) AS n${at}`)
    .join(', ');
  const [row] = await desk.run(`SELECT count(*) AS rows, ${counts} FROM ${within}`);
  const found: Odd = new Map();
  found.rows = Number(row?.rows);
  for (const [at, test] of tests) {
    const values =
      Number(row?.[`n${at}`]) === 0
        ? []
        : await desk.run(
            `SELECT c${at} AS v, count(*) AS n FROM ${within} WHERE ${test} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${SHOWN}`,
          );
    found.set(at, {
      whole: Number(row?.[`w${at}`]),
      values: new Map(values.map(({ v, n }) => [String(v), Number(n)])),
    });
  }
  return found;
}

/** True for values that a guess rejects, and for numbers with a nought in front, which it would spoil. */
function doubt({ rule }: Guess, x: string, bad: string | undefined, unseen: boolean): string {
  if (unseen) return `${x} IS NOT NULL`;
  if (!bad) return 'false';
  return /^(integer|number|decimal)/.test(rule.type) ? `(${bad} OR (${x} >= '00' AND ${x} < '0:'))` : bad;
}
