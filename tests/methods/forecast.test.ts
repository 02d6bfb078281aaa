import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { forecast } from '../../main/methods/forecast.ts';
import { testEngine } from '../engine.ts';
import { runMethod } from '../method.ts';

const folder = fileURLToPath(new URL('../fixtures/series', import.meta.url));
let bench: Awaited<ReturnType<typeof testEngine>>;
beforeAll(async () => {
  bench = await testEngine([folder]);
});
afterAll(() => bench.close());

const names = ['UKgas', 'ldeaths', 'ausbeer'] as const;
const one = (name: string) =>
  `(SELECT CAST(date AS DATE) AS date, CAST(value AS DOUBLE) AS value FROM read_csv('${folder}/${name}.csv'))`;
const all = `(${names.map((name) => `SELECT '${name}' AS series, date, value FROM ${one(name)}`).join(' UNION ALL ')})`;
const run = (relation: string, options: Record<string, unknown> = {}, roles: Record<string, string | string[]> = {}) =>
  runMethod(forecast, bench.query, { relation, options, roles });

const close = (found: unknown[], expected: readonly number[], tolerance: number) =>
  expect(found.map((value, i) => Math.abs(Number(value) / expected[i]! - 1) < tolerance)).toEqual(
    expected.map(() => true),
  );

/** R 4.2.2, forecast 8.20 on the same files: naive, snaive, rwf(drift = TRUE), thetaf with h = one season; mean, lower 80 %, upper 95 % at the steps shown (first, last). */
const figures: Record<string, Record<string, { mean: number[]; lower80: number[]; upper95: number[]; tol: number }>> = {
  UKgas: {
    naive: {
      mean: [782.8, 782.8],
      lower80: [486.4054359, 190.0108718],
      upper95: [1236.096369, 1689.392737],
      tol: 1e-8,
    },
    'seasonal-naive': {
      mean: [1163.9, 782.8],
      lower80: [1109.368213, 728.2682129],
      upper95: [1247.299171, 866.1991715],
      tol: 1e-8,
    },
    drift: {
      mean: [788.6196262, 806.0785047],
      lower80: [489.536684, 199.6616666],
      upper95: [1246.027514, 1733.513026],
      tol: 1e-8,
    },
    theta: {
      mean: [999.7439171, 718.360743],
      lower80: [900.5005369, 611.0530972],
      upper95: [1151.523569, 882.4736251],
      tol: 5e-5,
    },
  },
  ldeaths: {
    'seasonal-naive': {
      mean: [3084, 1915],
      lower80: [2619.082011, 1450.082011],
      upper95: [3795.030705, 2626.030705],
      tol: 1e-8,
    },
    drift: {
      mean: [1899.225352, 1725.704225],
      lower80: [1366.200431, -256.7854553],
      upper95: [2714.416622, 4757.660549],
      tol: 1e-8,
    },
    theta: {
      mean: [2668.275266, 2301.905649],
      lower80: [2428.645943, 2040.169553],
      upper95: [3034.756691, 2702.196465],
      tol: 5e-5,
    },
  },
  ausbeer: {
    naive: { mean: [374, 374], lower80: [287.2735077, 200.5470153], upper95: [506.6367242, 639.2734483], tol: 1e-8 },
    theta: {
      mean: [393.0932954, 379.2502646],
      lower80: [371.453554, 353.7122969],
      upper95: [426.188424, 418.3072158],
      tol: 5e-5,
    },
  },
};

