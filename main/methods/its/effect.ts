import { tPValue, tQuantile } from '../distribution.ts';
import type { Design, Row } from './design.ts';
import type { Fit } from './fit.ts';
import type { ItsOptions } from './options.ts';

/** An estimate with its standard error, interval and two-sided p-value. */
export interface Estimate {
  estimate: number;
  se: number;
  t: number;
  p: number;
  lower: number;
  upper: number;
}

/** What one interruption did, in the value's own units and as a share of what would have been. */
export interface Effect {
  level: Estimate | null;
  trend: Estimate | null;
  end: Estimate;
  endRelative: Estimate | null;
  average: Estimate;
  averageRelative: Estimate | null;
  /** Means over the periods after the interruption. */
  expected: number;
  fitted: number;
}

/** What turns a fit into estimates: t intervals on n−k. */
export interface Judge {
  linear(contrast: Float64Array): Estimate;
  delta(estimate: number, gradient: Float64Array): Estimate;
  predict(contrast: Float64Array): number;
}

export function judgeOf(fit: Fit, level: number): Judge {
  const quantile = tQuantile((1 + level) / 2, fit.df);
  const delta = (estimate: number, gradient: Float64Array): Estimate => {
    let variance = 0;
    for (let i = 0; i < gradient.length; i++)
      for (let j = 0; j < gradient.length; j++) variance += gradient[i]! * gradient[j]! * fit.covariance.get(i, j);
    const se = Math.sqrt(Math.max(0, variance));
    const t = estimate / se;
    return { estimate, se, t, p: tPValue(t, fit.df), lower: estimate - quantile * se, upper: estimate + quantile * se };
  };
  const predict = (contrast: Float64Array) => contrast.reduce((sum, c, i) => sum + c * fit.coefficients[i]!, 0);
  return { delta, predict, linear: (contrast) => delta(predict(contrast), contrast) };
}

/** The part of a row that belongs to the effect of one interruption, or of all. */
export const effectPart = (design: Design, row: Row, interruption?: number): Float64Array =>
  row.x.map((x, i) => {
    const of = design.terms[i]!.effectOf;
    return of !== undefined && (interruption === undefined || of === interruption) ? x : 0;
  });

export const without = (row: Row, part: Float64Array): Float64Array => row.x.map((x, i) => x - part[i]!);

export function effectOf(fit: Fit, design: Design, interruption: number, options: ItsOptions): Effect {
  const judge = judgeOf(fit, options.level);
  const after = fit.rows.filter((row) => row.treated && row.point.time >= design.interruptions[interruption]!.counted);
  const last = after.at(-1)!;
  const single = (part: 'level' | 'trend'): Estimate | null => {
    const at = design.terms.findIndex((term) => term.effectOf === interruption && term.part === part);
    return at < 0 ? null : judge.linear(Float64Array.from(design.terms, (_, i) => (i === at ? 1 : 0)));
  };
  const measure = options.scale === 'log' ? onLog : onIdentity;
  const [end, endRelative] = measure(judge, design, [last], interruption);
  const [average, averageRelative, expected] = measure(judge, design, after, interruption);
  return {
    level: single('level'),
    trend: single('trend'),
    end,
    endRelative,
    average,
    averageRelative,
    expected,
    fitted: expected + average.estimate,
  };
}

type Measured = [absolute: Estimate, relative: Estimate | null, expected: number];

/** Effect over rows: the mean contrast, and its ratio to the mean counterfactual by the delta method. */
function onIdentity(judge: Judge, design: Design, rows: readonly Row[], interruption: number): Measured {
  const contrast = mean(rows.map((row) => effectPart(design, row, interruption)));
  const base = mean(rows.map((row) => without(row, effectPart(design, row, interruption))));
  const absolute = judge.linear(contrast);
  const expected = judge.predict(base);
  if (expected <= 0) return [absolute, null, expected];
  const ratio = absolute.estimate / expected;
  return [
    absolute,
    judge.delta(
      ratio,
      contrast.map((c, i) => (c - ratio * base[i]!) / expected),
    ),
    expected,
  ];
}

/** On the log scale the relative effect is exact (a geometric mean over rows), and the absolute one goes by the delta method. */
function onLog(judge: Judge, design: Design, rows: readonly Row[], interruption: number): Measured {
  const parts = rows.map((row) => effectPart(design, row, interruption));
  const gradients = rows.map((row, index) => {
    const base = without(row, parts[index]!);
    const [full, none] = [Math.exp(judge.predict(row.x)), Math.exp(judge.predict(base))];
    return { change: full - none, none, gradient: row.x.map((x, i) => full * x - none * base[i]!) };
  });
  const average = gradients.reduce((sum, one) => sum + one.change, 0) / rows.length;
  const expected = gradients.reduce((sum, one) => sum + one.none, 0) / rows.length;
  const log = judge.linear(mean(parts));
  const relative = {
    ...log,
    estimate: Math.expm1(log.estimate),
    se: Math.exp(log.estimate) * log.se,
    lower: Math.expm1(log.lower),
    upper: Math.expm1(log.upper),
  };
  return [judge.delta(average, mean(gradients.map((one) => one.gradient))), relative, expected];
}

function mean(vectors: readonly Float64Array[]): Float64Array {
  const sum = new Float64Array(vectors[0]!.length);
  for (const vector of vectors)
    vector.forEach((value, i) => {
      sum[i]! += value / vectors.length;
    });
  return sum;
}
