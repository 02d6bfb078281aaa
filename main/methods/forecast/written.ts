import type { Query } from '../../contract/data.ts';
import { methodNames } from './attempt.ts';
import type { Analysis, Trial } from './backtest.ts';
import { Numbers } from './frame.ts';
import type { Found } from './regular.ts';

/** A series that was forecast. */
export interface Result {
  found: Found;
  analysis: Analysis;
}

const limits = (levels: readonly number[]) => levels.flatMap((_, i) => [`lower_${i}`, `upper_${i}`]);
const day = (column: string) => `DATE '1970-01-01' + CAST(${column} AS INTEGER)`;
const name = `(VALUES ${methodNames.map((method, i) => `(${i}, '${method}')`).join(', ')}) AS names(mid, method)`;
const mid = (trial: Trial) => methodNames.indexOf(trial.method);

/** Writes the tables that have a row per period: numbers go to the engine, names and levels are joined there. */
export async function writePeriods(
  query: Query,
  results: readonly Result[],
  levels: readonly number[],
  seriesNames: string,
): Promise<void> {
  const history = await query.put('forecast_values', historyOf(results));
  const ahead = await query.put('forecast_ahead', aheadOf(results, levels));
  const rolled = await query.put('forecast_rolled', rolledOf(results, levels));
  const widest = levels.indexOf(Math.max(...levels));
  const each = (from: string, columns: (level: number, i: number) => string) =>
    levels.map((level, i) => `SELECT ${columns(level, i)} FROM ${from}`).join(' UNION ALL ');

  await query.make(
    'forecast',
    `SELECT series, ${day('day')} AS date, CAST(step AS INTEGER) AS step, method, central, CAST(${levels[widest]!} AS DOUBLE) AS level,
       lower_${widest} AS lower, upper_${widest} AS upper
     FROM ${ahead} JOIN ${seriesNames} USING (sid) JOIN ${name} USING (mid) WHERE chosen = 1 ORDER BY sid, step`,
  );
  const levelled = each(
    ahead,
    (level, i) => `*, CAST(${level} AS DOUBLE) AS level, lower_${i} AS lower, upper_${i} AS upper`,
  );
  await query.make(
    'intervals',
    `SELECT series, method, chosen = 1 AS chosen, ${day('day')} AS date, CAST(step AS INTEGER) AS step, level, central, lower, upper
     FROM (${levelled}) JOIN ${seriesNames} USING (sid) JOIN ${name} USING (mid) ORDER BY sid, mid, level, step`,
  );
  await query.make(
    'fan',
    `SELECT series, date, actual, central, level, lower, upper FROM (
       SELECT sid, ${day('day')} AS date, value AS actual, CAST(NULL AS DOUBLE) AS central, CAST(NULL AS DOUBLE) AS level,
         CAST(NULL AS DOUBLE) AS lower, CAST(NULL AS DOUBLE) AS upper FROM ${history}
       UNION ALL SELECT sid, ${day('day')}, NULL, central, level, lower, upper FROM (${levelled}) WHERE chosen = 1)
     JOIN ${seriesNames} USING (sid) ORDER BY sid, date, level NULLS FIRST`,
  );
  await query.make(
    'history',
    `SELECT series, ${day('day')} AS date, value, filled = 1 AS filled, fitted, value - fitted AS residual
     FROM ${history} JOIN ${seriesNames} USING (sid) ORDER BY sid, day`,
  );
  await query.make(
    'decomposition',
    `SELECT series, ${day('day')} AS date, value, trend, seasonal, remainder
     FROM ${history} JOIN ${seriesNames} USING (sid) WHERE trend IS NOT NULL ORDER BY sid, day`,
  );
  await query.make(
    'backtest',
    `SELECT series, method, ${day('origin')} AS origin, CAST(step AS INTEGER) AS step, ${day('day')} AS date, actual, central, level, lower, upper
     FROM (${each(rolled, (level, i) => `*, CAST(${level} AS DOUBLE) AS level, lower_${i} AS lower, upper_${i} AS upper`)})
     JOIN ${seriesNames} USING (sid) JOIN ${name} USING (mid) ORDER BY sid, mid, origin, step, level`,
  );
  for (const scratch of ['forecast_values', 'forecast_ahead', 'forecast_rolled']) await query.drop(scratch);
}

function historyOf(results: readonly Result[]) {
  const total = results.reduce((sum, { found }) => sum + found.n, 0);
  const table = new Numbers(['sid', 'day', 'value', 'filled', 'fitted', 'trend', 'seasonal', 'remainder'], total);
  for (const [sid, { found, analysis }] of results.entries()) {
    const fitted = analysis.trials[analysis.chosen]?.fitted;
    const parts = analysis.decomposition;
    for (let t = 0; t < found.n; t++)
      table.add(
        sid,
        found.stamp(found.first! + t),
        found.y[t]!,
        found.filled[t]!,
        fitted?.[t] ?? Number.NaN,
        parts?.trend[t] ?? Number.NaN,
        parts?.seasonal[t] ?? Number.NaN,
        parts?.remainder[t] ?? Number.NaN,
      );
  }
  return table.computed;
}

function aheadOf(results: readonly Result[], levels: readonly number[]) {
  const total = results.reduce((sum, { found, analysis }) => sum + found.horizon * analysis.trials.length, 0);
  const table = new Numbers(['sid', 'mid', 'chosen', 'day', 'step', 'central', ...limits(levels)], total);
  for (const [sid, { found, analysis }] of results.entries())
    for (const [place, trial] of analysis.trials.entries()) {
      const { central, lower, upper } = trial.outlook;
      for (let j = 0; j < found.horizon; j++)
        table.add(
          sid,
          mid(trial),
          Number(place === analysis.chosen),
          found.stamp(found.last! + 1 + j),
          j + 1,
          central[j]!,
          ...levels.flatMap((_, i) => [lower[i * found.horizon + j]!, upper[i * found.horizon + j]!]),
        );
    }
  return table.computed;
}

function rolledOf(results: readonly Result[], levels: readonly number[]) {
  const rows = ({ found, analysis }: Result) =>
    analysis.trials.filter((trial) => trial.backtest).length * analysis.origins.length * found.horizon;
  const total = results.reduce((sum, result) => sum + rows(result), 0);
  const table = new Numbers(['sid', 'mid', 'origin', 'day', 'step', 'actual', 'central', ...limits(levels)], total);
  for (const [sid, { found, analysis }] of results.entries()) {
    const h = found.horizon;
    for (const trial of analysis.trials)
      for (const [o, known] of analysis.origins.entries()) {
        if (!trial.backtest) continue;
        const { central, lower, upper } = trial.backtest;
        const origin = found.stamp(found.first! + known - 1);
        for (let j = 0; j < h; j++)
          table.add(
            sid,
            mid(trial),
            origin,
            found.stamp(found.first! + known + j),
            j + 1,
            found.y[known + j]!,
            central[o * h + j]!,
            ...levels.flatMap((_, i) => [
              lower[(o * levels.length + i) * h + j]!,
              upper[(o * levels.length + i) * h + j]!,
            ]),
          );
      }
  }
  return table.computed;
}
