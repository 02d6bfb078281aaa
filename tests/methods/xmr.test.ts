import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Value } from '../../main/contract/data.ts';
import { xmr } from '../../main/methods/xmr.ts';
import { testEngine } from '../engine.ts';
import { runMethod } from '../method.ts';

let host: Awaited<ReturnType<typeof testEngine>>;
beforeAll(async () => {
  host = await testEngine();
});
afterAll(() => host.close());

const run = (relation: string, options = {}, roles = {}) => runMethod(xmr, host.query, { relation, options, roles });

/** Values as a monthly series from January 2020. */
const monthly = (values: readonly (number | null)[], extra = '') =>
  `(SELECT DATE '2020-01-01' + to_months(i - 1) AS date, list_extract([${values.map((v) => v ?? 'NULL').join(', ')}]::DOUBLE[], i) AS value${extra}
    FROM range(1, ${values.length + 1}) t(i))`;

const points = (rows: Record<string, Value>[], rule: string) =>
  rows.filter((row) => row[rule] === true).map((row) => row.point);

interface Reference {
  name: string;
  options: Record<string, unknown>;
  values: number[];
  mean: number;
  amr: number;
  lower: number;
  upper: number;
  dropped: number;
  outside: number[];
  shift: number[];
  trend: number[];
  two_in_three: number[];
}
/** Made by tests/fixtures/xmr/reference.R with R 4.2; relative tolerance 1e-10. */
const references = JSON.parse(
  readFileSync(new URL('../fixtures/xmr/reference.json', import.meta.url), 'utf8'),
) as Reference[];

describe('agrees with R', () => {
  test.each(references)('$name', async (reference) => {
    const { tables } = await run(monthly(reference.values), reference.options);
    const [summary] = tables.summary!;
    for (const [column, figure] of [
      ['mean', reference.mean],
      ['mean_moving_range', reference.amr],
      ['lower', reference.lower],
      ['upper', reference.upper],
    ] as const)
      expect(Math.abs((summary![column] as number) / figure - 1)).toBeLessThan(1e-10);
    expect(summary).toMatchObject({ n: reference.values.length, screened: reference.dropped });
    for (const rule of ['outside', 'shift', 'trend', 'two_in_three'] as const)
      expect([rule, ...points(tables.points!, rule)]).toEqual([rule, ...reference[rule]]);
    const flagged = reference.outside.length + reference.shift.length + reference.trend.length;
    expect(tables.signals).toHaveLength(flagged + reference.two_in_three.length);
  });
});

test('rows may come in any order', async () => {
  const sorted = monthly(references[2]!.values);
  const shuffled = `(SELECT * FROM ${sorted} ORDER BY hash(date))`;
  expect((await run(shuffled)).tables).toEqual((await run(sorted)).tables);
  const file = await run(shuffled, { order: 'file' });
  expect(file.tables.points!.map(({ label }) => label)).not.toEqual(
    [...file.tables.points!.map(({ label }) => label)].sort(),
  );
});

/** Figures of the NHS package's own example: mean 1.94; limits 4.60 and −0.72 screened, 6.95 and −3.06 unscreened. */
test('one large value widens the limits unless it is screened', async () => {
  const values = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1];
  const screened = (await run(monthly(values), { screen: true })).tables;
  expect(screened.summary![0]!.mean).toBeCloseTo(1.9444444444, 9);
  expect(screened.summary![0]!.lower).toBeCloseTo(-0.7155555556, 9);
  expect(screened.summary![0]!.upper).toBeCloseTo(4.6044444444, 9);
  expect(screened.summary![0]).toMatchObject({ screened: 2, mean_moving_range: 1, trial: false });
  expect(points(screened.points!, 'screened')).toEqual([5, 6]);
  expect(screened.phases![0]!.unscreened_moving_range).toBeCloseTo(1.8823529412, 9);
  const unscreened = (await run(monthly(values))).tables;
  expect(unscreened.summary![0]!.lower).toBeCloseTo(-3.0626143791, 9);
  expect(unscreened.summary![0]!.upper).toBeCloseTo(6.951503268, 9);
  expect(unscreened.signals).toMatchObject([
    { point: 5, rule: 'outside', direction: 'up', judgement: 'neither', icon: true },
  ]);
});

