import { afterAll, beforeAll, expect, test } from 'vitest';
import { forecast } from '../../main/methods/forecast.ts';
import { testEngine } from '../engine.ts';
import { runMethod } from '../method.ts';

let bench: Awaited<ReturnType<typeof testEngine>>;
beforeAll(async () => {
  bench = await testEngine();
});
afterAll(() => bench.close());

const run = (relation: string, options: Record<string, unknown> = {}, roles: Record<string, string> = {}) =>
  runMethod(forecast, bench.query, { relation, options, roles });
const codes = (warnings: readonly { code: string }[]) => warnings.map(({ code }) => code);
const months = (where = 'true') =>
  `(SELECT (DATE '2021-01-01' + to_months(t::INTEGER))::DATE AS date, (50 + t % 12 + (hash(t) % 5))::INTEGER AS value FROM range(48) r(t) WHERE ${where})`;

test('a gap refuses the series and says where; an option fills it and says so', async () => {
  const gap = await run(months('t NOT IN (7, 8)'));
  expect(gap.tables.series).toMatchObject([
    {
      status: 'refused',
      reason: '2 periods without a value, first at 2021-08-01. Say with gaps how to fill them.',
      n: 48,
      missing: 2,
    },
  ]);
  expect(gap.tables.summary).toMatchObject([{ series: 1, forecast: 0, refused: 1 }]);
  expect(gap.tables.forecast).toEqual([]);
  expect(codes(gap.warnings)).toEqual(['refused']);
  const filled = await run(months('t NOT IN (7, 8)'), { gaps: 'interpolate' });
  expect(filled.tables.series).toMatchObject([{ status: 'forecast', missing: 2, filled: 2 }]);
  expect(filled.warnings).toContainEqual(expect.objectContaining({ code: 'filled', count: 2 }));
  const shown = filled.tables.history!.slice(6, 10);
  expect(shown.map((row) => row.filled)).toEqual([false, true, true, false]);
  expect(Number(shown[2]!.value) - Number(shown[1]!.value)).toBeCloseTo(
    Number(shown[1]!.value) - Number(shown[0]!.value),
    9,
  );
  const zero = await run(months('t NOT IN (7, 8)'), { gaps: 'zero' });
  expect(zero.tables.history![7]).toMatchObject({ value: 0, filled: true });
});

test('an empty value within is a gap; empty values at the end are the future', async () => {
  const relation = `(SELECT date, CASE WHEN date = DATE '2022-01-01' THEN NULL ELSE value END AS value FROM ${months()})`;
  expect((await run(relation)).tables.series).toMatchObject([{ status: 'refused', missing: 1 }]);
  const ahead = `(SELECT date, CASE WHEN date >= DATE '2024-07-01' THEN NULL ELSE value END AS value FROM ${months()})`;
  const { tables } = await run(ahead);
  expect(tables.series).toMatchObject([{ status: 'forecast', last_date: '2024-06-01', n: 42 }]);
  expect(tables.forecast![0]).toMatchObject({ date: '2024-07-01', step: 1 });
});

test('two rows for a period refuse the series, unless they are to be combined', async () => {
  const twice = `(FROM ${months()} UNION ALL SELECT DATE '2022-03-01', 10)`;
  const refused = await run(twice);
  expect(refused.tables.series).toMatchObject([{ status: 'refused', duplicates: 1, frequency: 'month' }]);
  const summed = await run(twice, { aggregate: 'sum' });
  expect(summed.warnings).toContainEqual(expect.objectContaining({ code: 'aggregated', count: 1 }));
  expect(summed.tables.series).toMatchObject([{ status: 'forecast' }]);
});

test('days added up to months leave out a month that is not over', async () => {
  const days = `(SELECT (DATE '2021-01-15' + t::INTEGER)::DATE AS date, 1 AS value FROM range(1096) r(t))`;
  const { tables, warnings } = await run(days, { frequency: 'month', aggregate: 'sum' });
  expect(tables.series).toMatchObject([{ first_date: '2021-02-01', last_date: '2023-12-01', n: 35, partial: 2 }]);
  expect(tables.history!.slice(0, 3).map((row) => row.value)).toEqual([28, 31, 30]);
  expect(codes(warnings)).toContain('partial-period');
  const kept = await run(days, { frequency: 'month', aggregate: 'sum', partial: 'keep' });
  expect(kept.tables.series).toMatchObject([{ n: 37, partial: 2 }]);
});

