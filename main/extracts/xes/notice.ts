import type { Warning } from '../../contract/data.ts';
import type { SourceFile } from '../reader.ts';
import type { Noticed } from './follow.ts';

/** What was noticed in a log, as warnings; nothing that did not occur is mentioned. */
export function warningsOf(noticed: Noticed, names: readonly string[], file: SourceFile): Warning[] {
  const counted: [code: string, count: number, text: string][] = [
    ['no-timestamp', noticed.untimed, 'Events have no time:timestamp; they are kept, with no time.'],
    ['empty-traces', noticed.emptyTraces, 'Traces hold no event, so that they have no row.'],
    ['no-trace', noticed.outside, 'Events lie outside any trace; they are kept, with no case.'],
    ['unmatched-start', noticed.unfinished, 'Starts have no complete; they are kept, with no end.'],
    ['unmatched-complete', noticed.unstarted, 'Completes have no start; they are kept, with no start.'],
    ['assumed-utc', noticed.unzoned, 'Dates without an offset among dates with one; they are taken as UTC.'],
    ['fraction-cut', noticed.fine, 'Times are finer than a microsecond; what is finer is cut off.'],
    ['not-a-number', noticed.notNumbers, 'Floats are NaN or infinite; they are null.'],
    [
      'repeated-attribute',
      noticed.repeated,
      'An attribute occurs twice in one event or trace; the last value was taken.',
    ],
    [
      'late-attribute',
      noticed.late,
      'Attributes of a very long trace come after its events; events before them lack them.',
    ],
  ];
  const differing = [...noticed.differing].map(([name, count]) => ({
    code: 'start-differs',
    text: `“${name}” differs between a start and its complete; that of the complete was taken.`,
    count,
  }));
  const lost = names
    .filter((name, place) => noticed.seen[place] === 0 && name !== 'start' && name !== 'end')
    .map((name) => ({
      code: 'drift-lost-column',
      text: `“${name}” is nowhere in ${file.name}; it is null throughout.`,
    }));
  return [
    ...counted.filter(([, count]) => count > 0).map(([code, count, text]) => ({ code, text, count })),
    ...differing,
    ...lost,
  ];
}
