import { isNa } from './labels.ts';
import { alike } from './truth.ts';

/** What a field of an item can hold, as one small number: 1–5 are answers, and the rest are four different silences. */
export const missing = 0;
export const routed = 6;
export const refused = 7;
export const unrecognised = 8;

/** Five-point scales in the words that questionnaires use; 5 is the most positive. */
const usual: Readonly<Record<string, number>> = Object.fromEntries(
  [
    ['strongly disagree', 'completely disagree', 'very dissatisfied', 'very unlikely', 'very poor'],
    ['disagree', 'tend to disagree', 'somewhat disagree', 'slightly disagree', 'dissatisfied', 'unlikely', 'poor'],
    [
      'neither agree nor disagree',
      'neither agree or disagree',
      'neither',
      'neutral',
      'neither satisfied nor dissatisfied',
      'neither likely nor unlikely',
    ],
    ['agree', 'tend to agree', 'somewhat agree', 'slightly agree', 'satisfied', 'likely', 'good'],
    ['strongly agree', 'completely agree', 'very satisfied', 'very likely', 'very good'],
  ].flatMap((words, index) => words.map((word) => [word, index + 1] as const)),
);

export interface Wording {
  /** The questionnaire's own texts and what each scores, 1–5; they win over the usual ones. */
  scale: Readonly<Record<string, number>>;
  routed: readonly string[];
  refused: readonly string[];
}

/** A text as it is compared: without stray spaces, capitals, typographic quotes, or the `.0` of a whole number. */
export const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[‘’]/g, "'")
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase()
    .replace(/^(-?\d+)\.0+$/, '$1');

/**
 * Reads raw fields of items: own words first, then routing and refusal, then 1–5, then the usual words, else unrecognised; NA that is none of the
 * own words is a blank. In a column of true and false any own word for Yes and No will do, and nothing else.
 */
export function reader(wording: Wording): (raw: string | null, truth?: boolean) => number {
  const own = new Map(Object.entries(wording.scale).map(([text, score]) => [plain(text), score]));
  const silences = new Map<string, number>([
    ...wording.routed.map((text) => [plain(text), routed] as const),
    ...wording.refused.map((text) => [plain(text), refused] as const),
  ]);
  const named = (text: string) => own.get(text) ?? silences.get(text);
  return (raw, truth = false) => {
    const text = raw === null ? '' : plain(raw);
    if (text === '') return missing;
    if (truth)
      return (
        alike(text)
          .map(named)
          .find((code) => code !== undefined) ?? unrecognised
      );
    return named(text) ?? (isNa(text) ? missing : usualCode(text));
  };
}

/** `4`, `agree` and `4 - agree`; a number and a word that contradict each other are not recognised. */
function usualCode(text: string): number {
  if (/^[1-5]$/.test(text)) return Number(text);
  const both = /^([1-5])\s*[-–—=:.)]\s*(.+)$/.exec(text);
  if (both) return usual[both[2]!] === Number(both[1]) ? Number(both[1]) : unrecognised;
  return usual[text] ?? unrecognised;
}
