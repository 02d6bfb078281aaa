import { type Attempt, attempt, type MethodName, methodNames, type Setting } from './attempt.ts';
import type { EtsFit } from './ets.ts';
import type { Regressors } from './regression.ts';
import { normalDraws } from './simulate.ts';
import { type Decomposition, stl } from './stl.ts';

/** One regular series and what is known of it. */
export interface Job {
  y: Float64Array;
  /** Length of the season; 1 for none. */
  m: number;
  horizon: number;
  regressors?: Regressors;
}

/** What is the same for every series. */
export interface Plan {
  methods: MethodName[];
  levels: number[];
  /** Upper standard normal quantile of each level. */
  z: number[];
  origins: number;
  restrict: boolean;
  seed: number;
  paths: number;
  window: number | null;
  robust: boolean;
}

/** Accuracy over the backtest; errors are actual − forecast. */
export interface Score {
  n: number;
  mase: number;
  mae: number;
  rmse: number;
  wape: number;
  bias: number;
  biasRelative: number;
  /** Σ|e|, Σe and Σ|y|, to pool series with. */
  sums: [number, number, number];
  levels: { inside: number; width: number; winkler: number }[];
}

export interface Trial extends Attempt {
  method: MethodName;
  /** By origin, step (and level): central at o · h + j, limits at (o · levels + level) · h + j. */
  backtest?: { central: Float64Array; lower: Float64Array; upper: Float64Array };
  score?: Score;
}

export interface Analysis {
  trials: Trial[];
  /** Place of the chosen method in `trials`; −1 when none could be fitted. */
  chosen: number;
  /** Values known at each origin, oldest first. */
  origins: number[];
  decomposition?: Decomposition;
}

/** Numbers of values known at the last origins that leave a whole horizon to compare with and at least a season and two values before. */
export function originsOf(n: number, m: number, horizon: number, count: number): number[] {
  const least = Math.max(4, m + 2);
  const all = Array.from({ length: count }, (_, i) => n - horizon - count + 1 + i);
  return all.filter((known) => known >= least);
}

let kept: { key: string; normal: Float64Array } | undefined;

/** Fits every method at every origin and on the whole series, and chooses the one with the least MASE; the simpler wins a tie. */
export function analyse(job: Job, plan: Plan): Analysis {
  const { y, m, horizon } = job;
  const origins = originsOf(y.length, m, horizon, plan.origins);
  const setting: Setting = {
    m,
    horizon,
    levels: plan.levels,
    z: plan.z,
    restrict: plan.restrict,
    ...(job.regressors && { regressors: job.regressors }),
    draws() {
      const key = `${plan.seed} ${plan.paths} ${horizon}`;
      if (kept?.key !== key) kept = { key, normal: normalDraws(plan.seed, plan.paths * horizon) };
      return { paths: plan.paths, normal: kept.normal };
    },
  };
  const trials: Trial[] = [];
  for (const method of methodNames.filter((name) => plan.methods.includes(name))) {
    const whole = attempt(method, y, setting);
    if (!whole) continue;
    const tested = origins.length > 0 ? roll(method, job, setting, origins) : undefined;
    trials.push({ ...whole, method, ...(tested && { backtest: tested, score: score(job, plan, origins, tested) }) });
  }
  const decomposition = stl(y, m, plan.window, plan.robust);
  return { trials, chosen: choose(trials, m), origins, ...(decomposition && { decomposition }) };
}

function roll(method: MethodName, { y, horizon: h }: Job, setting: Setting, origins: readonly number[]) {
  const levels = setting.levels.length;
  const central = new Float64Array(origins.length * h);
  const lower = new Float64Array(origins.length * levels * h);
  const upper = new Float64Array(origins.length * levels * h);
  let near: EtsFit | undefined;
  for (const [place, known] of origins.entries()) {
    const fit = attempt(method, y.subarray(0, known), setting, near);
    if (!fit) return undefined;
    near = fit.ets;
    central.set(fit.outlook.central, place * h);
    lower.set(fit.outlook.lower, place * levels * h);
    upper.set(fit.outlook.upper, place * levels * h);
  }
  return { central, lower, upper };
}

/** Mean absolute change over a season within the first `known` values: what MASE is scaled by. */
export function scaleOf(y: Float64Array, m: number, known: number): number {
  let sum = 0;
  for (let t = m; t < known; t++) sum += Math.abs(y[t]! - y[t - m]!);
  return sum / (known - m);
}

function score(
  { y, m, horizon: h }: Job,
  { levels }: Plan,
  origins: readonly number[],
  { central, lower, upper }: NonNullable<Trial['backtest']>,
): Score {
  const n = origins.length * h;
  let absolute = 0;
  let signed = 0;
  let squares = 0;
  let scaled = 0;
  let size = 0;
  const tallies = levels.map(() => ({ inside: 0, width: 0, winkler: 0 }));
  for (const [place, known] of origins.entries()) {
    const scale = scaleOf(y, m, known);
    for (let j = 0; j < h; j++) {
      const actual = y[known + j]!;
      const e = actual - central[place * h + j]!;
      absolute += Math.abs(e);
      signed += e;
      squares += e * e;
      scaled += Math.abs(e) / scale;
      size += Math.abs(actual);
      for (const [i, tally] of tallies.entries()) {
        const at = (place * levels.length + i) * h + j;
        const [low, high] = [lower[at]!, upper[at]!];
        const missed = actual < low ? low - actual : actual > high ? actual - high : 0;
        if (missed === 0) tally.inside++;
        tally.width += (high - low) / n;
        tally.winkler += (high - low + (2 / (1 - levels[i]!)) * missed) / n;
      }
    }
  }
  return {
    n,
    mase: scaled / n,
    mae: absolute / n,
    rmse: Math.sqrt(squares / n),
    wape: absolute / size,
    bias: signed / n,
    biasRelative: signed / size,
    sums: [absolute, signed, size],
    levels: tallies,
  };
}

/** By MASE, or by MAE where a scale of nothing leaves no MASE; without a backtest the seasonal naive, or else the simplest. */
function choose(trials: readonly Trial[], m: number): number {
  const tested = trials.filter((trial) => trial.score);
  if (tested.length === 0) {
    const plain = trials.findIndex((trial) => trial.method === (m > 1 ? 'seasonal-naive' : 'naive'));
    return plain >= 0 ? plain : trials.length - 1 >= 0 ? 0 : -1;
  }
  const finite = tested.every((trial) => Number.isFinite(trial.score!.mase));
  const measure = (trial: Trial) => (finite ? trial.score!.mase : trial.score!.mae);
  let best = tested[0]!;
  for (const trial of tested) if (measure(trial) < measure(best) * (1 - 1e-9)) best = trial;
  return trials.indexOf(best);
}
