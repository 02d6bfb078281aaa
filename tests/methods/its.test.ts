import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Value } from '../../main/contract/data.ts';
import { its } from '../../main/methods/its.ts';
import { testEngine } from '../engine.ts';
import { runMethod } from '../method.ts';

const fixtures = fileURLToPath(new URL('../fixtures/its', import.meta.url));
let bench: Awaited<ReturnType<typeof testEngine>>;
beforeAll(async () => {
  bench = await testEngine([fixtures]);
});
afterAll(() => bench.close());

type Cells = Record<string, Value>;
const seatbelts = (value: string) =>
  `(SELECT date, ${value} AS value, law, kms FROM read_csv('${fixtures}/seatbelts.csv'))`;
const nile = `(SELECT year AS date, flow AS value FROM read_csv('${fixtures}/nile.csv'))`;
const run = (relation: string, options: Record<string, unknown>, roles: Record<string, string | string[]> = {}) =>
  runMethod(its, bench.query, { relation, options, roles });

/** Relative difference to each of a list of figures, in the order of the coefficients. */
function close(rows: Cells[], column: string, figures: readonly number[], tolerance: number): void {
  expect(rows.length).toBe(figures.length);
  rows.forEach((row, index) => {
    const off = Math.abs((row[column] as number) - figures[index]!) / Math.max(1e-12, Math.abs(figures[index]!));
    expect(off, `${row.term} ${column} ${row[column]} against ${figures[index]}`).toBeLessThan(tolerance);
  });
}

/** Park–Miller numbers, the same in R: x ← 16807·x mod (2³¹ − 1). */
function parkMiller(count: number, seed: number): number[] {
  let x = seed;
  return Array.from({ length: count }, () => {
    x = (16807 * x) % 2147483647;
    return x / 2147483647;
  });
}
const noise = parkMiller(96, 2026).map((u) => u - 0.5);
const chain = (shocks: number[], r: number) => {
  let last = 0;
  return shocks.map((shock) => {
    last = r * last + shock;
    return last;
  });
};
const months = Array.from({ length: 48 }, (_, index) => index + 1);
const [slow, calm] = [chain(noise.slice(0, 48), 0.5), chain(noise.slice(48), 0.4)];
const treated = months.map((t) => 50 + 0.3 * t + (t >= 31 ? -6 - 0.4 * (t - 31) : 0) + 8 * slow[t - 1]!);
const control = months.map((t) => 40 + 0.25 * t + (t >= 31 ? 1 : 0) + 8 * calm[t - 1]!);
const date = (t: number) => `${2020 + Math.floor((t - 1) / 12)}-${String(((t - 1) % 12) + 1).padStart(2, '0')}-01`;
/** A relation of months; 31 is 2022-07-01. */
const relation = (rows: [number, number, number][]) =>
  `(SELECT CAST(d AS DATE) AS date, v AS value, a AS treated FROM (VALUES ${rows
    .map(([t, v, a]) => `('${date(t)}', CAST(${v} AS DOUBLE), ${a})`)
    .join(', ')}) AS x(d, v, a))`;
const single = relation(months.map((t) => [t, treated[t - 1]!, 1]));
const both = relation([
  ...months.map((t): [number, number, number] => [t, treated[t - 1]!, 1]),
  ...months.map((t): [number, number, number] => [t, control[t - 1]!, 0]),
]);
const at = { interruption: '2022-07-01' };

