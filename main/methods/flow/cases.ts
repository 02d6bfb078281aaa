import type { Query } from '../../contract/data.ts';
import type { Log } from './log.ts';

/** Bits below a place in a path: an activity's number. */
const PLACE = 2 ** 32;

/** SQL for the activities of a path, in order. */
export const activitiesOf = (path: string) => `list_transform(${path}, lambda step: step % ${PLACE})`;

/**
 * One row per case, durations in microseconds: `lead`, `touch` and `wait` worked, `elapsed` round the clock, and counts of what
 * happened in it. `rework` is the events beyond the first of an activity, `returns` the arrivals at an organisation already left.
 * `path` is its activities, each with its place before it, which sorts three times faster than ordering them by place.
 */
export function foldCases(query: Query, log: Log, walk: string): Promise<string> {
  const { has } = log;
  return query.make(
    'flow_cases',
    `SELECT * EXCLUDE (organisations), len(path) - list_unique(${activitiesOf('path')})::BIGINT AS rework,
      CASE WHEN organisations > 0 THEN handoffs + 1 - organisations ELSE 0 END AS returns
    FROM (SELECT "case", count(*) AS events, min(starts) AS first_event, max(ends) AS last_event,
        max(work_ends) - min(work_starts) AS lead, max(ends) - min(starts) AS elapsed,
        sum(touch)::BIGINT AS touch, coalesce(sum(wait), 0)::BIGINT AS wait,
        count(from_organisation) AS handoffs, count(from_resource) AS resource_handoffs,
        ${has.organisation ? 'count(DISTINCT organisation)' : '0::BIGINT'} AS organisations,
        ${has.contact ? 'coalesce(sum(contact), 0)::BIGINT' : '0::BIGINT'} AS failure_contacts,
        ${has.type ? 'arg_min(type, place)' : 'NULL::INTEGER'} AS type, ${has.type ? 'coalesce(min(type) <> max(type), false)' : 'false'} AS mixed_type,
        list_sort(list(place::BIGINT * ${PLACE} + activity)) AS path
      FROM ${walk} GROUP BY "case")`,
  );
}

/** One row per distinct path, the commonest first; equals in the order of their first case. */
export function rankPaths(query: Query, cases: string): Promise<string> {
  return query.make(
    'flow_paths',
    `SELECT row_number() OVER (ORDER BY cases DESC, first_case) AS rank, * FROM (
      SELECT path, count(*) AS cases, min("case") AS first_case, quantile_cont(lead, [0.5, 0.9]) AS lead, quantile_cont(wait, [0.5, 0.9]) AS wait
      FROM ${cases} GROUP BY path) ORDER BY rank`,
  );
}

/** How many cases (`cases`) went how often (`times`) through each activity. */
export function countPasses(query: Query, paths: string): Promise<string> {
  return query.make(
    'flow_passes',
    `SELECT activity, times, sum(cases)::BIGINT AS cases FROM (
      SELECT rank, activity, any_value(cases) AS cases, count(*) AS times
      FROM (SELECT rank, cases, unnest(${activitiesOf('path')})::INTEGER AS activity FROM ${paths}) GROUP BY rank, activity)
    GROUP BY activity, times`,
  );
}

/** In how many cases (`cases`) each activity came directly before each other. */
export function countFollowers(query: Query, paths: string): Promise<string> {
  return query.make(
    'flow_followers',
    `SELECT from_activity, activity, sum(cases)::BIGINT AS cases FROM (
      SELECT DISTINCT rank, cases, from_activity, activity FROM (
        SELECT rank, cases, unnest(steps[:-2])::INTEGER AS from_activity, unnest(steps[2:])::INTEGER AS activity
        FROM (SELECT rank, cases, ${activitiesOf('path')} AS steps FROM ${paths} WHERE len(path) > 1)))
    GROUP BY from_activity, activity`,
  );
}
