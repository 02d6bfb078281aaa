import type { Query } from '../../contract/data.ts';
import { methodNames } from './attempt.ts';
import { Frame } from './frame.ts';
import type { ForecastOptions } from './options.ts';
import { isoDay } from './periods.ts';
import type { Found } from './regular.ts';
import type { Result } from './written.ts';

const dayOf = ({ stamp }: Found, period: number | undefined) => (period === undefined ? null : isoDay(stamp(period)));

/** Writes the summary and the table of series. */
export async function writeOverview(
  query: Query,
  series: readonly Found[],
  results: readonly Result[],
  options: ForecastOptions,
): Promise<void> {
  const same = <T>(of: (found: Found) => T): T | null => {
    const values = new Set(results.map(({ found }) => of(found)));
    return values.size === 1 ? [...values][0]! : null;
  };
  const days = results.flatMap(({ found }) => [dayOf(found, found.first)!, dayOf(found, found.last)!]).sort();
  const simulated = results.reduce(
    (sum, { analysis }) => sum + analysis.trials.filter((trial) => trial.model.intervals === 'simulated').length,
    0,
  );
  const summary = new Frame({
    series: 'INTEGER',
    forecast: 'INTEGER',
    refused: 'INTEGER',
    frequency: 'VARCHAR',
    season: 'INTEGER',
    horizon: 'INTEGER',
    origins: 'INTEGER',
    methods: 'VARCHAR',
    levels: 'VARCHAR',
    measure: 'VARCHAR',
    simulated: 'INTEGER',
    paths: 'INTEGER',
    seed: 'INTEGER',
    values: 'BIGINT',
    first_date: 'DATE',
    last_date: 'DATE',
  });
  summary.add({
    series: series.length,
    forecast: results.length,
    refused: series.length - results.length,
    frequency: same((found) => found.frequency!) ?? (results.length > 0 ? 'mixed' : null),
    season: same((found) => found.m),
    horizon: same((found) => found.horizon),
    origins: Math.max(0, ...results.map(({ analysis }) => analysis.origins.length)),
    methods: methodNames.filter((name) => options.methods.includes(name)).join(', '),
    levels: options.levels.join(', '),
    measure: 'least MASE over the backtest; the simpler method on a tie',
    simulated,
    paths: options.paths,
    seed: options.seed,
    values: results.reduce((sum, { found }) => sum + found.n, 0),
    first_date: days[0] ?? null,
    last_date: days[days.length - 1] ?? null,
  });
  await query.put('summary', summary.computed);

  const table = new Frame({
    series: 'VARCHAR',
    status: 'VARCHAR',
    reason: 'VARCHAR',
    frequency: 'VARCHAR',
    season: 'INTEGER',
    first_date: 'DATE',
    last_date: 'DATE',
    n: 'INTEGER',
    missing: 'INTEGER',
    filled: 'INTEGER',
    duplicates: 'INTEGER',
    partial: 'INTEGER',
    origins: 'INTEGER',
    chosen: 'VARCHAR',
    form: 'VARCHAR',
    mase: 'DOUBLE',
    wape: 'DOUBLE',
  });
  const analyses = new Map(results.map(({ found, analysis }) => [found, analysis]));
  for (const found of series) {
    const analysis = analyses.get(found);
    const chosen = analysis?.trials[analysis.chosen];
    table.add({
      series: found.name,
      status: analysis ? 'forecast' : 'refused',
      reason: found.reason ?? null,
      frequency: found.frequency ?? null,
      season: found.frequency ? found.m : null,
      first_date: dayOf(found, found.first),
      last_date: dayOf(found, found.last),
      n: found.n,
      missing: found.missing,
      filled: found.filled.reduce((sum, one) => sum + one, 0),
      duplicates: found.duplicates,
      partial: found.partial,
      origins: analysis?.origins.length ?? 0,
      chosen: chosen?.method ?? null,
      form: chosen?.model.form ?? null,
      mase: chosen?.score?.mase ?? null,
      wape: chosen?.score?.wape ?? null,
    });
  }
  await query.put('series', table.computed);
}
