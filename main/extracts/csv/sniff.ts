import { Fault } from '../../contract/fault.ts';
import { readHead } from '../head.ts';
import { type Guess, infer } from '../infer.ts';
import { freeName } from '../name.ts';
import { filesPattern } from '../pattern.ts';
import type { Desk, SourceFile } from '../reader.ts';
import type { ColumnRule, CsvRead, Recipe } from '../recipe.ts';
import { type Guessed, guessDelimiter, guessNewline, guessQuoting } from './dialect.ts';
import { ByteEncoding, type Encoding, refuseOthers, utf16 } from './encoding.ts';
import { type Text, takeIn } from './intake.ts';
import { guessLayout, type Layout, type Line, lineFrom } from './layout.ts';
import { columnNames } from './names.ts';
import { headOf } from './open.ts';
import { notesRule, type Tallies, tallyAll, tallyParts } from './sample.ts';
import type { Plan, Sift } from './sift.ts';
import { type Dialect, dialectOf, Splitter } from './split.ts';
import { totalsRule } from './totals.ts';
import { confirm } from './verify.ts';

/** Up to this size the types of columns are guessed from every value; a larger file is sampled, and the guess confirmed on all of it. */
export const WHOLE = 1 << 24;
const HEAD = 1 << 19;

type Decided = NonNullable<Recipe['decided']>;

export async function sniffCsv(file: SourceFile, desk: Desk, whole = WHOLE): Promise<Recipe> {
  const { text, encoding } = await takeText(file, desk);
  const sample = await headOf(text, HEAD);
  const newline = guessNewline(text.count, sample);
  const cr = newline.value === 'cr' || newline.value === 'mixed';
  const delimiter = named(file.name, guessDelimiter(sample, cr));
  const quoting = guessQuoting(sample, delimiter.value, cr);
  const base = {
    as: 'csv' as const,
    encoding: encoding.value,
    delimiter: delimiter.value,
    quote: quoting.value.quote,
    ...(quoting.value.escape !== undefined && { escape: quoting.value.escape }),
    newline: newline.value,
  };
  const dialect = dialectOf(base);
  const lines = firstLines(sample, dialect);
  const layout = guessLayout(lines);
  if (layout.width > desk.caps.columns)
    throw new Fault(
      'file-too-large',
      `${file.name} has ${layout.width.toLocaleString('en-GB')} columns; at most ${desk.caps.columns.toLocaleString('en-GB')} are read. Check that the delimiter is right.`,
      { place: { file: file.name } },
    );
  const header = lines
    .filter(({ line }) => layout.header.value > 0 && line >= layout.header.value)
    .slice(0, layout.headerRows);
  const names = columnNames(
    header.map(({ texts }) => texts),
    layout.width,
  );
  const read: CsvRead = {
    ...base,
    header: layout.header.value,
    ...(layout.headerRows > 1 && { headerRows: layout.headerRows }),
    first: layout.first.value,
  };
  const decided: Decided = {
    'read.encoding': say(encoding),
    'read.delimiter': say(delimiter),
    'read.quote': say(quoting),
    'read.newline': say(newline),
    'read.header': say(layout.header),
    'read.first': say(layout.first),
  };
  if (layout.headerWhy) decided['read.headerRows'] = { by: 'guess', confidence: 0.7, why: layout.headerWhy };
  const headerTexts = (header.at(-1)?.texts ?? []).map((each) => (each ?? '').trim()).slice(0, layout.width);
  const plan: Plan = { read, header: headerTexts, width: layout.width, firstIsNumber: false, maxRows: desk.caps.rows };
  const guesses =
    text.count.bytes <= whole
      ? await fromAll(text, dialect, plan, names, decided, desk)
      : await fromParts(text, dialect, plan, names, decided, desk, layout);
  return {
    recipe: 1,
    files: filesPattern(file.name),
    read: plan.read as CsvRead,
    columns: rules(names, guesses, decided),
    rejects: '1%',
    decided,
  };
}

async function takeText(file: SourceFile, desk: Desk): Promise<{ text: Text; encoding: Guessed<Encoding> }> {
  if (file.bytes > desk.caps.inflated)
    throw new Fault(
      'file-too-large',
      `${file.name} is larger than ${desk.caps.inflated.toLocaleString('en-GB')} bytes, the most that is read. Split it into parts.`,
      { place: { file: file.name } },
    );
  const head = readHead(file);
  refuseOthers(file.name, head);
  const wide = utf16(head);
  const look = new ByteEncoding();
  const text = await takeIn(file, wide ?? 'utf-8', desk, wide ? undefined : (piece) => look.add(piece));
  if (wide) {
    const marked = head[0] === 0xff || head[0] === 0xfe;
    const why = marked
      ? 'the file begins with the byte order mark of UTF-16'
      : 'every second byte is nought, as in UTF-16';
    return { text, encoding: { value: wide, confidence: marked ? 1 : 0.95, why } };
  }
  const { encoding, confidence, why } = look.decide(text.start > 0);
  const own = encoding === 'utf-8' || encoding === 'utf-8-bom' ? text : await takeIn(file, encoding, desk);
  return { text: own, encoding: { value: encoding, confidence, why } };
}

