import { codeOf, couldBeCode } from './infer/codes.ts';
import { temporalFamily } from './infer/dated.ts';
import { dateFormats, financialYearOf, isQuarter, timeFormats, timestampFormats } from './infer/moment.ts';
import { numberShape } from './infer/number.ts';
import { type Counted, type Family, type Guessed, numericFamily } from './infer/numeric.ts';

export interface Guess {
  rule: Guessed;
  /** 0–1. */
  confidence: number;
  why: string;
  /** Values that the rule can't read and that are no markers; their rows would be rejected. */
  strays: number;
}

/** Up to this share of a column may be stray values, whose rows are rejected; more, and the column is text. */
const STRAYS = 0.01;
const REPEATED = 3;
const number = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

/**
 * What a column is, from its distinct texts and how often each occurs (empty ones left out). A column is text unless all but
 * a few of its values are of one other type; codes that stand in place of values become markers. `strict` admits no stray.
 */
export function infer(name: string, texts: ReadonlyMap<string, number>, strict = false): Guess {
  const values = merge(texts);
  const total = values.reduce((sum, { count }) => sum + count, 0);
  if (total === 0)
    return { rule: { type: 'text' }, confidence: 0.5, why: 'no value was found; kept as text', strays: 0 };
  const refusals: string[] = [];
  const best = families(name, values, refusals).reduce<Family | undefined>(
    (a, b) => (a === undefined || b.weight > a.weight ? b : a),
    undefined,
  );
  const text = (why: string, confidence: number): Guess => ({ rule: { type: 'text' }, confidence, why, strays: 0 });
  if (!best)
    return text(refusals[0] ? `${refusals[0]}; kept as text` : `${number.format(total)} values are text`, 0.95);
  const { markers, missing, coded, strays } = exceptions(best, values, total);
  const stray = strays.reduce((sum, { count }) => sum + count, 0);
  if (stray > 0 && (strict || stray > total * STRAYS || best.weight < total / 2)) {
    const shown = strays.slice(0, 3).map((each) => `“${shorten(each.text)}”`);
    if (best.weight < total * 0.75) return text(`${number.format(total)} values are text`, 0.95);
    return text(
      `${number.format(best.weight)} of ${number.format(total)} values are ${best.what}, but ${shown.join(', ')} ${stray === 1 ? 'is' : 'are'} not; kept as text so that no row is rejected`,
      0.7,
    );
  }
  const has = (record: object) => Object.keys(record).length > 0;
  const unknown = Object.values(markers).includes('code in the source');
  return {
    rule: { ...best.rule, ...(missing.length > 0 && { missing }), ...(has(markers) && { markers }) },
    confidence: Math.max(0, Math.min(best.confidence, unknown ? 0.8 : 1, 1 - (stray + 0.5) / (total + 5))),
    why: sentence(best, total, coded, Object.keys(markers), strays),
    strays: stray,
  };
}

/** Spaces around a value mean nothing except in a text. */
function merge(texts: ReadonlyMap<string, number>): { text: string; count: number }[] {
  const merged = new Map<string, number>();
  for (const [text, count] of texts) {
    const key = text.replace(/^[ \t\r\n\u00a0]+|[ \t\r\n\u00a0]+$/g, '');
    if (key !== '') merged.set(key, (merged.get(key) ?? 0) + count);
  }
  return [...merged].map(([text, count]) => ({ text, count }));
}

