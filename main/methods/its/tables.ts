import type { Query } from '../../contract/data.ts';
import type { Analysis } from './analyse.ts';
import { asColumns, type Cell } from './columns.ts';
import { washedOut } from './design.ts';
import { type Estimate, effectPart, judgeOf, without } from './effect.ts';
import type { ItsOptions } from './options.ts';
import { itsOutputs } from './outputs.ts';
import { isoDay } from './period.ts';
import { gapsOf } from './series.ts';

type Row = Record<string, Cell>;

/** Writes the tables of all analyses. */
export async function writeTables(query: Query, analyses: readonly Analysis[], options: ItsOptions): Promise<void> {
  const tables: Record<keyof typeof itsOutputs, Row[]> = {
    summary: analyses.flatMap((one) => summaryRows(one, options)),
    coefficients: analyses.flatMap((one) => coefficientRows(one, options)),
    fit: analyses.flatMap((one) => fitRowsOf(one, options)),
    autocorrelation: analyses.flatMap(autocorrelationRows),
    sensitivity: analyses.flatMap(sensitivityRows),
    gaps: analyses.flatMap(gapRows),
    effect: analyses.flatMap((one) => effectRows(one, options)),
  };
  for (const [name, rows] of Object.entries(tables))
    await query.put(name, asColumns(itsOutputs[name as keyof typeof itsOutputs].columns, rows));
}

const estimateCells = (name: string, of: Estimate | null): Row => ({
  [name]: of?.estimate ?? null,
  [`${name}_se`]: of?.se ?? null,
  [`${name}_lower`]: of?.lower ?? null,
  [`${name}_upper`]: of?.upper ?? null,
  [`${name}_t`]: of?.t ?? null,
  [`${name}_p`]: of?.p ?? null,
});

const methodOf = ({ study }: Analysis) => (study.control.length > 0 ? 'its-control' : 'its');

function summaryRows(analysis: Analysis, options: ItsOptions): Row[] {
  const { study, design, fit } = analysis;
  const treated = fit.rows.filter((row) => row.treated);
  const first = design.interruptions[0]!;
  const slope = (names: readonly string[]) =>
    names.reduce((sum, name) => sum + (fit.coefficients[fit.names.indexOf(name)] ?? 0), 0);
  const before = ['time', 'treated_time'];
  return analysis.effects.map((effect, index) => {
    const interruption = design.interruptions[index]!;
    const changes = Array.from({ length: index + 1 }, (_, i) => (i === 0 ? 'trend' : `trend_${i + 1}`));
    return {
      series: study.series,
      measure: options.measure,
      unit: options.unit,
      interruption: isoDay(interruption.day),
      method: methodOf(analysis),
      change: options.change,
      scale: options.scale,
      frequency: study.clock.label,
      n: treated.length,
      before: treated.filter((row) => row.point.time < first.counted).length,
      after: treated.filter((row) => row.point.time >= interruption.counted).length,
      washout: study.treated.length - treated.length,
      missing: gapsOf(study.treated).reduce((sum, gap) => sum + gap.missing, 0),
      n_control: fit.rows.length - treated.length,
      terms: fit.names.length,
      df: fit.df,
      errors: fit.errors,
      lag: fit.lag,
      rho: fit.rho,
      sigma: fit.sigma,
      confidence: options.level,
      trend_before: slope(before),
      trend_after: slope([...before, ...changes, ...changes.map((name) => `treated_${name}`)]),
      ...estimateCells('level_change', effect.level),
      ...estimateCells('trend_change', effect.trend),
      level_ratio: options.scale === 'log' && effect.level ? Math.exp(effect.level.estimate) : null,
      trend_ratio: options.scale === 'log' && effect.trend ? Math.exp(effect.trend.estimate) : null,
      ...estimateCells('effect_end', effect.end),
      ...estimateCells('effect_end_relative', effect.endRelative),
      ...estimateCells('effect_average', effect.average),
      ...estimateCells('effect_average_relative', effect.averageRelative),
      durbin_watson: analysis.durbinWatson,
      acf_1: analysis.acf1,
      ljung_box: analysis.ljungBox?.ljungBox ?? null,
      ljung_box_lag: analysis.ljungBox?.lag ?? null,
      ljung_box_p: analysis.ljungBox?.p ?? null,
      strength: analysis.strength.level,
      strength_label: analysis.strength.label,
      saved: options.saved,
    };
  });
}

