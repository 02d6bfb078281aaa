import type { ByteCount } from './bytes.ts';
import type { Dialect } from './row.ts';
import { Splitter } from './split.ts';

export interface Guessed<T> {
  value: T;
  confidence: number;
  why: string;
}

const delimiters = [',', ';', '\t', '|', '||', '~', '^', '\x1f'];
const names: Record<string, string> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'bar',
  '\x1f': 'unit separator',
};

interface Trial {
  delimiter: string;
  /** Fields of most records, and the share of records that have so many. */
  mode: number;
  share: number;
  firstFits: boolean;
  broken: number;
  records: number;
}

/** The delimiter that cuts most lines of the sample into one and the same number of fields. */
export function guessDelimiter(sample: Buffer, cr: boolean): Guessed<string> {
  const trials = delimiters
    .map((delimiter) => attempt(sample, { delimiter: Buffer.from(delimiter), quote: 34, escaper: -1, cr }, delimiter))
    .filter(({ mode }) => mode > 1)
    .sort((a, b) => score(b) - score(a));
  const best = trials[0];
  if (!best)
    return { value: ',', confidence: 0.6, why: 'no mark parts the lines into columns, so there is one column' };
  const name = names[best.delimiter] ?? `“${best.delimiter}”`;
  return {
    value: best.delimiter,
    confidence: Math.min(0.99, 0.5 + best.share / 2),
    why: `a ${name} gives ${best.mode} fields on ${Math.round(best.share * 100)} % of the lines looked at`,
  };
}

const score = (trial: Trial) =>
  trial.share * (trial.firstFits ? 1 : 0.9) * (1 - 0.5 / trial.mode) -
  trial.broken / Math.max(1, trial.records) +
  (trial.delimiter.length > 1 ? 0.1 : 0);

function attempt(sample: Buffer, dialect: Dialect, delimiter: string): Trial {
  const counts = new Map<number, number>();
  let [records, broken, first] = [0, 0, 0];
  new Splitter(dialect).sample(sample, (row) => {
    if (row.blank) return;
    records++;
    if (row.broken) broken++;
    if (records === 1) first = row.count;
    counts.set(row.count, (counts.get(row.count) ?? 0) + 1);
  });
  const body = [...counts].filter(([fields]) => fields > 1);
  const [mode, times] = body.reduce((a, b) => (b[1] > a[1] || (b[1] === a[1] && b[0] > a[0]) ? b : a), [1, 0]);
  return { delimiter, mode, share: records > 0 ? times / records : 0, firstFits: first === mode, broken, records };
}

export interface Quoting {
  quote: string;
  escape: string | undefined;
}

/** Double quotes unless single ones do the work; a backslash escapes if that breaks fewer records than doubling. */
export function guessQuoting(sample: Buffer, delimiter: string, cr: boolean): Guessed<Quoting> {
  const broken = (quote: number, escaper: number) =>
    attempt(sample, { delimiter: Buffer.from(delimiter), quote, escaper, cr }, delimiter).broken;
  const text = sample.toString('utf8');
  const edge = delimiter.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  const around = (quote: string) =>
    text.match(new RegExp(`(?:^|${edge})${quote}[^${quote}\n]*${quote}(?=${edge}|\r?$)`, 'gm'))?.length ?? 0;
  if (around('"') === 0 && around("'") > 2)
    return { value: { quote: "'", escape: undefined }, confidence: 0.9, why: 'fields stand in single quotes' };
  if (text.includes('\\"') && broken(34, 92) < broken(34, -1))
    return {
      value: { quote: '"', escape: '\\' },
      confidence: 0.9,
      why: 'a backslash stands before quotes inside fields',
    };
  return { value: { quote: '"', escape: undefined }, confidence: 0.97, why: 'double quotes, doubled inside a field' };
}

/** Whether bare carriage returns end records, tried both ways where a file has them beside line feeds. */
export function guessNewline(count: ByteCount, sample: Buffer): Guessed<'lf' | 'crlf' | 'cr' | 'mixed'> {
  const number = (n: number) => n.toLocaleString('en-GB');
  if (count.bareCr === 0 || count.lf === 0) {
    const value = count.newline;
    return {
      value,
      confidence: 1,
      why: `${number(count.crlf)} lines end in CR LF, ${number(count.lf - count.crlf)} in LF, ${number(count.bareCr)} in CR`,
    };
  }
  const best = (cr: boolean) => {
    const delimiter = guessDelimiter(sample, cr).value;
    return attempt(sample, { delimiter: Buffer.from(delimiter), quote: 34, escaper: -1, cr }, delimiter).share;
  };
  const ends = best(true) > best(false);
  return {
    value: ends ? 'mixed' : count.crlf * 2 > count.lf ? 'crlf' : 'lf',
    confidence: 0.85,
    why: ends
      ? `${number(count.bareCr)} lines end in a bare CR, beside ${number(count.lf)} in LF or CR LF`
      : `${number(count.bareCr)} bare carriage returns stand inside fields and are kept there`,
  };
}
