import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { adjust, poissonInterval, rateRatio } from '../../main/methods/pareto/poisson.ts';
import { pareto } from '../../main/methods/pareto.ts';
import { testEngine } from '../engine.ts';
import { runMethod } from '../method.ts';

let host: Awaited<ReturnType<typeof testEngine>>;
beforeAll(async () => {
  host = await testEngine();
});
afterAll(() => host.close());

const run = (relation: string, options = {}, roles = {}) => runMethod(pareto, host.query, { relation, options, roles });
const rows = (columns: string, ...values: string[]) => `(SELECT * FROM (VALUES ${values.join(', ')}) t(${columns}))`;

/** R 4.2, the InsectSprays data (insects by spray): sums 174 184 25 59 42 200; cumsum(s)/sum(s); sum((s/sum(s))^2). */
test('shares, cumulative shares and concentration agree with R', async () => {
  const relation = rows('spray, n', "('A', 174)", "('B', 184)", "('C', 25)", "('D', 59)", "('E', 42)", "('F', 200)");
  const { tables, warnings } = await run(relation, {}, { category: 'spray', value: 'n' });
  expect(tables.ranked!.map(({ rank, category, value, vital }) => [rank, category, value, vital])).toEqual([
    [1, 'F', 200, true],
    [2, 'B', 184, true],
    [3, 'A', 174, true],
    [4, 'D', 59, false],
    [5, 'E', 42, false],
    [6, 'C', 25, false],
  ]);
  const cumulative = [0.292397660818713, 0.56140350877193, 0.815789473684211, 0.902046783625731, 0.963450292397661, 1];
  expect(tables.ranked!.map((row) => row.cumulative_share)).toEqual(
    cumulative.map((share) => expect.closeTo(share, 12)),
  );
  expect(tables.summary![0]).toMatchObject({
    rows: 6,
    measure: 'value',
    total: 684,
    categories: 6,
    vital: 3,
    top_category: 'F',
  });
  expect(tables.summary![0]!.hhi).toBeCloseTo(0.235119352963305, 12);
  expect(tables.summary![0]!.effective_categories).toBeCloseTo(1 / 0.235119352963305, 12);
  expect(warnings).toEqual([]);
});

/** R 4.2: poisson.test(c(3, 18), c(200, 300)) and so on; poisson.test(3, 200/30.4375)$conf.int; p.adjust(…, "BH"). To 1e-8. */
test('rates, their ratio and p-values agree with R', () => {
  const ratio = (a: number, ta: number, b: number, tb: number) =>
    rateRatio({ count: a, time: ta }, { count: b, time: tb }, 0.95);
  for (const [found, lower, upper, p] of [
    [ratio(3, 200, 18, 300), 0.0471716668556894, 0.856356459256049, 0.0145745514245443],
    [ratio(0, 100, 7, 120), 0, 0.832576776115743, 0.0183741908971805],
    [ratio(412, 365, 500, 365), 0.721489637903228, 0.940668290660261, 0.00394175742082837],
  ] as const) {
    expect(found.lower).toBeCloseTo(lower, 8);
    expect(found.upper).toBeCloseTo(upper, 8);
    expect(found.pValue).toBeCloseTo(p, 10);
  }
  expect(ratio(5, 100, 0, 120)).toMatchObject({ upper: Number.POSITIVE_INFINITY });
  expect(ratio(5, 100, 0, 120).lower).toBeCloseTo(1.09962702877855, 8);
  const months = 200 / 30.4375;
  expect(poissonInterval(3, 0.95).map((end) => end / months)).toEqual([
    expect.closeTo(0.0941541637031744, 9),
    expect.closeTo(1.3342693703014099, 9),
  ]);
  expect(poissonInterval(0, 0.95)).toEqual([0, expect.closeTo(0.561401341922965 * months, 9)]);
  expect(poissonInterval(412, 0.9).map((end) => end / 12)).toEqual([
    expect.closeTo(31.5992685655566, 8),
    expect.closeTo(37.2488468504315, 8),
  ]);
  expect(adjust([0.01, 0.04, 0.03, 0.2, 0.04])).toEqual(
    [0.05, 0.05, 0.05, 0.2, 0.05].map((p) => expect.closeTo(p, 12)),
  );
  expect(adjust([0.02, Number.NaN, 0.5])).toEqual([0.04, Number.NaN, 0.5]);
});

