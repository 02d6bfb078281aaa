import type { Query } from '../../contract/data.ts';
import type { Clock } from './clock.ts';
import type { XmrOptions } from './options.ts';

/**
 * Makes the table `steps`, a row per series: duplicates, the usual step between dates, steps without a point (gaps), and `ends`,
 * the end of the latest point's period. Months count as months when every date falls on one day of the month, or on its last.
 */
export async function findSteps(query: Query, points: string, clock: Clock, options: XmrOptions): Promise<string> {
  if (clock.kind === 'text' || clock.kind === 'file')
    return query.make(
      'steps',
      `SELECT series, CAST(count(*) - count(DISTINCT mark) AS INTEGER) AS duplicates, CAST(NULL AS VARCHAR) AS step,
        CAST(NULL AS INTEGER) AS gaps, CAST(NULL AS TIMESTAMP) AS ends FROM ${points} GROUP BY series`,
    );
  const time = clock.kind === 'time';
  const dates = `SELECT series, mark, count(*) AS copies, lag(mark) OVER (PARTITION BY series ORDER BY mark) AS before
    FROM ${points} GROUP BY series, mark`;
  const shape = time
    ? `bool_and(CAST(mark AS TIME) = TIME '00:00:00' AND CAST(mark AS DATE) = last_day(mark)) AS month_ends,
       count(DISTINCT (day(mark), CAST(mark AS TIME))) = 1 AS same_day, bool_and(isodow(mark) < 6) AS weekdays`
    : 'FALSE AS month_ends, FALSE AS same_day, FALSE AS weekdays';
  const months = '(month_ends OR same_day)';
  const distance = time
    ? `CASE WHEN ${months} THEN CAST(datediff('month', before, mark) AS DOUBLE) ELSE epoch(mark - before) END`
    : 'mark - before';
  const missing = time
    ? `CASE WHEN weekdays AND NOT ${months} AND usual = 86400
        THEN round(distance / 86400) - datediff('day', date_trunc('week', before), date_trunc('week', mark)) / 7 * 2 - 1 ELSE round(distance / usual) - 1 END`
    : 'round(distance / usual) - 1';
  const length =
    "CASE WHEN usual % 86400 = 0 THEN printf('%d days', CAST(usual / 86400 AS BIGINT)) WHEN usual % 3600 = 0 THEN printf('%d hours', CAST(usual / 3600 AS BIGINT)) ELSE printf('%g seconds', usual) END";
  const named = time
    ? `CASE WHEN ${months} THEN printf('%d months', CAST(usual AS BIGINT)) ELSE ${length} END`
    : "printf('%g', usual)";
  const ended = options.dated === 'end' ? 'TRUE' : 'month_ends';
  const ends = time
    ? `CASE WHEN ${ended} THEN latest + INTERVAL 1 DAY WHEN ${months} THEN latest + to_months(CAST(usual AS INTEGER))
        ELSE latest + to_seconds(usual) END`
    : 'CAST(NULL AS TIMESTAMP)';
  return query.make(
    'steps',
    `WITH dates AS (${dates}),
    shapes AS (SELECT series, sum(copies) - count(*) AS duplicates, max(mark) AS latest, ${shape} FROM dates GROUP BY series),
    distances AS (SELECT series, before, mark, ${distance} AS distance FROM dates JOIN shapes USING (series) WHERE before IS NOT NULL),
    counted AS (SELECT series, distance, count(*) AS times FROM distances GROUP BY ALL),
    usuals AS (SELECT series, arg_min(distance, (-times, distance)) AS usual, max(times) / sum(times) >= 0.5 AS regular
      FROM counted GROUP BY series),
    missing AS (SELECT series, sum(greatest(0, ${missing})) AS gaps
      FROM distances JOIN usuals USING (series) JOIN shapes USING (series) WHERE regular GROUP BY series)
    SELECT series, CAST(duplicates AS INTEGER) AS duplicates,
      CASE WHEN usual IS NULL THEN NULL WHEN regular THEN regexp_replace(${named}, '^1 (.*)s$', '1 \\1') ELSE 'irregular' END AS step,
      CAST(gaps AS INTEGER) AS gaps, CASE WHEN regular THEN ${ends} END AS ends
    FROM shapes LEFT JOIN usuals USING (series) LEFT JOIN missing USING (series)`,
  );
}
