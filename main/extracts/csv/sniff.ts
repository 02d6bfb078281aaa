import { Fault } from '../../contract/fault.ts';
import { readHead } from '../head.ts';
import type { Guess } from '../infer.ts';
import { freeName } from '../name.ts';
import { filesPattern } from '../pattern.ts';
import type { Desk, SourceFile } from '../reader.ts';
import type { ColumnRule, CsvRead, Recipe } from '../recipe.ts';
import { type Guessed, guessDelimiter, guessNewline, guessQuoting } from './dialect.ts';
import { ByteEncoding, type Encoding, refuseOthers, utf16 } from './encoding.ts';
import { type Text, takeIn } from './intake.ts';
import { guessLayout, type Line, lineFrom } from './layout.ts';
import { learnFromAll, learnFromParts } from './learn.ts';
import { columnNames } from './names.ts';
import { headOf } from './open.ts';
import { type Dialect, dialectOf } from './row.ts';
import type { Plan } from './sift.ts';
import { Splitter } from './split.ts';

/** Up to this size the types of columns are guessed from every value; a larger file is sampled, and the guess confirmed on all of it. */
export const WHOLE = 1 << 22;
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
  if (!lines.some(({ filled }) => filled > 0))
    throw new Fault('file-empty', `${file.name} has no row with anything in it. Ask for it again.`, {
      place: { file: file.name },
    });
  if (layout.width > desk.caps.columns)
    throw new Fault(
      'file-too-large',
      `${file.name} has more than ${desk.caps.columns.toLocaleString('en-GB')} columns, the most that are read. Check that it is a table with a row on each line.`,
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
  const learnt =
    text.count.bytes <= whole
      ? await learnFromAll(text, dialect, plan, names, desk)
      : await learnFromParts(text, dialect, plan, names, desk);
  Object.assign(decided, learnt.decided);
  return {
    recipe: 1,
    files: filesPattern(file.name),
    read: { ...read, ...learnt.read },
    columns: rules(names, learnt.guesses, decided),
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
    lines.push(lineFrom(row, dialect.delimiter.toString()));
    return lines.length < 1_000;
  });
  return lines;
}

function rules(names: readonly string[], guesses: readonly Guess[], decided: Decided): Map<string, ColumnRule> {
  const taken = new Set(names.map((name) => name.toLowerCase()));
  return new Map(
    names.map((name, at): [string, ColumnRule] => {
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
