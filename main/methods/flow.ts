import { z } from 'zod';
import { calendarOptions, makeDays, readCalendar } from './calendar.ts';
import { countPasses, foldCases, rankPaths } from './flow/cases.ts';
import { countProblems, mapEvents, numberNames } from './flow/events.ts';
import { pairTransitions } from './flow/lifecycle.ts';
import { readLog } from './flow/log.ts';
import { days, edges, handoffs, landings, organisations, steps, variants } from './flow/outputs.ts';
import { makeHandoffs, makeLandings, makeOrganisations } from './flow/places.ts';
import { makeCases, makeSummary, makeTypes } from './flow/summary.ts';
import { makeEdges, makeSteps, makeVariants, type Scratch } from './flow/tables.ts';
import { cases, summary, types } from './flow/totals.ts';
import { countTies, walkCases } from './flow/walk.ts';
import { warningsOf } from './flow/warnings.ts';
import { method, type Role } from './method.ts';

/**
 * Flow of work through a whole system, from an event log.
 *
 * Answers: where does work wait, who hands it to whom, what comes back, and how long does it take from end to end?
 * Use it when each row says that something happened in a case, and when. Not for counts of work in progress, nor where
 * most cases are still open: they are in it up to their last event, and look quicker than they are.
 *
 * Shapes: any number of rows and cases, in any order. All durations are seconds of working time (calendar, hours, weekdays
 * and zone are options) unless called elapsed. Events of a case are ordered by start (by end where there is none), then by end,
 * then as in the file.
 *   lead  = first start to last end                      touch = Σ (end − start)
 *   wait  = lead − the union of the times in which an event was under way; before one event, the time since all earlier ended
 *   flow efficiency = Σ touch / Σ lead (pooled), and the median of the cases' own
 *   first-pass yield of an activity = cases that passed it exactly once / cases that passed it; rolled = their product
 *   hand-off = consecutive events in different organisations (or resources); those without one are passed over
 *   rework = an activity more than once in a case; ping-pong = a hand-off to an organisation that the case had left before
 *   right first time = no rework and no failure contact
 *
 * Errors: the counts have none, being complete; percentiles are type 7 (as R and quantile_cont have them).
 * Rows without case, activity or end are left out and counted; an end before its start, or a missing start, makes an event
 * an instant at its end.
 * Source: van der Aalst, Process Mining (2016); Modig and Åhlström, This is Lean (2012), for flow efficiency; George and others,
 * The Lean Six Sigma Pocket Toolbook (2005), for the yields; IEEE 1849-2016 for lifecycles.
 */

const role = (types: Role['types'], about: string, hints: readonly string[], rest: Partial<Role> = {}): Role => ({
  types,
  about,
  hints,
  ...rest,
});

/** How event logs mark what belongs to the whole case (IEEE 1849 as CSV, and as process-mining tools write it): no part of an event. */
const ofCase = ['case:*', '(case)*'];
const ofEvent = { avoid: ofCase };
/** Times that belong to the case, and those that were hoped for: neither says when the event happened. */
const happened = {
  avoid: [
    ...ofCase,
    ...['case *', 'case_*', 'case-*', 'planned', 'deadline', 'due', 'duedate', 'target', 'scheduled', 'expected'],
    ...['estimated', 'forecast', 'birth', 'dob'],
  ],
};

