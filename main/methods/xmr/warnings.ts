import type { Query, Warning } from '../../contract/data.ts';
import { TRIAL } from './limits.ts';

const texts: Record<string, string> = {
  'no-date': 'Rows without a date cannot be placed, and are in no figure.',
  'no-value': 'Rows without a value (empty, or not a finite number) are no points; none is filled in.',
  'no-points': 'Series have no point at all.',
  'blank-series': 'Rows without a series are charted as "(blank)".',
  duplicates:
    'Points share a date with another of their series; each stays a point, in the order of the file. Sum or average them first if they belong together.',
  gaps: 'Periods have no point; none is filled in, and moving ranges and runs go across the gap.',
  irregular: 'Series have no usual step between dates, so gaps in them are not looked for.',
  'one-point': 'Phases have one point to fix limits with: they have a mean and no limits.',
  'trial-limits': `Phases have fewer than ${TRIAL} points to fix limits with: their limits are on trial.`,
  'zero-limits':
    'Phases have moving ranges that are all 0: their limits are their mean, and any other value is a signal.',
  partial: 'Latest points stand for a period that is not over by complete_to.',
  'partial-unknown':
    'Series have no usual step between dates, so whether their last period is over by complete_to is not known.',
  'no-direction': 'Series have a target, and no way that is better: set improve to up or down to have hits and misses.',
};

/** What a reader should know, with how many rows, points, periods, phases or series it concerns. */
export async function warn(
  query: Query,
  rows: string,
  limits: string,
  summary: string,
  dated: boolean,
): Promise<Warning[]> {
  const [seen] = await query.rows(
    `SELECT * FROM (SELECT count_if(mark IS NULL) AS "no-date", count_if(mark IS NOT NULL AND value IS NULL) AS "no-value",
        count_if(series = '(blank)') AS "blank-series" FROM ${rows}),
      (SELECT count_if(n = 0) AS "no-points", sum(duplicates) AS duplicates, sum(gaps) AS gaps, count_if(step = 'irregular') AS irregular,
        count_if(partial) AS partial, count_if($dated AND n > 0 AND (step IS NULL OR step = 'irregular')) AS "partial-unknown", count_if(target IS NOT NULL AND improve = 'neither') AS "no-direction" FROM ${summary}),
      (SELECT count_if(mean_moving_range IS NULL) AS "one-point", count_if(trial AND mean_moving_range IS NOT NULL) AS "trial-limits",
        count_if(mean_moving_range = 0) AS "zero-limits" FROM ${limits})`,
    { dated },
  );
  return Object.entries(texts).flatMap(([code, text]) => {
    const count = Number(seen![code] ?? 0);
    return count > 0 ? [{ code, text, count }] : [];
  });
}
