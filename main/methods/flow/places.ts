import type { Query } from '../../contract/data.ts';
import { given, p50, p90, type Scratch, shareOf, spread, totalWait } from './tables.ts';

/** `handoffs`: who handed over to whom, organisations and then resources. */
export async function makeHandoffs(query: Query, scratch: Scratch): Promise<void> {
  const pairs = (level: 'organisation' | 'resource') =>
    `SELECT '${level}' AS level, before.name AS "from", after.name AS "to", count, count / (sum(count) OVER ())::DOUBLE AS share,
      wait_total / 1e6 AS wait_total, ${p50('wait')} AS wait_p50, ${p90('wait')} AS wait_p90
    FROM (SELECT from_${level}, ${level}, count(*) AS count, sum(wait) AS wait_total, ${spread('wait')} AS wait
      FROM ${scratch.walk} WHERE from_${level} IS NOT NULL GROUP BY ALL)
      JOIN ${scratch.names[level]} AS before ON before.id = from_${level}
      JOIN ${scratch.names[level]} AS after ON after.id = ${level}`;
  const { organisation, resource } = scratch.log.has;
  const parts = [
    ...(organisation || !resource ? [pairs('organisation')] : []),
    ...(resource ? [pairs('resource')] : []),
  ];
  await query.make('handoffs', `${parts.join('\nUNION ALL ')} ORDER BY level, count DESC, "from", "to"`);
}

/** `organisations`: what each did, and what came to it and went from it. */
export async function makeOrganisations(query: Query, scratch: Scratch): Promise<void> {
  const { log, names, walk } = scratch;
  await query.make(
    'organisations',
    `SELECT name AS organisation, events, cases, coalesce(wait_total, 0) / 1e6 AS wait_total,
      ${shareOf('coalesce(wait_total, 0)', totalWait(scratch))} AS wait_share, ${p50('wait')} AS wait_p50, ${p90('wait')} AS wait_p90,
      ${given(log.has.start, 'touch_total / 1e6', 'DOUBLE')} AS touch_total, ${given(log.has.start, p50('touch'), 'DOUBLE')} AS touch_p50,
      ${given(log.has.start, p90('touch'), 'DOUBLE')} AS touch_p90,
      handoffs_in, coalesce(handoffs_out, 0)::BIGINT AS handoffs_out, handoffs_in + coalesce(began, 0)::BIGINT - cases AS returns
    FROM (SELECT organisation AS id, count(*) AS events, count(DISTINCT "case") AS cases, sum(wait) AS wait_total, ${spread('wait')} AS wait,
        sum(touch) AS touch_total, ${log.has.start ? spread('touch') : 'NULL::DOUBLE[]'} AS touch, count(from_organisation) AS handoffs_in
      FROM ${walk} WHERE organisation IS NOT NULL GROUP BY organisation)
      JOIN ${names.organisation} USING (id)
      LEFT JOIN (SELECT from_organisation AS id, count(*) AS handoffs_out FROM ${walk} GROUP BY 1) USING (id)
      LEFT JOIN (SELECT id, count(*) AS began FROM (SELECT arg_min(organisation, place) AS id FROM ${walk} GROUP BY "case") GROUP BY id) USING (id)
    ORDER BY events DESC, name`,
  );
}

/** `landings`: where work that leaves an organisation lands next, by month. */
export async function makeLandings(query: Query, scratch: Scratch): Promise<void> {
  const { log, names, walk } = scratch;
  await query.make(
    'landings',
    `SELECT month, before.name AS "from", after.name AS "to", count,
      count / (sum(count) OVER (PARTITION BY month, from_organisation))::DOUBLE AS share, ${p50('wait')} AS wait_p50, ${p90('wait')} AS wait_p90
    FROM (SELECT date_trunc('month', ${log.clock('starts')})::DATE AS month, from_organisation, organisation, count(*) AS count, ${spread('wait')} AS wait
      FROM ${walk} WHERE from_organisation IS NOT NULL GROUP BY ALL)
      JOIN ${names.organisation} AS before ON before.id = from_organisation
      JOIN ${names.organisation} AS after ON after.id = organisation
    ORDER BY month, "from", count DESC, "to"`,
  );
}
