import { freeName } from '../name.ts';

/** Line breaks become spaces, and so does a zero byte, which no name in SQL can hold. */
const clean = (text: string | null | undefined) => (text ?? '').replaceAll('\0', ' ').replace(/\s+/g, ' ').trim();

/**
 * Names of columns from the rows of a header: as they stand on one line; a duplicate becomes `name_2`,
 * an empty one `column_7`. Where there are several rows the upper ones reach to the right until their next text.
 */
export function columnNames(header: readonly (readonly (string | null)[])[], width: number): string[] {
  const upper = header.slice(0, -1).map((row) => reach(row, width));
  const last = header.at(-1) ?? [];
  const taken = new Set<string>();
  return Array.from({ length: width }, (_, at) => {
    const parts = [...upper.map((row) => row[at]!), clean(last[at])].filter((part) => part !== '');
    const name = [...new Set(parts)].join(' ') || `column_${at + 1}`;
    return freeName(name, taken);
  });
}

function reach(row: readonly (string | null)[], width: number): string[] {
  let over = '';
  return Array.from({ length: width }, (_, at) => {
    over = clean(row[at]) || over;
    return over;
  });
}
