import type { Attribute, Event } from './log.ts';

/** One carrying out of an activity: its start and complete events, either of which may be missing. */
export interface Pair {
  start: Event | null;
  complete: Event | null;
}

export interface Paired {
  pairs: Pair[];
  /** Events that are neither start nor complete. */
  others: number;
}

export const attributeOf = (event: Event, name: string): string | null =>
  event.attributes.find((attribute: Attribute) => attribute.name === name)?.value ?? null;

/** What happened: `start`, `complete` (also when the log does not say), or another transition. */
export const transitionOf = (event: Event): string =>
  (attributeOf(event, 'lifecycle:transition') ?? 'complete').trim().toLowerCase();

/**
 * Joins the events of one trace: a complete takes the earliest start of its activity that is still open (and of its
 * `concept:instance`, if that is what says what belongs together). Each pair stands where its complete stands, a start that
 * was never completed where it stands itself.
 */
export function pairUp(events: readonly Event[], by: 'instance' | 'order'): Paired {
  const open = new Map<string, Pair[]>();
  const pairs: Pair[] = [];
  let others = 0;
  for (const event of events) {
    const transition = transitionOf(event);
    if (transition !== 'start' && transition !== 'complete') {
      others++;
      continue;
    }
    const instance = by === 'instance' ? (attributeOf(event, 'concept:instance') ?? '') : '';
    const key = `${attributeOf(event, 'concept:name') ?? ''}\u0000${instance}`;
    const waiting = open.get(key);
    if (transition === 'start') {
      const pair: Pair = { start: event, complete: null };
      if (waiting) waiting.push(pair);
      else open.set(key, [pair]);
      pairs.push(pair);
    } else {
      const pair = waiting?.shift();
      if (pair) pair.complete = event;
      else pairs.push({ start: null, complete: event });
    }
  }
  const place = new Map(events.map((event, index) => [event, index]));
  const placeOf = (pair: Pair) => place.get(pair.complete ?? pair.start!) ?? 0;
  return { pairs: pairs.sort((a, b) => placeOf(a) - placeOf(b)), others };
}