describe('ranking', () => {
  const log = rows(
    'category, team',
    "('b', 'x')",
    "('a', 'x')",
    "('c', 'y')",
    "('c', 'x')",
    "(NULL, 'y')",
    "('  ', NULL)",
  );

  test('ties have a full ordering, and blanks are a category that is counted', async () => {
    const { tables, warnings } = await run(log, { threshold: 0.5 });
    expect(tables.ranked).toMatchObject([
      { rank: 1, category: '(blank)', count: 2, value: null, vital: true, pooled: 1 },
      { rank: 2, category: 'c', count: 2, vital: true },
      { rank: 3, category: 'a', count: 1, vital: false },
      { rank: 4, category: 'b', count: 1 },
    ]);
    expect(tables.summary![0]).toMatchObject({
      rows: 6,
      measure: 'count',
      total: 6,
      vital: 2,
      blank: 2,
      first_date: null,
    });
    expect(warnings.map(({ code, count }) => [code, count])).toEqual([['blank-category', 2]]);
    expect(tables.teams!.map(({ team, rank, category, count }) => [team, rank, category, count])).toEqual([
      ['(blank)', 1, '(blank)', 1],
      ['x', 1, 'a', 1],
      ['x', 2, 'b', 1],
      ['x', 3, 'c', 1],
      ['y', 1, '(blank)', 1],
      ['y', 2, 'c', 1],
    ]);
    expect([tables.breakdown, tables.trend, tables.recurrence]).toEqual([[], [], []]);
  });

  test('a tie across the threshold is said', async () => {
    const { tables, warnings } = await run(log, { threshold: 0.3 });
    expect(tables.summary![0]).toMatchObject({ vital: 1, vital_category_share: 0.25 });
    expect(warnings).toContainEqual(expect.objectContaining({ code: 'tie-at-threshold', count: 1 }));
  });

  test.each([
    [1, 10],
    [0.8, 8],
    [0.1, 1],
    [0.81, 9],
  ])('of ten equal categories a threshold of %d takes %d', async (threshold, vital) => {
    const { tables } = await run("(SELECT 'c' || i AS category, 0.1 AS value FROM range(10) t(i))", { threshold });
    expect(tables.summary![0]).toMatchObject({ vital, hhi: expect.closeTo(0.1, 12) });
    expect(tables.ranked!.at(-1)!.cumulative_share).toBeCloseTo(1, 12);
    expect(tables.ranked!.at(-1)!.cumulative_share).toBeLessThanOrEqual(1);
  });

  test('what is past the top is pooled, not dropped', async () => {
    const { tables, warnings } = await run(log, { top: 1 });
    expect(tables.ranked).toMatchObject([
      { rank: 1, category: '(blank)', count: 2, pooled: 1, vital: true },
      { rank: 2, category: '(all others)', count: 4, pooled: 3, cumulative_share: 1, vital: false },
    ]);
    expect(tables.summary![0]).toMatchObject({ categories: 4, vital: 3 });
    expect(warnings).toContainEqual(expect.objectContaining({ code: 'vital-pooled', count: 2 }));
    expect((await run(log, { top: 4 })).tables.ranked).toHaveLength(4);
  });

  test('the pooled row is no category, so it is not one of the vital few', async () => {
    const relation = rows('category, value', "('a', 50)", "('b', 25)", "('c', 15)", "('d', 10)");
    for (const [threshold, vital, hidden] of [
      [0.7, 2, 0],
      [0.8, 3, 1],
      [1, 4, 2],
    ] as const) {
      const { tables, warnings } = await run(relation, { top: 2, threshold });
      expect(tables.ranked!.map((row) => [row.category, row.vital])).toEqual([
        ['a', true],
        ['b', true],
        ['(all others)', false],
      ]);
      expect(tables.summary![0]).toMatchObject({ vital });
      expect(warnings.map(({ code, count }) => [code, count])).toEqual(hidden > 0 ? [['vital-pooled', hidden]] : []);
    }
  });

  test('value ranks when it is there, unless rows are asked for', async () => {
    const valued = rows('category, value', "('a', 1)", "('a', 2)", "('b', 10)", "('b', NULL)", "('c', 0)");
    const byValue = await run(valued);
    expect(byValue.tables.ranked).toMatchObject([
      { category: 'b', count: 2, value: 10 },
      { category: 'a', count: 2, value: 3 },
      { category: 'c', count: 1, value: 0, share: 0, cumulative_share: 1 },
    ]);
    expect(byValue.warnings).toMatchObject([{ code: 'no-value', count: 1 }]);
    const byCount = await run(valued, { measure: 'count' });
    expect(byCount.tables.ranked![0]).toMatchObject({ category: 'a', share: 0.4, value: 3 });
    await expect(run(log, { measure: 'value' })).rejects.toMatchObject({ code: 'input-missing' });
  });

  test('spellings that differ little are reported and not merged', async () => {
    const { tables, warnings } = await run(rows('category', "('IT fault')", "('it-Fault')", "('Other')"));
    expect(tables.ranked).toHaveLength(3);
    expect(warnings).toMatchObject([{ code: 'alike', count: 2 }, { code: 'tie-at-threshold' }].slice(0, 1));
  });

  test('subcategories rank within their category', async () => {
    const { tables } = await run(
      rows('category, subcategory', "('a', 'p')", "('a', 'q')", "('a', 'q')", "('b', NULL)"),
    );
    expect(tables.breakdown).toMatchObject([
      { category_rank: 1, category: 'a', rank: 1, subcategory: 'q', count: 2, share: 0.5 },
      { category_rank: 1, category: 'a', rank: 2, subcategory: 'p', count: 1, cumulative_share_of_category: 1 },
      { category_rank: 2, category: 'b', rank: 1, subcategory: '(blank)', share_of_category: 1 },
    ]);
  });

  test('what it refuses is one sentence', async () => {
    await expect(run(rows('category, value', "('a', 1)", "('b', -2)"))).rejects.toMatchObject({
      code: 'data-unfit',
      message:
        "pareto can't share out negative values, and 1 of 2 rows have one. Leave them out in SQL, or take their size.",
    });
    await expect(run("(SELECT 'a' AS category WHERE FALSE)")).rejects.toMatchObject({ code: 'data-unfit' });
    await expect(run(log, { threshold: 80 })).rejects.toMatchObject({ code: 'parameter-invalid' });
    await expect(run(log, { from: '2024-02-01', to: '2024-01-01' })).rejects.toMatchObject({
      code: 'parameter-invalid',
    });
  });

  test('all values 0 have no shares', async () => {
    const { tables, warnings } = await run(rows('category, value', "('a', 0)", "('b', 0)"));
    expect(tables.ranked).toMatchObject([{ share: null, cumulative_share: null, vital: false }, { share: null }]);
    expect(tables.summary![0]).toMatchObject({ total: 0, vital: 0, vital_share: null, hhi: null });
    expect(warnings).toMatchObject([{ code: 'no-total', count: 2 }]);
  });
});