export const flow = method({
  id: 'flow',
  version: 2,
  title: 'Flow of work: waits, hand-offs, rework',
  question: 'Where does work wait, who hands it to whom, and what comes back?',
  lessons: ['A.2', 'B.3', 'B.4', 'C.2'],
  inputs: {
    case: role(
      ['text', 'number'],
      'What the event belongs to: a claim, an application, a person.',
      ['case_id', 'caseid', 'case:concept:name', 'case', 'claim', 'application', 'reference', 'ticket'],
      { required: true },
    ),
    activity: role(
      ['text', 'number'],
      'What was done: the step.',
      ['activity', 'concept:name', 'step', 'event', 'task', 'stage', 'action', 'status'],
      { required: true, ...ofEvent },
    ),
    end: role(
      ['time'],
      'When it was done: its completion, or the one time that the log has.',
      [
        ...['end', 'completed', 'complete', 'done', 'finish', 'finished', 'ended', 'time:timestamp', 'timestamp'],
        ...['closed', 'time', 'date', 'changed', 'changed_at'],
      ],
      { required: true, ...happened },
    ),
    start: role(
      ['time'],
      'When work on it began.',
      ['start', 'began', 'begin', 'opened', 'start_timestamp', 'started'],
      happened,
    ),
    organisation: role(
      ['text', 'number'],
      'Who did it: organisation, department or team. Hand-offs, ping-pong and landings are between these.',
      ['organisation', 'organization', 'org:group', 'department', 'directorate', 'team', 'group', 'unit'],
      ofEvent,
    ),
    resource: role(
      ['text', 'number'],
      'Which person or system did it.',
      ['resource', 'org:resource', 'officer', 'user', 'worker', 'person', 'handler'],
      ofEvent,
    ),
    type: role(['text', 'number'], 'Kind of case or need; the first in time holds for the case.', [
      'case_type',
      'type',
      'category',
      'service',
      'need',
      'channel',
    ]),
    contact: role(
      ['flag'],
      'True (or 1) where the event is a contact caused by failure: a chaser, a correction, a complaint.',
      ['failure_contact', 'failure', 'contact', 'chaser', 'avoidable'],
      ofEvent,
    ),
    lifecycle: role(
      ['text'],
      'Transition that the row records, in logs with a row each for start and complete: they become one event.',
      ['lifecycle:transition', 'lifecycle', 'transition'],
      ofEvent,
    ),
  },
  options: z.object({
    ...calendarOptions,
    top: z
      .number()
      .int()
      .min(1)
      .nullable()
      .default(null)
      .describe(
        'How many variants the table of variants lists, commonest first; null for all. What is not listed is counted.',
      ),
  }),
  outputs: { summary, steps, edges, variants, cases, handoffs, organisations, landings, types, days },
  assumptions: [
    'A row is one event; its times are right to the order in which things happened.',
    'Work is done in the working hours of one calendar: time outside them counts as neither touch nor wait.',
    'Time between events is waiting. What happened but was not recorded looks like waiting.',
    'Cases are in the log from their first event to their last; open ones count as they stand.',
    'Without a failure-contact column, right first time sees rework only.',
  ],
  notFor: [
    'Mostly unfinished cases: their lead times are cut short.',
    'Judging people: a resource’s waits are those of the work that reached it.',
    'Logs whose times are those of entering data in batches.',
    'Causes: it shows where work waits, not why.',
  ],
  reference:
    'W. van der Aalst, Process Mining: Data Science in Action, 2nd ed., Springer 2016 (directly-follows graph, variants, hand-over of work); N. Modig and P. Åhlström, This is Lean, 2012 (flow efficiency); M. George and others, The Lean Six Sigma Pocket Toolbook, 2005 (first-pass and rolled throughput yield); IEEE 1849-2016 (XES lifecycle).',
  async run(query, given, options, task) {
    const calendar = readCalendar(options);
    const paired = given.columns.lifecycle ? await pairTransitions(query, given) : null;
    const log = await readLog(query, paired?.input ?? given, calendar);
    task.progress(0.05, 'Numbering the names');
    const names = await numberNames(query, log);
    const span = log.span ?? { first: '2000-01-01', last: '2000-01-01' };
    const calendarDays = await makeDays(query, calendar, 'flow_days', span);
    task.progress(0.15, 'Mapping times to working time');
    const events = await mapEvents(query, log, names, calendarDays.table, calendar);
    const problems = await countProblems(query, log, events);
    task.progress(0.35, 'Walking through the cases');
    const walk = await walkCases(query, log, problems, events);
    await query.drop('flow_events');
    task.progress(0.6, 'Measuring the cases');
    const folded = await foldCases(query, log, walk);
    const paths = await rankPaths(query, folded);
    const scratch: Scratch = { log, names, walk, cases: folded, paths, passes: await countPasses(query, paths) };
    await makeCases(query, scratch);
    const hidden = await makeVariants(query, scratch, options.top);
    task.progress(0.8, 'Adding up steps and hand-offs');
    await makeSteps(query, scratch);
    await makeEdges(query, scratch);
    await makeHandoffs(query, scratch);
    await makeOrganisations(query, scratch);
    await makeLandings(query, scratch);
    await makeTypes(query, scratch);
    const ties = await countTies(query, walk);
    const summarised = await makeSummary(query, scratch, {
      problems,
      paired,
      ties,
      calendar,
      days: calendarDays.table,
    });
    await query.make(
      'days',
      `SELECT day, weekday, holiday, seconds FROM ${calendarDays.table} WHERE ${log.span !== null} ORDER BY day`,
    );
    return {
      warnings: [...warningsOf(log, { problems, ties, ...summarised, paired, hidden }), ...calendarDays.warnings],
    };
  },
  charts: [
    {
      name: 'process_map',
      chart: 'process-map',
      on: 'edges',
      from: 'from',
      to: 'to',
      count: 'count',
      wait: 'wait_p50',
      title: 'How work flows',
      alt: 'Map of the commonest steps from one activity to the next, with how often each was taken and the median wait',
    },
    {
      name: 'wait_by_step',
      chart: 'bar',
      on: 'steps',
      x: 'wait_share',
      y: 'activity',
      title: 'Where the waiting is',
      alt: 'Share of all waiting time before each step, largest first',
    },
  ],
});
