import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { quantile } from '../../main/methods/survey/benchmark.ts';
import { survey } from '../../main/methods/survey.ts';
import { makeSurvey } from '../../notebooks/samples/survey.ts';
import { testEngine } from '../engine.ts';
import { runMethod } from '../method.ts';

const samples = resolve('notebooks/samples');
let host: Awaited<ReturnType<typeof testEngine>>;
beforeAll(async () => {
  host = await testEngine([samples]);
});
afterAll(() => host.close());

describe('the synthetic survey', () => {
  test('is what its generator makes, and says that it is synthetic', () => {
    const made = makeSurvey();
    expect(readFileSync(`${samples}/survey.csv`, 'utf8') === made.survey).toBe(true);
    expect(readFileSync(`${samples}/survey-margins.csv`, 'utf8')).toBe(made.margins);
    expect(made.survey.startsWith('Synthetic ')).toBe(true);
    expect(made.survey.length).toBeLessThan(5_000_000);
  });

  test('its margins have the published profile of the profession', () => {
    const rows = makeSurvey()
      .margins.trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','));
    const total = rows.filter(([variable]) => variable === 'sex').reduce((sum, row) => sum + Number(row[2]), 0);
    const share = (...categories: string[]) =>
      rows.filter((row) => categories.includes(row[1]!)).reduce((sum, row) => sum + Number(row[2]), 0) / total;
    const departments = rows.filter(([variable]) => variable === 'department').map((row) => Number(row[2]) / total);
    expect(total).toBeGreaterThan(290_000);
    expect(share('Female')).toBeCloseTo(0.58, 4);
    expect(share('Ethnic minority')).toBeCloseTo(0.17, 4);
    expect(share('50 to 59', '60 and over')).toBeGreaterThan(0.4);
    expect(
      departments
        .sort((a, b) => b - a)
        .slice(0, 5)
        .reduce((sum, one) => sum + one, 0),
    ).toBeCloseTo(0.8, 1);
    expect(share('North West', 'London', 'South East')).toBeCloseTo(0.38, 4);
    expect(share('AA', 'AO', 'EO')).toBeCloseTo(0.74, 4);
  });

  test('can be raked, and its unweighted figures are off', async () => {
    const result = await runMethod(survey, host.query, {
      relation: `(SELECT * FROM read_csv('${samples}/survey.csv', skip = 3, header = true, delim = ',', all_varchar = true, null_padding = true) WHERE wave IS NOT NULL)`,
      roles: {
        items: ['identity_*', 'visibility_*', 'equipped_*', 'engaged_*'],
        multi: 'barriers',
        group: ['grade', 'region', 'sex', 'age', 'ethnicity', 'department'],
        organisation: 'department',
        stratum: 'department',
        wave: 'wave',
        respondent: 'respondent',
      },
      also: { margins: { relation: `(SELECT * FROM read_csv('${samples}/survey-margins.csv'))`, roles: {} } },
    });
    const { tables, warnings } = result;
    expect(tables.summary!.map((row) => [row.wave, row.respondents, row.strata, row.weights])).toEqual([
      ['2025', 8000, 12, 'rake'],
      ['2026', 12_000, 12, 'rake'],
    ]);
    expect(tables.weights!.map((row) => row.converged)).toEqual([true, true]);
    for (const row of tables.margins!.filter(({ category }) => category !== null))
      expect(Math.abs(Number(row.difference))).toBeLessThan(1e-5);
    const off = tables.margins!.filter(
      (row) => Math.abs(Number(row.unweighted_share) - Number(row.target_share)) > 0.03,
    );
    expect(off.length).toBeGreaterThan(10);
    expect(tables.reliability!.every((row) => Number(row.alpha) > 0.6)).toBe(true);
    const visibility = tables.waves!.find(
      (row) => row.kind === 'index' && row.measure === 'visibility' && row.variable === 'all',
    )!;
    expect(visibility).toMatchObject({ significant: true, items_alike: 3 });
    expect(Number(visibility.change)).toBeGreaterThan(2);
    expect(tables.quality!.every((row) => row.unrecognised === 0)).toBe(true);
    expect(warnings.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['respelled', 'weighted', 'margin-unknown']),
    );
  });
});

/**
 * Civil Service People Survey 2018, scores of 105 organisations (Crown copyright, Open Government Licence v3.0, Cabinet Office): engagement index and nine
 * themes, with the published benchmark, the median of organisations. The file lists organisations and some of their parts in whole per cent, so that its
 * median may differ from the published one by a point.
 */
test('the median of organisations is the published benchmark', () => {
  const [published, ...organisations] = readFileSync(resolve('tests/fixtures/survey/csps2018-themes.csv'), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',').slice(1).map(Number));
  expect(organisations).toHaveLength(105);
  const medians = published!.map((_, at) =>
    quantile(
      organisations.map((row) => row[at]!),
      0.5,
    ),
  );
  expect(medians.map((median, at) => Math.abs(median - published![at]!) <= 1)).toEqual(medians.map(() => true));
  expect(medians.filter((median, at) => median === published![at])).toHaveLength(9);
});
