import type { Query } from '../../contract/data.ts';
import { methodNames } from './attempt.ts';
import type { Trial } from './backtest.ts';
import { Frame } from './frame.ts';
import { exact } from './proportion.ts';
import type { Result } from './written.ts';

/** Writes accuracy and coverage by series and method, and over all series by method. */
export async function writeScores(query: Query, results: readonly Result[], levels: readonly number[]): Promise<void> {
  const accuracy = new Frame({
    series: 'VARCHAR',
    method: 'VARCHAR',
    chosen: 'BOOLEAN',
    rank: 'INTEGER',
    origins: 'INTEGER',
    n: 'INTEGER',
    mase: 'DOUBLE',
    mae: 'DOUBLE',
    rmse: 'DOUBLE',
    wape: 'DOUBLE',
    bias: 'DOUBLE',
    bias_relative: 'DOUBLE',
  });
  const coverage = new Frame({
    series: 'VARCHAR',
    method: 'VARCHAR',
    chosen: 'BOOLEAN',
    level: 'DOUBLE',
    n: 'INTEGER',
    inside: 'INTEGER',
    coverage: 'DOUBLE',
    coverage_lower: 'DOUBLE',
    coverage_upper: 'DOUBLE',
    mean_width: 'DOUBLE',
    winkler: 'DOUBLE',
  });
  for (const { found, analysis } of results) {
    const chosen = analysis.trials[analysis.chosen];
    for (const [place, trial] of ranked(analysis.trials).entries()) {
      const score = trial.score!;
      const { n, mase, mae, rmse, wape, bias, biasRelative } = score;
      const own = { series: found.name, method: trial.method, chosen: trial === chosen };
      accuracy.add({
        ...own,
        rank: place + 1,
        origins: analysis.origins.length,
        ...{ n, mase, mae, rmse, wape, bias },
        bias_relative: biasRelative,
      });
      for (const [i, { inside, width, winkler }] of score.levels.entries()) {
        const [low, high] = exact(inside, n);
        coverage.add({
          ...own,
          level: levels[i]!,
          ...{ n, inside, coverage: inside / n, coverage_lower: low, coverage_upper: high },
          ...{ mean_width: width, winkler },
        });
      }
    }
  }
  await query.put('accuracy', accuracy.computed);
  await query.put('coverage', coverage.computed);
  await query.put('overall', overall(results, levels).computed);
}

/** Tested methods, the least MASE (or MAE where there is none) first; the simpler first when they tie. */
function ranked(trials: readonly Trial[]): Trial[] {
  const tested = trials.filter((trial) => trial.score);
  const finite = tested.every((trial) => Number.isFinite(trial.score!.mase));
  const measure = (trial: Trial) => (finite ? trial.score!.mase : trial.score!.mae);
  return [...tested].sort((a, b) =>
    Math.abs(measure(a) - measure(b)) <= 1e-9 * Math.abs(measure(a)) ? 0 : measure(a) - measure(b),
  );
}

function overall(results: readonly Result[], levels: readonly number[]) {
  const table = new Frame({
    method: 'VARCHAR',
    level: 'DOUBLE',
    series: 'INTEGER',
    chosen: 'INTEGER',
    mase: 'DOUBLE',
    wape: 'DOUBLE',
    bias_relative: 'DOUBLE',
    n: 'INTEGER',
    inside: 'INTEGER',
    coverage: 'DOUBLE',
    coverage_lower: 'DOUBLE',
    coverage_upper: 'DOUBLE',
  });
  for (const method of methodNames) {
    const tested = results.flatMap(({ analysis }) =>
      analysis.trials
        .filter((trial) => trial.method === method && trial.score)
        .map((trial) => ({ score: trial.score!, chosen: trial === analysis.trials[analysis.chosen] })),
    );
    if (tested.length === 0) continue;
    const sum = (of: (each: (typeof tested)[number]) => number) => tested.reduce((total, each) => total + of(each), 0);
    const scaled = tested.filter(({ score }) => Number.isFinite(score.mase));
    const size = sum(({ score }) => score.sums[2]);
    const n = sum(({ score }) => score.n);
    for (const [i, level] of levels.entries()) {
      const inside = sum(({ score }) => score.levels[i]!.inside);
      const [low, high] = exact(inside, n);
      table.add({
        method,
        level,
        series: tested.length,
        chosen: sum((each) => Number(each.chosen)),
        mase: scaled.reduce((total, { score }) => total + score.mase, 0) / scaled.length,
        wape: sum(({ score }) => score.sums[0]) / size,
        bias_relative: sum(({ score }) => score.sums[1]) / size,
        ...{ n, inside, coverage: inside / n, coverage_lower: low, coverage_upper: high },
      });
    }
  }
  return table;
}
