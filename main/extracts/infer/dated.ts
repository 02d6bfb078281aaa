import type { Counted, Family } from './numeric.ts';

type Temporal = 'date' | 'timestamp' | 'time';

const MOST_FORMATS = 3;
const swapped: [RegExp, string][] = [[/^%d([/-])%m/, '%m$1%d']];

/**
 * The formats by which a column's dates or times are read: as few as cover them all. Where day and month could be either way
 * round throughout, the UK's order is taken and said; one value that fits only one way decides for the column.
 */
export function temporalFamily(type: Temporal, values: readonly Counted<readonly string[]>[]): Family | undefined {
  const total = values.reduce((sum, { count }) => sum + count, 0);
  let open = [...values];
  const chosen: string[] = [];
  while (open.length > 0 && chosen.length < MOST_FORMATS) {
    const weights = new Map<string, number>();
    for (const { shape, count } of open)
      for (const format of shape) weights.set(format, (weights.get(format) ?? 0) + count);
    const best = [...weights].reduce((a, b) => (b[1] > a[1] ? b : a), ['', 0])[0];
    if (best === '' || clashes(best, chosen)) break;
    chosen.push(best);
    open = open.filter(({ shape }) => !shape.includes(best));
  }
  if (chosen.length === 0) return undefined;
  const zoned = chosen.filter((format) => format.endsWith('%z')).length;
  if (zoned > 0 && zoned < chosen.length) return undefined;
  const first = chosen[0]!;
  const other = swapped.map(([from, to]) => first.replace(from, to)).find((format) => format !== first);
  const either =
    other === undefined ? 0 : values.reduce((sum, { shape, count }) => (shape.includes(other) ? sum + count : sum), 0);
  const known = new Set(
    values.filter(({ shape }) => chosen.some((format) => shape.includes(format))).map(({ text }) => text),
  );
  const ambiguous = other !== undefined && total - either < 0.5;
  const iso = type === 'date' && chosen.length === 1 && first === '%Y-%m-%d';
  return {
    rule: { type, ...(!iso && { format: chosen.join('|') }) },
    what: `${type === 'date' ? 'dates' : type === 'time' ? 'times of day' : 'dates with times'} written as ${chosen.join(' or ')}${note(ambiguous, other, either, total, first)}`,
    confidence: ambiguous ? 0.8 : first.includes('%y') ? 0.95 : 0.99,
    fits: (text) => known.has(text),
    weight: values.reduce((sum, { text, count }) => (known.has(text) ? sum + count : sum), 0),
  };
}

const count = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

function note(ambiguous: boolean, other: string | undefined, either: number, total: number, first: string): string {
  if (ambiguous) return `; all ${count.format(total)} could be month first as well, day first is taken, as in the UK`;
  if (other !== undefined) return `; ${count.format(total - either)} of them can only be day first`;
  if (/^%m[/-]%d/.test(first)) return '; some can only be month first, as in the United States';
  if (/^%[bB][- ]%[yY]$/.test(first)) return '; the day is the first of the month';
  return '';
}

/** Day first and month first never go together in one column. */
const clashes = (format: string, chosen: readonly string[]): boolean =>
  chosen.some(
    (each) =>
      /^%d[/-]%m/.test(each) !== /^%d[/-]%m/.test(format) &&
      /^%[dm][/-]%[dm]/.test(each) &&
      /^%[dm][/-]%[dm]/.test(format),
  );
