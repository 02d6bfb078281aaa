import { Fault } from '../contract/fault.ts';
import { normalQuantile } from './distribution.ts';
import { regressorsOf } from './forecast/effects.ts';
import { writeEstimates } from './forecast/estimates.ts';
import { forecastOptions } from './forecast/options.ts';
import { forecastOutputs } from './forecast/outputs.ts';
import { writeOverview } from './forecast/overview.ts';
import { analyseAll } from './forecast/pool.ts';
import { readDays } from './forecast/read.ts';
import { regular } from './forecast/regular.ts';
import { writeScores } from './forecast/scores.ts';
import { warningsOf } from './forecast/warnings.ts';
import { type Result, writePeriods } from './forecast/written.ts';
import { method } from './method.ts';

/**
 * Forecast: what comes next, how sure is it, and which simple method has been right so far?
 *
 * Use it for volumes, counts and averages by day, week, month, quarter or year, one series or thousands. Not for series with a break that the
 * future will not share, for rare events with mostly zeros, nor for what a policy will do: that is a scenario.
 * In: a row per series and period, with a value; drivers optionally, also ahead. Out: in the unit of the value, stamped as the data stamps its periods.
 * Naive, seasonal naive, drift, Theta, exponential smoothing (every form's likelihood maximised within the usual and the admissible region, the least AICc taken),
 * optionally STL and regression. Each is refitted at the last origins, and the least MASE is chosen. Gaps and duplicates refuse a series unless an option says how to treat them.
 * Source: Hyndman, Koehler, Ord and Snyder (2008); Hyndman and Athanasopoulos, Forecasting: Principles and Practice (2021).
 */
export const forecast = method({
  id: 'forecast',
  version: 1,
  title: 'Forecast',
  question: 'What comes next, how sure is it, and which method has been right so far?',
  lessons: ['B.6', 'B.1', 'C.3'],
  inputs: {
    date: {
      types: ['time'],
      required: true,
      about: 'the period of each value: any day in it',
      hints: ['date', 'month', 'period', 'week', 'quarter', 'year', 'day', 'time'],
    },
    value: {
      types: ['number'],
      required: true,
      about: 'what is forecast; empty in rows that only carry drivers ahead',
      hints: ['value', 'volume', 'count', 'demand', 'contacts', 'cases', 'total', 'receipts'],
    },
    series: {
      types: ['any'],
      about: 'which series a row belongs to; without it the data is one series',
      hints: ['series', 'service', 'channel', 'region', 'organisation', 'name'],
    },
    drivers: {
      types: ['number', 'flag'],
      many: true,
      about: 'known causes for the method regression, also for the periods ahead (rows with a date and no value)',
      hints: ['driver', 'event', 'campaign', 'price', 'temperature'],
    },
  },
  options: forecastOptions,
  outputs: forecastOutputs,
  assumptions: [
    'The future is made as the past was: the same season, the same kind of change, the same size of surprise.',
    'Periods are regular. Gaps, duplicates and partial periods are reported, and filled or combined only as an option says.',
    'Prediction intervals take the model and its parameters as known and errors as normal, so they tend to be a little narrow.',
    'A band here is a prediction interval. A published high or low scenario is not one, and must not be labelled so.',
    'In the backtest of a regression the drivers ahead are taken as known.',
  ],
  notFor: [
    'A series with a break, such as a changed definition, that the years ahead will not share: cut it at the break.',
    'Mostly zeros, or fewer than two seasons.',
    'The effect of a decision: estimate it, or state a scenario.',
  ],
  reference:
    'Hyndman, R. J., Koehler, A. B., Ord, J. K. and Snyder, R. D. (2008), Forecasting with Exponential Smoothing; Assimakopoulos and Nikolopoulos (2000), The theta model; Hyndman and Koehler (2006), Another look at measures of forecast accuracy; Cleveland et al. (1990), STL.',
  async run(query, input, options, task) {
    if (new Set(options.levels).size < options.levels.length)
      throw new Fault('parameter-invalid', 'The option "levels" of forecast names a level twice. Give each once.');
    task.progress(null, 'reading series');
    const read = await readDays(query, input, options.zone);
    const cover = { first: Number.POSITIVE_INFINITY, last: Number.NEGATIVE_INFINITY };
    for (const { day, present } of read.series)
      for (const [i, each] of day.entries()) {
        if (present[i] === 0) continue;
        cover.first = Math.min(cover.first, each);
        cover.last = Math.max(cover.last, each);
      }
    const series = read.series.map((days) => regular(days, cover, options));
    const sound = series.filter((found) => found.reason === undefined);
    const regress = options.methods.includes('regression');
    const jobs = sound.map((found) => ({
      y: found.y,
      m: found.m,
      horizon: found.horizon,
      ...(regress && { regressors: regressorsOf(found, read.drivers, options) }),
    }));
    const { levels, methods, origins, restrict, seed, paths, window, robust } = options;
    const plan = {
      ...{ methods, origins, restrict, seed, paths, robust },
      levels: levels.map((level) => level / 100),
      z: levels.map((level) => normalQuantile(0.5 + level / 200)),
      window: window === 'periodic' ? null : window,
    };
    const analyses = await analyseAll(jobs, plan, task);
    const results: Result[] = sound.map((found, i) => ({ found, analysis: analyses[i]! }));
    task.progress(null, 'writing tables');
    const names = await query.put('forecast_series', {
      sid: { type: 'INTEGER', values: sound.map((_, i) => i) },
      series: { type: 'VARCHAR', values: sound.map((found) => found.name) },
    });
    await writePeriods(query, results, levels, names);
    await query.drop('forecast_series');
    await writeScores(query, results, levels);
    await writeEstimates(query, results);
    await writeOverview(query, series, results, options);
    return { warnings: [...read.warnings, ...warningsOf(series, results, read.drivers, options)] };
  },
  charts: [
    {
      name: 'forecast',
      chart: 'forecast',
      on: 'fan',
      title: 'What comes next, and how sure it is',
      alt: 'Each series so far, its forecast and the prediction intervals around it',
    },
  ],
});