describe('rules', () => {
  const level = [9, 11, 9, 11, 9, 11, 9, 11, 9, 11, 9, 11];

  test('a point exactly on the mean ends a shift run', async () => {
    const base = { baseline: 12 };
    const run6 = await run(monthly([...level, 10.5, 10.4, 10.5, 10, 10.4, 10.5, 10.4, 10.5]), base);
    expect(points(run6.tables.points!, 'shift')).toEqual([]);
    const run7 = await run(monthly([...level, 9.9, 10.5, 10.4, 10.5, 10.1, 10.4, 10.5, 10.4, 9.5]), base);
    expect(points(run7.tables.points!, 'shift')).toEqual([14, 15, 16, 17, 18, 19, 20]);
  });

  test('equal neighbours end a trend; a turning point goes with the later trend', async () => {
    const broken = await run(monthly([...level, 9.5, 9.6, 9.7, 9.7, 9.8, 9.9, 10.1, 10.2]), { baseline: 12 });
    expect(points(broken.tables.points!, 'trend')).toEqual([]);
    const peak = await run(monthly([1, 2, 3, 4, 5, 6, 7, 6, 5, 4, 3, 2, 1]), { improve: 'up' });
    expect(points(peak.tables.points!, 'trend')).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
    const trend = peak.tables.signals!.filter((row) => row.rule === 'trend').map((row) => row.direction);
    expect(trend).toEqual(['up', 'up', 'up', 'up', 'up', 'up', 'down', 'down', 'down', 'down', 'down', 'down', 'down']);
  });

  test('two in three needs all three on one side', async () => {
    const half = 2.66 * 2;
    const far = 10 + half * 0.7;
    const same = await run(monthly([...level, far, 10.1, far, 9]), { baseline: 12 });
    expect(points(same.tables.points!, 'two_in_three')).toEqual([13, 15]);
    const split = await run(monthly([...level, far, 9.9, far, 9]), { baseline: 12 });
    expect(points(split.tables.points!, 'two_in_three')).toEqual([]);
    const beyond = monthly([...level, far, 10.1, 30, 9]);
    expect(points((await run(beyond, { baseline: 12 })).tables.points!, 'two_in_three')).toEqual([13, 15]);
    const within = await run(beyond, { baseline: 12, two_in_three: 'within' });
    expect(points(within.tables.points!, 'two_in_three')).toEqual([]);
  });

  test('priority is outside, trend, two in three, shift', async () => {
    const { tables } = await run(monthly([...level, 11, 12, 13.8, 14, 15, 16, 17]), { baseline: 12, improve: 'down' });
    expect(tables.points!.slice(12).map(({ signal, judgement }) => [signal, judgement])).toEqual([
      ['trend', 'concern'],
      ['trend', 'concern'],
      ['trend', 'concern'],
      ['trend', 'concern'],
      ['trend', 'concern'],
      ['outside', 'concern'],
      ['outside', 'concern'],
    ]);
    expect(tables.signals!.filter(({ point }) => point === 19).map(({ rule, icon }) => [rule, icon])).toEqual([
      ['outside', true],
      ['trend', false],
      ['two_in_three', false],
      ['shift', false],
    ]);
    expect(tables.summary![0]).toMatchObject({
      latest_signal: 'outside',
      latest_direction: 'up',
      variation: 'concern',
      signals: 8,
    });
  });
});

test.each([
  ['up', 2, 'consistently hits'],
  ['up', 18, 'consistently misses'],
  ['up', 10, 'hit and miss'],
  ['down', 2, 'consistently misses'],
  ['down', 18, 'consistently hits'],
  ['down', 10, 'hit and miss'],
  ['neither', 18, null],
] as const)('assurance when better is %s and the target %d: %s', async (improve, target, assurance) => {
  const { tables, warnings } = await run(monthly([9, 11, 9, 11, 9, 11, 9, 11, 9, 11, 9, 11]), { improve, target });
  expect(tables.summary![0]).toMatchObject({ target, assurance, improve });
  expect(warnings.some(({ code }) => code === 'no-direction')).toBe(improve === 'neither');
});

