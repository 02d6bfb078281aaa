import type { Query } from '../../contract/data.ts';
import type { Log } from './log.ts';
import type { ParetoOptions } from './options.ts';

/** A share reaches the threshold despite the last bits of a sum. */
const SLACK = 1e-12;
/** The last cumulative share is 1, not 1 and a bit of rounding; null stays null. */
const capped = (share: string) => `CASE WHEN ${share} > 1 THEN 1 ELSE ${share} END`;

export interface Ranking {
  /** Every category with its place, pooled or not: place, category, count, value, weight, share, before, shown (its name in the tables). */
  places: string;
  summary: string;
  ranked: string;
}

/** Writes `ranked` and `summary`. */
export async function rank(query: Query, log: Log, options: ParetoOptions): Promise<Ranking> {
  const places = await query.make(
    'places',
    `WITH counted AS (
      SELECT category, count(*) AS count, sum(value) AS value, sum(weight) AS weight FROM ${log.rows} GROUP BY category),
    placed AS (
      SELECT *, CAST(row_number() OVER (ORDER BY weight DESC, count DESC, category) AS INTEGER) AS place FROM counted),
    shared AS (
      SELECT *, weight / nullif(sum(weight) OVER (), 0) AS share,
        coalesce(sum(weight) OVER (ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)
          / nullif(sum(weight) OVER (), 0) AS before FROM placed)
    SELECT *, coalesce(before < $threshold - ${SLACK}, FALSE) AS vital,
      CASE WHEN CAST($top AS INTEGER) IS NULL OR place <= $top THEN category ELSE '(all others)' END AS shown,
      CAST(least(place, coalesce(CAST($top AS INTEGER), place - 1) + 1) AS INTEGER) AS rank
    FROM shared`,
    { threshold: options.threshold, top: options.top },
  );
  const ranked = await query.make(
    'ranked',
    `SELECT rank, shown AS category, CAST(sum(count) AS BIGINT) AS count, sum(value) AS value, sum(share) AS share,
      ${capped('min(before) + sum(share)')} AS cumulative_share, bool_and(vital AND place <= coalesce($top, place)) AS vital, CAST(count(*) AS INTEGER) AS pooled
    FROM ${places} GROUP BY rank, shown ORDER BY rank`,
    { top: options.top },
  );
  const summary = await query.make(
    'summary',
    `SELECT CAST(sum(count) AS BIGINT) AS rows, CAST($measure AS VARCHAR) AS measure, sum(weight) AS total,
      CAST(count(*) AS INTEGER) AS categories, CAST($threshold AS DOUBLE) AS threshold,
      CAST(count(*) FILTER (vital) AS INTEGER) AS vital, sum(share) FILTER (vital) AS vital_share,
      count(*) FILTER (vital) / count(*) AS vital_category_share,
      arg_min(category, place) AS top_category, arg_min(share, place) AS top_share,
      sum(share * share) AS hhi, 1 / sum(share * share) AS effective_categories,
      CAST(coalesce(sum(count) FILTER (category = '(blank)'), 0) AS BIGINT) AS blank,
      CAST($from AS DATE) AS first_date, CAST($to AS DATE) AS last_date, CAST($outside AS BIGINT) AS outside
    FROM ${places}`,
    { measure: log.measure, threshold: options.threshold, from: log.from, to: log.to, outside: log.outside },
  );
  return { places, summary, ranked };
}

/** Writes `breakdown`, `teams` and `trend`; each is empty when its column was not given. */
export async function split(
  query: Query,
  log: Log,
  ranking: Ranking,
  given: { subcategory: boolean; team: boolean },
  options: ParetoOptions,
): Promise<void> {
  const joined = `${log.rows} JOIN (SELECT category, shown, rank AS category_rank FROM ${ranking.places}) USING (category)`;
  await query.make(
    'breakdown',
    `WITH counted AS (
      SELECT category_rank, shown AS category, subcategory, count(*) AS count, sum(value) AS value, sum(weight) AS weight
      FROM ${joined} WHERE $given GROUP BY ALL),
    placed AS (
      SELECT *, row_number() OVER (PARTITION BY category_rank ORDER BY weight DESC, count DESC, subcategory) AS rank FROM counted)
    SELECT category_rank, category, CAST(rank AS INTEGER) AS rank, subcategory, count, value,
      weight / nullif(sum(weight) OVER (), 0) AS share,
      weight / nullif(sum(weight) OVER (PARTITION BY category_rank), 0) AS share_of_category,
      ${capped('sum(weight) OVER (PARTITION BY category_rank ORDER BY rank) / nullif(sum(weight) OVER (PARTITION BY category_rank), 0)')} AS cumulative_share_of_category
    FROM placed ORDER BY category_rank, rank`,
    { given: given.subcategory },
  );
  await query.make(
    'teams',
    `WITH counted AS (
      SELECT team, shown AS category, count(*) AS count, sum(value) AS value, sum(weight) AS weight
      FROM ${joined} WHERE $given GROUP BY ALL),
    placed AS (
      SELECT *, row_number() OVER (PARTITION BY team ORDER BY weight DESC, count DESC, category) AS rank FROM counted)
    SELECT team, CAST(rank AS INTEGER) AS rank, category, count, value,
      weight / nullif(sum(weight) OVER (PARTITION BY team), 0) AS share,
      ${capped('sum(weight) OVER (PARTITION BY team ORDER BY rank) / nullif(sum(weight) OVER (PARTITION BY team), 0)')} AS cumulative_share
    FROM placed ORDER BY team, rank`,
    { given: given.team },
  );
  const step = {
    week: 'INTERVAL 7 DAY',
    month: 'INTERVAL 1 MONTH',
    quarter: 'INTERVAL 3 MONTH',
    year: 'INTERVAL 1 YEAR',
  }[options.period];
  const start = (date: string) => `date_trunc('${options.period}', ${date})`;
  await query.make(
    'trend',
    `WITH periods AS (
      SELECT CAST(unnest(generate_series(${start('CAST($from AS TIMESTAMP)')}, CAST($to AS TIMESTAMP), ${step})) AS DATE) AS period),
    grid AS (SELECT period, rank, shown FROM periods, (SELECT DISTINCT rank, shown FROM ${ranking.places})),
    counted AS (
      SELECT CAST(${start('date')} AS DATE) AS period, category_rank AS rank, count(*) AS count, sum(value) AS value, sum(weight) AS weight
      FROM ${joined} WHERE date IS NOT NULL GROUP BY ALL)
    SELECT period, rank, shown AS category, coalesce(count, 0) AS count,
      CASE WHEN $valued THEN coalesce(value, 0) END AS value,
      coalesce(weight, 0) / nullif(sum(weight) OVER (PARTITION BY period), 0) AS share,
      period < CAST($from AS DATE) OR CAST(period + ${step} AS DATE) > CAST($to AS DATE) + 1 AS partial
    FROM grid LEFT JOIN counted USING (period, rank) ORDER BY period, rank`,
    { from: log.from, to: log.to, valued: await hasValues(query, log) },
  );
}

async function hasValues(query: Query, log: Log): Promise<boolean> {
  const [row] = await query.rows(`SELECT count(value) AS valued FROM ${log.rows}`);
  return Number(row!.valued) > 0;
}
