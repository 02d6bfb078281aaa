import { estimate, LEAST, type Optimum, type Seed } from './estimate.ts';
import { type Form, formSize, formsFor } from './form.ts';
import { Recursion } from './recursion.ts';
import { type Start, startOf } from './start.ts';

/** Every form of the family on one series. */
export interface FormFit {
  form: Form;
  /** Estimated parameters, initial states included, and the variance. */
  k: number;
  loglik: number;
  aic: number;
  aicc: number;
  bic: number;
  /** Natural parameters on the series' own scale, in the order of recursion.ts. */
  parameters: Float64Array;
}

export interface EtsFit extends FormFit {
  forms: FormFit[];
  /** Σe²/(n − k + 1) with e relative for multiplicative errors: the variance estimate that intervals use. */
  sigma2: number;
  fitted: Float64Array;
  level: number;
  slope: number;
  /** States of the last season, in order of time: the first is the one that the next value uses. */
  season: Float64Array;
}

const slow: Seed = { alpha: 0.15, beta: 0.1, gamma: 0.05, phi: 0.97 };
const quick: Seed = { alpha: 0.5, beta: 0.05, gamma: 0.8, phi: 0.9 };
/** A slope that turns as fast as the level: another valley of the likelihood where a season is left out. */
const turning: Seed = { alpha: 0.8, beta: 0.9, gamma: 0.1, phi: 0.82 };
/** Follows every value at once, so that no forecast of positive data falls below zero. */
const close: Seed = { alpha: 0.99, beta: 0.001, gamma: 0.1, phi: 0.9 };

/** Longest season that initial states are estimated for. */
export const LONGEST = 24;

/**
 * Exponential smoothing: every form's likelihood maximised, the form with the least AICc chosen. `m` is the length of the season.
 * `near` is a fit of the same series cut shorter, from which the search begins.
 */
export function fitEts(y: Float64Array, m: number, restrict: boolean, near?: EtsFit): EtsFit | undefined {
  const n = y.length;
  let size = 0;
  for (const value of y) size += Math.abs(value);
  const scale = size > 0 ? size / n : 1;
  const scaled = y.map((value) => value / scale);
  const constant = scaled.every((value) => value === scaled[0]);
  const seasonal = m > 1 && m <= LONGEST && n > m && !constant;
  const recursion = new Recursion(scaled, m);
  const unit = Math.max(deviation(scaled), 1e-3);
  const starts = new Map<string, Start>();
  const startFor = (form: Form) => {
    const key = form.trend.slice(0, 1) + form.season;
    const known = starts.get(key) ?? startOf(scaled, m, form);
    starts.set(key, known);
    return known;
  };
  const forms: FormFit[] = [];
  for (const form of formsFor(
    y.every((value) => value > 0),
    seasonal,
    restrict,
  )) {
    const k = formSize(form, m) + 1;
    if (n - k - 1 <= 0 || (constant && form.trend !== 'N')) continue;
    const best = search(recursion, form, startFor, unit, scale, forms, near);
    if (!best || !Number.isFinite(best.value)) continue;
    const deviance = best.value + 2 * n * Math.log(scale);
    const aic = deviance + 2 * k;
    forms.push({
      form,
      k,
      loglik: -deviance / 2,
      aic,
      aicc: aic + (2 * k * (k + 1)) / (n - k - 1),
      bic: deviance + k * Math.log(n),
      parameters: rescale(best.parameters, form, scale),
    });
  }
  let best: FormFit | undefined;
  for (const fit of forms) if (!best || fit.aicc < best.aicc - 1e-9) best = fit;
  if (!best) return undefined;
  if (!near) polish(best, recursion, unit, scale);
  return { ...best, forms, ...replay(y, m, best) };
}