test('frequencies are found in the dates, and periods ahead are stamped alike', async () => {
  const at = (step: string, count: number, from = '2015-03-31') =>
    `(SELECT date, 20 + row_number() OVER () % 3 AS value FROM (SELECT unnest(generate_series(TIMESTAMP '${from}', TIMESTAMP '${from}' + ${count - 1} * INTERVAL ${step}, INTERVAL ${step}))::DATE AS date))`;
  const found = async (relation: string) => {
    const { tables } = await run(relation);
    return [
      tables.series![0]!.frequency,
      tables.series![0]!.season,
      tables.forecast![0]?.date,
      tables.forecast!.length,
    ];
  };
  expect(await found(at('1 DAY', 60))).toEqual(['day', 7, '2015-05-30', 7]);
  expect(await found(at('7 DAY', 160))).toEqual(['week', 52, '2018-04-24', 12]);
  expect(await found(at('1 YEAR', 20, '2000-04-01'))).toEqual(['year', 1, '2020-04-01', 1]);
  const ends = `(SELECT last_day((DATE '2019-01-01' + to_months(3 * t::INTEGER))::DATE) AS date, 5 + t % 4 + hash(t) % 3 AS value FROM range(24) r(t))`;
  expect(await found(ends)).toEqual(['quarter', 4, '2025-01-31', 4]);
  const week = `(SELECT date, 9 + isodow(date) + hash(date) % 3 AS value FROM (SELECT unnest(generate_series(DATE '2024-01-01', DATE '2024-06-28', INTERVAL 1 DAY))::DATE AS date) WHERE isodow(date) < 6)`;
  expect(await found(week)).toEqual(['working-day', 5, '2024-07-01', 5]);
});

test('series stand alone: one refused does not touch another, and what is odd is counted', async () => {
  const relation = `(SELECT 'good' AS name, date, value FROM ${months()} UNION ALL SELECT 'short', date, value FROM ${months('t < 3')}
    UNION ALL SELECT NULL, date, value FROM ${months('t < 30')} UNION ALL SELECT 'good', NULL, 4 UNION ALL SELECT 'empty', DATE '2021-01-01', NULL)`;
  const { tables, warnings } = await run(relation, {}, { series: 'name' });
  expect(tables.series!.map(({ series, status }) => [series, status])).toEqual([
    ['(none)', 'forecast'],
    ['empty', 'refused'],
    ['good', 'forecast'],
    ['short', 'refused'],
  ]);
  expect(tables.series![3]!.reason).toBe('3 periods: at least 4 are needed.');
  expect(codes(warnings)).toEqual(expect.arrayContaining(['no-date', 'no-series', 'refused']));
});

test('short series are tested at fewer origins, or none, and it is said', async () => {
  const fewer = await run(months('t < 28'));
  expect(fewer.tables.series).toMatchObject([{ origins: 3, status: 'forecast' }]);
  expect(codes(fewer.warnings)).toContain('fewer-origins');
  const none = await run(months('t < 20'));
  expect(none.tables.series).toMatchObject([{ origins: 0, chosen: 'seasonal-naive', mase: null }]);
  expect(codes(none.warnings)).toContain('no-backtest');
  expect(none.tables.backtest).toEqual([]);
});

test('constant series, zeros and negative values are forecast, with no invented accuracy', async () => {
  const flat = await run(`(SELECT date, 3 AS value FROM ${months()})`);
  expect(flat.tables.series).toMatchObject([{ status: 'forecast', chosen: 'naive', mase: null, wape: 0 }]);
  expect(flat.tables.forecast![0]).toMatchObject({ central: 3, lower: 3, upper: 3 });
  const below = await run(`(SELECT date, value - 55.5 AS value FROM ${months()})`);
  expect(
    below.tables.forms!.every((row) => String(row.form).startsWith('ETS(A') && !String(row.form).endsWith('M)')),
  ).toBe(true);
});

test('no rows give empty tables; wrong types and options are refused in one sentence', async () => {
  const none = await run(months('false'));
  expect(none.tables.summary).toMatchObject([{ series: 0, forecast: 0, refused: 0 }]);
  expect(none.tables.series).toEqual([]);
  await expect(run(`(SELECT 'x' AS date, 1 AS value)`)).rejects.toThrow('can\'t use the column "date"');
  await expect(run(months(), { levels: [80, 80] })).rejects.toThrow('names a level twice');
  await expect(run(months(), { levels: [120] })).rejects.toThrow('levels');
});
