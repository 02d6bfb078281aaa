import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { benjaminiHochberg } from '../../main/methods/survey/adjust.ts';
import { quantile } from '../../main/methods/survey/benchmark.ts';
import { marginOfError } from '../../main/methods/survey/interval.ts';
import { rake } from '../../main/methods/survey/rake.ts';
import { survey } from '../../main/methods/survey.ts';
import { quietTask, testEngine } from '../engine.ts';
import { runMethod } from '../method.ts';

let host: Awaited<ReturnType<typeof testEngine>>;
beforeAll(async () => {
  host = await testEngine();
});
afterAll(() => host.close());

const people = `(SELECT CASE WHEN i % 10 = 0 THEN 'new' ELSE 'old' END AS tenure, CASE WHEN i % 4 = 0 THEN 'F' ELSE 'M' END AS sex, 1 + (i * 7) % 5 AS q FROM range(400) r(i))`;
const run = (relation: string, margins: string, options = {}) =>
  runMethod(survey, host.query, {
    relation,
    roles: { items: 'q', group: ['tenure', 'sex'] },
    options,
    also: { margins: { relation: `(SELECT * FROM (VALUES ${margins}) v(variable, category, population))`, roles: {} } },
  });
const text = (warnings: { code: string; text: string }[], code: string) =>
  warnings.find((warning) => warning.code === code)?.text;