test('columns for target and improve go series by series', async () => {
  const wide = `(SELECT date, unnest(['waits', 'scores']) AS series, unnest([value, value * 2]) AS value,
    unnest([30, 30]) AS target, unnest(['Down', 'up']) AS improve FROM ${monthly([9, 11, 9, 11, 9, 11, 9, 11, 9, 11, 9, 11])})`;
  const { tables } = await run(wide, { target: 1 });
  expect(tables.summary!.map(({ series, assurance, target }) => [series, assurance, target])).toEqual([
    ['scores', 'hit and miss', 30],
    ['waits', 'consistently hits', 30],
  ]);
  await expect(run(wide.replace("'Down'", "'lower'"))).rejects.toMatchObject({
    code: 'data-unfit',
    message: 'xmr reads "lower" under improve. Write up, down or neither there.',
  });
});

describe('rebasing', () => {
  const values = [9, 11, 9, 11, 9, 11, 29, 31, 29, 31, 29, 31];
  const why = { reason: 'New triage', author: 'A. Analyst' };

  test('a phase has a mean, limits and runs of its own', async () => {
    const { tables } = await run(monthly(values), { rebase: [{ date: '2020-06-15', ...why }] });
    expect(tables.phases).toMatchObject([
      { phase: 1, n: 6, mean: 10, mean_moving_range: 2, last_label: '2020-06-01', reason: null, trial: true },
      { phase: 2, n: 6, mean: 30, mean_moving_range: 2, first_label: '2020-07-01', rebase_date: '2020-06-15', ...why },
    ]);
    expect(tables.signals).toEqual([]);
    expect(tables.points![6]).toMatchObject({ phase: 2, moving_range: null, rebase: 'New triage (A. Analyst)' });
    expect(tables.summary![0]).toMatchObject({ phases: 2, mean: 30, limit_points: 6 });
    expect((tables.summary![0]!.lower as number).toFixed(2)).toBe('24.68');
  });

  /** Nile rebased at 1899: R, means and limits of Nile[1:28] and Nile[29:100] by reference.R's xmr(). */
  test('the Nile before and after the first Aswan dam', async () => {
    const nile = references[0]!.values;
    const relation = `(SELECT 1871 + i - 1 AS date, list_extract([${nile.join(',')}], i) AS value FROM range(1, 101) t(i))`;
    const { tables, warnings } = await run(relation, { rebase: [{ date: 1899, ...why }] });
    const near = (rows: Record<string, Value>[]) =>
      rows.map(({ mean, lower, upper }) => [mean, lower, upper].map((figure) => (figure as number).toFixed(6)));
    expect(near(tables.phases!)).toEqual([
      ['1097.750000', '722.197407', '1473.302593'],
      ['849.972222', '510.766025', '1189.178419'],
    ]);
    expect(points(tables.points!, 'outside')).toEqual([43]);
    expect(points(tables.points!, 'shift')).toEqual([20, 21, 22, 23, 24, 25, 26, 69, 70, 71, 72, 73, 74, 75]);
    expect(tables.points![42]).toMatchObject({ label: '1913', date: null });
    expect(tables.summary![0]).toMatchObject({ step: '1', gaps: 0 });
    expect(warnings).toEqual([]);
  });

  test('one series can be rebased alone', async () => {
    const two = `(SELECT date, unnest(['a', 'b']) AS series, unnest([value, value]) AS value FROM ${monthly(values)})`;
    const { tables } = await run(two, { rebase: [{ date: '2020-07-01', series: 'b', ...why }] });
    expect(tables.summary!.map(({ series, phases }) => [series, phases])).toEqual([
      ['a', 1],
      ['b', 2],
    ]);
  });

  test.each([
    [{ date: '2020-07-01', author: 'A' }, 'a rebase needs a reason'],
    [{ date: '2020-07-01', reason: ' ', author: 'A' }, 'a rebase needs a reason'],
    [{ date: '2020-07-01', reason: 'x' }, 'a rebase needs an author'],
    [{ reason: 'x', author: 'A' }, 'a rebase needs a date'],
    [{ date: 'July', ...why }, 'xmr can\'t rebase at "July"'],
    [{ date: '2020-07-01', series: 'c', ...why }, 'there is none of that name. The series are all'],
  ])('%o is refused', async (rebase, sentence) => {
    await expect(run(monthly(values), { rebase: [rebase] })).rejects.toThrow(sentence);
  });

  test('a rebase that changes nothing is reported', async () => {
    const late = await run(monthly(values), { rebase: [{ date: '2030-01-01', ...why }] });
    expect(late.warnings.map(({ code }) => code)).toEqual(['rebase-unused', 'trial-limits'].slice(0, 1));
    const twice = [
      { date: '2020-06-02', reason: 'first', author: 'A' },
      { date: '2020-06-20', reason: 'second', author: 'A' },
    ];
    const both = await run(monthly(values), { rebase: twice });
    expect(both.warnings).toMatchObject([
      { code: 'rebase-empty', count: 1 },
      { code: 'trial-limits', count: 2 },
    ]);
    expect(both.tables.phases).toMatchObject([{ reason: null }, { reason: 'second' }]);
  });
});

