import { tQuantile } from '../distribution.ts';
import type { Design } from './design.ts';
import { around, type Interval, kornGraubard, type Reliability, reliability, wilson } from './interval.ts';
import { type Domain, degrees, variance } from './linear.ts';

export type Kind = 'item' | 'theme' | 'index' | 'multi';

/** A figure and its precision. Shares are 0–1, index points 0–100. */
export interface Precise {
  base: number;
  weightedBase: number;
  value: number;
  variance: number;
  /** What an interval is made from: the variance, or where the units of a design happen to agree so that it is naught, that of Kish's effective n. */
  stand: number;
  se: number;
  df: number;
  /** Answers of a simple random sample that would be as precise. */
  effective: number;
  /** The same without the design's finite population correction. */
  effectiveUncorrected: number;
  /** Whether the variance carries that correction already. */
  corrected: boolean;
  /** Respondents drawn, and people in the population where the design says, of an unweighted simple sample; null of any other. */
  even: { drawn: number; frame: number | null } | null;
  deff: number;
  kishDeff: number;
  kishEffective: number;
}

/** With its interval, and a word on how far to trust it. */
export interface Estimate extends Precise, Reliability {
  lower: number;
  upper: number;
}

export interface Precision {
  level: number;
  interval: 'wilson' | 'korn-graubard';
  effective: 'design' | 'kish';
}

export function estimate(kind: Kind, domain: Domain, design: Design, how: Precision): Estimate {
  const precise = precision(kind, domain, design, how);
  const share = kind !== 'index';
  const [lower, upper] = limits(precise, share, how);
  return {
    ...precise,
    lower,
    upper,
    ...reliability(precise.value, [lower, upper], precise.effective, precise.df, share),
  };
}

export function precision(kind: Kind, domain: Domain, design: Design, how: Pick<Precision, 'effective'>): Precise {
  const { base, ratio: value } = domain;
  const share = kind !== 'index';
  const kishEffective = base === 0 ? Number.NaN : domain.w ** 2 / domain.ww;
  const spread = share ? value * (1 - value) : spreadOf(domain);
  const textbook = design.simple && kind !== 'theme';
  const { uncorrected } = design;
  const sampling = base === 0 || textbook ? Number.NaN : variance(domain, uncorrected ?? design);
  const mute = sampling <= (spread / base) * 1e-12;
  const v = base === 0 ? Number.NaN : textbook ? spread / base : mute ? 0 : variance(domain, design);
  const precise = (v: number) =>
    how.effective === 'kish' || spread <= 0 || mute || Number.isNaN(v) ? kishEffective : spread / v;
  const effective = textbook ? base : precise(v);
  const df = base === 0 ? Number.NaN : degrees(domain, design);
  return {
    base,
    weightedBase: domain.w,
    value,
    variance: v,
    stand: mute ? spread / kishEffective : v,
    se: Math.sqrt(v),
    df,
    effective,
    effectiveUncorrected: uncorrected && base > 0 ? precise(sampling) : effective,
    corrected: uncorrected !== null,
    even: design.even ? { drawn: design.size[0]!, frame: design.frame } : null,
    deff: base / effective,
    kishDeff: base / kishEffective,
    kishEffective,
  };
}

/** Variance of the measure among respondents, as a simple random sample would estimate it. */
function spreadOf(domain: Domain): number {
  const variance = domain.wyy / domain.w - domain.ratio ** 2;
  return domain.base < 2 ? Number.NaN : (Math.max(variance, 0) * domain.base) / (domain.base - 1);
}

function limits({ value, stand, effective, df, base }: Precise, share: boolean, how: Precision): Interval {
  if (!(df > 0)) return [Number.NaN, Number.NaN];
  if (!share) return around(value, Math.sqrt(stand), df, how.level);
  if (effective === Number.POSITIVE_INFINITY) return [value, value];
  if (how.interval === 'korn-graubard') return kornGraubard(value, effective, base, df, how.level);
  return wilson(value, effective, tQuantile(1 - (1 - how.level) / 2, df));
}
