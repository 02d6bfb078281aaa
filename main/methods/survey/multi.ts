import { missing, plain, refused, routed, type Wording } from './codes.ts';
import { folded, isNa, tidy } from './labels.ts';
import type { Question } from './sample.ts';

const ticked = ['1', 'true', 'yes', 'y', 'x', 'ticked', 'selected', 'checked'];
const unticked = ['0', 'false', 'no', 'n', 'unticked', 'not selected', 'unchecked'];
const marks = [';', '|', ','] as const;

/** Whether a column holds one choice, ticked or not, rather than the list of what was chosen. */
export const isFlag = (values: readonly string[], wording: Wording): boolean =>
  values.length > 0 &&
  values.every((value) => [...ticked, ...unticked, '', 'na', ...silent(wording)].includes(plain(value)));

const silent = (wording: Wording) => [...wording.routed, ...wording.refused].map(plain);

const silence = (text: string, wording: Wording): number => {
  const value = plain(text);
  if (value === '') return missing;
  if (wording.routed.map(plain).includes(value)) return routed;
  if (wording.refused.map(plain).includes(value)) return refused;
  return isNa(value) ? missing : 1;
};

/** The first of ; | and , that any value holds; none when each value is a single choice. */
export const delimiterOf = (values: readonly string[], wording: Wording): string | null =>
  marks.find((mark) => values.some((value) => silence(value, wording) === 1 && value.includes(mark))) ?? null;

/** A question from one column of delimited choices. A choice named twice by a respondent counts once. */
export function fromList(
  name: string,
  values: readonly (string | null)[],
  delimiter: string | null,
  wording: Wording,
): Question {
  const choices = new Map<string, { label: string; chosen: Uint8Array }>();
  const state = new Uint8Array(values.length);
  const split = new Map<string, readonly string[]>();
  values.forEach((value, k) => {
    if (value === null) return;
    state[k] = silence(value, wording);
    if (state[k] !== 1) return;
    const parts =
      split.get(value) ?? (delimiter === null ? [value] : value.split(delimiter)).filter((part) => tidy(part));
    split.set(value, parts);
    if (parts.length === 0) state[k] = missing;
    for (const part of parts) {
      const key = folded(part);
      const known = choices.get(key) ?? { label: tidy(part), chosen: new Uint8Array(values.length) };
      choices.set(key, known);
      known.chosen[k] = 1;
    }
  });
  const sorted = [...choices].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, choice]) => choice);
  return { name, choices: sorted.map(({ label }) => label), state, chosen: sorted.map(({ chosen }) => chosen) };
}

/** The question and the choice in a flag's name: what stands before and after its first separator. */
export function flagName(column: string): { question: string; choice: string } {
  const found = /^(.+?)(?:\s*[:.]\s*|\s+-\s+|_)(.+)$/.exec(column);
  return found ? { question: found[1]!, choice: found[2]! } : { question: column, choice: column };
}

/** Code of a flag's value: 0 missing, 1 not ticked, 2 ticked, 6 and 7 as for items. */
export function flagCode(value: string, wording: Wording): number {
  const how = silence(value, wording);
  return how === 1 ? (ticked.includes(plain(value)) ? 2 : 1) : how;
}

/** A question from flag columns: answered by whoever has any flag set either way. */
export function fromFlags(name: string, flags: readonly { choice: string; codes: Uint8Array }[]): Question {
  const count = flags[0]!.codes.length;
  const state = new Uint8Array(count);
  for (const { codes } of flags)
    for (let k = 0; k < count; k++) {
      const code = codes[k]!;
      if (code === 1 || code === 2) state[k] = 1;
      else if (state[k] === missing) state[k] = code;
    }
  return {
    name,
    choices: flags.map(({ choice }) => choice),
    state,
    chosen: flags.map(({ codes }) => codes.map((code, k) => (state[k] === 1 && code === 2 ? 1 : 0))),
  };
}
