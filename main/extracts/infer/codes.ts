/** Shorthand that published tables put in place of a value, and what it says. */
const meanings: Record<string, string> = {
  '[b]': 'break in the series',
  '[c]': 'confidential',
  '[e]': 'estimated',
  '[f]': 'forecast',
  '[low]': 'below half the last digit shown',
  '[p]': 'provisional',
  '[r]': 'revised',
  '[u]': 'low reliability',
  '[w]': 'none recorded',
  '[x]': 'not available',
  '[z]': 'not applicable',
  '..': 'not available',
  '.': 'not applicable',
  '...': 'not available',
  ':': 'not available',
  '-': 'nil, or not available',
  '–': 'nil, or not available',
  '—': 'nil, or not available',
  '*': 'suppressed',
  '**': 'suppressed',
  '***': 'suppressed',
  '#': 'suppressed or not available',
  '~': 'suppressed or not available',
  'n/a': 'not available or not applicable',
  na: 'not available or not applicable',
  'not available': 'not available',
  'not applicable': 'not applicable',
  suppressed: 'suppressed',
  confidential: 'confidential',
  '#n/a': 'an error of the spreadsheet',
  '#ref!': 'an error of the spreadsheet',
  '#value!': 'an error of the spreadsheet',
  '#div/0!': 'an error of the spreadsheet',
  '#name?': 'an error of the spreadsheet',
  '#num!': 'an error of the spreadsheet',
};

const letters: Record<string, string> = {
  c: 'confidential',
  z: 'not applicable',
  x: 'not available',
  u: 'low reliability',
  low: 'below half the last digit shown',
};

/** What a program writes where it has no value; there is nothing more to say. */
const nothing = new Set(['null', '(null)', 'none', 'nan', '#null!', '<na>', '\\n', 'missing', '<null>']);

export type Code = { kind: 'marker'; meaning: string; certain: boolean } | { kind: 'missing' };

/** What a text stands for when it stands in place of a value. Letters alone are certain only beside many values. */
export function codeOf(text: string): Code | undefined {
  const key = text.toLowerCase();
  if (nothing.has(key)) return { kind: 'missing' };
  const meaning = meanings[key];
  if (meaning !== undefined) return { kind: 'marker', meaning, certain: true };
  if (/^\[[a-z]{1,6}\]$/.test(key)) return { kind: 'marker', meaning: 'code in the source', certain: true };
  const letter = letters[key];
  return letter === undefined ? undefined : { kind: 'marker', meaning: letter, certain: false };
}

/** A short text without spaces that could be a publisher's own code. */
export const couldBeCode = (text: string): boolean => text.length <= 12 && !/\d{3}/.test(text) && !/\s\S+\s/.test(text);