/** The same functions at the last six origins that leave a whole horizon, each on the values known then; MASE scaled by mean|y_t − y_{t−m}| of those. */
const backtests: Record<string, Record<string, [number, number, number, number, number, number]>> = {
  // mase, wape, bias, rmse, inside the 80 % limits, tolerance
  UKgas: {
    naive: [13.51587511, 0.50629543, 89.125, 434.44800801, 15, 1e-7],
    'seasonal-naive': [2.39508751, 0.08979485, 62.3, 65.66747038, 6, 1e-7],
    drift: [13.5429097, 0.50737925, 77.97047199, 437.02181686, 15, 1e-7],
    theta: [4.83044176, 0.18088151, 98.66660493, 163.33796953, 12, 1e-4],
  },
  ldeaths: {
    naive: [2.24564195, 0.29054914, 300.58333333, 760.24458784, 60, 1e-7],
    'seasonal-naive': [0.64422188, 0.08327254, -45.45833333, 217.67473824, 65, 1e-7],
    drift: [2.64169562, 0.34288999, 461.98135744, 841.64858156, 56, 1e-7],
    theta: [0.4177644, 0.05409436, -18.50595651, 162.75990153, 58, 1e-4],
  },
  ausbeer: {
    naive: [2.24293351, 0.0823919, 7.66666667, 48.25021589, 24, 1e-7],
    'seasonal-naive': [0.52474979, 0.01928321, 4.41666667, 10.19395246, 24, 1e-7],
    drift: [2.25281131, 0.08275628, 6.04959016, 48.22520314, 24, 1e-7],
    theta: [0.9462775, 0.03475141, 1.4494637, 15.78488957, 23, 1e-3],
  },
};

test('several series at once: forecasts, intervals and accuracy are those of R', async () => {
  const { tables, warnings } = await run(all);
  expect(tables.summary).toMatchObject([
    {
      series: 3,
      forecast: 3,
      refused: 0,
      frequency: 'mixed',
      season: null,
      origins: 6,
      levels: '80, 95',
      simulated: 0,
    },
  ]);
  for (const [series, methods] of Object.entries(figures))
    for (const [method, { mean, lower80, upper95, tol }] of Object.entries(methods)) {
      const at = (level: number) =>
        tables.intervals!.filter((row) => row.series === series && row.method === method && row.level === level);
      const ends = (rows: Record<string, unknown>[], column: string) => [rows[0]![column], rows.at(-1)![column]];
      close(ends(at(80), 'central'), mean, tol);
      close(ends(at(80), 'lower'), lower80, tol);
      close(ends(at(95), 'upper'), upper95, tol);
    }
  for (const [series, methods] of Object.entries(backtests))
    for (const [method, [mase, wape, bias, rmse, inside, tol]] of Object.entries(methods)) {
      const own = (row: Record<string, unknown>) => row.series === series && row.method === method;
      const found = tables.accuracy!.find(own)!;
      close([found.mase, found.wape, found.bias, found.rmse], [mase, wape, bias, rmse], tol);
      expect([series, method, tables.coverage!.find((row) => own(row) && row.level === 80)!.inside]).toEqual([
        series,
        method,
        inside,
      ]);
    }
  expect(tables.series!.map(({ series, chosen, n, frequency }) => [series, chosen, n, frequency])).toEqual([
    ['UKgas', 'ets', 108, 'quarter'],
    ['ausbeer', 'seasonal-naive', 218, 'quarter'],
    ['ldeaths', 'theta', 72, 'month'],
  ]);
  // The same with ets, restrict = FALSE; R's search stops short of the maximum on ldeaths.
  const ets = tables.accuracy!.filter((row) => row.method === 'ets').map((row) => row.mase);
  close(ets, [1.816756, 0.6802421, 0.4398413], 0.015);
  close(ets.slice(0, 2), [1.816756, 0.6802421], 0.001);
  for (const row of tables.accuracy!) expect(row.chosen).toBe(row.rank === 1);
  expect(warnings.map(({ code }) => code)).toContain('always-inside');
});

