import type { ForecastOptions } from './options.ts';
import { detect, type Frequency, firstDay, isoDay, periodOf, seasonOf, stampOf } from './periods.ts';
import type { Days } from './read.ts';

/** A series as it was found, and as regular values where it could be made so. */
export interface Found {
  name: string;
  /** Why it is refused. */
  reason?: string;
  frequency?: Frequency;
  m: number;
  horizon: number;
  n: number;
  /** First and last period with a value. */
  first?: number;
  last?: number;
  y: Float64Array;
  filled: Uint8Array;
  missing: number;
  duplicates: number;
  partial: number;
  /** The day that stands for a period. */
  stamp(period: number): number;
  /** Mean of driver i in a period; NaN where there is none. */
  driver(i: number, period: number): number;
}

interface Bin {
  day: number;
  rows: number;
  present: number;
  total: number;
  at: number[];
}

/** The days that the whole extract covers: what tells a partial period from a quiet one. */
export interface Cover {
  first: number;
  last: number;
}

const LEAST = 4;
const plural = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;

/** Finds a series' frequency, gaps, duplicates and partial periods, and fills or adds up only what the options ask for. */
export function regular(days: Days, cover: Cover, options: ForecastOptions): Found {
  const found: Found = {
    name: days.name,
    m: 1,
    horizon: 1,
    n: 0,
    y: new Float64Array(0),
    filled: new Uint8Array(0),
    missing: 0,
    duplicates: 0,
    partial: 0,
    stamp: (period) => period,
    driver: () => Number.NaN,
  };
  const refuse = (reason: string): Found => ({ ...found, reason });
  const frequency = options.frequency === 'auto' ? detect(days.day) : options.frequency;
  if (!frequency)
    return refuse(
      days.day.length < 2
        ? 'Fewer than two dates.'
        : 'The dates do not follow one another by day, week, month, quarter or year. Name the frequency.',
    );
  found.frequency = frequency;
  found.m = options.season === 'auto' ? seasonOf[frequency] : options.season;
  found.horizon = options.horizon === 'auto' ? Math.min(12, found.m) : options.horizon;
  const bins = binned(days, frequency);
  const known = [...bins].filter(([, bin]) => bin.present > 0).map(([period]) => period);
  if (known.length === 0) return refuse('No value.');
  const shared = [...bins.values()].some((bin) => bin.at.length > 1);
  const used = days.day.filter((_, i) => days.present[i]! > 0);
  found.duplicates = known.reduce((sum, period) => sum + bins.get(period)!.rows - 1, 0);
  found.stamp = shared ? (period) => firstDay(period, frequency) : stampOf(used, frequency);
  found.driver = (i, period) => {
    const bin = bins.get(period);
    const values = (bin?.at ?? []).map((row) => days.drivers[i]![row]!).filter(Number.isFinite);
    return values.length > 0 ? values.reduce((a, b) => a + b, 0) / values.length : Number.NaN;
  };
  let first = known[0]!;
  let last = known[known.length - 1]!;
  const cut = partial(days, used, shared, cover, frequency, { first, last });
  found.partial = Number(cut.first) + Number(cut.last);
  if (options.partial === 'leave-out') {
    if (cut.first) first = known[1] ?? first + 1;
    if (cut.last) last = known[known.length - 2] ?? last - 1;
  }
  if (last < first) return refuse('No whole period.');
  found.first = first;
  found.last = last;
  found.n = last - first + 1;
  if (found.duplicates > 0 && options.aggregate === 'refuse') {
    const period = known.find((each) => bins.get(each)!.rows > 1)!;
    return refuse(
      `${plural(found.duplicates, 'further row')} for a period that has one already, first at ${isoDay(found.stamp(period))}. Say with aggregate whether to add them up.`,
    );
  }
  if (found.n > 100_000)
    return refuse(`${found.n} periods from first to last: more than 100,000. Name a longer frequency.`);
  const y = new Float64Array(found.n).fill(Number.NaN);
  for (const period of known) {
    const bin = bins.get(period)!;
    if (period >= first && period <= last)
      y[period - first] = options.aggregate === 'mean' ? bin.total / bin.present : bin.total;
  }
  const gaps = Array.from(y.keys()).filter((t) => Number.isNaN(y[t]!));
  found.missing = gaps.length;
  if (gaps.length > 0 && options.gaps === 'refuse')
    return refuse(
      `${plural(gaps.length, 'period')} without a value, first at ${isoDay(found.stamp(first + gaps[0]!))}. Say with gaps how to fill ${gaps.length === 1 ? 'it' : 'them'}.`,
    );
  found.filled = new Uint8Array(found.n);
  for (const t of gaps) found.filled[t] = 1;
  fill(y, found.filled, options.gaps);
  found.y = y;
  if (found.n < LEAST) return refuse(`${plural(found.n, 'period')}: at least ${LEAST} are needed.`);
  return found;
}

function binned(days: Days, frequency: Frequency): Map<number, Bin> {
  const bins = new Map<number, Bin>();
  for (const [i, day] of days.day.entries()) {
    const period = periodOf(day, frequency);
    const bin = bins.get(period) ?? { day, rows: 0, present: 0, total: 0, at: [] };
    bin.rows += days.rows[i]!;
    bin.present += days.present[i]!;
    bin.total += days.total[i]!;
    bin.at.push(i);
    bins.set(period, bin);
  }
  return bins;
}

/** A first or last period is partial when the extract goes on within it, or when its stamp alone is not the end of its period. */
function partial(
  days: Days,
  used: readonly number[],
  shared: boolean,
  cover: Cover,
  frequency: Frequency,
  ends: { first: number; last: number },
): { first: boolean; last: boolean } {
  if (shared) {
    const native = detect(days.day) ?? 'day';
    const next = firstDay(periodOf(cover.last, native) + 1, native);
    const before = firstDay(periodOf(cover.first, native) - 1, native);
    return { first: periodOf(before, frequency) === ends.first, last: periodOf(next, frequency) === ends.last };
  }
  const isEnd = (day: number) => periodOf(day + 1, frequency) !== periodOf(day, frequency);
  const earlier = used.slice(0, -1);
  const odd = frequency !== 'day' && frequency !== 'working-day' && earlier.length > 2 && earlier.every(isEnd);
  return { first: false, last: odd && !isEnd(used[used.length - 1]!) };
}

function fill(y: Float64Array, filled: Uint8Array, how: ForecastOptions['gaps']): void {
  for (let t = 0; t < y.length; t++) {
    if (!filled[t]) continue;
    let next = t;
    while (filled[next]) next++;
    const before = y[t - 1]!;
    if (how === 'zero') y[t] = 0;
    else if (how === 'previous') y[t] = before;
    else y[t] = before + (y[next]! - before) / (next - t + 1);
  }
}