describe('what is thin or odd', () => {
  test('one point has a mean and no limits; two have trial limits', async () => {
    const one = await run(monthly([5]), { target: 4, improve: 'up' });
    expect(one.tables.summary![0]).toMatchObject({
      n: 1,
      mean: 5,
      mean_moving_range: null,
      lower: null,
      upper: null,
      trial: true,
      latest_value: 5,
      latest_signal: null,
      variation: 'common cause',
      assurance: null,
      step: null,
      gaps: null,
    });
    expect(one.warnings.map(({ code }) => code)).toEqual(['one-point']);
    const two = await run(monthly([5, 8]));
    expect(two.tables.summary![0]).toMatchObject({ n: 2, mean: 6.5, mean_moving_range: 3, trial: true });
    expect(two.tables.summary![0]!.lower).toBeCloseTo(6.5 - 7.98, 12);
    expect(two.warnings.map(({ code }) => code)).toEqual(['trial-limits']);
  });

  test.each([0.1, 1e9 / 3, -7, 0])('a constant series of %d has limits of no width and no signal', async (value) => {
    const { tables, warnings } = await run(monthly(Array.from({ length: 25 }, () => value)), {
      screen: true,
      target: value,
      improve: 'up',
    });
    expect(tables.signals).toEqual([]);
    expect(tables.summary![0]).toMatchObject({ mean_moving_range: 0, screened: 0, assurance: 'hit and miss' });
    expect(warnings).toMatchObject([{ code: 'zero-limits', count: 1 }]);
  });

  test('nothing to chart is an error', async () => {
    const message =
      'xmr has nothing to chart: of 3 rows, none has both a date and a value. Check which columns play these roles.';
    await expect(run(monthly([null, null, null]))).rejects.toMatchObject({ code: 'data-unfit', message });
    await expect(run(`(SELECT * FROM ${monthly([1])} WHERE FALSE)`)).rejects.toThrow('of 0 rows');
    await expect(run("(SELECT DATE '2020-01-01' AS date, 'x' AS value)")).rejects.toMatchObject({ code: 'data-unfit' });
  });

  test('missing values, missing dates, gaps and duplicates are counted and nothing is filled', async () => {
    const relation = `(SELECT * FROM (VALUES (DATE '2020-03-01', 'a', 3), (DATE '2020-01-01', 'a', 1), (DATE '2020-06-01', 'a', 6),
      (DATE '2020-02-01', 'a', NULL), (DATE '2020-03-01', 'a', 4), (NULL, 'a', 9), (DATE '2020-07-01', 'a', 7), (DATE '2020-08-01', 'a', 8),
      (DATE '2020-09-01', 'a', 'nan'::DOUBLE), (DATE '2020-01-01', NULL, 1), (DATE '2020-01-01', 'empty', NULL)) t(date, series, value))`;
    const { tables, warnings } = await run(relation);
    expect(
      tables
        .points!.filter(({ series }) => series === 'a')
        .map(({ label, value, moving_range }) => [label, value, moving_range]),
    ).toEqual([
      ['2020-01-01', 1, null],
      ['2020-03-01', 3, 2],
      ['2020-03-01', 4, 1],
      ['2020-06-01', 6, 2],
      ['2020-07-01', 7, 1],
      ['2020-08-01', 8, 1],
    ]);
    expect(tables.summary).toMatchObject([
      { series: '(blank)', n: 1, missing: 0 },
      {
        series: 'a',
        n: 6,
        missing: 3,
        duplicates: 1,
        step: '1 month',
        gaps: 3,
        first_date: '2020-01-01T00:00:00.000000',
      },
      { series: 'empty', n: 0, missing: 1, mean: null, phases: 0, variation: null, signals: 0 },
    ]);
    expect(warnings.map(({ code, count }) => [code, count])).toEqual([
      ['no-date', 1],
      ['no-value', 3],
      ['no-points', 1],
      ['blank-series', 1],
      ['duplicates', 1],
      ['gaps', 3],
      ['one-point', 1],
      ['trial-limits', 1],
    ]);
  });

  test.each([
    ["DATE '2024-01-01' + CAST((i - 1) AS INTEGER)", '1 day', 0],
    ["DATE '2024-01-01' + CAST(((i - 1) * 7) AS INTEGER)", '7 days', 0],
    ["last_day(DATE '2024-01-01' + to_months(i - 1))", '1 month', 0],
    ["DATE '2024-01-31' + to_months((i - 1) * 3)", '3 months', 0],
    ["DATE '2024-01-01' + CAST(((i - 1) // 5 * 7 + (i - 1) % 5) AS INTEGER)", '1 day', 0],
    ["DATE '2024-01-01' + CAST(((i - 1) // 4 * 7 + (i - 1) % 4) AS INTEGER)", '1 day', 3],
    ["TIMESTAMP '2024-01-01 08:00:00' + to_hours(i * 2 + CASE WHEN i > 9 THEN 4 ELSE 0 END)", '2 hours', 2],
    ['1990 + i + CASE WHEN i > 5 THEN 2 ELSE 0 END', '1', 2],
    ["DATE '2024-01-01' + CAST((i * i * 3) AS INTEGER)", 'irregular', null],
  ])('the step of %s is %s with %d gaps', async (date, step, gaps) => {
    const { tables } = await run(`(SELECT ${date} AS date, i % 3 AS value FROM range(1, 16) t(i))`);
    expect(tables.summary![0]).toMatchObject({ n: 15, step, gaps });
  });

  test('a last period that is not over is reported, and can be left out of limits and rules', async () => {
    const relation = monthly([9, 11, 9, 11, 9, 11, 9, 11, 9, 11, 9, 11, 1]);
    const kept = await run(relation, { complete_to: '2021-01-17' });
    expect(kept.warnings).toMatchObject([{ code: 'partial', count: 1 }]);
    expect(kept.tables.summary![0]).toMatchObject({ partial: true, limit_points: 13, latest_signal: 'outside' });
    const left = await run(relation, { complete_to: '2021-01-17', partial: 'leave-out' });
    expect(left.tables.summary![0]).toMatchObject({ partial: true, limit_points: 12, mean: 10, latest_signal: null });
    const whole = await run(relation, { complete_to: '2021-01-31' });
    expect(whole.tables.summary![0]).toMatchObject({ partial: false });
  });
});

