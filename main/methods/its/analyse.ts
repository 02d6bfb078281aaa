import type { Warning } from '../../contract/data.ts';
import { Fault } from '../../contract/fault.ts';
import { type Strength, seriesStrength } from '../strength.ts';
import {
  type Autocorrelation,
  autocorrelationAt,
  autocorrelations,
  durbinWatson,
  type Series,
} from './autocorrelation.ts';
import { type Design, designOf } from './design.ts';
import { type Effect, effectOf } from './effect.ts';
import { FEW, type Fit, fitRows, rowsOf } from './fit.ts';
import type { ItsOptions } from './options.ts';
import { type Case, gapsOf } from './series.ts';

/** Everything that is known of one treated series. */
export interface Analysis {
  study: Case;
  design: Design;
  fit: Fit;
  effects: readonly Effect[];
  /** The same model under each kind of standard error that can be had. */
  sensitivity: readonly { fit: Fit; effects: readonly Effect[] }[];
  autocorrelation: readonly { arm: Arm; of: 'residual' | 'innovation'; n: number; lags: readonly Autocorrelation[] }[];
  durbinWatson: number;
  ljungBox: Autocorrelation | null;
  acf1: number | null;
  strength: Strength;
  warnings: readonly Warning[];
}

export type Arm = 'treated' | 'control';

export function analyse(study: Case, options: ItsOptions): Analysis {
  const values = [...study.treated, ...study.control].map((point) => point.value);
  const low = values.filter((value) => value <= 0).length;
  if (options.scale === 'log' && low > 0)
    throw new Fault(
      'data-unfit',
      `The log scale needs values above 0, and ${low} of ${values.length} are not. Use the identity scale, or find out why they are 0.`,
    );
  const design = designOf(study, options);
  const rows = rowsOf(study, design, options);
  const names = design.terms.map((term) => term.name);
  const fit = fitRows(rows, names, options.errors, options);
  if (fit.sigma <= 1e-12 * rows.reduce((most, row) => Math.max(most, Math.abs(row.y)), 0) || fit.sigma === 0)
    throw new Fault(
      'data-unfit',
      `The lines fit the ${rows.length} points exactly, as for values that never vary, so no error can be estimated. Check the column for "value".`,
    );
  const effects = (of: Fit) => design.interruptions.map((_, index) => effectOf(of, design, index, options));
  const few = rows.filter((row) => row.treated).length < FEW;
  const kinds = few ? (['ols'] as const) : (['newey-west', 'ar1', 'ols'] as const);
  const sensitivity = kinds.map((errors) => {
    const other = errors === fit.errors ? fit : fitRows(rows, names, errors, options);
    return { fit: other, effects: effects(other) };
  });
  const treated = armSeries(fit, true, fit.innovations);
  const fitted = fit.errors === 'ar1' ? 1 : 0;
  const own = autocorrelations(treated, fitted);
  const boxLag = Math.max(1 + fitted, Math.min(10, Math.floor(treated.values.length / 5)));
  const analysis = {
    study,
    design,
    fit,
    effects: effects(fit),
    sensitivity,
    autocorrelation: residualTables(fit),
    durbinWatson: durbinWatson(treated),
    ljungBox: own[boxLag - 1] ?? null,
    acf1: own[0]?.acf ?? null,
    strength: seriesStrength(study.control.length > 0),
  };
  return { ...analysis, warnings: warningsOf(analysis, options) };
}

function armSeries(fit: Fit, treated: boolean, values: Float64Array): Series {
  const chosen = fit.rows.flatMap((row, index) => (row.treated === treated ? [index] : []));
  return { times: chosen.map((index) => fit.rows[index]!.point.time), values: chosen.map((index) => values[index]!) };
}

function residualTables(fit: Fit): Analysis['autocorrelation'] {
  const arms: Arm[] = fit.rows.some((row) => !row.treated) ? ['treated', 'control'] : ['treated'];
  return arms.flatMap((arm) => {
    const of = (kind: 'residual' | 'innovation', values: Float64Array, fitted: number) => {
      const series = armSeries(fit, arm === 'treated', values);
      return { arm, of: kind, n: series.values.length, lags: autocorrelations(series, fitted) };
    };
    const residuals = of('residual', fit.residuals, 0);
    return fit.errors === 'ar1' ? [residuals, of('innovation', fit.innovations, 1)] : [residuals];
  });
}

function warningsOf(analysis: Omit<Analysis, 'warnings'>, options: ItsOptions): Warning[] {
  const { study, design, fit } = analysis;
  const of = study.series ? ` in ${study.series}` : '';
  const warnings: Warning[] = [];
  const warn = (code: string, text: string, count?: number) =>
    warnings.push({ code, text, ...(count !== undefined && { count }) });
  const treated = fit.rows.filter((row) => row.treated);
  const first = design.interruptions[0]!;
  const before = treated.filter((row) => row.point.time < first.counted).length;
  if (fit.errors !== options.errors)
    warn(
      'few-points',
      `Only ${treated.length} points${of}: plain least squares were used, since fewer than ${FEW} can't show autocorrelation.`,
      treated.length,
    );
  if (Math.min(before, treated.length - before) < 8)
    warn(
      'short',
      `${before} points before and ${treated.length - before} after the interruption${of}: with fewer than 8 on a side, trends are uncertain.`,
    );
  const told = [...study.treated, ...study.control];
  const other = told.filter((point) => point.after !== null && point.after !== point.time >= first.from).length;
  if (other > 0)
    warn(
      'after-ignored',
      `${other} rows${of} say otherwise in "after" than the option interruption, which was used.`,
      other,
    );
  const missing = gapsOf(study.treated).reduce((sum, gap) => sum + gap.missing, 0);
  if (missing > 0)
    warn(
      'missing-periods',
      `${missing} of the periods${of} have no row with a value (frequency ${study.clock.label}); they were not filled, and time counts them.`,
      missing,
    );
  const washed = study.treated.length - treated.length;
  if (washed > 0)
    warn('washout', `${washed} points${of} from the interruption on were left out as a transition.`, washed);
  if (options.seasonality === 'none' && design.season > 1 && treated.length >= 2 * design.season) {
    const season = autocorrelationAt(armSeries(fit, true, fit.innovations), design.season);
    if (season > 1.96 / Math.sqrt(treated.length))
      warn(
        'season',
        `A season of ${design.season} periods is left in the residuals${of} (autocorrelation ${season.toFixed(2)}); the option seasonality can model it.`,
      );
  }
  const p = analysis.ljungBox?.p ?? 1;
  if (p < 0.05 && fit.errors === 'ols' && treated.length >= FEW)
    warn(
      'autocorrelation',
      `The residuals${of} are autocorrelated and the errors plain least squares: intervals are likely to be too narrow. Use newey-west or ar1.`,
    );
  if (p < 0.05 && fit.errors === 'ar1')
    warn(
      'autocorrelation',
      `Autocorrelation is left${of} after the AR(1): intervals may be too narrow. Model the season, or compare with newey-west.`,
    );
  if (Math.abs(fit.rho ?? 0) > 0.99)
    warn(
      'near-unit-root',
      `The autocorrelation${of} is estimated at the edge (${fit.rho?.toFixed(3)}): the series drifts, and its trend can't be told from its errors.`,
    );
  if (options.scale === 'identity' && analysis.effects.some((effect) => !effect.averageRelative || !effect.endRelative))
    warn(
      'no-relative',
      `The counterfactual${of} reaches 0 or less, so a relative effect would mean nothing and is left empty.`,
    );
  return warnings;
}