describe('against R', () => {
  /** R 4.2: m <- lm(drivers ~ t + law + I(pmax(0, t - 170))); sandwich::NeweyWest(m, lag = 4, prewhite = FALSE, adjust = TRUE); coeftest(df = 188). */
  test('seat belts with Newey–West', async () => {
    const { tables, warnings } = await run(seatbelts('drivers'), { interruption: '1983-01-31' });
    const { coefficients, summary } = tables as { coefficients: Cells[]; summary: Cells[] };
    expect(coefficients.map((row) => row.term)).toEqual(['intercept', 'time', 'level', 'trend']);
    close(coefficients, 'estimate', [1850.12616229924, -1.55734921187411, -457.768100628468, 19.2016179865777], 1e-10);
    close(coefficients, 'se', [67.208847964263, 0.607733439307316, 76.3737519645088, 6.45847764088792], 1e-10);
    close(coefficients, 'p', [7.2095226456e-68, 0.0111735649644, 1.026830419e-8, 0.0033342640116], 1e-8);
    expect(summary).toHaveLength(1);
    expect(summary[0]).toMatchObject({
      n: 192,
      before: 169,
      after: 23,
      errors: 'newey-west',
      lag: 4,
      df: 188,
      strength: 2,
    });
    const figures: Record<string, number> = {
      effect_end: -35.3325049237594,
      effect_end_se: 125.334917546855,
      effect_average: -246.550302776114,
      effect_average_se: 75.6554811419958,
      durbin_watson: 0.787542016815578,
      acf_1: 0.602454453514085,
      ljung_box: 120.840397804804,
    };
    for (const [name, figure] of Object.entries(figures)) expect(summary[0]![name], name).toBeCloseTo(figure, 8);
    const last = tables.fit!.at(-1)!;
    expect(last).toMatchObject({ date: '1984-12-01', time: 192, segment: 'after' });
    expect(last.counterfactual).toBeCloseTo(1551.11511361941, 8);
    /** ± qt(.975, 188) × 62.6868235136264 */
    expect(last.upper).toBeCloseTo(1551.11511361941 + 1.972662692381298 * 62.6868235136264, 6);
    expect(warnings.map((warning) => warning.code)).toContain('season');
  });

  /** nlme::gls(drivers ~ …, correlation = corAR1(form = ~t), method = 'REML'). */
  test('seat belts with AR(1) by REML', async () => {
    const { tables } = await run(seatbelts('drivers'), { interruption: '1983-02-01', errors: 'ar1' });
    close(
      tables.coefficients!,
      'estimate',
      [1845.5341170953, -1.53330282444599, -469.358820831807, 22.2205512022206],
      1e-5,
    );
    close(tables.coefficients!, 'se', [80.9165364220984, 0.816603669157066, 165.500667847825, 12.787407251989], 1e-5);
    expect(tables.summary![0]!.rho).toBeCloseTo(0.633241169806736, 5);
    expect(tables.summary![0]!.sigma).toBeCloseTo(255.172453302648, 2);
  });

  test('the logarithm of the same, both ways', async () => {
    const log = { interruption: '1983-02-01', scale: 'log' };
    const robust = await run(seatbelts('drivers'), log);
    close(
      robust.tables.coefficients!,
      'se',
      [0.037159315717765, 0.000342230378917081, 0.0514957948262893, 0.00439316168198897],
      1e-9,
    );
    expect(robust.tables.summary![0]!.level_ratio).toBeCloseTo(Math.exp(-0.326157501380658), 10);
    expect(robust.tables.summary![0]!.effect_average_relative).toBeCloseTo(Math.expm1(-0.175286804868259), 10);
    const ar1 = await run(seatbelts('drivers'), { ...log, errors: 'ar1' });
    close(
      ar1.tables.coefficients!,
      'estimate',
      [7.5103677726334, -0.000868969151876827, -0.348485462022116, 0.01645630132202],
      1e-5,
    );
    close(
      ar1.tables.coefficients!,
      'se',
      [0.0457312601473717, 0.000461607524119664, 0.0941458146645134, 0.00725927083465943],
      1e-5,
    );
  });

  test('the Nile from 1899, level and trend, and level alone', async () => {
    const full = await run(nile, { interruption: '1899-01-01' });
    close(
      full.tables.coefficients!,
      'se',
      [36.2422456250135, 2.6437225201033, 63.0498036635178, 2.75728592147539],
      1e-9,
    );
    expect(full.tables.summary![0]).toMatchObject({ frequency: 'year', n: 100, lag: 4 });
    const ar1 = await run(nile, { interruption: '1899-01-01', errors: 'ar1' });
    close(
      ar1.tables.coefficients!,
      'estimate',
      [1081.5515804249, 1.1680315138782, -289.688964139812, -0.502605775512982],
      1e-5,
    );
    expect(ar1.tables.summary![0]!.rho).toBeCloseTo(0.197474193972986, 5);
    const level = await run(nile, { interruption: '1899-01-01', change: 'level' });
    close(level.tables.coefficients!, 'se', [28.446788655568, 0.762764781792338, 48.8057099906656], 1e-9);
  });

  /** The same with month dummies, kms and PetrolPrice; on UKgas log(y) ~ t + level + trend + quarter from 1981, lag 4. */
  test('covariates and seasons, months and quarters', async () => {
    const wide = `(SELECT date, drivers AS value, kms, PetrolPrice FROM read_csv('${fixtures}/seatbelts.csv'))`;
    const options = { interruption: '1983-01-31', scale: 'log', seasonality: 'dummies' };
    const roles = { covariates: ['kms', 'PetrolPrice'] };
    const pick = (rows: Cells[]) =>
      ['level', 'trend', 'kms', 'PetrolPrice'].map((term) => rows.find((row) => row.term === term)!);
    const robust = pick((await run(wide, options, roles)).tables.coefficients!);
    close(robust, 'estimate', [-0.2233258710364, 0.00485124572281, 4.068760192638e-5, -2.70456698089], 1e-9);
    close(robust, 'se', [0.0208240675187076, 0.0011913583319382, 0.0000108112746817, 0.7295562349253731], 1e-9);
    const ar1 = await run(wide, { ...options, errors: 'ar1' }, roles);
    close(
      pick(ar1.tables.coefficients!),
      'se',
      [0.04650142443872, 0.003403251943215, 9.858962516442e-6, 0.7873934869609],
      1e-5,
    );
    expect(ar1.tables.summary![0]!.rho).toBeCloseTo(0.3733746425, 6);
    const gas = `(SELECT * FROM read_csv('${fixtures}/ukgas.csv'))`;
    const quarters = await run(gas, { ...options, interruption: '1981-01-01' });
    expect(quarters.tables.summary![0]).toMatchObject({ frequency: 'quarter', n: 108, lag: 4 });
    close(quarters.tables.coefficients!.slice(2, 4), 'se', [0.0516064198083699, 0.0028508322421218], 1e-9);
    const slope = await run(seatbelts('drivers'), { interruption: '1983-01-31', change: 'trend' });
    close(slope.tables.coefficients!, 'se', [69.0410948582084, 0.6354926008164, 7.8412823462362], 1e-9);
    expect(slope.tables.summary![0]).toMatchObject({ level_change: null, level_change_p: null });
  });

  test('a made series: Newey–West and REML', async () => {
    const { tables } = await run(single, at);
    close(tables.coefficients!, 'estimate', [48.54368315443, 0.3611952675225, -8.288070890361, -0.346184063453], 1e-11);
    close(tables.coefficients!, 'se', [0.7419863729149, 0.05779714645754, 1.371027300031, 0.09129005823649], 1e-11);
    expect(tables.summary![0]!.effect_average_relative).toBeCloseTo(-0.1788007512278, 11);
    expect(tables.summary![0]!.effect_average_relative_se).toBeCloseTo(0.02307634508404, 11);
    const { tables: reml } = await run(single, { ...at, errors: 'ar1' });
    close(reml.coefficients!, 'se', [1.322521048355, 0.07290358339012, 1.79941207059, 0.1728849815896], 1e-5);
    expect(reml.summary![0]!.rho).toBeCloseTo(0.4418703092665, 6);
    const { tables: log } = await run(single, { ...at, scale: 'log' });
    expect(log.summary![0]!.effect_average).toBeCloseTo(-11.86426072098, 9);
    expect(log.summary![0]!.effect_average_se).toBeCloseTo(1.945216568493, 7);
    expect(log.summary![0]!.effect_average_relative_lower).toBeCloseTo(-0.2353995265235, 10);
  });

  /** Within series: sqrt(diag(vcovPL(m, cluster, order.by, lag = 3, aggregate = FALSE, adjust = FALSE)) × 96/88); shared: the Bartlett sum over both by hand; gls with corAR1(form = ~t | id). */
  test('with a control series', async () => {
    const estimates = [
      42.01304443948, 0.1429476326616, 2.176185652433, 0.1888590606482, 6.530638714955, 0.218247634861, -10.46425654279,
      -0.5350431241011,
    ];
    const { tables } = await run(both, at);
    close(tables.coefficients!, 'estimate', estimates, 1e-10);
    close(
      tables.coefficients!,
      'se',
      [
        1.268013869719, 0.06367827442952, 1.055786712298, 0.1175952389434, 1.469150418232, 0.08599670210511,
        1.730433887583, 0.1488707995377,
      ],
      1e-10,
    );
    expect(tables.summary![0]).toMatchObject({
      method: 'its-control',
      strength: 3,
      n: 48,
      n_control: 48,
      df: 88,
      lag: 3,
    });
    expect(tables.summary![0]!.level_change).toBeCloseTo(-10.46425654279, 10);
    const shared = await run(both, { ...at, shocks: 'shared' });
    close(
      shared.tables.coefficients!,
      'se',
      [
        1.268013869719, 0.06367827442952, 1.055786712298, 0.1175952389434, 1.217291151216, 0.05800989889823,
        1.168971489649, 0.09791022790879,
      ],
      1e-10,
    );
    const ar1 = await run(both, { ...at, errors: 'ar1' });
    close(
      ar1.tables.coefficients!,
      'se',
      [
        1.244556138274, 0.06912533275203, 1.781914414265, 0.1638593371083, 1.760068169882, 0.09775798308148,
        2.520007531641, 0.23173209686,
      ],
      1e-5,
    );
    expect(ar1.tables.summary![0]!.rho).toBeCloseTo(0.3562895395771, 6);
  });

  test('missing months keep their place', async () => {
    const gapped = relation(months.filter((t) => ![5, 6, 20, 40].includes(t)).map((t) => [t, treated[t - 1]!, 1]));
    const { tables, warnings } = await run(gapped, at);
    close(
      tables.coefficients!,
      'estimate',
      [48.44521661209, 0.3631548113531, -8.223288464935, -0.3475466570961],
      1e-10,
    );
    close(tables.coefficients!, 'se', [0.871940931915, 0.06177059513863, 1.409161471193, 0.09409421654059], 1e-10);
    expect(tables.summary![0]).toMatchObject({ n: 44, missing: 4, lag: 3, frequency: 'month' });
    expect(tables.gaps).toEqual([
      { series: '', arm: 'treated', after: '2020-04-01', before: '2020-07-01', missing: 2 },
      { series: '', arm: 'treated', after: '2021-07-01', before: '2021-09-01', missing: 1 },
      { series: '', arm: 'treated', after: '2023-03-01', before: '2023-05-01', missing: 1 },
    ]);
    expect(warnings).toContainEqual(expect.objectContaining({ code: 'missing-periods', count: 4 }));
    const ar1 = await run(gapped, { ...at, errors: 'ar1' });
    close(ar1.tables.coefficients!, 'se', [1.496136224653, 0.08129671013909, 1.922009777845, 0.1907861056582], 1e-5);
    expect(ar1.tables.summary![0]!.rho).toBeCloseTo(0.4876593727167, 6);
  });

  test('washout, seasons and several interruptions', async () => {
    const washed = await run(single, { ...at, washout: 3, origin: 1, errors: 'ols' });
    close(
      washed.tables.coefficients!,
      'estimate',
      [48.54368315443, 0.3611952675225, -9.995015105259, -0.2459389476679],
      1e-9,
    );
    close(
      washed.tables.coefficients!,
      'se',
      [0.8370463494788, 0.04714974708256, 1.523976022828, 0.1416595748081],
      1e-9,
    );
    expect(washed.tables.fit!.filter((row) => row.segment === 'washout').map((row) => row.fitted)).toEqual([
      null,
      null,
      null,
    ]);
    const fourier = await run(single, { ...at, seasonality: 'fourier', harmonics: 2 });
    close(
      fourier.tables.coefficients!,
      'se',
      [
        0.7676269614473, 0.0461950712895, 1.150607879539, 0.08879674874752, 0.5318972565747, 0.5475803358986,
        0.6362320371628, 0.4287229152246,
      ],
      1e-9,
    );
    const dummies = await run(single, { ...at, seasonality: 'dummies' });
    close(
      dummies.tables.coefficients!.slice(0, 4),
      'se',
      [1.264323486581, 0.05121910569921, 1.354671214458, 0.100452059839],
      1e-9,
    );
    const two = await run(single, { interruption: '2021-04-01, 2022-07-01' });
    expect(two.tables.coefficients!.map((row) => row.term)).toEqual([
      'intercept',
      'time',
      'level',
      'trend',
      'level_2',
      'trend_2',
    ]);
    const byName = Object.fromEntries(two.tables.coefficients!.map((row) => [row.term, row.se as number]));
    expect(byName.level).toBeCloseTo(1.747851425601, 9);
    expect(byName.trend_2).toBeCloseTo(0.1944994839291, 9);
    expect(two.tables.summary!.map((row) => row.interruption)).toEqual(['2021-04-01', '2022-07-01']);
  });

  test('fewer than 12 points: least squares, and said', async () => {
    const few = relation(months.slice(25, 35).map((t) => [t, treated[t - 1]!, 1]));
    const { tables, warnings } = await run(few, { ...at, errors: 'ar1' });
    expect(tables.summary![0]).toMatchObject({ errors: 'ols', n: 10, lag: null, rho: null });
    close(
      tables.coefficients!,
      'se',
      [1.518312341088234, 0.457788395450525, 1.887509908624543, 0.64741055755715],
      1e-9,
    );
    expect(warnings).toContainEqual(expect.objectContaining({ code: 'few-points', count: 10 }));
    expect(tables.sensitivity!.map((row) => row.errors)).toEqual(['ols']);
  });
});