test('exponential smoothing agrees with R where R finds the maximum, and its forms are listed by AICc', async () => {
  const { tables } = await run(one('ausbeer'), { methods: ['ets'], restrict: true });
  // ets(ausbeer) |> forecast(4): ETS(M,A,M), AICc 2355.114; mean, lower 80 %, upper 95 %; R stops at a likelihood that is lower by .005
  const rows = tables.intervals!.filter((row) => row.level === 80);
  close(
    rows.map((row) => row.central),
    [404.6024992, 480.3982362, 417.0366626, 383.0996179],
    0.005,
  );
  close(
    rows.map((row) => row.lower),
    [385.8695473, 457.5282626, 396.5111686, 363.5062513],
    0.005,
  );
  expect(tables.models).toMatchObject([{ form: 'ETS(M,A,M)', parameters: 9, intervals: 'analytical', phi: null }]);
  expect(tables.forms!.length).toBe(15);
  const criteria = tables.forms!.map((row) => Number(row.aicc));
  expect([...criteria].sort((a, b) => a - b)).toEqual(criteria);
  const states = tables.states!.map((row) => [row.state, row.place]);
  expect(states).toEqual([['level', null], ['slope', null], ...[1, 2, 3, 4].map((place) => ['season', place])]);
  const forecastNow =
    (Number(tables.states![0]!.final) + Number(tables.states![1]!.final)) * Number(tables.states![2]!.final);
  close([rows[0]!.central], [forecastNow], 1e-9);
});

test('the backtest, its scores and the choice can be recomputed from the tables', async () => {
  const { tables } = await run(one('ldeaths'));
  const rows = tables.backtest!.filter((row) => row.level === 95 && row.method === 'ets');
  expect(rows.length).toBe(6 * 12);
  expect(new Set(rows.map((row) => row.origin))).toEqual(
    new Set(['1978-07-01', '1978-08-01', '1978-09-01', '1978-10-01', '1978-11-01', '1978-12-01']),
  );
  expect(rows[0]).toMatchObject({ step: 1, date: '1978-08-01' });
  const errors = rows.map((row) => Number(row.actual) - Number(row.central));
  const winkler = rows.map((row) => {
    const [actual, low, high] = [Number(row.actual), Number(row.lower), Number(row.upper)];
    return high - low + 40 * Math.max(0, low - actual, actual - high);
  });
  const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const score = tables.accuracy!.find((row) => row.method === 'ets')!;
  close([score.mae, score.bias], [mean(errors.map(Math.abs)), mean(errors)], 1e-9);
  const cover = tables.coverage!.find((row) => row.method === 'ets' && row.level === 95)!;
  close([cover.winkler], [mean(winkler)], 1e-9);
  // binom.test(72, 72)$conf.int: 0.9500559 1
  expect(cover).toMatchObject({ inside: 72, coverage: 1, coverage_upper: 1 });
  close([cover.coverage_lower], [0.9500559], 1e-6);
});

test('STL is that of R: stl(y, "periodic")', async () => {
  const { tables } = await run(all, { methods: ['naive'], origins: 0 });
  const first = (series: string, column: string) =>
    tables
      .decomposition!.filter((row) => row.series === series)
      .slice(0, 4)
      .map((row) => row[column]);
  close(first('UKgas', 'seasonal'), [171.3664817, -33.21951824, -173.4782287, 35.3310196], 1e-8);
  close(first('UKgas', 'trend'), [88.60356397, 105.2201116, 115.5668475, 119.7905725], 1e-8);
  close(first('ldeaths', 'seasonal'), [887.666615, 824.0317075, 673.3962855, 204.2147773], 1e-8);
  close(first('ausbeer', 'trend'), [271.7062177, 264.2081439, 257.8282697, 253.4092469], 1e-8);
  for (const { value, trend, seasonal, remainder } of tables.decomposition!)
    expect(Number(trend) + Number(seasonal) + Number(remainder)).toBeCloseTo(Number(value), 8);
});

test('levels, horizon, origins and season are options; simulated limits depend on the seed alone', async () => {
  const options = { horizon: 24, levels: [50, 90, 99], origins: 2, methods: ['ets', 'naive'] };
  const first = await run(one('ldeaths'), { ...options, paths: 500 });
  const again = await run(one('ldeaths'), { ...options, paths: 500 });
  expect(again.tables.intervals).toEqual(first.tables.intervals);
  expect(first.tables.intervals!.length).toBe(2 * 24 * 3);
  expect(first.tables.forecast!.length).toBe(24);
  expect(first.tables.forecast![0]).toMatchObject({ level: 99, date: '1980-01-01' });
  expect(first.tables.summary).toMatchObject([
    { horizon: 24, origins: 2, levels: '50, 90, 99', methods: 'naive, ets' },
  ]);
  const plain = await run(one('ldeaths'), { season: 1, horizon: 3 });
  expect(plain.tables.accuracy!.map((row) => row.method)).not.toContain('seasonal-naive');
});

