import { afterAll, beforeAll, expect, test } from 'vitest';
import { testEngine } from '../engine.ts';

let host: Awaited<ReturnType<typeof testEngine>>;
beforeAll(async () => {
  host = await testEngine();
});
afterAll(() => host.close());

test('every type crosses exactly', async () => {
  const rows =
    await host.query.rows(`SELECT 9007199254740993::BIGINT AS big, -5 AS small, 12.340::DECIMAL(9,3) AS money,
    DATE '2026-11-23' AS day, TIMESTAMP '1969-12-31 23:59:59.5' AS before, TIMESTAMPTZ '2026-06-01 12:00:00+01' AS zoned,
    INTERVAL 90 MINUTE AS span, 'nan'::DOUBLE AS nan, [1, NULL] AS list, {'a': 'x'} AS struct, NULL AS nothing, '' AS empty`);
  expect(rows).toEqual([
    {
      big: '9007199254740993',
      small: -5,
      money: '12.340',
      day: '2026-11-23',
      before: '1969-12-31T23:59:59.500000',
      zoned: '2026-06-01T11:00:00.000000Z',
      span: 5400,
      nan: 'NaN',
      list: [1, null],
      struct: { a: 'x' },
      nothing: null,
      empty: '',
    },
  ]);
});

test('what is put comes back', async () => {
  const name = await host.query.put('back', {
    x: { type: 'DOUBLE', values: Float64Array.of(1.5, Number.NaN, -0.1) },
    day: { type: 'DATE', values: ['2026-01-01', null, '1960-02-29'] },
    at: { type: 'TIMESTAMP', values: ['2026-01-01 09:00:00', '1960-01-01T00:00:00.25', null] },
    word: { type: 'VARCHAR', values: ['a', '', null] },
  });
  expect(await host.query.rows(`SELECT * FROM ${name}`)).toEqual([
    { x: 1.5, day: '2026-01-01', at: '2026-01-01T09:00:00.000000', word: 'a' },
    { x: null, day: null, at: '1960-01-01T00:00:00.250000', word: '' },
    { x: -0.1, day: '1960-02-29', at: null, word: null },
  ]);
  expect(await host.query.numbers(`SELECT x FROM ${name}`)).toEqual({ x: Float64Array.of(1.5, Number.NaN, -0.1) });
});

test('bindings are typed values', async () => {
  const rows = await host.query.rows(
    `SELECT $day > DATE '2026-01-01' AS later, list_contains($teams, 'B') AS listed, $none IS NULL AS none`,
    { day: { date: '2026-02-01' }, teams: ['A', 'B'], none: null },
  );
  expect(rows).toEqual([{ later: true, listed: true, none: true }]);
});

test('an error names its line', async () => {
  await expect(host.query.rows('SELECT 1,\n  nope\nFROM range(3)')).rejects.toMatchObject({
    code: 'sql-invalid',
    place: { line: 2, column: 3 },
  });
});