describe('shapes', () => {
  test('a column of 0 and 1 says when, and covariates join in', async () => {
    const { tables } = await run(seatbelts('drivers'), {}, { after: 'law', covariates: ['kms'] });
    expect(tables.summary![0]).toMatchObject({ interruption: '1983-02-01', terms: 5, before: 169 });
    expect(tables.coefficients!.at(-1)!.term).toBe('kms');
  });

  test('the option wins over a column that says otherwise, and it is said', async () => {
    const { tables, warnings } = await run(seatbelts('drivers'), { interruption: '1983-03-01' }, { after: 'law' });
    expect(tables.summary![0]).toMatchObject({ interruption: '1983-03-01', before: 170 });
    expect(warnings).toContainEqual(expect.objectContaining({ code: 'after-ignored', count: 1 }));
  });

  test('timestamps with a zone are days of the workspace, and flags may be true and false', async () => {
    const zoned = `(SELECT timezone('Europe/London', CAST(date AS TIMESTAMP)) AS date, value, treated = 1 AS treated FROM ${both})`;
    const { tables } = await run(zoned, at);
    expect(tables.fit![0]!.date).toBe('2020-01-01');
    expect(tables.fit![6]!.date).toBe('2020-07-01');
    expect(tables.summary![0]).toMatchObject({ frequency: 'month', method: 'its-control' });
  });

  test('a long series that drifts: Ljung–Box far out', async () => {
    const drift = `(SELECT CAST(DATE '2000-01-01' + CAST(i AS INTEGER) AS DATE) AS date, sum(sin(i * i)) OVER (ORDER BY i) AS value FROM range(4000) AS r(i))`;
    const { tables } = await run(drift, { interruption: '2004-01-01' });
    expect(tables.summary![0]).toMatchObject({ frequency: 'day', ljung_box_p: 0, n: 4000 });
  });

  test('several treated series share a control', async () => {
    const named = `(SELECT *, CASE WHEN treated = 0 THEN 'rest' WHEN copy = 1 THEN 'a' ELSE 'b' END AS series
      FROM ${both} CROSS JOIN (VALUES (1), (2)) AS c(copy) WHERE treated = 1 OR copy = 1)`;
    const { tables } = await run(named, { ...at, measure: 'avoidable contact', unit: '%' });
    expect(tables.summary!.map((row) => [row.series, row.method])).toEqual([
      ['a', 'its-control'],
      ['b', 'its-control'],
    ]);
    expect(tables.effect![0]).toMatchObject({
      measure: 'avoidable contact',
      unit: '%',
      method: 'its-control',
      date: '2023-12-01',
    });
  });

  test('weeks, four-week periods and quarters are told apart; rows without a value are counted', async () => {
    const every = (step: string) =>
      `(SELECT CAST(DATE '2022-01-03' + i * INTERVAL '${step}' AS DATE) AS date, sin(i * i) + i / 10 AS value FROM range(40) AS r(i))`;
    const frequency = async (step: string) =>
      (await run(every(step), { interruption: '2022-07-04', change: 'level' })).tables.summary![0]!.frequency;
    expect(await frequency('7 days')).toBe('week');
    expect(await frequency('28 days')).toBe('28 days');
    expect(await frequency('3 months')).toBe('quarter');
    expect(await frequency('10 days')).toBe('10 days');
    const holes = `(SELECT date, CASE WHEN time < 3 THEN NULL ELSE value END AS value FROM (SELECT *, row_number() OVER () AS time FROM ${single}))`;
    const { warnings } = await run(holes, at);
    expect(warnings).toContainEqual({
      code: 'no-value',
      text: '2 rows without a usable value were left out.',
      count: 2,
    });
  });
});