function search(
  recursion: Recursion,
  form: Form,
  startFor: (form: Form) => Start,
  unit: number,
  scale: number,
  fitted: readonly FormFit[],
  near: EtsFit | undefined,
): Optimum | undefined {
  const known = near?.forms.find((fit) => same(fit.form, form));
  if (known) {
    const { start, seed } = resume(known, scale);
    return estimate(recursion, form, start, seed, unit, 1e-5);
  }
  const start = startFor(form);
  let best: Optimum | undefined;
  let broken = false;
  const attempt = (from: Start, seed: Seed) => {
    const found = estimate(recursion, form, from, seed, unit, 1e-5);
    broken ||= !Number.isFinite(found.value);
    if (!best || found.value < best.value) best = found;
  };
  attempt(start, slow);
  const twin = fitted.find((fit) => fit.form.error !== form.error && same({ ...fit.form, error: form.error }, form));
  if (twin) {
    const { start: from, seed } = resume(twin, scale);
    attempt(from, seed);
  } else attempt(start, quick);
  if (form.trend !== 'N' && form.season === 'N') {
    attempt(start, turning);
    attempt(flattened(start, form, 1), slow);
  }
  if (broken) {
    for (const share of [0.3, 0.1, 0]) attempt(flattened(start, form, share), quick);
    attempt(flattened(start, form, 0), close);
  }
  return best;
}

/** Brings a chosen form's parameters from nearly to quite the optimum. */
function polish(fit: FormFit, recursion: Recursion, unit: number, scale: number): void {
  const { start, seed } = resume(fit, scale);
  const n = recursion.y.length;
  const found = estimate(recursion, fit.form, start, seed, unit, 1e-9);
  const gain = -(found.value + 2 * n * Math.log(scale)) / 2 - fit.loglik;
  if (!(gain > 0)) return;
  fit.loglik += gain;
  fit.aic -= 2 * gain;
  fit.aicc -= 2 * gain;
  fit.bic -= 2 * gain;
  fit.parameters = rescale(found.parameters, fit.form, scale);
}

/** A start with less slope and season, for data that the plain one would drive below zero. */
function flattened(start: Start, form: Form, share: number): Start {
  const rest = form.season === 'M' ? 1 - share : 0;
  const level = Math.max(start.level, LEAST) + (1 - share) * (1 - Math.min(1, start.level));
  return { level, slope: 0, season: start.season.map((value) => value * share + rest) };
}

const same = (a: Form, b: Form) => a.error === b.error && a.trend === b.trend && a.season === b.season;

/** A known optimum as a start: shares of β and γ drawn a little off their bounds, where a search would stick. */
function resume(fit: FormFit, scale: number): { start: Start; seed: Seed } {
  const p = rescale(fit.parameters, fit.form, 1 / scale);
  const [alpha = 0, beta = 0, gamma = 0, phi = 0, level = 0, slope = 0] = p;
  const share = (value: number, room: number) =>
    Math.min(0.98, Math.max(0.005, room > 0 ? (value - LEAST) / room : 0.005));
  return {
    start: { level, slope, season: p.slice(6) },
    seed: {
      alpha: Math.min(0.99, Math.max(0.01, alpha)),
      beta: share(beta, alpha - LEAST),
      gamma: share(gamma, 1 - alpha - LEAST),
      phi,
    },
  };
}

function rescale(p: Float64Array, form: Form, scale: number): Float64Array {
  return p.map((value, place) =>
    place === 4 || place === 5 || (place > 5 && form.season === 'A') ? value * scale : value,
  );
}

/** Runs the chosen form over the series for fitted values, variance and last states. */
function replay(y: Float64Array, m: number, { form, k, parameters }: FormFit) {
  const n = y.length;
  const recursion = new Recursion(y, m);
  recursion.value(form, parameters);
  return {
    sigma2: recursion.squares / (n - k + 1),
    fitted: recursion.expected.slice(),
    level: recursion.level[n]!,
    slope: recursion.slope[n]!,
    season: form.season === 'N' ? new Float64Array(0) : recursion.season.slice(n, n + m),
  };
}

function deviation(y: Float64Array): number {
  const mean = y.reduce((a, b) => a + b, 0) / y.length;
  return Math.sqrt(y.reduce((a, b) => a + (b - mean) ** 2, 0) / y.length);
}