test('many series go through threads and give what one alone gives', async () => {
  const many = `(SELECT 'Service ' || lpad(s::VARCHAR, 2, '0') AS series, CAST(date AS DATE) AS date, value * (1 + s) AS value FROM ${one('UKgas')}, range(30) r(s))`;
  const { tables } = await run(many);
  const alone = await run(one('UKgas'));
  expect(tables.summary).toMatchObject([{ series: 30, forecast: 30, frequency: 'quarter', season: 4, horizon: 4 }]);
  const central = (rows: Record<string, unknown>[]) => rows.map((row) => Number(row.central));
  const own = tables.forecast!.filter((row) => row.series === 'Service 00');
  close(central(own), central(alone.tables.forecast!), 1e-9);
  const tenth = tables.forecast!.filter((row) => row.series === 'Service 09');
  close(
    central(tenth),
    central(own).map((value) => value * 10),
    1e-4,
  );
  expect(tables.overall!.filter((row) => row.level === 95).map((row) => row.method)).toEqual([
    'naive',
    'seasonal-naive',
    'drift',
    'theta',
    'ets',
  ]);
});

test('regression on calendar effects and drivers is that of lm, with what is known of the periods ahead', async () => {
  const data = `(SELECT (DATE '2020-01-01' + to_months(t::INTEGER))::DATE AS month, CASE WHEN t < 60 THEN 100 + 2 * t + 30 * campaign + (hash(t) % 7) END AS volume, campaign
    FROM (SELECT t, (t % 5 = 0)::INTEGER AS campaign FROM range(72) r(t)))`;
  const roles = { date: 'month', value: 'volume', drivers: ['campaign'] };
  const { tables, warnings } = await run(data, { methods: ['naive', 'regression'], effects: ['trend'] }, roles);
  const terms = Object.fromEntries(tables.coefficients!.map((row) => [row.term, Number(row.estimate)]));
  expect(Object.keys(terms)).toEqual(['(constant)', 'trend', 'campaign']);
  expect(Math.abs(terms.trend! - 2)).toBeLessThan(0.1);
  expect(Math.abs(terms.campaign! - 30)).toBeLessThan(2);
  expect(tables.series).toMatchObject([{ chosen: 'regression', n: 60 }]);
  const jump = tables.forecast!.map((row) => Number(row.central));
  expect(jump[0]! - jump[1]!).toBeGreaterThan(25);
  expect(warnings.map(({ code }) => code)).not.toContain('no-regression');
  const blind = await run(
    `(SELECT * FROM ${data} WHERE volume IS NOT NULL)`,
    { methods: ['naive', 'regression'] },
    roles,
  );
  expect(blind.warnings.map(({ code }) => code)).toContain('no-regression');
  const unused = await run(data, {}, roles);
  expect(unused.warnings.map(({ code }) => code)).toContain('drivers-unused');
});

test('trend and months are those of R: forecast(tslm(ldeaths ~ trend + season), 12)', async () => {
  const { tables } = await run(one('ldeaths'), { methods: ['regression'], effects: ['trend', 'months'], origins: 1 });
  const [constant, trend] = tables.coefficients!;
  const last = tables.coefficients!.at(-1)!;
  expect([constant!.term, trend!.term, last.term]).toEqual(['(constant)', 'trend', 'Dec']);
  close([constant!.estimate, constant!.standard_error, trend!.t], [3112.78948413, 102.76954935, -3.7313842], 1e-7);
  close([last.estimate, last.standard_error, last.p], [-426.38115079, 133.99050148, 0.00233243105], 1e-7);
  const at = (level: number, step: number) =>
    tables.intervals!.find((row) => row.level === level && row.step === step)!;
  close([at(80, 1).central, at(80, 12).central], [2751.425, 2270.59167], 1e-7);
  close([at(80, 1).lower, at(95, 12).upper], [2420.49312, 2781.51726], 1e-7);
});
