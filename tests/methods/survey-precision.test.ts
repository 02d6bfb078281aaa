import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { survey } from '../../main/methods/survey.ts';
import { testEngine } from '../engine.ts';
import { runMethod } from '../method.ts';

let host: Awaited<ReturnType<typeof testEngine>>;
beforeAll(async () => {
  host = await testEngine();
});
afterAll(() => host.close());

const run = (relation: string, roles: Record<string, string>, options = {}) =>
  runMethod(survey, host.query, { relation, roles, options });

/** 1.96·√(p(1−p)/n·(N−n)/(N−1)), with and without its last factor, of the declared check figures. */
describe('a margin of error does not depend on how N is given', () => {
  const z = 1.959963984540054;
  test.each([
    [120, 200, 0.43, 5.62],
    [80, 150, 0.5, 7.51],
    [40, 50, 0.3, 6.42],
    [375, 500, 0.6, 2.48],
  ])('%i of %i, %f', async (n, people, p, points) => {
    const positive = Math.round(n * p);
    const q = positive / n;
    const sample = (extra: string) =>
      `(SELECT CASE WHEN i < ${positive} THEN 4 ELSE 2 END AS q, 'one' AS part, ${extra} AS n FROM range(${n}) r(i))`;
    const answers = sample(`${people}`);
    const plain = z * Math.sqrt((q * (1 - q)) / n);
    const finite = plain * Math.sqrt((people - n) / (people - 1));
    const declared = (moe: number) => (100 * moe * Math.sqrt(p * (1 - p))) / Math.sqrt(q * (1 - q));
    for (const { tables } of [
      await run(answers, { items: 'q' }, { population: people }),
      await run(answers, { items: 'q', population: 'n' }),
      await run(answers, { items: 'q', population: 'n' }, { fpc: false }),
      await run(answers, { items: 'q', population: 'n', stratum: 'part' }),
      await run(sample(`${n / people}::DOUBLE`), { items: 'q', population: 'n' }),
    ]) {
      const row = tables.items![0]!;
      expect(row.moe).toBeCloseTo(finite, 12);
      expect(row.moe_without_fpc).toBeCloseTo(plain, 12);
      expect(declared(Number(row.moe))).toBeCloseTo(points, 2);
    }
  });

  /** svymean(~q, svydesign(id = ~1, fpc = ~n)) of 60 positive of 120 drawn from 200: √((1 − .6)·.25/119). */
  test('while the standard error is R survey’s, and a category has the sample’s fraction', async () => {
    const answers = `(SELECT CASE WHEN i % 2 = 0 THEN 4 ELSE 2 END AS q, CASE WHEN i < 40 THEN 'a' ELSE 'b' END AS team, 200 AS n FROM range(120) r(i))`;
    const { tables } = await run(answers, { items: 'q', population: 'n', group: 'team' });
    const [all, a] = tables.items!;
    expect(all!.se).toBeCloseTo(0.028988551782622, 12);
    expect(a).toMatchObject({ category: 'a', base: 40, population: null });
    expect(a!.moe_without_fpc).toBeCloseTo(z * Math.sqrt(0.25 / 40), 12);
    expect(a!.moe).toBeCloseTo(z * Math.sqrt(((0.25 / 40) * 80) / 199), 12);
  });
});

/** The design of R survey's data(scd): three strata (ESA) of two clusters (ambulance), one respondent in each. Where both clusters of each stratum agree, svymean's SE is 0. */
describe('a design that happens to show no variance', () => {
  const answers = (times: number) =>
    `(SELECT esa, ambulance, q FROM (VALUES (1, 1, 4), (1, 2, 4), (2, 1, 4), (2, 2, 4), (3, 1, 2), (3, 2, 2)) v(esa, ambulance, q), range(${times}))`;
  const roles = { items: 'q', stratum: 'esa', cluster: 'ambulance' };

  /** Wilson on n = 6 with qt(.975, 3), by its formula in R. */
  test('has an interval from Kish’s effective n, and its mark', async () => {
    const { tables } = await run(answers(1), roles);
    const row = tables.items![0]!;
    expect(row.positive_pct).toBeCloseTo(2 / 3, 14);
    expect(row).toMatchObject({ se: 0, df: 3, flag: '[u]', review: true });
    expect(row.effective_n).toBeCloseTo(6, 12);
    expect(row.lower).toBeCloseTo(0.174055223664, 11);
    expect(row.upper).toBeCloseTo(0.949952985911, 11);
    const index = tables.indices![0]!;
    expect(Number(index.upper) - Number(index.lower)).toBeGreaterThan(30);
    expect(index.flag).toBe('[u]');
  });

  test('is not tested as if it were certain', async () => {
    const { tables } = await run(answers(20), { ...roles, group: 'esa' }, { compare: 'pairwise' });
    expect(tables.items![0]!.effective_n).toBeCloseTo(120, 9);
    for (const row of tables.tests!) expect(row.untested).toBe('no variation to test against');
  });

  test('but a census is exact', async () => {
    const everyone = '(SELECT 1 + i % 5 AS q, 50 AS n FROM range(50) r(i))';
    const { tables } = await run(everyone, { items: 'q', population: 'n' });
    expect(tables.items![0]).toMatchObject({ se: 0, lower: 0.4, upper: 0.4, moe: 0, flag: null });
  });
});
