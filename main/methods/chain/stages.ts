import { Fault } from '../../contract/fault.ts';

/** The six links of an impact chain, in order. */
export const stages = ['initiative', 'output', 'capability', 'behaviour', 'service', 'outcome'] as const;
export type Stage = (typeof stages)[number];

/** Other spellings that mean the same link. */
const spellings: Readonly<Record<string, Stage>> = {
  behavior: 'behaviour',
  activity: 'initiative',
  input: 'initiative',
  capabilities: 'capability',
  'service-outcome': 'service',
  impact: 'outcome',
};

/** The link that a text names; case, spaces and a plural s don't matter. */
export function stageOf(text: string): Stage {
  const name = text.trim().toLowerCase().replace(/\s+/g, '-');
  const forms = [name, name.replace(/s$/, '')];
  for (const form of forms) {
    const stage = stages.find((one) => one === form) ?? spellings[form];
    if (stage) return stage;
  }
  const near = stages.find((stage) => distance(name, stage) <= 2);
  throw new Fault(
    'data-unfit',
    `"${text}" is not a link of an impact chain${near ? `; did you mean ${near}?` : '.'} The links are ${stages.join(', ')}.`,
  );
}

/** Letters to change, add or drop to get from one text to another. */
export function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length]!;
}

/** Names close to one that isn't known, for a sentence; one that holds the other is closest. */
export function nearest(name: string, known: readonly string[], most = 3): string[] {
  const wanted = name.toLowerCase();
  const apart = (other: string) => {
    const text = other.toLowerCase();
    return text.includes(wanted) || wanted.includes(text) ? 0 : distance(wanted, text);
  };
  return [...known].sort((a, b) => apart(a) - apart(b)).slice(0, most);
}