describe('raking', () => {
  test('meets every margin, and keeps to the cap', async () => {
    const margins = "('tenure','new',7000), ('tenure','old',3000), ('sex','F',5800), ('sex','M',4200)";
    const free = await run(people, margins, { cap: null });
    const capped = await run(people, margins, { cap: 8 });
    for (const { tables } of [free, capped]) {
      expect(tables.weights![0]).toMatchObject({ weights: 'rake', converged: true });
      for (const row of tables.margins!) expect(Math.abs(Number(row.difference))).toBeLessThan(1e-6);
      expect(tables.weights![0]!.sum).toBeCloseTo(10_000, 1);
    }
    expect(Number(free.tables.weights![0]!.maximum) / 25).toBeGreaterThan(8);
    expect(Number(capped.tables.weights![0]!.maximum) / 25).toBeLessThanOrEqual(8 + 1e-9);
    expect(capped.tables.weights![0]!.capped).toBeGreaterThan(0);
    expect(text(capped.warnings, 'weights-capped')).toContain('8 mean weights');
  });

  test('a cap that the margins cannot bear is said plainly', async () => {
    const margins = "('tenure','new',7000), ('tenure','old',3000)";
    const { tables, warnings } = await run(people, margins, { cap: 2, rounds: 50 });
    expect(tables.weights![0]).toMatchObject({ converged: false, rounds: 50 });
    expect(text(warnings, 'raking-unconverged')).toContain('did not converge in 50 rounds');
    expect(text(warnings, 'margins-off')).toContain('tenure new');
    expect(text(warnings, 'margin-beyond-cap')).toContain('tenure new would need 7.0');
    const patient = await run(people, margins, { cap: 2 });
    expect(patient.tables.weights![0]!.rounds).toBe(200);
  });

  test('a cap that the margins cannot bear still holds against the mean of the weights, which add up to the population', async () => {
    const margins = "('tenure','new',7000), ('tenure','old',3000), ('sex','F',5800), ('sex','M',4200)";
    for (const cap of [1.2, 2, 3]) {
      const { tables } = await run(people, margins, { cap });
      const { sum, mean, maximum, capped, converged } = tables.weights![0]!;
      expect(converged).toBe(false);
      expect(sum).toBeCloseTo(10_000, 6);
      expect(Number(maximum)).toBeLessThanOrEqual(cap * Number(mean) * (1 + 1e-9));
      expect(Number(capped)).toBeGreaterThan(0);
    }
  });

  test('weights of naught stay so, and the cap is in mean weights of the others', async () => {
    const codes = Int32Array.from({ length: 100 }, (_, k) => (k < 70 ? 0 : k % 10 === 0 ? 1 : 2));
    const base = Float64Array.from(codes, (code) => (code === 0 ? 0 : 1));
    const target = { name: 'a', labels: ['w', 'x', 'y'], codes, population: Float64Array.of(0, 60, 40) };
    const { weights } = await rake(base, [target], 100, { cap: 2, tolerance: 1e-6, rounds: 500 }, quietTask);
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(100, 9);
    expect(Math.max(...weights)).toBeCloseTo((2 * 100) / 30, 9);
    expect(weights.filter((weight) => weight === 0)).toHaveLength(70);
  });

  test('contradictory margins do not converge', async () => {
    const same = `(SELECT *, tenure AS again FROM ${people})`;
    const result = await runMethod(survey, host.query, {
      relation: same,
      roles: { items: 'q', group: 'tenure', rake: 'again' },
      options: { rounds: 30 },
      also: {
        margins: {
          relation:
            "(SELECT * FROM (VALUES ('tenure','new',3), ('tenure','old',7), ('again','new',4), ('again','old',6)) v(variable, category, population))",
          roles: {},
        },
      },
    });
    expect(result.tables.weights![0]!.converged).toBe(false);
  });

  test('an empty cell is named; the others stand in for it', async () => {
    const { tables, warnings } = await run(people, "('sex','F',50), ('sex','M',40), ('sex','Other',10)");
    expect(text(warnings, 'margin-empty')).toContain('"Other" (sex, population 10)');
    expect(tables.margins!.map((row) => [row.category, row.empty])).toEqual([
      ['F', false],
      ['M', false],
      ['Other', true],
    ]);
    expect(tables.margins![0]!.weighted_share).toBeCloseTo(5 / 9, 6);
  });

  test('a category that the margins lack is refused, or kept out', async () => {
    const wanted = run(people, "('sex','F',50), ('tenure','new',5), ('tenure','old',5)");
    await expect(wanted).rejects.toMatchObject({ code: 'data-unfit', message: expect.stringContaining('"M" (300)') });
    const kept = await run(people, "('sex','F',50), ('tenure','new',50), ('tenure','old',50)", { unmatched: 'keep' });
    expect(text(kept.warnings, 'margin-unmatched')).toContain('"M" (300)');
  });

  test('those who would not say keep their weight on that margin', async () => {
    const shy = `(SELECT tenure, CASE WHEN i2 % 5 = 0 THEN 'Prefer not to say' ELSE sex END AS sex, q FROM (SELECT *, row_number() OVER () AS i2 FROM ${people}))`;
    const { tables, warnings } = await run(shy, "('sex','F',50), ('sex','M',50)");
    expect(text(warnings, 'margin-unknown')).toContain('80 respondents have no known sex');
    expect(tables.margins!.map((row) => [row.category, row.respondents])).toEqual([
      ['F', 80],
      ['M', 240],
      [null, 80],
    ]);
    expect(tables.margins![2]!.weighted).toBeCloseTo(80, 6);
  });

  test('margins that add up differently are scaled, and said; repeated or unknown ones refused', async () => {
    const { tables, warnings } = await run(
      people,
      "('sex','F',50), ('sex','M',50), ('tenure','new',300), ('tenure','old',700)",
    );
    expect(text(warnings, 'margin-totals')).toContain('sex 100, tenure 1,000');
    expect(tables.weights![0]!.sum).toBeCloseTo(1000, 6);
    await expect(run(people, "('sex','F',1), ('sex','f',1)")).rejects.toMatchObject({ code: 'data-unfit' });
    await expect(run(people, "('age','F',1)")).rejects.toMatchObject({ code: 'name-unknown' });
    await expect(run(people, "('sex','F',-1)")).rejects.toMatchObject({ code: 'data-unfit' });
  });

  test('declared margins check weights that were not raked to them', async () => {
    const { tables, warnings } = await run(people, "('sex','F',58), ('sex','M',42)", { weights: 'none' });
    expect(tables.weights![0]).toMatchObject({ weights: 'none', rounds: null });
    expect(tables.margins![0]!.difference).toBeCloseTo(0.25 - 0.58, 12);
    expect(text(warnings, 'margins-off')).toContain('sex F 25 % (declared 58 %)');
  });

  test('can be stopped', async () => {
    const stop = new AbortController();
    stop.abort();
    const codes = Int32Array.from({ length: 100 }, (_, k) => k % 2);
    const targets = [
      { name: 'a', labels: ['x', 'y'], codes, population: Float64Array.of(1, 2) },
      { name: 'b', labels: ['x', 'y'], codes, population: Float64Array.of(2, 1) },
    ];
    const wanted = rake(
      new Float64Array(100).fill(1),
      targets,
      100,
      { cap: null, tolerance: 1e-6, rounds: 1000 },
      { ...quietTask, signal: stop.signal },
    );
    await expect(wanted).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('small parts', () => {
  /** R: p.adjust(c(.01, .04, .03, .005, .5), 'BH'). */
  test('Benjamini and Hochberg, with a test that was not done', () => {
    const adjusted = benjaminiHochberg([0.01, 0.04, Number.NaN, 0.03, 0.005, 0.5]);
    expect(adjusted.map((p) => Math.round(p * 1e9) / 1e9)).toEqual([0.025, 0.05, Number.NaN, 0.05, 0.025, 0.5]);
  });

  test('margins of error of the definition, in points', () => {
    const points = ([n, population, p]: [number, number, number]) =>
      Math.round(marginOfError(p, n, 0.95, n, population) * 10_000) / 100;
    expect(points([120, 200, 0.43])).toBe(5.62);
    expect(points([80, 150, 0.5])).toBe(7.51);
    expect(points([40, 50, 0.3])).toBe(6.42);
    expect(points([375, 500, 0.6])).toBe(2.48);
  });

  /** Quantiles of type 7; R: quantile(c(3, 1, 2, 10), c(.5, .75)). */
  test('median and upper quartile', () => {
    expect(quantile([3, 1, 2, 10], 0.5)).toBe(2.5);
    expect(quantile([3, 1, 2, 10], 0.75)).toBe(4.75);
    expect(quantile([], 0.5)).toBeNaN();
  });
});