test('the trend has every period, and says which are not whole', async () => {
  const relation = rows(
    'category, date',
    "('a', DATE '2024-01-15')",
    "('b', DATE '2024-01-20')",
    "('a', DATE '2024-03-31')",
    "('a', NULL)",
  );
  const { tables, warnings } = await run(relation);
  expect(
    tables.trend!.map(({ period, category, count, value, share, partial }) => [
      period,
      category,
      count,
      value,
      share,
      partial,
    ]),
  ).toEqual([
    ['2024-01-01', 'a', 1, null, 0.5, true],
    ['2024-01-01', 'b', 1, null, 0.5, true],
    ['2024-02-01', 'a', 0, null, null, false],
    ['2024-02-01', 'b', 0, null, null, false],
    ['2024-03-01', 'a', 1, null, 1, false],
    ['2024-03-01', 'b', 0, null, 0, false],
  ]);
  expect(warnings).toMatchObject([{ code: 'no-date', count: 1 }]);
  const whole = await run(relation, { from: '2024-01-01', to: '2024-02-29', period: 'quarter' });
  expect(whole.tables.trend).toMatchObject([
    { period: '2024-01-01', category: 'a', count: 1, partial: true },
    { period: '2024-01-01', category: 'b', count: 1 },
  ]);
  expect(whole.tables.summary![0]).toMatchObject({
    rows: 3,
    outside: 1,
    first_date: '2024-01-01',
    last_date: '2024-02-29',
  });
});

