import { isClaim, knownMethods, type Strength, strength, strengthOf } from '../strength.ts';
import type { Link } from './links.ts';
import { nearest } from './stages.ts';

/** A link with what can be said of it. */
export interface Judged extends Link {
  /** Interval of the change, whatever the interval was of. */
  changeLower: number | null;
  changeUpper: number | null;
  strength: Strength;
  progress: number | null;
  gaps: Gap[];
  contradictions: Contradiction[];
  /** Set when the way of measuring isn't known, with those that are closest. */
  unknownMethod: string[] | null;
}

export interface Gap {
  part: 'unit' | 'baseline' | 'value' | 'data' | 'method' | 'owner' | 'date';
  words: string;
}

export interface Contradiction {
  kind: 'wrong-way' | 'interval-includes-zero' | 'not-significant' | 'interval-outside' | 'change-differs';
  words: string;
}

export function judge(link: Link): Judged {
  const moved = link.value !== null && link.baseline !== null ? link.value - link.baseline : null;
  const change = link.change ?? moved;
  const [changeLower, changeUpper] = intervalOfChange(link);
  const known = link.method === null ? undefined : strengthOf(link.method);
  const judged = { ...link, change, changeLower, changeUpper };
  const toTarget = link.target !== null && link.baseline !== null ? link.target - link.baseline : null;
  return {
    ...judged,
    strength: known && change !== null ? known : strength(0),
    progress: moved === null || toTarget === null || toTarget === 0 ? null : moved / toTarget,
    gaps: gapsOf(link, change),
    contradictions: contradictionsOf(judged, moved),
    unknownMethod:
      link.method !== null && !known && !isClaim(link.method) ? nearest(link.method.toLowerCase(), knownMethods) : null,
  };
}

/** An interval given without a change is that of the value when it holds the value; the baseline is then taken as known. */
function intervalOfChange({ change, value, baseline, lower, upper }: Link): [number | null, number | null] {
  const ofValue = change === null && value !== null && (lower ?? value) <= value && value <= (upper ?? value);
  if (!ofValue || baseline === null) return ofValue ? [null, null] : [lower, upper];
  return [lower === null ? null : lower - baseline, upper === null ? null : upper - baseline];
}

function gapsOf(link: Link, change: number | null): Gap[] {
  const gaps: Gap[] = [];
  const missing = (part: Gap['part'], words: string) => gaps.push({ part, words });
  if (!link.unit) missing('unit', 'no unit');
  if (link.baseline === null)
    missing('baseline', change === null ? 'no baseline, so no change can be shown' : 'no baseline, only a change');
  if (link.value === null) missing('value', 'no latest value');
  if (!link.data && !link.source) missing('data', 'not said which data it comes from');
  if (!link.method) missing('method', 'not said how it was measured, so there is no strength of evidence');
  if (!link.owner) missing('owner', 'no owner');
  if (!link.date && !link.period) missing('date', 'no date or period');
  return gaps;
}

type Measured = Link & { change: number | null; changeLower: number | null; changeUpper: number | null };

/** Which way is better: as told, or from the baseline to the target. */
export function wantedOf(link: Link): 'up' | 'down' | 'hold' | null {
  if (link.better) return link.better;
  if (link.target === null || link.baseline === null) return null;
  return link.target > link.baseline ? 'up' : link.target < link.baseline ? 'down' : 'hold';
}

const digits = (value: number) => String(Number(value.toPrecision(4)));

function contradictionsOf(link: Measured, moved: number | null): Contradiction[] {
  const found: Contradiction[] = [];
  const { change, changeLower: lower, changeUpper: upper } = link;
  if (change === null) return found;
  const wanted = wantedOf(link);
  if ((wanted === 'up' && change < 0) || (wanted === 'down' && change > 0))
    found.push({ kind: 'wrong-way', words: `it moved by ${digits(change)}, away from where it was to go (${wanted})` });
  if (lower !== null && upper !== null) {
    const interval = `${digits(lower)} to ${digits(upper)}`;
    if (change < lower || change > upper)
      found.push({
        kind: 'interval-outside',
        words: `the change ${digits(change)} lies outside its own interval, ${interval}`,
      });
    else if (lower <= 0 && upper >= 0)
      found.push({ kind: 'interval-includes-zero', words: `its interval, ${interval}, includes no change` });
  } else if (link.p !== null && link.p > 0.05)
    found.push({ kind: 'not-significant', words: `its p-value is ${digits(link.p)}: no change would show as much` });
  const simple = (strengthOf(link.method ?? '')?.level ?? 0) <= 1 && link.fed === 'chain';
  if (simple && moved !== null && Math.abs(change - moved) > 1e-6 * Math.max(1, Math.abs(moved), Math.abs(change)))
    found.push({
      kind: 'change-differs',
      words: `the change given is ${digits(change)}, and value − baseline is ${digits(moved)}`,
    });
  return found;
}
