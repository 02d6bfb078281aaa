import type { Guess } from '../infer.ts';
import type { Guessed } from './dialect.ts';
import type { Tallies } from './sample.ts';

const plain = (text: string): number => {
  const digits = text.replace(/[£$€,\s]/g, '');
  return /^[-+]?\d+(\.\d+)?$/.test(digits) ? Number(digits) : Number.NaN;
};

/**
 * A last row named Total is set aside only if it is the sum of the rows above it in every column of amounts that it fills, and
 * in at least one.
 */
export function totalsRule(
  last: readonly string[],
  tallies: Tallies,
  guesses: readonly Guess[],
): Guessed<string[]> | undefined {
  const label = (last[0] ?? '').trim();
  if (label === '' || (tallies[0]?.get(last[0]!) ?? 0) !== 1) return undefined;
  let [right, wrong] = [0, 0];
  for (let at = 1; at < last.length; at++) {
    const total = plain(last[at]!.trim());
    const rule = guesses[at]?.rule;
    if (Number.isNaN(total) || rule === undefined || rule.percent || !/^(integer|number|decimal)/.test(rule.type))
      continue;
    let sum = 0;
    for (const [text, count] of tallies[at]!) sum += (plain(text.trim()) || 0) * count;
    if (Math.abs(sum - 2 * total) <= Math.abs(total) * 1e-6 + 1e-9) right++;
    else wrong++;
  }
  if (right === 0 || wrong > 0) return undefined;
  return {
    value: [label],
    confidence: 0.95,
    why: `the last row, “${label}”, is the sum of those above it in ${right} column${right === 1 ? '' : 's'}`,
  };
}
