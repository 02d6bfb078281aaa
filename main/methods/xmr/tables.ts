import type { Query } from '../../contract/data.ts';

/** A way as people say it, and whether it is better, as SQL. */
const direction = (heading: string) => `CASE ${heading} WHEN 1 THEN 'up' WHEN -1 THEN 'down' END`;
const judgement = (heading: string) => `CASE WHEN ${heading} = 0 THEN NULL WHEN improve = 'neither' THEN 'neither'
  WHEN (improve = 'up') = (${heading} > 0) THEN 'improvement' ELSE 'concern' END`;
const assurance = `CASE WHEN target IS NULL OR lower IS NULL OR improve = 'neither' THEN NULL
  WHEN target < lower - slack THEN CASE improve WHEN 'up' THEN 'consistently hits' ELSE 'consistently misses' END
  WHEN target > upper + slack THEN CASE improve WHEN 'up' THEN 'consistently misses' ELSE 'consistently hits' END
  ELSE 'hit and miss' END`;

export interface Parts {
  rows: string;
  points: string;
  steps: string;
  limits: string;
  judged: string;
}

/** Writes the four tables of the method; returns the summary's name. */
export async function writeTables(query: Query, parts: Parts): Promise<string> {
  const points = await query.make(
    'points',
    `WITH known AS (SELECT * REPLACE (coalesce(improve, 'neither') AS improve) FROM ${parts.judged})
    SELECT series, point, date, label, value, moving_range, screened, phase, mean AS centre, lower, upper, target,
      outside, shifted AS shift, trending AS trend, two_in_three, signal,
      CASE WHEN signal IS NOT NULL THEN ${direction('heading')} END AS direction,
      CASE WHEN signal IS NOT NULL THEN ${judgement('heading')} END AS judgement,
      ${assurance} AS assurance,
      CASE WHEN reason IS NOT NULL THEN reason || ' (' || author || ')' END AS rebase, partial
    FROM known ORDER BY series, point`,
  );
  await query.make(
    'phases',
    `WITH spans AS (
      SELECT series, phase, arg_min(date, point) AS first_date, arg_max(date, point) AS last_date,
        arg_min(label, point) AS first_label, arg_max(label, point) AS last_label,
        max(rebase_date) AS rebase_date, max(reason) AS reason, max(author) AS author
      FROM ${parts.judged} GROUP BY series, phase)
    SELECT series, phase, first_date, last_date, first_label, last_label, n, limit_points, mean, mean_moving_range,
      unscreened_moving_range, lower, upper, screened, trial, rebase_date, reason, author
    FROM spans JOIN ${parts.limits} USING (series, phase) ORDER BY series, phase`,
  );
  await query.make(
    'signals',
    `WITH broken AS (
      SELECT *, coalesce(improve, 'neither') AS wanted, unnest([
        {'priority': 1, 'rule': 'outside', 'hit': outside, 'bearing': side},
        {'priority': 2, 'rule': 'trend', 'hit': trending, 'bearing': trend_way},
        {'priority': 3, 'rule': 'two_in_three', 'hit': two_in_three, 'bearing': side},
        {'priority': 4, 'rule': 'shift', 'hit': shifted, 'bearing': side}]) AS broke
      FROM ${parts.judged} WHERE signal IS NOT NULL)
    SELECT series, point, date, label, value, phase, rule, ${direction('bearing')} AS direction,
      ${judgement('bearing').replaceAll('improve =', 'wanted =')} AS judgement, rule = signal AS icon
    FROM (SELECT * EXCLUDE broke, broke.* FROM broken) WHERE hit ORDER BY series, point, priority`,
  );
  return query.make(
    'summary',
    `WITH counts AS (
      SELECT series, CAST(count_if(usable) AS INTEGER) AS n, CAST(count_if(NOT usable) AS INTEGER) AS missing,
        coalesce(max(improve), 'neither') AS improve FROM ${parts.rows} GROUP BY series),
    spans AS (
      SELECT series, arg_min(date, point) AS first_date, CAST(max(phase) AS INTEGER) AS phases, max(point) AS point,
        CAST(count(signal) AS INTEGER) AS signals FROM ${points} GROUP BY series)
    SELECT c.series, c.n, c.missing, coalesce(t.duplicates, 0) AS duplicates, t.step, t.gaps, s.first_date, p.date AS last_date,
      coalesce(s.phases, 0) AS phases, l.limit_points, l.mean, l.mean_moving_range, l.lower, l.upper, l.screened, l.trial,
      l.p50, l.p90, p.label AS latest_label, p.value AS latest_value, p.signal AS latest_signal,
      p.direction AS latest_direction,
      CASE WHEN p.series IS NULL THEN NULL WHEN p.judgement = 'neither' THEN 'special cause'
        ELSE coalesce(p.judgement, 'common cause') END AS variation,
      p.target, p.assurance, c.improve, coalesce(s.signals, 0) AS signals, p.partial
    FROM counts c LEFT JOIN spans s USING (series) LEFT JOIN ${points} p ON p.series = s.series AND p.point = s.point
    LEFT JOIN ${parts.limits} l ON l.series = p.series AND l.phase = p.phase LEFT JOIN ${parts.steps} t ON t.series = c.series
    ORDER BY c.series`,
  );
}
