import type { Query } from '../../contract/data.ts';
import { SCREEN, WIDTH } from './limits.ts';
import type { XmrOptions } from './options.ts';

/**
 * Makes `judged`: each point with its side of the mean (−1, 0, 1), the rules it breaks and their direction. Differences under a
 * relative 1e-12 (`slack`) are rounding of the machine: such a point is on the mean, or on the limit. Runs end with their phase.
 */
export async function judge(
  query: Query,
  tables: { moved: string; limits: string },
  options: XmrOptions,
): Promise<string> {
  const half = `${WIDTH} * mean_moving_range`;
  return query.make(
    'judged',
    `WITH sided AS (
      SELECT m.*, l.mean, l.mean_moving_range, l.lower, l.upper, slack,
        coalesce($screen AND fixes AND unscreened_moving_range > 0
          AND moving_range >= ${SCREEN} * unscreened_moving_range, FALSE) AS screened,
        CASE WHEN NOT counts OR mean IS NULL OR abs(value - mean) <= slack THEN 0 ELSE CAST(sign(value - mean) AS INTEGER) END AS side,
        coalesce(counts AND abs(value - mean) > ${half} + slack, FALSE) AS outside,
        coalesce(counts AND abs(value - mean) > ${half} * 2 / 3 + slack, FALSE) AS beyond
      FROM ${tables.moved} m JOIN ${tables.limits} l USING (series, phase)),
    stepped AS (
      SELECT *, beyond AND NOT ($within AND outside) AS near,
        CASE WHEN NOT counts OR moving_range IS NULL OR moving_range <= slack THEN 0
          ELSE CAST(sign(value - lag(value) OVER line) AS INTEGER) END AS way
      FROM sided WINDOW line AS (PARTITION BY series, phase ORDER BY point)),
    ended AS (
      SELECT *,
        abs(sum(side) OVER (line ROWS ${options.shift - 1} PRECEDING)) = ${options.shift} AS shift_ends,
        CASE WHEN abs(sum(way) OVER (line ROWS ${options.trend - 2} PRECEDING)) = ${options.trend - 1} THEN way END AS trend_ends,
        abs(sum(side) OVER (line ROWS 2 PRECEDING)) = 3 AND count(*) FILTER (near) OVER (line ROWS 2 PRECEDING) >= 2 AS third_ends
      FROM stepped WINDOW line AS (PARTITION BY series, phase ORDER BY point)),
    covered AS (
      SELECT *,
        bool_or(shift_ends) OVER (line ROWS BETWEEN CURRENT ROW AND ${options.shift - 1} FOLLOWING) AS shifted,
        near AND bool_or(third_ends) OVER (line ROWS BETWEEN CURRENT ROW AND 2 FOLLOWING) AS two_in_three,
        coalesce(
          max(trend_ends) OVER (line ROWS BETWEEN 1 FOLLOWING AND ${options.trend - 1} FOLLOWING),
          max(trend_ends) OVER (line ROWS BETWEEN CURRENT ROW AND ${options.trend - 2} FOLLOWING), 0) AS trend_way
      FROM ended WINDOW line AS (PARTITION BY series, phase ORDER BY point))
    SELECT *, trend_way <> 0 AS trending,
      CASE WHEN outside THEN 'outside' WHEN trend_way <> 0 THEN 'trend' WHEN two_in_three THEN 'two_in_three'
        WHEN shifted THEN 'shift' END AS signal,
      CASE WHEN NOT outside AND trend_way <> 0 THEN trend_way ELSE side END AS heading
    FROM covered`,
    {
      screen: options.screen,
      within: options.two_in_three === 'within',
    },
  );
}
