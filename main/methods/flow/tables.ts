import type { Query } from '../../contract/data.ts';
import { countFollowers } from './cases.ts';
import type { Names } from './events.ts';
import type { Log } from './log.ts';

/** The scratch tables that the results are drawn from. */
export interface Scratch {
  log: Log;
  names: Names;
  walk: string;
  cases: string;
  paths: string;
  passes: string;
}

/** Median and 90th percentile of a column in microseconds, as seconds. */
export const spread = (column: string) => `quantile_cont(${column}, [0.5, 0.9])`;
export const p50 = (list: string) => `${list}[1] / 1e6`;
export const p90 = (list: string) => `${list}[2] / 1e6`;
/** A share of a total that may be zero or null. */
export const shareOf = (part: string, whole: string) => `${part} / nullif(${whole}, 0)::DOUBLE`;

/** SQL for a value that only exists with a role. */
export const given = (has: boolean, value: string, type: string) => (has ? `(${value})::${type}` : `NULL::${type}`);

export const totalWait = (scratch: Scratch) => `(SELECT sum(wait) FROM ${scratch.cases})`;

/** `steps`: waits, touch times, rework, yield, and how many cases begin and end there. */
export async function makeSteps(query: Query, scratch: Scratch): Promise<void> {
  const { log, names, walk, paths, passes } = scratch;
  const at = (place: number) =>
    `(SELECT (path[${place}] % ${2 ** 32})::INTEGER AS activity, sum(cases)::BIGINT AS cases FROM ${paths} GROUP BY 1)`;
  await query.make(
    'steps',
    `SELECT name AS activity, events, gone.cases, coalesce(wait_total, 0) / 1e6 AS wait_total,
      ${shareOf('coalesce(wait_total, 0)', totalWait(scratch))} AS wait_share, ${p50('wait')} AS wait_p50, ${p90('wait')} AS wait_p90,
      ${given(log.has.start, 'touch_total / 1e6', 'DOUBLE')} AS touch_total, ${given(log.has.start, p50('touch'), 'DOUBLE')} AS touch_p50,
      ${given(log.has.start, p90('touch'), 'DOUBLE')} AS touch_p90,
      gone.cases - once AS rework_cases, events - gone.cases AS rework_events,
      (gone.cases - once) / gone.cases::DOUBLE AS rework_share, once / gone.cases::DOUBLE AS first_pass_yield,
      coalesce(first.cases, 0)::BIGINT AS starts, coalesce(last.cases, 0)::BIGINT AS ends
    FROM (SELECT activity AS id, count(*) AS events, sum(wait) AS wait_total, ${spread('wait')} AS wait, sum(touch) AS touch_total,
        ${log.has.start ? spread('touch') : 'NULL::DOUBLE[]'} AS touch FROM ${walk} GROUP BY activity)
      JOIN ${names.activity} USING (id)
      JOIN (SELECT activity, sum(cases)::BIGINT AS cases, coalesce(sum(cases) FILTER (times = 1), 0)::BIGINT AS once FROM ${passes} GROUP BY activity)
        AS gone ON gone.activity = id
      LEFT JOIN ${at(1)} AS first ON first.activity = id
      LEFT JOIN ${at(-1)} AS last ON last.activity = id
    ORDER BY wait_total DESC, events DESC, name`,
  );
}

/** `edges`: which activity followed which. */
export async function makeEdges(query: Query, scratch: Scratch): Promise<void> {
  const { log, names, walk, paths } = scratch;
  const followers = await countFollowers(query, paths);
  await query.make(
    'edges',
    `SELECT before.name AS "from", after.name AS "to", count, cases, count / (sum(count) OVER ())::DOUBLE AS share, wait_total / 1e6 AS wait_total,
      ${shareOf('wait_total', totalWait(scratch))} AS wait_share, ${p50('wait')} AS wait_p50, ${p90('wait')} AS wait_p90,
      ${given(log.has.organisation, 'handoffs', 'BIGINT')} AS handoffs, ${given(log.has.resource, 'resource_handoffs', 'BIGINT')} AS resource_handoffs
    FROM (SELECT from_activity, activity, count(*) AS count, sum(wait) AS wait_total, ${spread('wait')} AS wait,
        count(from_organisation) AS handoffs, count(from_resource) AS resource_handoffs
      FROM ${walk} WHERE from_activity IS NOT NULL GROUP BY from_activity, activity)
      JOIN ${followers} USING (from_activity, activity)
      JOIN ${names.activity} AS before ON before.id = from_activity
      JOIN ${names.activity} AS after ON after.id = activity
    ORDER BY count DESC, "from", "to"`,
  );
}

/** `variants`, all of them or the commonest `top`; returns how many were left out, and their cases. */
export async function makeVariants(
  query: Query,
  scratch: Scratch,
  top: number | null,
): Promise<{ variants: number; cases: number }> {
  const { names, paths } = scratch;
  await query.make(
    'variants',
    `SELECT rank, variant, len(path) AS events, cases, share, cumulative_share, lead_p50, lead_p90, wait_p50, wait_p90
    FROM (SELECT rank, path, cases, cases / (sum(cases) OVER ())::DOUBLE AS share,
        sum(cases) OVER (ORDER BY rank) / (sum(cases) OVER ())::DOUBLE AS cumulative_share,
        ${p50('lead')} AS lead_p50, ${p90('lead')} AS lead_p90, ${p50('wait')} AS wait_p50, ${p90('wait')} AS wait_p90 FROM ${paths})
      JOIN (SELECT rank, string_agg(name, ' → ' ORDER BY step) AS variant
        FROM (SELECT rank, unnest(path) AS step FROM ${paths} ${top === null ? '' : `WHERE rank <= ${top}`})
          JOIN ${names.activity} ON id = step % ${2 ** 32} GROUP BY rank) USING (rank)
    ORDER BY rank`,
  );
  const [row] = await query.rows(
    `SELECT count(*) AS variants, coalesce(sum(cases), 0) AS cases FROM ${paths} WHERE rank > ${top ?? 'rank'}`,
  );
  return { variants: Number(row?.variants ?? 0), cases: Number(row?.cases ?? 0) };
}
