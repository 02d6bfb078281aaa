/** A name without case, spaces and signs: `Case ID`, `case_id` and `caseId` are one. */
export const normal = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

/** `orgGroupName`, `org:group-name` → org, group, name. */
function words(name: string): string[] {
  return name
    .normalize('NFKD')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
}

const singular = (word: string) => (word.length > 3 ? word.replace(/s$/, '') : word);

/**
 * How strongly a name suggests one of some hints, 0–0.95, and the word that does: the whole name, its last word, another word,
 * or part of a word of four letters or more. Each hint down the list is worth 0.02 less, 0.2 at most.
 */
export function likeness(name: string, hints: readonly string[]): { score: number; word: string } {
  const parts = words(name).map(singular);
  let best = { score: 0, word: '' };
  hints.forEach((hint, place) => {
    const wanted = words(hint).map(singular);
    const phrase = wanted.join(' ');
    const joined = parts.join(' ');
    let score = 0;
    if (phrase === '') return;
    if (joined === phrase || normal(name) === normal(hint)) score = 0.95;
    else if (joined.endsWith(` ${phrase}`)) score = 0.85;
    else if (` ${joined} `.includes(` ${phrase} `)) score = 0.8;
    else if (phrase.length >= 4 && normal(name).includes(normal(phrase))) score = 0.6;
    score -= score > 0 ? Math.min(place * 0.02, 0.2) : 0;
    if (score > best.score) best = { score, word: hint };
  });
  return best;
}

/** Whether a name holds a word to avoid, or begins as one that ends in `*` does. */
export const avoided = (name: string, avoid: readonly string[]): boolean =>
  avoid.some((word) =>
    word.endsWith('*')
      ? name.trim().toLowerCase().startsWith(word.slice(0, -1).toLowerCase())
      : likeness(name, [word]).score > 0,
  );

/** The letters before a number that ends a name: `Q` for Q12, `item` for item_3. */
export function familyOf(name: string): string | undefined {
  return /^(.*\p{L})[\s_.-]*\d+[a-z]?$/iu.exec(name.trim())?.[1];
}

/** Letters to change, add, leave out or swap with a neighbour to come from one word to another. */
export function distance(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, (_, i) => [i, ...Array<number>(b.length).fill(0)]);
  for (let j = 0; j <= b.length; j++) rows[0]![j] = j;
  for (let i = 1; i <= a.length; i++)
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      const swap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      rows[i]![j] = Math.min(
        rows[i - 1]![j]! + 1,
        rows[i]![j - 1]! + 1,
        rows[i - 1]![j - 1]! + change,
        swap ? rows[i - 2]![j - 2]! + 1 : Number.POSITIVE_INFINITY,
      );
    }
  return rows[a.length]![b.length]!;
}
