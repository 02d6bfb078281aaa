import type { Warning } from '../../contract/data.ts';
import type { Problems } from './events.ts';
import type { Paired } from './lifecycle.ts';
import type { Log } from './log.ts';

const plural = (count: number, one: string, many = `${one}s`) =>
  `${count.toLocaleString('en-GB')} ${count === 1 ? one : many}`;

/** What a reader should know about the rows before using a figure: each count, and the rule that was applied. */
export function warningsOf(
  log: Log,
  found: {
    problems: Problems;
    ties: number;
    mixedType: number;
    parallel: number;
    paired: Paired | null;
    hidden: { variants: number; cases: number };
  },
): Warning[] {
  const { problems, paired, hidden } = found;
  const warnings: Warning[] = [];
  const warn = (code: string, count: number, text: string) => {
    if (count > 0) warnings.push({ code, text, count });
  };
  const rows = (count: number) => plural(count, 'row');
  const events = (count: number) => plural(count, 'event');
  warn('missing-case', problems.missingCase, `${rows(problems.missingCase)} without a case left out.`);
  warn('missing-activity', problems.missingActivity, `${rows(problems.missingActivity)} without an activity left out.`);
  warn(
    'missing-end',
    problems.missingEnd,
    `${rows(problems.missingEnd)} without an end left out: not finished, or not recorded.`,
  );
  if (!log.has.start && problems.events > 0)
    warn(
      'no-starts',
      problems.events,
      'The log has no start times, so touch time and flow efficiency are null, and waits are the times between completions.',
    );
  else
    warn(
      'missing-start',
      problems.missingStart,
      `${events(problems.missingStart)} without a start taken to start at the end, so with no touch time: touch is a lower bound.`,
    );
  warn(
    'reversed',
    problems.reversed,
    `${events(problems.reversed)} ending before the start taken to start at the end, so with no touch time.`,
  );
  warn(
    'ties',
    found.ties,
    `${events(found.ties)} at the same time as another of the same case kept in the order of the file.`,
  );
  warn(
    'missing-organisation',
    problems.missingOrganisation,
    `${events(problems.missingOrganisation)} without an organisation passed over when hand-offs are counted.`,
  );
  warn(
    'missing-resource',
    problems.missingResource,
    `${events(problems.missingResource)} without a resource passed over when hand-offs are counted.`,
  );
  warn('missing-type', problems.missingType, `${events(problems.missingType)} without a case type.`);
  warn(
    'mixed-type',
    found.mixedType,
    `${plural(found.mixedType, 'case')} with several types counted under the first in time.`,
  );
  warn(
    'parallel',
    found.parallel,
    `${plural(found.parallel, 'case')} with events that overlap: touch time adds them up, waiting counts only time in which none was under way, and flow efficiency can exceed 1.`,
  );
  warn(
    'outside-hours',
    log.datesOnly ? 0 : problems.outsideHours,
    `${events(problems.outsideHours)} ended outside the working hours; such time counts as nothing. Look at the options calendar, hours and weekdays if much work is done then.`,
  );
  if (log.datesOnly && problems.events > 0)
    warn(
      'dates-only',
      problems.events,
      'The times are dates without a time of day, so durations are whole working days, and the order within a day is that of the file.',
    );
  if (!log.has.contact && problems.events > 0)
    warnings.push({
      code: 'no-contacts',
      text: 'No column says which events are failure contacts, so right first time means no rework.',
    });
  if (paired)
    warn(
      'other-transitions',
      paired.other,
      `${rows(paired.other)} left out whose lifecycle is neither start nor complete.`,
    );
  warn(
    'variants-limited',
    hidden.variants,
    `The table of variants shows the commonest; ${plural(hidden.variants, 'other')} with ${plural(hidden.cases, 'case')} are not listed. The option top sets how many are.`,
  );
  if (problems.events === 0)
    warnings.push({
      code: 'no-events',
      text: 'No row has a case, an activity and an end, so there is nothing to measure.',
      count: 0,
    });
  return warnings;
}