function families(name: string, values: { text: string; count: number }[], refusals: string[]): Family[] {
  const counted = <T>(shape: (text: string) => T | undefined): Counted<T>[] =>
    values.flatMap(({ text, count }) => {
      const found = shape(text);
      return found === undefined || (Array.isArray(found) && found.length === 0) ? [] : [{ text, count, shape: found }];
    });
  const found: (Family | undefined)[] = [];
  const numbers = counted(numberShape);
  const compact = numbers.length > 0 && numbers.every(({ text }) => /^(19|20)\d{6}$/.test(text));
  const dates = counted(dateFormats).filter(
    ({ text }) => !/^\d{8}$/.test(text) || (compact && /date|day|dt|period/i.test(name)),
  );
  if (dates.length > 0) found.push(temporalFamily('date', dates));
  if (numbers.length > 0) {
    const family = numericFamily(name, numbers);
    if ('text' in family) {
      if (numbers.reduce((sum, { count }) => sum + count, 0) * 2 > values.reduce((sum, { count }) => sum + count, 0))
        refusals.push(family.text);
    } else found.push(family);
  }
  found.push(temporalFamily('timestamp', counted(timestampFormats)));
  found.push(temporalFamily('time', counted(timeFormats)));
  found.push(simple('financial-year', 'financial years', counted(financialYearOf)));
  found.push(
    simple(
      'quarter',
      'quarters of years',
      counted((text) => (isQuarter(text) ? true : undefined)),
    ),
  );
  found.push(booleanFamily(values));
  const usual = found.filter((family) => family !== undefined);
  return refusals.length > 0
    ? usual.filter(({ weight }) => weight * 2 > values.reduce((sum, each) => sum + each.count, 0))
    : usual;
}

function simple(type: string, what: string, values: Counted<unknown>[]): Family | undefined {
  if (values.length === 0) return undefined;
  const known = new Set(values.map(({ text }) => text));
  const weight = values.reduce((sum, { count }) => sum + count, 0);
  return { rule: { type }, what, confidence: 0.98, fits: (text) => known.has(text), weight };
}

const pairs: [string, string][] = [
  ['yes', 'no'],
  ['true', 'false'],
  ['y', 'n'],
  ['t', 'f'],
];

function booleanFamily(values: { text: string; count: number }[]): Family | undefined {
  for (const [yes, no] of pairs) {
    const of = (word: string) => values.filter(({ text }) => text.toLowerCase() === word);
    const [trues, falses] = [of(yes), of(no)];
    if (trues.length === 0 || falses.length === 0) continue;
    const known = new Set([...trues, ...falses].map(({ text }) => text));
    return {
      rule: { type: 'boolean', true: trues.map(({ text }) => text), false: falses.map(({ text }) => text) },
      what: `${trues[0]!.text} or ${falses[0]!.text}`,
      confidence: 0.97,
      fits: (text) => known.has(text),
      weight: [...trues, ...falses].reduce((sum, { count }) => sum + count, 0),
    };
  }
  return undefined;
}

/** Sorts what a family can't read into markers, texts that mean nothing, and strays. Codes are believed only beside enough values. */
function exceptions(best: Family, values: { text: string; count: number }[], total: number) {
  const markers: Record<string, string> = {};
  const missing: string[] = [];
  const strays: { text: string; count: number }[] = [];
  let coded = 0;
  for (const { text, count } of values) {
    if (best.fits(text)) continue;
    const code = codeOf(text);
    const repeated = count >= REPEATED && couldBeCode(text) && best.weight >= total * 0.8;
    if (code?.kind === 'missing') missing.push(text);
    else if (code && (code.certain || best.weight * 2 >= total)) markers[text] = code.meaning;
    else if (repeated) markers[text] = 'code in the source';
    else {
      strays.push({ text, count });
      continue;
    }
    coded += count;
  }
  return { markers, missing, coded, strays };
}

function sentence(best: Family, total: number, coded: number, markers: string[], strays: { text: string }[]): string {
  const read = number.format(best.weight);
  const start =
    best.weight === total
      ? `all ${read} values are ${best.what}`
      : `${read} of ${number.format(total)} values are ${best.what}`;
  const codes = markers.length > 0 ? `; ${number.format(coded)} are codes (${markers.slice(0, 6).join(' ')})` : '';
  const rest =
    strays.length > 0
      ? `; rows with ${strays
          .slice(0, 3)
          .map(({ text }) => `“${shorten(text)}”`)
          .join(', ')} are rejected`
      : '';
  return `${start}${codes}${rest}`;
}

const shorten = (text: string): string => (text.length > 40 ? `${text.slice(0, 39)}…` : text);
