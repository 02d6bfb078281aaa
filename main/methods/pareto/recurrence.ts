import type { Query, Task, Warning } from '../../contract/data.ts';
import { Fault } from '../../contract/fault.ts';
import type { Log } from './log.ts';
import type { ParetoOptions } from './options.ts';
import { adjust, poissonInterval, rateRatio } from './poisson.ts';

/** Days of a mean month. */
const MONTH = 30.4375;

/** Writes `recurrence`: whether each fix of a category was followed by fewer rows, with exact Poisson intervals. */
export async function recur(query: Query, log: Log, options: ParetoOptions, task: Task): Promise<Warning[]> {
  const spans = await query.make('fixes', fixes(log), { from: log.from, to: log.to });
  const {
    category = [],
    fixed = [],
    next_date = [],
  } = await query.texts(`SELECT category, fixed, next_date FROM ${spans} ORDER BY category, fixed`);
  const numbers = await query.numbers(
    `SELECT before_count, before_days, after_count, after_days, days_to_next FROM ${spans} ORDER BY category, fixed`,
  );
  const n = category.length;
  const blank = () => new Float64Array(n).fill(Number.NaN);
  const out = {
    before_rate: blank(),
    before_lower: blank(),
    before_upper: blank(),
    after_rate: blank(),
    after_lower: blank(),
    after_upper: blank(),
    rate_ratio: blank(),
    ratio_lower: blank(),
    ratio_upper: blank(),
    p_value: blank(),
  };
  for (let i = 0; i < n; i++) {
    if (i % 500 === 499) await breathe(task, i / n);
    const before = { count: numbers.before_count![i]!, time: numbers.before_days![i]! / MONTH };
    const after = { count: numbers.after_count![i]!, time: numbers.after_days![i]! / MONTH };
    for (const [side, name] of [
      [before, 'before'],
      [after, 'after'],
    ] as const) {
      if (side.time <= 0) continue;
      const [lower, upper] = poissonInterval(side.count, options.confidence);
      out[`${name}_rate`][i] = side.count / side.time;
      out[`${name}_lower`][i] = lower / side.time;
      out[`${name}_upper`][i] = upper / side.time;
    }
    if (before.time <= 0 || after.time <= 0 || before.count + after.count === 0) continue;
    const { ratio, lower, upper, pValue } = rateRatio(after, before, options.confidence);
    if (before.count > 0) out.rate_ratio[i] = ratio;
    out.ratio_lower[i] = lower;
    if (Number.isFinite(upper)) out.ratio_upper[i] = upper;
    out.p_value[i] = pValue;
  }
  const computed = { type: 'DOUBLE' } as const;
  const whole = (name: string, type: 'BIGINT' | 'INTEGER') => ({ type, values: [...numbers[name]!] });
  await query.put('recurrence', {
    category: { type: 'VARCHAR', values: category },
    fixed_date: { type: 'DATE', values: fixed },
    before_count: whole('before_count', 'BIGINT'),
    before_days: whole('before_days', 'INTEGER'),
    before_rate: { ...computed, values: out.before_rate },
    before_lower: { ...computed, values: out.before_lower },
    before_upper: { ...computed, values: out.before_upper },
    after_count: whole('after_count', 'BIGINT'),
    after_days: whole('after_days', 'INTEGER'),
    after_rate: { ...computed, values: out.after_rate },
    after_lower: { ...computed, values: out.after_lower },
    after_upper: { ...computed, values: out.after_upper },
    rate_ratio: { ...computed, values: out.rate_ratio },
    ratio_lower: { ...computed, values: out.ratio_lower },
    ratio_upper: { ...computed, values: out.ratio_upper },
    p_value: { ...computed, values: out.p_value },
    p_adjusted: { ...computed, values: Float64Array.from(adjust([...out.p_value])) },
    recurred: { type: 'BOOLEAN', values: [...numbers.after_count!].map((count) => count > 0) },
    next_date: { type: 'DATE', values: next_date },
    days_to_next: whole('days_to_next', 'INTEGER'),
  });
  return warnings(query, log, spans);
}

/** A row per category and fix inside the days covered, with counts and days on both sides. */
const fixes = (log: Log) => `WITH fix AS (
    SELECT DISTINCT category, fixed FROM ${log.rows} WHERE fixed BETWEEN CAST($from AS DATE) AND CAST($to AS DATE)),
  span AS (
    SELECT category, fixed,
      coalesce(lag(fixed) OVER line + 1, CAST($from AS DATE)) AS start, coalesce(lead(fixed) OVER line, CAST($to AS DATE)) AS finish
    FROM fix WINDOW line AS (PARTITION BY category ORDER BY fixed)),
  days AS (SELECT category, date, count(*) AS rows FROM ${log.rows} WHERE date IS NOT NULL GROUP BY category, date)
  SELECT s.category, s.fixed, s.fixed - s.start + 1 AS before_days, s.finish - s.fixed AS after_days,
    coalesce(sum(d.rows) FILTER (d.date BETWEEN s.start AND s.fixed), 0) AS before_count,
    coalesce(sum(d.rows) FILTER (d.date > s.fixed AND d.date <= s.finish), 0) AS after_count,
    min(d.date) FILTER (d.date > s.fixed AND d.date <= s.finish) AS next_date,
    min(d.date) FILTER (d.date > s.fixed AND d.date <= s.finish) - s.fixed AS days_to_next
  FROM span s LEFT JOIN days d ON d.category = s.category AND d.date BETWEEN s.start AND s.finish
  GROUP BY s.category, s.fixed, s.start, s.finish`;

async function warnings(query: Query, log: Log, spans: string): Promise<Warning[]> {
  const [seen] = await query.rows(
    `SELECT (SELECT count(*) FROM ${log.rows} WHERE fixed < CAST($from AS DATE) OR fixed > CAST($to AS DATE)) AS outside,
      (SELECT count(*) FROM ${spans} WHERE after_days = 0) AS last`,
    { from: log.from, to: log.to },
  );
  const found: Warning[] = [];
  if (Number(seen!.outside) > 0)
    found.push({
      code: 'fixed-outside',
      text: 'Rows have a fix outside the days covered; it is not in recurrence.',
      count: Number(seen!.outside),
    });
  if (Number(seen!.last) > 0)
    found.push({
      code: 'fixed-last',
      text: 'Fixes fall on the last day covered: nothing is known of the time after.',
      count: Number(seen!.last),
    });
  return found;
}

async function breathe(task: Task, fraction: number): Promise<void> {
  if (task.signal.aborted) throw new Fault('cancelled', 'Cancelled.');
  task.progress(0.7 + 0.3 * fraction, 'recurrence after fixes');
  await new Promise((resolve) => setImmediate(resolve));
}
