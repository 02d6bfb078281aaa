/**
 * Interrupted time series: did a series change its level or its trend when something was done, and by how much?
 *
 * Two lines are fitted, one before and one after a date (segmented regression), and the first is carried on as what would have
 * happened without the change: the counterfactual. Use it for a service measured at least a dozen times on either side of a change
 * that came at a known time for everybody. Do not use it when something else happened at the same time (take a control series that
 * was hit by the same events and not by the change), when the date was chosen after seeing the series, or when the change
 * came because the figures were unusual.
 *
 * y = b0 + b1·time + b2·after + b3·(time since) [+ treated × all of these] + season + covariates. Time counts periods, from 1, and
 * missing ones count. Errors: Newey–West with lag ⌊4(n/100)^(2/9)⌋, no prewhitening, times n/(n−k); or AR(1) by REML; or least
 * squares, always with fewer than 12 points. t on n−k. Units: those of the value; trends per period.
 * Strength of evidence: 2, with a control series 3.
 *
 * Sources: Wagner et al. 2002 (segmented regression); Turner et al. 2021 (choice of errors); Newey and West 1987;
 * Pinheiro and Bates 2000 (REML); Linden 2015 (control series).
 */
import { setImmediate } from 'node:timers/promises';
import { Fault } from '../contract/fault.ts';
import { type Analysis, analyse } from './its/analyse.ts';
import { itsOptions } from './its/options.ts';
import { itsOutputs } from './its/outputs.ts';
import { readCases } from './its/series.ts';
import { writeTables } from './its/tables.ts';
import { method } from './method.ts';

export const its = method({
  id: 'its',
  version: 1,
  title: 'Effect of a change: interrupted time series',
  question: 'Did a measure change its level or trend when something was done, and by how much?',
  lessons: ['B.5', 'ODP'],
  inputs: {
    date: {
      types: ['time'],
      required: true,
      about: 'date of the period: one row a period for each series',
      hints: ['date', 'month', 'period', 'week', 'quarter', 'day'],
    },
    value: {
      types: ['number'],
      required: true,
      about: 'what is measured',
      hints: ['value', 'rate', 'count', 'measure', 'y'],
    },
    treated: {
      types: ['flag'],
      about: '1 for the series that was interrupted, 0 for the control series; without it all rows are treated',
      hints: ['treated', 'treatment', 'intervention', 'group'],
    },
    after: {
      types: ['flag'],
      about: '1 from the interruption on, 0 before it; used when the option interruption is empty',
      hints: ['after', 'post', 'law'],
    },
    series: {
      types: ['text'],
      about:
        'name of a series; each treated one is analysed by itself, against the control rows of the same name or else all of them',
      hints: ['series', 'service', 'site', 'area'],
    },
    covariates: {
      types: ['number'],
      many: true,
      about: 'other things that move the value, as numbers; one slope each, the same before and after',
    },
  },
  options: itsOptions,
  outputs: itsOutputs,
  assumptions: [
    'Without the change the trend before it would have gone on, in the treated series or, with a control, in the difference of the two.',
    'Nothing else began at the same time; with a control series, nothing else that did not touch both.',
    'The trends are straight lines on the chosen scale, and how the value is measured did not change.',
    'Season and covariates work the same way before and after, and in both series.',
    'The date was fixed before the result was seen.',
  ],
  notFor: [
    'Fewer than 8 points before or after: a trend can’t be known.',
    'Changes that crept in over a long time, unless the transition is left out (washout).',
    'A change that was made because the last figures were unusual: they would have gone back by themselves.',
    'Percentages close to 0 or 100 %, which can’t follow a straight line.',
  ],
  reference:
    'Wagner, Soumerai, Zhang and Ross-Degnan 2002, J Clin Pharm Ther 27; Turner et al. 2021, BMC Med Res Methodol 21; Newey and West 1987; Linden 2015, Stata J 15. Reproduces R: lm with sandwich::NeweyWest(prewhite = FALSE, adjust = TRUE) and nlme::gls(corAR1, REML).',
  async run(query, input, options, task) {
    const { cases, warnings } = await readCases(query, input, options);
    const analyses: Analysis[] = [];
    for (const [index, study] of cases.entries()) {
      if (task.signal.aborted) throw new Fault('cancelled', 'Cancelled.');
      task.progress(index / cases.length, study.series || 'segmented regression');
      analyses.push(analyse(study, options));
      await setImmediate();
    }
    await writeTables(query, analyses, options);
    return { warnings: [...warnings, ...analyses.flatMap((one) => one.warnings)] };
  },
  charts: [
    {
      name: 'effect',
      chart: 'its',
      on: 'fit',
      title: 'Before, after and what was to be expected',
      alt: 'Measured values with fitted lines before and after the interruption, and the expected line without it as a dashed line with its interval',
    },
    {
      name: 'residuals',
      chart: 'scatter',
      on: 'autocorrelation',
      x: 'lag',
      y: 'acf',
      color: 'arm',
      title: 'Autocorrelation of the residuals',
      alt: 'Autocorrelation of the residuals by lag; values near 0 say that the lines left nothing to explain',
    },
  ],
});
