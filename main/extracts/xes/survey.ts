import type { Desk, SourceFile } from '../reader.ts';
import { LogColumns } from './columns.ts';
import { LogParser, type LogTaker } from './log.ts';
import { attributeOf, pairUp, transitionOf } from './pairs.ts';
import { xmlText } from './source.ts';

/** Events of one trace that are held at once when a trace is not needed as a whole. */
export const HELD = 100_000;

/** Brings a whole log to `taker`. */
export async function eachTrace(
  file: SourceFile,
  desk: Desk,
  label: string,
  held: number,
  taker: LogTaker,
): Promise<void> {
  const parser = new LogParser(file, taker, held);
  for await (const text of xmlText(file, desk, label)) parser.write(text);
  parser.close();
}

/** What a log is like: its attributes, and how its lifecycle is recorded. */
export interface Survey {
  columns: LogColumns;
  events: number;
  traces: number;
  classifiers: string[];
  starts: number;
  completes: number;
  /** Activities, and those that have both a start and a complete. */
  activities: number;
  both: number;
  /** Starts that find their complete, by either way of pairing. */
  byInstance: number;
  byOrder: number;
}

export async function survey(file: SourceFile, desk: Desk): Promise<Survey> {
  const columns = new LogColumns();
  const found: Survey = {
    columns,
    events: 0,
    traces: 0,
    classifiers: [],
    starts: 0,
    completes: 0,
    activities: 0,
    both: 0,
    byInstance: 0,
    byOrder: 0,
  };
  const lifecycle = new Map<string, { start: boolean; complete: boolean }>();
  await eachTrace(file, desk, 'learning attributes', HELD, {
    classifier: (name, keys) => found.classifiers.push(`${name} (${keys})`),
    trace(attributes, events, last) {
      if (attributes) columns.trace(attributes);
      if (attributes && last) found.traces++;
      found.events += events.length;
      let starts = 0;
      for (const event of events) {
        columns.event(event.attributes);
        const activity = attributeOf(event, 'concept:name') ?? '';
        const transition = transitionOf(event);
        const seen = lifecycle.get(activity) ?? { start: false, complete: false };
        lifecycle.set(activity, seen);
        if (transition === 'start') {
          starts++;
          seen.start = true;
        } else if (transition === 'complete') {
          found.completes++;
          seen.complete = true;
        }
      }
      found.starts += starts;
      if (starts === 0) return;
      found.byInstance += joined(events, 'instance');
      found.byOrder += joined(events, 'order');
    },
  });
  found.activities = lifecycle.size;
  found.both = [...lifecycle.values()].filter(({ start, complete }) => start && complete).length;
  return found;
}

const joined = (events: Parameters<typeof pairUp>[0], by: 'instance' | 'order') =>
  pairUp(events, by).pairs.filter(({ start, complete }) => start && complete).length;