function coefficientRows({ study, design, fit }: Analysis, options: ItsOptions): Row[] {
  const judge = judgeOf(fit, options.level);
  return design.terms.map((term, at) => {
    const { estimate, se, t, p, lower, upper } = judge.linear(
      Float64Array.from(design.terms, (_, i) => (i === at ? 1 : 0)),
    );
    return { series: study.series, term: term.name, estimate, se, t, p, lower, upper, meaning: term.meaning };
  });
}

function fitRowsOf({ study, design, fit }: Analysis, options: ItsOptions): Row[] {
  const judge = judgeOf(fit, options.level);
  const back = options.scale === 'log' ? Math.exp : (value: number) => value;
  const from = design.interruptions[0]!.from;
  const arm = (treated: boolean) =>
    (treated ? study.treated : study.control).map((point): Row => {
      const x = Float64Array.from(design.terms, (term) => term.at(point, treated));
      const row = { point, treated, y: 0, x };
      const washed = washedOut(point.time, design.interruptions);
      const passed = design.interruptions.filter((one) => point.time >= one.from).length;
      const fitted = washed ? null : back(judge.predict(x));
      const none =
        treated && point.time >= from && !washed ? judge.linear(without(row, effectPart(design, row))) : null;
      const y = options.scale === 'log' ? Math.log(point.value) : point.value;
      return {
        series: study.series,
        arm: treated ? 'treated' : 'control',
        date: isoDay(point.day),
        time: point.time,
        segment: passed === 0 ? 'before' : washed ? 'washout' : passed === 1 ? 'after' : `after ${passed}`,
        interruption: passed === 0 ? null : isoDay(design.interruptions[passed - 1]!.day),
        value: point.value,
        fitted,
        residual: washed ? null : y - judge.predict(x),
        counterfactual: none && back(none.estimate),
        lower: none && back(none.lower),
        upper: none && back(none.upper),
        effect: none && fitted !== null ? fitted - back(none.estimate) : null,
      };
    });
  return [...arm(true), ...arm(false)];
}

const autocorrelationRows = ({ study, autocorrelation }: Analysis): Row[] =>
  autocorrelation.flatMap(({ arm, of, n, lags }) =>
    lags.map(({ lag, acf, ljungBox, p }) => ({
      series: study.series,
      arm,
      of,
      lag,
      acf,
      lower: -1.96 / Math.sqrt(n),
      upper: 1.96 / Math.sqrt(n),
      ljung_box: ljungBox,
      p,
    })),
  );

const sensitivityRows = (analysis: Analysis): Row[] =>
  analysis.sensitivity.flatMap(({ fit, effects }) =>
    effects.map((effect, index) => ({
      series: analysis.study.series,
      interruption: isoDay(analysis.design.interruptions[index]!.day),
      errors: fit.errors,
      used: fit === analysis.fit,
      ...estimateCells('level_change', effect.level),
      ...estimateCells('trend_change', effect.trend),
      ...estimateCells('effect_average', effect.average),
    })),
  );

const gapRows = ({ study }: Analysis): Row[] =>
  (['treated', 'control'] as const).flatMap((arm) =>
    gapsOf(study[arm]).map(({ after, missing }) => ({
      series: study.series,
      arm,
      after: isoDay(after.day),
      before: isoDay(study[arm][study[arm].indexOf(after) + 1]!.day),
      missing,
    })),
  );

const effectRows = (analysis: Analysis, options: ItsOptions): Row[] =>
  analysis.effects.map((effect) => ({
    series: analysis.study.series,
    measure: options.measure || analysis.study.series,
    unit: options.unit,
    date: isoDay(analysis.study.treated.at(-1)!.day),
    baseline: effect.expected,
    value: effect.fitted,
    change: effect.average.estimate,
    lower: effect.average.lower,
    upper: effect.average.upper,
    p: effect.average.p,
    method: methodOf(analysis),
  }));
