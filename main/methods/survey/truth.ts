import { quoteName } from '../../contract/quote.ts';
import type { Input } from '../method.ts';
import { folded } from './labels.ts';

/** Words for the two values of a column of true and false, likeliest first. */
const words = { Yes: ['yes', 'true', 'y', '1'], No: ['no', 'false', 'n', '0'] } as const;

export const isTruth = (input: Input, name: string): boolean => input.types[name] === 'BOOLEAN';

/** A column as text. True and false are Yes and No, since an importer reads a file's Yes and No as true and false. */
export function textSql(input: Input, name: string): string {
  const column = quoteName(name);
  return isTruth(input, name)
    ? `CASE WHEN ${column} THEN 'Yes' WHEN NOT ${column} THEN 'No' END`
    : `CAST(${column} AS VARCHAR)`;
}

/** Yes or No for any word that means it, else null. */
export function truth(text: string): 'Yes' | 'No' | null {
  const word = folded(text);
  return (['Yes', 'No'] as const).find((label) => words[label].some((known) => known === word)) ?? null;
}

/** The words that mean the same as this one in a column of true and false, itself first. */
export function alike(text: string): readonly string[] {
  const label = truth(text);
  return label ? [folded(text), ...words[label]] : [folded(text)];
}
