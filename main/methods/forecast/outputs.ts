import type { OutputTable } from '../method.ts';

const series = { type: 'VARCHAR', about: 'which series; "all" when there is no series role' };
const method = { type: 'VARCHAR', about: 'naive, seasonal-naive, drift, theta, ets, stl or regression' };
const chosen = { type: 'BOOLEAN', about: 'whether the backtest chose this method for the series' };
const date = { type: 'DATE', about: 'the period, stamped as the data stamps it' };
const step = { type: 'INTEGER', unit: 'periods', about: 'periods ahead of the last value known, from 1' };
const level = { type: 'DOUBLE', unit: '%', about: 'level of the prediction interval' };
const central = { type: 'DOUBLE', about: 'point forecast, in the unit of value' };
const lower = { type: 'DOUBLE', about: 'lower limit of the prediction interval' };
const upper = { type: 'DOUBLE', about: 'upper limit of the prediction interval' };
const number = (about: string) => ({ type: 'DOUBLE', about });
const count = (about: string) => ({ type: 'INTEGER', about });

const measures = {
  n: count('forecasts compared: origins × horizon'),
  mase: number('mean |error| ÷ mean absolute seasonal change within what was known at that origin; below 1 beats it'),
  mae: number('mean |error|, in the unit of value'),
  rmse: number('root of the mean squared error, in the unit of value'),
  wape: number('Σ|error| ÷ Σ|actual|, a fraction'),
  bias: number('mean error, actual − forecast, in the unit of value; above 0 the forecasts were too low'),
  bias_relative: number('Σ error ÷ Σ|actual|, a fraction'),
};

const cover = {
  n: count('forecasts compared'),
  inside: count('actual values within the limits, limits included'),
  coverage: number('inside ÷ n, a fraction'),
  coverage_lower: number(
    'exact (Clopper–Pearson) 95 % limit; errors of overlapping horizons are alike, so it is narrow',
  ),
  coverage_upper: number('exact (Clopper–Pearson) 95 % limit'),
  mean_width: number('mean of upper − lower, in the unit of value'),
  winkler: number(
    'mean interval score: width, plus 2/(1 − level) × the distance by which an actual value missed; lower is better',
  ),
};

