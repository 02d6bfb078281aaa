import type { Query } from '../../contract/data.ts';
import type { XmrOptions } from './options.ts';

/** 3 / 1.128: three standard deviations as estimated from moving ranges of two points. */
export const WIDTH = 2.66;
/** Upper limit of the moving ranges, in mean moving ranges. */
export const SCREEN = 3.267;
/** Fewer points than this give trial limits. */
export const TRIAL = 12;

/** Makes `moved` (points with phase and moving range) and `limits` (a row per series and phase). */
export async function setLimits(
  query: Query,
  tables: { points: string; starts: string; steps: string },
  options: XmrOptions,
): Promise<{ moved: string; limits: string }> {
  const moved = await query.make(
    'moved',
    `WITH phased AS (
      SELECT p.*, s.rebase_date, s.reason, s.author,
        CAST(1 + count(s.point) FILTER (s.point > 1) OVER (PARTITION BY p.series ORDER BY p.point) AS INTEGER) AS phase,
        coalesce(p.point = max(p.point) OVER (PARTITION BY p.series)
          AND t.ends > CAST($complete AS DATE) + INTERVAL 1 DAY, FALSE) AS partial
      FROM ${tables.points} p LEFT JOIN ${tables.starts} s ON s.series = p.series AND s.point = p.point
      JOIN ${tables.steps} t ON t.series = p.series)
    SELECT *, NOT (partial AND $leave) AS counts, row_number() OVER line AS position,
      abs(value - lag(value) OVER line) AS moving_range,
      NOT (partial AND $leave) AND (CAST($baseline AS INTEGER) IS NULL OR row_number() OVER line <= $baseline) AS fixes
    FROM phased WINDOW line AS (PARTITION BY series, phase ORDER BY point)`,
    { complete: options.complete_to, leave: options.partial === 'leave-out', baseline: options.baseline },
  );
  const limits = await query.make(
    'limits',
    `WITH ranges AS (
      SELECT series, phase, avg(moving_range) FILTER (fixes) AS unscreened_moving_range FROM ${moved} GROUP BY series, phase),
    kept AS (
      SELECT *, coalesce($screen AND fixes AND unscreened_moving_range > 0
        AND moving_range >= ${SCREEN} * unscreened_moving_range, FALSE) AS screened
      FROM ${moved} JOIN ranges USING (series, phase)),
    means AS (
      SELECT series, phase, any_value(unscreened_moving_range) AS unscreened_moving_range,
        CAST(count(*) AS INTEGER) AS n, CAST(count_if(fixes) AS INTEGER) AS limit_points,
        avg(value) FILTER (fixes) AS mean, avg(moving_range) FILTER (fixes AND NOT screened) AS mean_moving_range,
        CAST(count_if(screened) AS INTEGER) AS screened, max(abs(value)) * 1e-12 AS slack,
        quantile_cont(value, 0.5) AS p50, quantile_cont(value, 0.9) AS p90
      FROM kept GROUP BY series, phase)
    SELECT *, mean - ${WIDTH} * mean_moving_range AS lower, mean + ${WIDTH} * mean_moving_range AS upper,
      limit_points < ${TRIAL} AS trial FROM means`,
    { screen: options.screen },
  );
  return { moved, limits };
}
