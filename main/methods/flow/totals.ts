import type { OutputTable } from '../method.ts';
import { count, number, seconds, share, text } from './outputs.ts';

const spread = (name: string, what: string, note = '') => ({
  [`${name}_p50`]: seconds(`Median ${what} of a case${note}.`),
  [`${name}_p90`]: seconds(`90th percentile of the ${what} of a case${note}.`),
});
const worked = ', in working time';
const touched = ', in working time; null without start times';
const elapsed = ', round the clock';

/** Measures of a set of cases, as the summary and the types both have them. */
const measures = {
  lead_mean: seconds(
    'Mean lead time of a case (first start to last end), in working time. Read it beside the percentiles.',
  ),
  ...spread('lead', 'lead time', worked),
  ...spread('lead_elapsed', 'lead time', elapsed),
  ...spread('touch', 'touch time, the sum of its events from start to end', touched),
  ...spread('wait', 'waiting time, its lead time less the time in which any event was under way', worked),
  flow_efficiency: number(
    'Touch time of all cases over lead time of all cases; above 1 where work runs in parallel; null without start times.',
    'share',
  ),
  flow_efficiency_p50: number(
    'Median of the cases’ own touch time over lead time, where it is above zero; null without start times.',
    'share',
  ),
  handoffs_per_case: number('Hand-offs between organisations per case; null without organisations.'),
  resource_handoffs_per_case: number('Hand-offs between resources per case; null without resources.'),
  rework_share: share('Cases in which an activity came more than once'),
  pingpong_share: share('Cases that returned to an organisation already left; null without organisations'),
  right_first_time_share: share('Cases with no rework and no failure contact'),
};

export const summary: OutputTable = {
  about: 'One row: the whole log.',
  columns: {
    cases: count('Cases.', 'cases'),
    events: count('Events that count: those with a case, an activity and an end.', 'events'),
    activities: count('Distinct activities.'),
    variants: count('Distinct sequences of activities.'),
    organisations: count('Distinct organisations; null without organisations.'),
    resources: count('Distinct resources; null without resources.'),
    first_event: { type: 'TIMESTAMP', about: 'Earliest start (or end, without start times), local time.' },
    last_event: { type: 'TIMESTAMP', about: 'Latest end, local time.' },
    ...measures,
    lead_total: seconds('Lead time of all cases, in working time.'),
    touch_total: seconds('Touch time of all cases, in working time; null without start times.'),
    wait_total: seconds('Waiting time of all cases, in working time.'),
    handoffs: count('Hand-offs between organisations; null without organisations.', 'hand-offs'),
    resource_handoffs: count('Hand-offs between resources; null without resources.', 'hand-offs'),
    rework_cases: count('Cases in which an activity came more than once.', 'cases'),
    rework_events: count('Events beyond the first of their activity in a case.', 'events'),
    pingpong_cases: count('Cases that returned to an organisation already left; null without organisations.', 'cases'),
    returns: count(
      'Arrivals at an organisation that the case had already left; null without organisations.',
      'hand-offs',
    ),
    failure_contacts: count('Failure contacts; null without a contact column.', 'events'),
    right_first_time_cases: count('Cases with no rework and no failure contact.', 'cases'),
    rolled_throughput_yield: share('Product of the first-pass yields of all activities'),
    bottleneck: text('The activity with the largest share of all waiting before it.'),
    bottleneck_share: share('Its share of all waiting'),
    rows: count('Rows read.', 'rows'),
    excluded: count('Rows left out: without a case, an activity or an end.', 'rows'),
    missing_case: count('Rows without a case.', 'rows'),
    missing_activity: count('Rows without an activity.', 'rows'),
    missing_end: count('Rows without an end.', 'rows'),
    missing_start: count('Events without a start: taken to start at their end.', 'events'),
    reversed: count('Events that end before they start: taken to start at their end.', 'events'),
    ties: count('Events at the same time as another of their case: kept in the order of the file.', 'events'),
    missing_organisation: count('Events without an organisation: passed over when hand-offs are counted.', 'events'),
    missing_resource: count('Events without a resource: passed over when hand-offs are counted.', 'events'),
    missing_type: count('Events without a case type.', 'events'),
    mixed_type: count('Cases with several types: the first in time counts.', 'cases'),
    outside_hours: count('Events that ended outside the working hours; null where times are dates only.', 'events'),
    parallel_cases: count('Cases in which events overlapped.', 'cases'),
    merged_transitions: count('Start rows merged with their completions, where there is a lifecycle.', 'rows'),
    other_transitions: count('Lifecycle rows left out: neither start nor complete.', 'rows'),
    calendar: text('The working calendar used.'),
    zone: text('The time zone used.'),
    working_days: count('Working days from the first event to the last.', 'days'),
    hours_per_day: number('Working hours in a working day.', 'h'),
  },
};

export const types: OutputTable = {
  about:
    'One row per case type, the commonest first, beside the figures for all cases: what the average hides. Empty without case types.',
  columns: {
    type: text('The case type; null where no event of the case has one.'),
    cases: count('Cases.', 'cases'),
    share: share('Share of all cases'),
    ...measures,
    overall_lead_mean: seconds('Mean lead time of all cases, in working time.'),
    overall_lead_p50: seconds('Median lead time of all cases, in working time.'),
    overall_lead_p90: seconds('90th percentile of the lead time of all cases, in working time.'),
  },
};

export const cases: OutputTable = {
  about: 'One row per case, by name.',
  columns: {
    case: text('The case.'),
    type: text('Its type, from its first event that has one; null without case types.'),
    variant: count('Rank of its variant.'),
    first_event: { type: 'TIMESTAMP', about: 'Its first start (or end, without start times), local time.' },
    last_event: { type: 'TIMESTAMP', about: 'Its last end, local time.' },
    events: count('Its events.', 'events'),
    lead: seconds('Lead time, first start to last end, in working time.'),
    lead_elapsed: seconds('The same round the clock.'),
    touch: seconds('Touch time, the sum of its events from start to end, in working time; null without start times.'),
    wait: seconds('Waiting time, lead time less the time in which any event was under way, in working time.'),
    flow_efficiency: number('Touch over lead; null when lead is zero or without start times.', 'share'),
    handoffs: count('Hand-offs between organisations; null without organisations.', 'hand-offs'),
    resource_handoffs: count('Hand-offs between resources; null without resources.', 'hand-offs'),
    rework: count('Events beyond the first of their activity.', 'events'),
    pingpong: count('Returns to an organisation already left; null without organisations.', 'hand-offs'),
    failure_contacts: count('Failure contacts; null without a contact column.', 'events'),
    right_first_time: { type: 'BOOLEAN', about: 'No rework and no failure contact.' },
  },
};