/** A name that says tab is believed where tabs do as well as anything else. */
function named(name: string, guess: Guessed<string>): Guessed<string> {
  return /\.(tsv|tab)$/i.test(name) && guess.confidence < 0.65
    ? { value: '\t', confidence: 0.7, why: 'the name of the file says tabs' }
    : guess;
}

const say = ({ confidence, why }: { confidence: number; why: string }): Decided[string] => ({
  by: 'guess',
  confidence: Math.round(confidence * 100) / 100,
  why,
});

export function firstLines(sample: Buffer, dialect: Dialect): Line[] {
  const lines: Line[] = [];
  new Splitter(dialect).sample(sample, (row) => {
    lines.push(lineFrom(row));
    return lines.length < 1_000;
  });
  return lines;
}

async function fromAll(
  text: Text,
  dialect: Dialect,
  plan: Plan,
  names: string[],
  decided: Decided,
  desk: Desk,
): Promise<Guess[]> {
  const { signal } = desk.task;
  const run = (notes: CsvRead['notes']) => tallyAll(text, dialect, { ...plan, read: { ...plan.read, notes } }, signal);
  let found = await run('short-rows');
  const types = found.tallies.map((tally, at) => infer(names[at] ?? '', tally));
  plan.firstIsNumber = ['integer', 'number'].includes(types[0]?.rule.type ?? '');
  if (plan.firstIsNumber) found = await run('short-rows');
  const strict = found.sift.setAside.note ? await run('after-blank-line') : found;
  const notes = notesRule(found.sift.setAside, strict.sift.setAside);
  plan.read = { ...plan.read, notes };
  if (notes !== 'none')
    decided['read.notes'] = {
      by: 'guess',
      confidence: 0.9,
      why: `${found.sift.setAside.note} rows at the end are notes, not data`,
    };
  if (shortRows(found.sift, found.sift.accepted)) {
    plan.read = { ...plan.read, short: 'pad' };
    decided['read.short'] = {
      by: 'guess',
      confidence: 0.7,
      why: 'many rows leave out their last fields; these are taken for empty',
    };
    found = await run(notes);
  }
  const totals = totalsRule(found.last, found.tallies, types);
  if (totals) {
    plan.read = { ...plan.read, totals: totals.value };
    decided['read.totals'] = say(totals);
    found = await run(notes);
  }
  if (found.sift.stacked.length > 0) {
    const { line, text: label } = found.sift.stacked[0]!;
    decided['read.last'] = {
      by: 'guess',
      confidence: 0.5,
      why: `line ${line} repeats the header with “${label}” in front: tables are stacked, and are read as one; set read.last to stop before it`,
    };
  }
  return found.tallies.map((tally, at) => infer(names[at] ?? '', tally));
}

/** Rows that end early are padded where they are too many to be damage. */
const shortRows = (sift: Sift, accepted: number): boolean => sift.short > 2 && sift.short * 50 > accepted;

async function fromParts(
  text: Text,
  dialect: Dialect,
  plan: Plan,
  names: string[],
  decided: Decided,
  desk: Desk,
  layout: Layout,
): Promise<Guess[]> {
  const tallies: Tallies = await tallyParts(text, dialect, plan, text.start);
  layout.header.value > 0 && forgetHeader(tallies, plan.header);
  plan.read = { ...plan.read, notes: 'short-rows' };
  plan.firstIsNumber = ['integer', 'number'].includes(infer(names[0] ?? '', tallies[0]!).rule.type);
  decided['read.notes'] = {
    by: 'guess',
    confidence: 0.7,
    why: 'rows at the very end that are worded as notes would be set aside',
  };
  return await confirm(text, dialect, plan, names, tallies, desk);
}

/** The first part begins with the titles and the header, which are no values. */
function forgetHeader(tallies: Tallies, header: readonly string[]): void {
  tallies.forEach((tally, at) => {
    const name = header[at];
    if (name !== undefined && tally.get(name) === 1) tally.delete(name);
  });
}

function rules(names: readonly string[], guesses: readonly Guess[], decided: Decided): Record<string, ColumnRule> {
  const taken = new Set(names.map((name) => name.toLowerCase()));
  return Object.fromEntries(
    names.map((name, at) => {
      const guess = guesses[at] ?? {
        rule: { type: 'text' },
        confidence: 0.5,
        why: 'no value was found; kept as text',
        strays: 0,
      };
      decided[`${name}.type`] = say(guess);
      const { markers, ...rest } = guess.rule;
      const clash = markers && taken.has(`${name}__marker`.toLowerCase());
      const as = clash ? freeName(`${name}_value`, taken) : name;
      return [name, { as, ...rest, ...(markers && { markers }) }];
    }),
  );
}
