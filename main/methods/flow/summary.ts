import type { Query } from '../../contract/data.ts';
import type { Calendar } from '../calendar.ts';
import type { Problems } from './events.ts';
import type { Paired } from './lifecycle.ts';
import { given, p50, p90, type Scratch, shareOf, spread } from './tables.ts';

/** `cases`: each with its measures, by name. */
export async function makeCases(query: Query, scratch: Scratch): Promise<void> {
  const { log, names, cases, paths } = scratch;
  const { has } = log;
  await query.make(
    'cases',
    `SELECT cases.name AS "case", ${has.type ? 'types.name' : 'NULL::VARCHAR'} AS type, rank AS variant,
      ${log.clock('first_event')} AS first_event, ${log.clock('last_event')} AS last_event, events, lead / 1e6 AS lead, elapsed / 1e6 AS lead_elapsed,
      ${given(has.start, 'touch / 1e6', 'DOUBLE')} AS touch, wait / 1e6 AS wait, ${given(has.start, shareOf('touch', 'lead'), 'DOUBLE')} AS flow_efficiency,
      ${given(has.organisation, 'handoffs', 'BIGINT')} AS handoffs, ${given(has.resource, 'resource_handoffs', 'BIGINT')} AS resource_handoffs,
      rework, ${given(has.organisation, 'returns', 'BIGINT')} AS pingpong, ${given(has.contact, 'failure_contacts', 'BIGINT')} AS failure_contacts,
      rework = 0 AND failure_contacts = 0 AS right_first_time
    FROM ${cases} AS folded JOIN ${names.case} AS cases ON cases.id = folded."case"
      JOIN (SELECT rank, path FROM ${paths}) USING (path)
      ${has.type ? `LEFT JOIN ${names.type} AS types ON types.id = folded.type` : ''}
    ORDER BY cases.id`,
  );
}

/** Measures of a set of cases, in the order in which `totals.ts` declares them. */
function measures({ log: { has } }: Scratch): { inner: string; outer: string } {
  const touch = (value: string) => given(has.start, value, 'DOUBLE');
  return {
    inner: `count(*) AS cases, avg(lead) AS lead_mean, ${spread('lead')} AS leads, ${spread('elapsed')} AS elapsed, ${spread('touch')} AS touches,
      ${spread('wait')} AS waits, sum(touch) AS touch_total, sum(lead) AS lead_total, sum(wait) AS wait_total,
      median(touch / lead::DOUBLE) FILTER (lead > 0) AS efficiency, sum(handoffs)::BIGINT AS handoffs, sum(resource_handoffs)::BIGINT AS resource_handoffs,
      count(*) FILTER (rework > 0) AS rework_cases, sum(rework)::BIGINT AS rework_events, count(*) FILTER (returns > 0) AS pingpong_cases,
      sum(returns)::BIGINT AS returns, sum(failure_contacts)::BIGINT AS failure_contacts,
      count(*) FILTER (rework = 0 AND failure_contacts = 0) AS right_first_time_cases`,
    outer: `lead_mean / 1e6 AS lead_mean, ${p50('leads')} AS lead_p50, ${p90('leads')} AS lead_p90,
      ${p50('elapsed')} AS lead_elapsed_p50, ${p90('elapsed')} AS lead_elapsed_p90,
      ${touch(p50('touches'))} AS touch_p50, ${touch(p90('touches'))} AS touch_p90, ${p50('waits')} AS wait_p50, ${p90('waits')} AS wait_p90,
      ${touch(shareOf('touch_total', 'lead_total'))} AS flow_efficiency, ${touch('efficiency')} AS flow_efficiency_p50,
      ${given(has.organisation, shareOf('handoffs', 'cases'), 'DOUBLE')} AS handoffs_per_case,
      ${given(has.resource, shareOf('resource_handoffs', 'cases'), 'DOUBLE')} AS resource_handoffs_per_case,
      ${shareOf('rework_cases', 'cases')} AS rework_share,
      ${given(has.organisation, shareOf('pingpong_cases', 'cases'), 'DOUBLE')} AS pingpong_share,
      ${shareOf('right_first_time_cases', 'cases')} AS right_first_time_share`,
  };
}

/** `types`: each case type beside all cases. */
export async function makeTypes(query: Query, scratch: Scratch): Promise<void> {
  const { log, names, cases } = scratch;
  const { inner, outer } = measures(scratch);
  await query.make(
    'types',
    `SELECT name AS type, cases, cases / (sum(cases) OVER ())::DOUBLE AS share, ${outer},
      overall[3] / 1e6 AS overall_lead_mean, ${p50('overall')} AS overall_lead_p50, ${p90('overall')} AS overall_lead_p90
    FROM (SELECT type, ${inner} FROM ${cases} WHERE ${log.has.type} GROUP BY type) AS each
      LEFT JOIN ${names.type} AS types ON types.id = each.type,
      (SELECT list_append(${spread('lead')}, avg(lead)) AS overall FROM ${cases})
    ORDER BY cases DESC, name`,
  );
}

