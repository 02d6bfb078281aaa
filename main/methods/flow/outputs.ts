import type { Output, OutputTable } from '../method.ts';

const column = (type: string, about: string, unit?: string): Output => (unit ? { type, unit, about } : { type, about });
export const count = (about: string, unit?: string) => column('BIGINT', about, unit);
export const share = (about: string) => column('DOUBLE', `${about}, 0 to 1.`, 'share');
export const seconds = (about: string) => column('DOUBLE', about, 's');
export const text = (about: string) => column('VARCHAR', about);
export const number = (about: string, unit?: string) => column('DOUBLE', about, unit);

const quantiles = (name: string, what: string) => ({
  [`${name}_p50`]: seconds(`Median ${what}.`),
  [`${name}_p90`]: seconds(`90th percentile of the ${what}.`),
});

export const steps: OutputTable = {
  about: 'One row per activity, the one with most waiting before it first.',
  columns: {
    activity: text('The activity.'),
    events: count('Events of it.', 'events'),
    cases: count('Cases that went through it.', 'cases'),
    wait_total: seconds('Waiting before it, in all: from the end of everything earlier in the case to its start.'),
    wait_share: share('Its share of all waiting'),
    ...quantiles('wait', 'wait before it, over its events that were not the first of their case'),
    touch_total: seconds('Time being worked on in it, in all; null without start times.'),
    ...quantiles('touch', 'time from its start to its end; null without start times'),
    rework_cases: count('Cases that went through it more than once.', 'cases'),
    rework_events: count('Its events beyond the first of a case.', 'events'),
    rework_share: share('Cases that went through it more than once, of those that went through it'),
    first_pass_yield: share('Cases that passed it exactly once, of those that went through it'),
    starts: count('Cases that started with it.', 'cases'),
    ends: count('Cases that ended with it.', 'cases'),
  },
};

export const edges: OutputTable = {
  about:
    'The directly-follows graph: one row per pair of activities that followed one another in a case, commonest first.',
  columns: {
    from: text('The activity before.'),
    to: text('The activity that followed directly.'),
    count: count('Times that it followed.', 'events'),
    cases: count('Cases in which it did.', 'cases'),
    share: share('Its share of all such steps from one event to the next'),
    wait_total: seconds('Waiting between them, in all.'),
    wait_share: share('Its share of all waiting'),
    ...quantiles('wait', 'wait between them'),
    handoffs: count('Times that the organisation changed; null without organisations.', 'hand-offs'),
    resource_handoffs: count('Times that the resource changed; null without resources.', 'hand-offs'),
  },
};

export const handoffs: OutputTable = {
  about: 'Hand-offs: one row per pair of organisations, and per pair of resources, commonest first within each.',
  columns: {
    level: text('"organisation" or "resource".'),
    from: text('Who handed over.'),
    to: text('Who took over.'),
    count: count('Hand-offs.', 'hand-offs'),
    share: share('Its share of the hand-offs of its level'),
    wait_total: seconds('Waiting at them, in all.'),
    ...quantiles('wait', 'wait at one'),
  },
};

export const organisations: OutputTable = {
  about: 'One row per organisation, the one with most events first; empty without organisations.',
  columns: {
    organisation: text('The organisation.'),
    events: count('Its events.', 'events'),
    cases: count('Cases that it saw.', 'cases'),
    wait_total: seconds('Waiting before its events, in all.'),
    wait_share: share('Its share of all waiting'),
    ...quantiles('wait', 'wait before its events, over those that were not the first of their case'),
    touch_total: seconds('Time working on its events, in all; null without start times.'),
    ...quantiles('touch', 'time from start to end of its events; null without start times'),
    handoffs_in: count('Hand-offs to it.', 'hand-offs'),
    handoffs_out: count('Hand-offs from it.', 'hand-offs'),
    returns: count('Hand-offs that brought a case back to it after it had left.', 'hand-offs'),
  },
};

export const landings: OutputTable = {
  about: 'Where demand lands next: hand-offs between organisations by month of arrival; empty without organisations.',
  columns: {
    month: column('DATE', 'First day of the month in which the event after the hand-off started.'),
    from: text('The organisation that the work left.'),
    to: text('The organisation where it landed.'),
    count: count('Hand-offs.', 'hand-offs'),
    share: share('Its share of the hand-offs out of that organisation in that month'),
    ...quantiles('wait', 'wait at the hand-off'),
  },
};

export const variants: OutputTable = {
  about: 'Variants: the distinct sequences of activities, commonest first.',
  columns: {
    rank: count('1 for the commonest; equals by the name of their first case.'),
    variant: text('Its activities in order, joined by →.'),
    events: count('Events in each such case.', 'events'),
    cases: count('Cases that took it.', 'cases'),
    share: share('Share of all cases'),
    cumulative_share: share('Share of all cases that took this variant or a commoner one'),
    ...quantiles('lead', 'lead time in working time'),
    ...quantiles('wait', 'waiting time in a case'),
  },
};

export const days: OutputTable = {
  about: 'The working calendar as used: each day from the first event to the last.',
  columns: {
    day: column('DATE', 'The day.'),
    weekday: text('Its weekday.'),
    holiday: text('Bank holiday or other closed day, else null.'),
    seconds: seconds('Working time on it.'),
  },
};