describe('dates that are texts', () => {
  const texts = (dates: string[]) =>
    `(SELECT * FROM (VALUES ${dates.map((date, i) => `('${date}', ${i + 1})`).join(', ')}) t(date, value))`;

  test.each([
    [['Mar 2024', 'Jan 2024', 'Feb 2024'], [2, 3, 1], '2024-01-01T00:00:00.000000'],
    [['01/03/2024', '01/01/2024', '01/02/2024'], [2, 3, 1], '2024-01-01T00:00:00.000000'],
    [['Mar-24', 'Jan-24', 'Feb-24'], [2, 3, 1], '2024-01-01T00:00:00.000000'],
    [['2024 Q3', '2024 Q1', '2024 Q2'], [2, 3, 1], null],
    [['2021/22', '2019/20', '2020/21'], [2, 3, 1], null],
    [['10', '2', '3'], [2, 3, 1], null],
    [['Week 10', 'Week 2', 'Week 3'], [1, 2, 3], null],
  ])('%o', async (dates, order, first) => {
    const { tables } = await run(texts(dates));
    expect(tables.points!.map(({ value }) => value)).toEqual(order);
    expect(tables.summary![0]!.first_date).toBe(first);
  });

  test.each([
    ['202502, 202411, 202412, 202501', '1 month', 0, '2024-11-01T00:00:00.000000'],
    ['20240103, 20240101, 20240102, 20240104', '1 day', 0, '2024-01-01T00:00:00.000000'],
    ['2003, 2001, 2002, 2004', '1', 0, null],
    ['202413, 202401, 202402, 202403', '1', 9, null],
  ])('whole numbers %s', async (dates, step, gaps, first) => {
    const { tables, warnings } = await run(`(SELECT unnest([${dates}]) AS date, unnest([1, 2, 3, 4]) AS value)`);
    expect(tables.summary![0]).toMatchObject({ first_date: first, step, gaps });
    expect(warnings.some(({ code }) => code === 'number-dates')).toBe(first !== null);
  });

  test('an order that is not of time is said, and a rebase finds its label', async () => {
    const rebase = [{ date: 'Week 2', reason: 'x', author: 'A' }];
    const { tables, warnings } = await run(texts(['Week 10', 'Week 2', 'Week 3']), { rebase });
    expect(warnings[0]).toMatchObject({ code: 'text-dates', count: 3 });
    expect(warnings[0]!.text).toContain('in the order of the file');
    expect(tables.points!.map(({ phase }) => phase)).toEqual([1, 2, 2]);
  });

  test('times with an offset are read in the zone of the workspace', async () => {
    const relation = "(SELECT TIMESTAMPTZ '2024-06-30 23:30:00+00' AS date, 1 AS value)";
    expect((await run(relation)).tables.points![0]!.label).toBe('2024-07-01 00:30:00');
    expect((await run(relation, { zone: 'UTC' })).tables.points![0]!.label).toBe('2024-06-30 23:30:00');
  });
});

/** 10,000 series of 60 points; 20 s is a guard against a change of order, not a claim. */
test('ten thousand series', async () => {
  await host.query.make(
    'many',
    `SELECT 's' || (i // 60) AS series, DATE '2020-01-01' + to_months(CAST(i % 60 AS INTEGER)) AS date, (hash(i) % 1000) / 10 AS value
    FROM range(600000) t(i)`,
  );
  const started = performance.now();
  const { count } = await quick();
  expect(count).toBe(10_000);
  expect(performance.now() - started).toBeLessThan(20_000);
});

async function quick(): Promise<{ count: Value }> {
  const { applyMethod } = await import('../../main/methods/apply.ts');
  const { quietTask } = await import('../engine.ts');
  const settings = { zone: 'Europe/London' };
  const application = { relation: 'out.many', roles: {}, also: {}, options: {}, settings };
  const started = performance.now();
  await applyMethod(xmr, host.query, application, quietTask);
  console.info(`xmr, 10,000 series of 60 points: ${Math.round(performance.now() - started)} ms`);
  const [row] = await host.query.rows('SELECT count(*) AS count FROM out.summary');
  return { count: row!.count! };
}
