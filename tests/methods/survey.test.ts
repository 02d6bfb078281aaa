import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Value } from '../../main/contract/data.ts';
import { survey } from '../../main/methods/survey.ts';
import { testEngine } from '../engine.ts';
import { runMethod } from '../method.ts';

const fixtures = resolve('tests/fixtures/survey');
let host: Awaited<ReturnType<typeof testEngine>>;
beforeAll(async () => {
  host = await testEngine([fixtures]);
});
afterAll(() => host.close());

type Tables = Awaited<ReturnType<typeof runMethod>>['tables'];
const file = (name: string) =>
  `(SELECT * REPLACE (CASE WHEN awards THEN 'Yes' ELSE 'No' END AS awards) FROM read_csv('${fixtures}/${name}.csv'))`;
const items = ['q_api00', 'q_meals', 'q_ell'];
const roles = { items, group: ['awards'], weight: 'pw' };
const options = { indices: { attainment: items } };
const run = (relation: string, roles: Record<string, string | string[]>, options = {}, also = {}) =>
  runMethod(survey, host.query, { relation, roles, options, also });
const find = (tables: Tables, table: string, where: Record<string, Value>) => {
  const rows = tables[table]!.filter((row) => Object.entries(where).every(([name, value]) => row[name] === value));
  expect(rows, `${table} ${JSON.stringify(where)}`).toHaveLength(1);
  return rows[0]!;
};
const near = (value: Value | undefined, expected: number, digits = 10) => expect(value).toBeCloseTo(expected, digits);

/**
 * Schools of California (R survey 4.1, data(api)): api00, meals, ell and mobility cut at the quintiles of apipop into 1–5, meals and ell turned, every 17th ell
 * and 23rd meals blank. Figures: svydesign(id = ~1, strata = ~stype, weights = ~pw, fpc = ~fpc), then svymean, svyciprop
 * (method = "beta"), svyratio, subset, and svycontrast on svyby(covmat = TRUE); Wilson by its formula from R's SE and degf.
 */
describe('a stratified sample agrees with R survey', () => {
  let tables: Tables;
  beforeAll(async () => {
    ({ tables } = await run(file('apistrat'), { ...roles, stratum: 'stype', population: 'fpc' }, options));
  });

  test('shares', () => {
    const all = find(tables, 'items', { item: 'q_ell', variable: 'all' });
    near(all.positive_pct, 0.4016035866783);
    near(all.se, 0.0382568329906);
    near(all.effective_n, 164.198253900407, 8);
    near(all.lower, 0.329252842256);
    near(all.upper, 0.478510848716);
    expect(all.df).toBe(186);
    const yes = find(tables, 'items', { item: 'q_ell', category: 'Yes' });
    near(yes.se, 0.0503894507583);
    near(yes.effective_n, 95.6830550678064, 8);
    near(yes.lower, 0.3213335554827);
    near(yes.upper, 0.5173532337018);
    expect(yes).toMatchObject({ base: 105, df: 102 });
  });

  test('themes, indices and their differences', () => {
    near(find(tables, 'themes', { variable: 'all' }).positive_pct, 0.3881049465859);
    near(find(tables, 'themes', { variable: 'all' }).se, 0.0321006123177);
    near(find(tables, 'themes', { category: 'Yes' }).se, 0.0413384797754);
    const index = find(tables, 'indices', { variable: 'all' });
    near(index.score, 49.92147645039, 8);
    near(index.se, 2.39282178871, 8);
    near(index.lower, 45.20264276931, 8);
    near(index.upper, 54.64031013147, 8);
    near(find(tables, 'indices', { category: 'No' }).se, 3.61619223456, 8);
    const share = find(tables, 'tests', { measure: 'q_ell', category: 'Yes' });
    near(share.difference, 0.0386348481954);
    near(share.se, 0.0768951586075);
    near(share.p_value, 0.6153612974374);
    const mean = find(tables, 'tests', { kind: 'index', category: 'Yes' });
    near(mean.difference, 4.45801765232, 8);
    near(mean.se, 4.78142448229, 8);
  });

  test('Kish’s design effect, and the population behind it', () => {
    const summary = find(tables, 'summary', {});
    near(summary.kish_deff, 1.18637098474);
    near(summary.effective_n, 168.58133128076, 8);
    expect(summary).toMatchObject({
      respondents: 200,
      strata: 3,
      psus: 200,
      design_df: 197,
      fpc: true,
      population: 6194,
      weights: 'given',
    });
  });

  test('the margin of error carries the correction once', () => {
    const row = find(tables, 'items', { item: 'q_ell', variable: 'all' });
    near(row.moe, 1.959963984540054 * 0.0382568329906, 9);
    near(row.moe_without_fpc, 1.959963984540054 * 0.0387905769214, 9);
  });

  test('against everyone, with what both share: svytotal of the difference of the linearised values', async () => {
    const result = await run(
      file('apistrat'),
      { ...roles, stratum: 'stype', population: 'fpc' },
      { ...options, compare: 'overall' },
    );
    const row = find(result.tables, 'tests', { measure: 'q_ell', category: 'Yes' });
    near(row.difference, 0.0144234053689);
    near(row.se, 0.0287667793066);
  });
});

