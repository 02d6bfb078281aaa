import type { Value } from '../../contract/data.ts';
import { Fault } from '../../contract/fault.ts';

const most = 5000;
const order = new Intl.Collator('en-GB', { numeric: true });

/** Spellings of one column brought together: those that differ only in spaces or capitals are one label, spelled as most often. */
export interface Labels {
  labels: readonly string[];
  /** Label of each raw spelling; absent for blanks. */
  of: ReadonlyMap<string, number>;
  /** Rows whose spelling was not the label's. */
  respelled: number;
}

export const tidy = (text: string): string => text.replace(/\s+/g, ' ').trim();
export const folded = (text: string): string => tidy(text).toLowerCase();
/** R writes a blank as NA. */
export const isNa = (text: string): boolean => folded(text) === 'na';

/** From the distinct raw values of a column, each with its number of rows. */
export function labelsOf(column: string, distinct: readonly { value: string; rows: number }[]): Labels {
  if (distinct.length > most)
    throw new Fault(
      'data-unfit',
      `The column "${column}" has more than ${most.toLocaleString('en-GB')} different values, too many to break figures down by. Choose another column.`,
    );
  const spellings = new Map<string, Map<string, number>>();
  for (const { value, rows } of distinct) {
    const key = folded(value);
    if (key === '') continue;
    const known = spellings.get(key) ?? new Map<string, number>();
    const label = tidy(value);
    known.set(label, (known.get(label) ?? 0) + rows);
    spellings.set(key, known);
  }
  const commonest = (known: Map<string, number>) =>
    [...known].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]![0];
  const chosen = [...spellings].map(([key, known]) => ({ key, label: commonest(known) }));
  chosen.sort((a, b) => order.compare(a.label, b.label) || (a.key < b.key ? -1 : 1));
  const index = new Map(chosen.map(({ key }, at) => [key, at]));
  const labels = chosen.map(({ label }) => label);
  const of = new Map<string, number>();
  let respelled = 0;
  for (const { value, rows } of distinct) {
    const at = index.get(folded(value));
    if (at === undefined) continue;
    of.set(value, at);
    if (tidy(value) !== labels[at]) respelled += rows;
  }
  return { labels, of, respelled };
}

/** The raw distinct values in rows of (value, n), without null. */
export const distinctOf = (rows: readonly Record<string, Value>[]): { value: string; rows: number }[] =>
  rows.filter((row) => row.value !== null).map((row) => ({ value: String(row.value), rows: Number(row.n) }));
