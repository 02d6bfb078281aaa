import type { Output, OutputTable } from '../method.ts';

const double = (about: string, unit?: string): Output => ({ type: 'DOUBLE', about, ...(unit && { unit }) });
const count = (about: string, unit?: string): Output => ({ type: 'INTEGER', about, ...(unit && { unit }) });
const text = (about: string): Output => ({ type: 'VARCHAR', about });
const day = (about: string): Output => ({ type: 'DATE', about });

/** An estimate's columns: itself, standard error, interval and p-value. */
const estimate = (name: string, about: string, extra: Record<string, Output> = {}): Record<string, Output> => ({
  [name]: double(about),
  [`${name}_se`]: double(`standard error of ${name}`),
  [`${name}_lower`]: double(`lower end of the interval of ${name}`),
  [`${name}_upper`]: double(`upper end of the interval of ${name}`),
  ...extra,
  [`${name}_p`]: double(`two-sided p-value of ${name}, t on df`),
});

const ownUnit = 'in the value’s units';
const series = text('the treated series; empty when there is only one');

export const itsOutputs = {
  summary: {
    about:
      'One row per treated series and interruption: the model, the effect, how far the errors are to be trusted, and the strength of the evidence.',
    columns: {
      series,
      measure: text('what is measured, from the option measure'),
      unit: text('unit of the value, from the option unit'),
      interruption: day('first day on which things could differ'),
      method: text('its, or its-control when there is a control series; the strength follows from it'),
      change: text('what the model lets change: both, level or trend'),
      scale: text('identity or log'),
      frequency: text('length of a period'),
      n: count('points of the treated series in the model', 'periods'),
      before: count('of them before the first interruption', 'periods'),
      after: count('of them from this interruption on', 'periods'),
      washout: count('measured periods of the treated series left out as a transition', 'periods'),
      missing: count(
        'periods between the first and last of the treated series that have no row with a value',
        'periods',
      ),
      n_control: count('points of the control series in the model, 0 without one', 'periods'),
      terms: count('k, terms of the model'),
      df: count('degrees of freedom of every t: rows of the model − k'),
      errors: text('standard errors that were used: newey-west, ar1 or ols'),
      lag: count('lags of Newey–West; null for the others', 'periods'),
      rho: double('autocorrelation of neighbouring periods by REML; null unless ar1'),
      sigma: double('residual standard deviation on df, on the scale of the model'),
      confidence: double('confidence of the intervals'),
      trend_before: double(
        'slope of the treated series before the first interruption, on the scale of the model',
        'per period',
      ),
      trend_after: double(
        'slope of the treated series from this interruption on, on the scale of the model',
        'per period',
      ),
      ...estimate(
        'level_change',
        'change of level at the interruption (against the control, when there is one); on the log scale, of the logarithm',
        {
          level_change_t: double('t statistic of level_change'),
        },
      ),
      ...estimate(
        'trend_change',
        'change of trend per period (against the control, when there is one); on the log scale, of the logarithm',
        {
          trend_change_t: double('t statistic of trend_change'),
        },
      ),
      level_ratio: double('exp(level_change), on the log scale only'),
      trend_ratio: double('exp(trend_change), on the log scale only'),
      ...estimate('effect_end', `fitted − counterfactual in the last period, ${ownUnit}`),
      ...estimate('effect_end_relative', 'effect_end as a share of the counterfactual (.1 is 10 % more)'),
      ...estimate('effect_average', `mean of fitted − counterfactual from the interruption on, ${ownUnit}`),
      ...estimate(
        'effect_average_relative',
        'effect_average as a share of the mean counterfactual; on the log scale the geometric mean of the ratios − 1',
      ),
      durbin_watson: double(
        'Durbin–Watson statistic of the treated series (of its innovations for ar1); 2 is no autocorrelation',
      ),
      acf_1: double('autocorrelation of the same at one period'),
      ljung_box: double('Ljung–Box statistic of the same'),
      ljung_box_lag: count('periods that it looks back over', 'periods'),
      ljung_box_p: double('its p-value; a small one says that autocorrelation is left'),
      strength: count('strength of evidence on the Maryland scale (0–5), computed from the design'),
      strength_label: text('the same in words'),
      saved: text('when the design was first saved, as stated in the option saved; no more is claimed'),
    },
  },
  coefficients: {
    about: 'Terms of the model, on its scale.',
    columns: {
      series,
      term: text('intercept, time, level, trend; treated_… is treated minus control; then season and covariates'),
      estimate: double('estimate'),
      se: double('standard error'),
      t: double('estimate / se'),
      p: double('two-sided p-value, t on df'),
      lower: double('lower end of the interval'),
      upper: double('upper end of the interval'),
      meaning: text('what the term is'),
    },
  },
  fit: {
    about:
      'Every measured period, in order, with the fitted value and what would have been expected without the interruption.',
    columns: {
      series,
      arm: text('treated or control'),
      date: day('date of the period, as given'),
      time: count('period, 1 at the first of the analysis; missing periods are counted', 'periods'),
      segment: text('before, washout (not in the model) or after; after 2 … with several interruptions'),
      interruption: day('interruption that the segment follows; null before the first'),
      value: double('value as measured'),
      fitted: double(`fitted, ${ownUnit}; null in the washout`),
      residual: double('value − fitted, on the scale of the model'),
      counterfactual: double(
        `expected without any interruption, ${ownUnit}; treated series, from the first interruption on, null in the washout`,
      ),
      lower: double('lower end of the interval of the expected counterfactual (not of single points)'),
      upper: double('upper end of the same'),
      effect: double('fitted − counterfactual'),
    },
  },
  autocorrelation: {
    about:
      'Autocorrelation of the residuals by lag, with the bounds of white noise and the Ljung–Box test up to each lag.',
    columns: {
      series,
      arm: text('treated or control'),
      of: text('residual, or innovation (residual with the AR(1) taken out)'),
      lag: count('lag', 'periods'),
      acf: double('autocorrelation, n in the divisor'),
      lower: double('−1.96/√n'),
      upper: double('1.96/√n'),
      ljung_box: double('Ljung–Box statistic up to this lag'),
      p: double('its p-value; innovations lose one degree of freedom'),
    },
  },
  sensitivity: {
    about: 'The same model with each kind of standard error; with fewer than 12 points only least squares.',
    columns: {
      series,
      interruption: day('as in summary'),
      errors: text('newey-west, ar1 or ols'),
      used: { type: 'BOOLEAN', about: 'true for the one in summary' },
      level_change: double('change of level'),
      level_change_se: double('its standard error'),
      level_change_p: double('its p-value'),
      trend_change: double('change of trend, per period'),
      trend_change_se: double('its standard error'),
      trend_change_p: double('its p-value'),
      effect_average: double(`mean effect, ${ownUnit}`),
      effect_average_lower: double('lower end of its interval'),
      effect_average_upper: double('upper end of its interval'),
      effect_average_p: double('its p-value'),
    },
  },
  gaps: {
    about: 'Runs of periods with no row; they are not filled.',
    columns: {
      series,
      arm: text('treated or control'),
      after: day('last measured period before the gap'),
      before: day('first measured period after it'),
      missing: count('periods without a row', 'periods'),
    },
  },
  effect: {
    about: 'The mean effect as an impact chain takes it: one row per treated series and interruption.',
    columns: {
      series,
      measure: text('from the option measure; the series when that is empty'),
      unit: text('from the option unit'),
      date: day('last period measured'),
      baseline: double('mean counterfactual from the interruption on: what was to be expected without it'),
      value: double('mean fitted value from the interruption on'),
      change: double('effect_average of summary'),
      lower: double('lower end of its interval'),
      upper: double('upper end of its interval'),
      p: double('its p-value'),
      method: text('its or its-control'),
    },
  },
} satisfies Record<string, OutputTable>;