/** The same of data(api)'s apiclus1: svydesign(id = ~dnum, weights = ~pw, fpc = ~fpc), and without fpc for the Beta interval. */
describe('a clustered sample agrees with R survey', () => {
  test('shares, themes, indices', async () => {
    const { tables, warnings } = await run(file('apiclus1'), { ...roles, cluster: 'dnum', population: 'fpc' }, options);
    const all = find(tables, 'items', { item: 'q_ell', variable: 'all' });
    near(all.se, 0.0626063841536);
    near(all.lower, 0.0649135870469);
    near(all.upper, 0.3300503102514);
    expect(all).toMatchObject({ df: 14, flag: '[u]' });
    near(find(tables, 'items', { item: 'q_ell', category: 'Yes' }).upper, 0.2796068566643);
    near(find(tables, 'themes', { category: 'Yes' }).se, 0.0523754756999);
    near(find(tables, 'indices', { variable: 'all' }).lower, 30.2058491011, 8);
    near(find(tables, 'tests', { measure: 'q_ell', category: 'Yes' }).se, 0.0974700991764);
    near(find(tables, 'tests', { measure: 'q_ell', category: 'Yes' }).p_value, 0.4158424848495);
    near(find(tables, 'tests', { kind: 'index', category: 'Yes' }).se, 4.76983081471, 8);
    expect(warnings.map(({ code }) => code)).toContain('few-clusters');
    const overall = await run(
      file('apiclus1'),
      { ...roles, cluster: 'dnum', population: 'fpc' },
      { ...options, compare: 'overall' },
    );
    near(find(overall.tables, 'tests', { measure: 'q_ell', category: 'Yes' }).se, 0.0296254071599);
  });

  test('Korn and Graubard: svyciprop(method = "beta")', async () => {
    const { tables } = await run(
      file('apiclus1'),
      { ...roles, cluster: 'dnum' },
      { ...options, interval: 'korn-graubard' },
    );
    const all = find(tables, 'items', { item: 'q_ell', variable: 'all' });
    near(all.lower, 0.0474413137221);
    near(all.upper, 0.3429413545501);
    const no = find(tables, 'items', { item: 'q_ell', category: 'No' });
    near(no.lower, 0.0321845984918);
    near(no.upper, 0.5546702239184);
  });

  /** options(survey.lonely.psu = …) with strata a = districts 61 and 135, lone = 637, b = the rest; nest = TRUE. */
  test.each([
    ['adjust', 0.0735596449227],
    ['remove', 0.0735282193072],
    ['average', 0.0900533094991],
  ])('a stratum with one cluster: %s', async (lonely, se) => {
    const relation = `(SELECT *, CASE WHEN dnum IN (61, 135) THEN 'a' WHEN dnum = 637 THEN 'lone' ELSE 'b' END AS part FROM ${file('apiclus1')})`;
    const { tables, warnings } = await run(
      relation,
      { ...roles, cluster: 'dnum', stratum: 'part' },
      { ...options, lonely },
    );
    near(find(tables, 'items', { item: 'q_api00', variable: 'all' }).se, se);
    expect(warnings.find(({ code }) => code === 'lonely-psu')).toMatchObject({ count: 1 });
  });

  test('a stratum with one cluster can be refused', async () => {
    const relation = `(SELECT *, dnum = 637 AS part FROM ${file('apiclus1')})`;
    const wanted = run(
      `(SELECT * REPLACE (part::VARCHAR AS part) FROM ${relation})`,
      { ...roles, cluster: 'dnum', stratum: 'part' },
      { lonely: 'fail' },
    );
    await expect(wanted).rejects.toMatchObject({ code: 'data-unfit' });
  });
});