/** The tables of the method, in the order in which a reader wants them. */
export const forecastOutputs: Readonly<Record<string, OutputTable>> = {
  summary: {
    about: 'One row: what was forecast, and the settings that shaped it.',
    columns: {
      series: count('series in the data'),
      forecast: count('series that were forecast'),
      refused: count('series that were not, with the reason in the table series'),
      frequency: {
        type: 'VARCHAR',
        about: 'day, working-day, week, month, quarter or year; "mixed" when series differ',
      },
      season: { type: 'INTEGER', unit: 'periods', about: 'length of the season; null when series differ' },
      horizon: { type: 'INTEGER', unit: 'periods', about: 'periods forecast; null when series differ' },
      origins: count('most origins in any backtest'),
      methods: { type: 'VARCHAR', about: 'methods compared, simplest first' },
      levels: { type: 'VARCHAR', about: 'levels of the prediction intervals, in %' },
      measure: { type: 'VARCHAR', about: 'what the method was chosen by' },
      simulated: count('forecasts whose limits come from simulated paths'),
      paths: count('simulated paths each'),
      seed: count('seed of the paths'),
      values: { type: 'BIGINT', about: 'periods used' },
      first_date: { type: 'DATE', about: 'first period used' },
      last_date: { type: 'DATE', about: 'last period used' },
    },
  },
  series: {
    about: 'One row per series: what was found in it and what was chosen.',
    columns: {
      series,
      status: { type: 'VARCHAR', about: 'forecast or refused' },
      reason: { type: 'VARCHAR', about: 'why it was refused; null when it was not' },
      frequency: { type: 'VARCHAR', about: 'day, working-day, week, month, quarter or year' },
      season: { type: 'INTEGER', unit: 'periods', about: 'length of the season' },
      first_date: { type: 'DATE', about: 'first period with a value' },
      last_date: { type: 'DATE', about: 'last period with a value' },
      n: count('periods used'),
      missing: count('periods between the first and the last without a value'),
      filled: count('of those, filled by the option gaps'),
      duplicates: count('rows beyond the first for a period'),
      partial: count('first or last periods that the data covers only in part'),
      origins: count('origins in its backtest'),
      chosen: { type: 'VARCHAR', about: 'method chosen' },
      form: { type: 'VARCHAR', about: 'model of the chosen method, such as ETS(M,A,M)' },
      mase: number('MASE of the chosen method over the backtest'),
      wape: number('WAPE of the chosen method over the backtest, a fraction'),
    },
  },
  forecast: {
    about: 'The chosen method’s forecast, one row per series and period, with the widest interval asked for.',
    columns: { series, date, step, method, central, level, lower, upper },
  },
  intervals: {
    about: 'Every method’s forecast and prediction intervals, one row per series, method, period and level.',
    columns: { series, method, chosen, date, step, level, central, lower, upper },
  },
  fan: {
    about: 'For charts: the values so far (actual) and the chosen forecast, one row per level (central, lower, upper).',
    columns: { series, date, actual: number('value so far; null ahead'), central, level, lower, upper },
  },
  history: {
    about: 'The values used and the chosen method’s one-step fit to them.',
    columns: {
      series,
      date,
      value: number('value used'),
      filled: { type: 'BOOLEAN', about: 'whether the option gaps supplied it' },
      fitted: number('fit of the chosen method from the values before; null where it has none'),
      residual: number('value − fitted'),
    },
  },
  accuracy: {
    about: 'Accuracy of each method over the backtest, best first.',
    columns: {
      series,
      method,
      chosen,
      rank: count('1 for the least MASE'),
      origins: count('origins, each refitted'),
      ...measures,
    },
  },
  coverage: {
    about: 'How often the prediction intervals of each method held over the backtest.',
    columns: { series, method, chosen, level, ...cover },
  },
  overall: {
    about: 'Each method over all series that it could be tested on.',
    columns: {
      method,
      level,
      series: count('series tested'),
      chosen: count('series that it was chosen for'),
      mase: number('mean over series of MASE'),
      wape: number('pooled: Σ|error| ÷ Σ|actual|, a fraction'),
      bias_relative: number('pooled: Σ error ÷ Σ|actual|, a fraction'),
      n: count('forecasts compared'),
      inside: count('actual values within the limits'),
      coverage: number('inside ÷ n, a fraction'),
      coverage_lower: cover.coverage_lower,
      coverage_upper: cover.coverage_upper,
    },
  },
  models: {
    about: 'What each method estimated on the whole series.',
    columns: {
      series,
      method,
      chosen,
      form: {
        type: 'VARCHAR',
        about: 'ETS(error,trend,season), whether Theta adjusted for season, or the terms of the regression',
      },
      alpha: number('smoothing of the level'),
      beta: number('smoothing of the slope'),
      gamma: number('smoothing of the season'),
      phi: number('damping of the slope'),
      drift: number('change per period, in the unit of value'),
      sigma2: number('variance of the one-step errors; of relative errors when the form’s error is M'),
      parameters: count('estimated parameters, initial states and the variance included (k of AICc)'),
      loglik: number('log-likelihood up to a constant: −½ n log Σe² (Hyndman et al. 2008)'),
      aic: number('Akaike’s criterion'),
      aicc: number('Akaike’s criterion, corrected; ETS forms are chosen by it'),
      bic: number('Bayesian criterion'),
      intervals: { type: 'VARCHAR', about: 'analytical, or simulated from paths' },
    },
  },
  forms: {
    about: 'Every exponential smoothing form that was fitted to the whole series, best first.',
    columns: {
      series,
      form: { type: 'VARCHAR', about: 'ETS(error,trend,season)' },
      chosen: { type: 'BOOLEAN', about: 'the least AICc' },
      parameters: count('estimated parameters, the variance included'),
      loglik: number('log-likelihood up to a constant'),
      aicc: number('Akaike’s criterion, corrected'),
    },
  },
  states: {
    about: 'States of the chosen exponential smoothing form, so that its forecast can be recomputed.',
    columns: {
      series,
      state: { type: 'VARCHAR', about: 'level, slope, or season' },
      place: { type: 'INTEGER', about: 'of a season: 1 for the first period after; null otherwise' },
      initial: number('before the first value'),
      final: number('after the last value'),
    },
  },
  coefficients: {
    about: 'Regression terms; empty unless the method regression is asked for.',
    columns: {
      series,
      term: {
        type: 'VARCHAR',
        about: '(constant), trend, a month, a quarter, a weekday, bank holidays, working days or a driver',
      },
      estimate: number('effect of one more, in the unit of value'),
      standard_error: number('of the estimate, by ordinary least squares'),
      t: number('estimate ÷ standard error'),
      p: number('two-sided p-value'),
    },
  },
  decomposition: {
    about: 'STL decomposition of series with more than two seasons: value = trend + seasonal + remainder.',
    columns: {
      series,
      date,
      value: number('value used'),
      trend: number('trend'),
      seasonal: number('seasonal part'),
      remainder: number('what is left'),
    },
  },
  backtest: {
    about: 'Every forecast of the backtest, one row per series, method, origin, step and level.',
    columns: {
      series,
      method,
      origin: { type: 'DATE', about: 'last period known when it was made' },
      step,
      date,
      actual: number('what came'),
      central,
      level,
      lower,
      upper,
    },
  },
};