describe('recurrence', () => {
  /** 18 in the 300 days to the fix and 3 in the 200 after it: poisson.test(c(3, 18), c(200, 300)) in R 4.2. */
  const log = `(SELECT 'a' AS category, DATE '2024-01-01' + CAST(i * 16 AS INTEGER) AS date, DATE '2024-10-26' AS fixed FROM range(18) t(i)
    UNION ALL SELECT 'a', DATE '2024-11-30' + CAST(i AS INTEGER), NULL FROM range(3) t(i)
    UNION ALL SELECT 'b', DATE '2024-05-01', NULL)`;

  test('counts, days, rates and ratio on both sides of a fix', async () => {
    const { tables, warnings } = await run(log, { from: '2024-01-01', to: '2025-05-14' });
    const [fix] = tables.recurrence!;
    expect(tables.recurrence).toHaveLength(1);
    expect(fix).toMatchObject({
      category: 'a',
      fixed_date: '2024-10-26',
      before_count: 18,
      before_days: 300,
      after_count: 3,
      after_days: 200,
      recurred: true,
      next_date: '2024-11-30',
      days_to_next: 35,
    });
    expect(fix!.rate_ratio).toBeCloseTo(0.25, 12);
    expect(fix!.ratio_lower).toBeCloseTo(0.0471716668556894, 8);
    expect(fix!.ratio_upper).toBeCloseTo(0.856356459256049, 8);
    expect(fix!.p_value).toBeCloseTo(0.0145745514245443, 10);
    expect(fix!.after_lower).toBeCloseTo(0.0941541637031744, 8);
    expect(fix!.after_upper).toBeCloseTo(1.3342693703014099, 8);
    expect(warnings).toEqual([]);
  });

  test('several fixes cut the time between them; one on the last day knows nothing after', async () => {
    const relation = rows(
      'category, date, fixed',
      "('a', DATE '2024-01-01', DATE '2024-01-10')",
      "('a', DATE '2024-01-10', NULL)",
      "('a', DATE '2024-01-15', DATE '2024-01-20')",
      "('a', DATE '2024-01-31', DATE '2024-01-31')",
      "('b', DATE '2024-01-05', DATE '2023-12-01')",
    );
    const { tables, warnings } = await run(relation);
    expect(
      tables.recurrence!.map((row) => [
        row.fixed_date,
        row.before_count,
        row.before_days,
        row.after_count,
        row.after_days,
        row.recurred,
      ]),
    ).toEqual([
      ['2024-01-10', 2, 10, 1, 10, true],
      ['2024-01-20', 1, 10, 1, 11, true],
      ['2024-01-31', 1, 11, 0, 0, false],
    ]);
    expect(tables.recurrence![2]).toMatchObject({ after_rate: null, rate_ratio: null, p_value: null, next_date: null });
    expect(warnings.map(({ code, count }) => [code, count])).toEqual([
      ['fixed-early', 1],
      ['fixed-outside', 1],
      ['fixed-last', 1],
    ]);
  });
});