/** `summary`; `extra` is what was counted on the way. */
export async function makeSummary(
  query: Query,
  scratch: Scratch,
  extra: { problems: Problems; paired: Paired | null; ties: number; calendar: Calendar; days: string },
): Promise<{ mixedType: number; parallel: number }> {
  const { log, names, cases, paths } = scratch;
  const { has } = log;
  const { problems, paired, calendar } = extra;
  const { inner, outer } = measures(scratch);
  const distinct = (role: 'organisation' | 'resource') =>
    given(has[role], `SELECT count(DISTINCT ${role}) FROM ${scratch.walk}`, 'BIGINT');
  const hours = calendar.name === 'continuous' ? 24 : (calendar.closes - calendar.opens) / 3.6e9;
  const counted: Record<string, number> = {
    rows: log.rows + (paired ? paired.merged + paired.other : 0),
    excluded: problems.excluded,
    missing_case: problems.missingCase,
    missing_activity: problems.missingActivity,
    missing_end: problems.missingEnd,
    missing_start: problems.missingStart,
    reversed: problems.reversed,
    ties: extra.ties,
    missing_organisation: problems.missingOrganisation,
    missing_resource: problems.missingResource,
    missing_type: problems.missingType,
  };
  const counts = (values: Record<string, number>) =>
    Object.entries(values)
      .map(([name, value]) => `${value}::BIGINT AS ${name}`)
      .join(', ');
  const table = await query.make(
    'summary',
    `WITH steps_used AS (SELECT activity, sum(cases) AS passed, coalesce(sum(cases) FILTER (times = 1), 0) AS once
        FROM ${scratch.passes} GROUP BY activity ORDER BY activity),
      waits AS (SELECT name, id, sum(wait) AS wait FROM ${scratch.walk} JOIN ${names.activity} ON id = activity GROUP BY name, id HAVING sum(wait) > 0)
    SELECT cases, ${problems.events}::BIGINT AS events, (SELECT count(*) FROM steps_used) AS activities, (SELECT count(*) FROM ${paths}) AS variants,
      ${distinct('organisation')} AS organisations, ${distinct('resource')} AS resources,
      ${log.clock('first_event')} AS first_event, ${log.clock('last_event')} AS last_event, ${outer},
      lead_total / 1e6 AS lead_total, ${given(has.start, 'touch_total / 1e6', 'DOUBLE')} AS touch_total, wait_total / 1e6 AS wait_total,
      ${given(has.organisation, 'handoffs', 'BIGINT')} AS handoffs, ${given(has.resource, 'resource_handoffs', 'BIGINT')} AS resource_handoffs,
      rework_cases, rework_events, ${given(has.organisation, 'pingpong_cases', 'BIGINT')} AS pingpong_cases,
      ${given(has.organisation, 'returns', 'BIGINT')} AS returns, ${given(has.contact, 'failure_contacts', 'BIGINT')} AS failure_contacts,
      right_first_time_cases, (SELECT product(once / passed::DOUBLE) FROM steps_used) AS rolled_throughput_yield,
      (SELECT arg_max(name, (wait, -id)) FROM waits) AS bottleneck, (SELECT ${shareOf('max(wait)', 'sum(wait)')} FROM waits) AS bottleneck_share,
      ${counts(counted)}, mixed_type, ${log.datesOnly ? 'NULL' : problems.outsideHours}::BIGINT AS outside_hours, parallel_cases,
      ${counts({ merged_transitions: paired?.merged ?? 0, other_transitions: paired?.other ?? 0 })},
      '${calendar.name}' AS calendar, '${calendar.zone}' AS zone, (SELECT count(*) FROM ${extra.days} WHERE seconds > 0) AS working_days,
      ${hours}::DOUBLE AS hours_per_day
    FROM (SELECT ${inner}, min(first_event) AS first_event, max(last_event) AS last_event, count(*) FILTER (mixed_type) AS mixed_type,
      count(*) FILTER (touch > lead - wait) AS parallel_cases FROM ${cases})`,
  );
  const [row] = await query.rows(`SELECT mixed_type, parallel_cases FROM ${table}`);
  return { mixedType: Number(row?.mixed_type ?? 0), parallel: Number(row?.parallel_cases ?? 0) };
}