/** prop.test(correct = FALSE), t.test, p.adjust and quantile of R 4.2 on the same rows, unweighted. */
describe('an unweighted simple sample has the textbook’s figures', () => {
  let tables: Tables;
  beforeAll(async () => {
    const simple = { items, group: ['awards', 'stype'], organisation: 'stype' };
    ({ tables } = await run(file('apistrat'), simple, {
      ...options,
      family: 'measure',
      benchmarks: { attainment: 50 },
    }));
  });

  test('pooled z, Welch’s t, one-sample t', () => {
    const z = find(tables, 'tests', { comparison: 'rest', measure: 'q_api00', category: 'Yes' });
    near(z.statistic, 2.1751338821201);
    near(z.p_value, 0.0296200850846);
    const welch = find(tables, 'tests', { comparison: 'rest', kind: 'index', category: 'Yes' });
    near(welch.statistic, 1.265265030367);
    near(welch.df, 191.774523951822, 8);
    near(welch.p_value, 0.207311517198);
    near(welch.lower, -2.982963597665, 8);
    near(welch.upper, 13.657530444035, 8);
    const benchmark = find(tables, 'tests', { comparison: 'benchmark', kind: 'index', variable: 'all' });
    near(benchmark.statistic, 0.383775180419);
    near(benchmark.p_value, 0.701554801608);
    expect(benchmark.df).toBe(199);
  });

  test('Benjamini and Hochberg within the family', () => {
    const rows = tables.tests!.filter(
      (row) => row.measure === 'q_api00' && row.variable === 'stype' && row.comparison === 'rest',
    );
    expect(rows.map((row) => row.category)).toEqual(['E', 'H', 'M']);
    [0.00800994232988, 0.3074341659274, 0.04122683333716].forEach((p, at) => {
      near(rows[at]!.p_value, p);
    });
    [0.0240298269896, 0.3074341659274, 0.0618402500057].forEach((p, at) => {
      near(rows[at]!.p_adjusted, p);
    });
    expect(rows.map((row) => [row.significant, row.family_size])).toEqual([
      [true, 3],
      [false, 3],
      [false, 3],
    ]);
  });

  test('benchmark and high performers are quantiles of organisations’ scores', () => {
    expect(find(tables, 'benchmarks', { measure: 'q_api00' })).toMatchObject({ organisations: 3, unit: 'share' });
    near(find(tables, 'benchmarks', { measure: 'q_api00' }).benchmark, 0.3);
    near(find(tables, 'benchmarks', { measure: 'q_api00' }).high_performers, 0.375);
  });
});

/** psych::alpha(check.keys = FALSE) 2.2.9, which takes covariances pairwise, and on na.omit(items); Feldt's limits as it prints them. */
describe('reliability agrees with psych', () => {
  const four = { indices: { attainment: [...items, 'q_mobility'] } };
  const scored = { items: [...items, 'q_mobility'] };

  test('pairwise', async () => {
    const { tables, warnings } = await run(file('apistrat'), scored, four);
    const alpha = find(tables, 'reliability', {});
    near(alpha.alpha, 0.50996871651656);
    near(alpha.alpha_standardised, 0.533172026933862);
    near(alpha.mean_correlation, 0.222110226471295);
    expect(tables.item_drops!.map((row) => row.item)).toEqual([...items, 'q_mobility']);
    [0.0683794569988248, 0.1627271166431949, 0.1373770139016503, 0.881342968287061].forEach((value, at) => {
      near(tables.item_drops![at]!.alpha_if_dropped, value);
    });
    expect(tables.item_drops!.map((row) => row.reversed)).toEqual([false, false, false, true]);
    expect(warnings.find(({ code }) => code === 'reversed-items')!.text).toContain('q_mobility');
  });

  test('complete cases, item–rest correlations and Feldt’s limits', async () => {
    const { tables } = await run(file('apistrat'), scored, { ...four, alpha_cases: 'complete' });
    const alpha = find(tables, 'reliability', {});
    near(alpha.alpha, 0.488676915791432);
    expect(alpha.n).toBe(alpha.complete);
    expect([alpha.lower, alpha.upper].map((value) => Math.round(Number(value) * 100) / 100)).toEqual([0.36, 0.6]);
    [0.655245449563744, 0.581432952824992, 0.576642980221597, -0.316405352049576].forEach((value, at) => {
      near(tables.item_drops![at]!.item_rest, value);
    });
  });
});

/** rake(design, list(~stype, ~awards), …, control = list(maxit = 1000, epsilon = 1e-9)) from equal weights, without a cap. */
test('raking agrees with R survey', async () => {
  const margins = `(VALUES ('stype','E',4421), ('stype','H',755), ('stype','M',1018), ('awards','No',2027), ('awards','Yes',4167)) v(variable, category, population)`;
  const also = { margins: { relation: `(SELECT * FROM ${margins})`, roles: {} } };
  const { tables, warnings } = await run(
    file('apistrat'),
    { items, group: ['awards', 'stype'] },
    { ...options, cap: null, tolerance: 1e-10 },
    also,
  );
  const weights = find(tables, 'weights', {});
  near(weights.minimum, 14.27455453758, 5);
  near(weights.maximum, 46.11566158342, 5);
  near(weights.kish_deff, 1.19261253162, 7);
  near(find(tables, 'items', { item: 'q_api00', variable: 'all' }).positive_pct, 0.39951360212, 8);
  expect(weights).toMatchObject({ weights: 'rake', converged: true, capped: 0 });
  for (const row of tables.margins!) near(row.difference, 0, 9);
  expect(warnings.map(({ code }) => code)).toContain('weighted');
});