describe('says no', () => {
  const refuses = (relation: string, options: Record<string, unknown>, sentence: RegExp) =>
    expect(run(relation, options)).rejects.toThrow(sentence);

  test('with a sentence', async () => {
    await refuses(single, {}, /needs to know when the interruption was/);
    await refuses(single, { interruption: 'July 2022' }, /not a date/);
    await refuses(
      single,
      { interruption: '2030-01-01' },
      /not inside the treated series, which runs from 2020-01-01 to 2023-12-01/,
    );
    await refuses(single, { interruption: '2023-12-01' }, /1 point from the interruption/);
    await refuses(`(SELECT * FROM ${single} WHERE false)`, at, /no treated row/);
    await refuses(`(SELECT * FROM ${single} LIMIT 1)`, at, /not inside/);
    await refuses(
      `(SELECT * FROM ${single} UNION ALL SELECT * FROM ${single})`,
      at,
      /more than one row in the same month \(48 in all, first 2020-01-01\)/,
    );
    await refuses(`(SELECT date, 5 AS value FROM ${single})`, at, /never vary/);
    await refuses(`(SELECT date, value - 50 AS value FROM ${single})`, { ...at, scale: 'log' }, /above 0/);
    await refuses(nile, { interruption: '1899-01-01', seasonality: 'dummies' }, /no season/);
    await refuses(`(SELECT date, value, 2 AS treated FROM ${single})`, at, /only 0 and 1/);
  });

  test('collinear covariates are named', async () => {
    const twice = `(SELECT *, 2 * epoch(date) / 86400 AS days, 3 AS fixed FROM ${single})`;
    await expect(run(twice, at, { covariates: ['fixed'] })).rejects.toThrow(/"fixed" of its is a combination/);
  });
});
