import type { Warning } from '../../contract/data.ts';
import { LONGEST } from './ets.ts';
import type { ForecastOptions } from './options.ts';
import { exact } from './proportion.ts';
import type { Found } from './regular.ts';
import type { Result } from './written.ts';

/** Everything that a reader of the forecasts should know, with how many series it concerns. */
export function warningsOf(
  series: readonly Found[],
  results: readonly Result[],
  drivers: readonly string[],
  options: ForecastOptions,
): Warning[] {
  const warnings: Warning[] = [];
  const tell = (
    code: string,
    found: readonly { name: string }[],
    text: (who: string) => string,
    count = found.length,
  ) => {
    if (found.length > 0) warnings.push({ code, text: text(named(found)), count });
  };
  const sum = (found: readonly Found[], of: (one: Found) => number) => found.reduce((total, one) => total + of(one), 0);
  const refused = series.filter((one) => one.reason !== undefined);
  tell(
    'refused',
    refused,
    (who) => `${who} ${are(refused)} not forecast. ${reasons(refused)} The table series says why for each.`,
  );
  const filled = results.map(({ found }) => found).filter((one) => one.missing > 0);
  const holes = sum(filled, (one) => one.missing);
  tell(
    'filled',
    filled,
    (who) =>
      `${holes} periods without a value were filled (gaps: ${options.gaps}) in ${who}; the forecasts rest on them too.`,
    holes,
  );
  const doubled = results.map(({ found }) => found).filter((one) => one.duplicates > 0);
  const extra = sum(doubled, (one) => one.duplicates);
  tell(
    'aggregated',
    doubled,
    (who) => `${extra} rows beyond the first of their period were combined by ${options.aggregate} in ${who}.`,
    extra,
  );
  const cut = series.filter((one) => one.partial > 0);
  tell(
    'partial-period',
    cut,
    (who) =>
      `The data covers the first or last period only in part in ${who}; ${options.partial === 'keep' ? 'it was kept, and pulls the forecast.' : 'it is left out.'}`,
    sum(cut, (one) => one.partial),
  );
  const low = results.map(({ found }) => found).filter(lowEnd);
  tell(
    'last-period-low',
    low,
    (who) => `The last value is less than half of any in the season before it in ${who}: is that period complete?`,
  );
  const untested = results.filter(({ analysis }) => analysis.origins.length === 0).map(({ found }) => found);
  tell(
    'no-backtest',
    untested,
    (who) => `Too short, or no origin asked for, to backtest ${who}: the method was not chosen by accuracy.`,
  );
  const fewer = results
    .filter(({ analysis }) => analysis.origins.length > 0 && analysis.origins.length < options.origins)
    .map(({ found }) => found);
  tell(
    'fewer-origins',
    fewer,
    (who) => `Fewer than ${options.origins} origins leave enough values before and after in ${who}.`,
  );
  const dropped = results
    .filter(({ analysis }) => analysis.origins.length > 0 && analysis.trials.some(({ backtest }) => !backtest))
    .map(({ found }) => found);
  tell(
    'method-untested',
    dropped,
    (who) =>
      `A method could not be fitted at every origin in ${who}, so it has intervals but no accuracy, and was not chosen.`,
  );
  if (options.methods.includes('ets')) {
    const long = results.map(({ found }) => found).filter((one) => one.m > LONGEST);
    tell(
      'season-long',
      long,
      (who) =>
        `Exponential smoothing takes no season of more than ${LONGEST} periods, and so none in ${who}. Theta, seasonal naive and stl do.`,
    );
  }
  if (drivers.length > 0 && !options.methods.includes('regression'))
    warnings.push({
      code: 'drivers-unused',
      text: 'Only the method regression uses drivers, and it is not among the methods.',
      count: drivers.length,
    });
  if (options.methods.includes('regression')) {
    const without = results
      .filter(({ analysis }) => !analysis.trials.some((trial) => trial.method === 'regression'))
      .map(({ found }) => found);
    tell(
      'no-regression',
      without,
      (who) =>
        `No regression for ${who}: too few values, terms that say the same, or a driver that is not known for every period and the whole horizon. Add rows with dates ahead and no value for what is known of them.`,
    );
  }
  return [...warnings, ...coverage(results, options.levels)];
}

/** Says where the intervals of the chosen methods hold more or less often than they claim. */
function coverage(results: readonly Result[], levels: readonly number[]): Warning[] {
  const warnings: Warning[] = [];
  const tested = results.flatMap(({ found, analysis }) => {
    const score = analysis.trials[analysis.chosen]?.score;
    return score ? [{ name: found.name, score }] : [];
  });
  for (const [i, level] of levels.entries()) {
    const share = ({ score }: (typeof tested)[number]) => exact(score.levels[i]!.inside, score.n);
    const wide = tested.filter((one) => share(one)[0] > level / 100);
    const always = tested.filter((one) => one.score.levels[i]!.inside === one.score.n && !wide.includes(one));
    const narrow = tested.filter((one) => share(one)[1] < level / 100);
    const say = (code: string, found: typeof tested, text: string) => {
      if (found.length > 0) warnings.push({ code, text: `${text}: ${named(found)}.`, count: found.length });
    };
    say(
      'coverage-above',
      wide,
      `In the backtest the ${level} % intervals held more often than ${level} %, even allowing for chance; the limits may be too wide`,
    );
    say(
      'always-inside',
      always,
      `In the backtest every value was inside the ${level} % limits; that may mean that the limits are too wide`,
    );
    say(
      'coverage-below',
      narrow,
      `In the backtest the ${level} % intervals held less often than ${level} %, even allowing for chance; they promise too much`,
    );
  }
  return warnings;
}

function lowEnd({ y, m }: Found): boolean {
  const before = y.subarray(Math.max(0, y.length - 1 - Math.max(m, 4)), y.length - 1);
  const least = Math.min(...before);
  return least > 0 && y[y.length - 1]! < least / 2;
}

const are = (found: readonly unknown[]) => (found.length === 1 ? 'is' : 'are');

function reasons(found: readonly Found[]): string {
  const kinds = new Set(found.map((one) => one.reason!));
  const [only] = kinds;
  return kinds.size === 1 ? only! : '';
}

function named(found: readonly { name: string }[]): string {
  if (found.length === 1) return `the series "${found[0]!.name}"`;
  const shown = found.slice(0, 3).map((one) => `"${one.name}"`);
  return `${found.length} series (${shown.join(', ')}${found.length > 3 ? ' …' : ''})`;
}
