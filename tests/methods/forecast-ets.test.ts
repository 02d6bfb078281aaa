import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { type EtsFit, fitEts } from '../../main/methods/forecast/ets.ts';
import { formName } from '../../main/methods/forecast/form.ts';
import { normalDraws, simulated } from '../../main/methods/forecast/simulate.ts';
import { moments } from '../../main/methods/forecast/spread.ts';

const read = (name: string) =>
  Float64Array.from(
    readFileSync(fileURLToPath(new URL(`../fixtures/series/${name}.csv`, import.meta.url)), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => Number(line.split(',')[1]!.replaceAll('"', ''))),
  );

/** R 4.2.2, forecast 8.20: ets(y, model, damped, restrict = FALSE)$loglik of every form. R's search often stops short of the maximum. */
const loglik: Record<string, { m: number; forms: Record<string, number> }> = {
  UKgas: {
    m: 4,
    forms: {
      'A,N,N': -812.867,
      'A,N,A': -652.652,
      'A,N,M': -644.477,
      'A,A,N': -804.911,
      'A,A,A': -646.186,
      'A,A,M': -626.564,
      'A,Ad,N': -804.877,
      'A,Ad,A': -647.584,
      'A,Ad,M': -628.667,
      'M,N,N': -763.04,
      'M,N,A': -679.527,
      'M,N,M': -635.708,
      'M,A,N': -749.912,
      'M,A,A': -704.243,
      'M,A,M': -618.361,
      'M,Ad,N': -751.21,
      'M,Ad,A': -714.581,
      'M,Ad,M': -619.488,
    },
  },
  ldeaths: {
    m: 12,
    forms: {
      'A,N,N': -586.693,
      'A,N,A': -543.286,
      'A,N,M': -542.06,
      'A,A,N': -586.74,
      'A,A,A': -542.78,
      'A,A,M': -542.223,
      'A,Ad,N': -586.558,
      'A,Ad,A': -542.713,
      'A,Ad,M': -540.707,
      'M,N,N': -580.405,
      'M,N,A': -527.699,
      'M,N,M': -525.399,
      'M,A,N': -580.253,
      'M,A,A': -523.745,
      'M,A,M': -524.816,
      'M,Ad,N': -578.175,
      'M,Ad,A': -527.878,
      'M,Ad,M': -525.138,
    },
  },
  ausbeer: {
    m: 4,
    forms: {
      'A,N,N': -1442.531,
      'A,N,A': -1197.909,
      'A,N,M': -1192.012,
      'A,A,N': -1435.786,
      'A,A,A': -1188.862,
      'A,A,M': -1184.971,
      'A,Ad,N': -1430.841,
      'A,Ad,A': -1188.237,
      'A,Ad,M': -1182.279,
      'M,N,N': -1442.815,
      'M,N,A': -1185.546,
      'M,N,M': -1181.26,
      'M,A,N': -1432.456,
      'M,A,A': -1175.167,
      'M,A,M': -1168.124,
      'M,Ad,N': -1428.039,
      'M,Ad,A': -1176.577,
      'M,Ad,M': -1167.286,
    },
  },
};

test.each(Object.entries(loglik))('%s: no form is likelier in R than here, but for 1e-4', (name, { m, forms }) => {
  const fit = fitEts(read(name), m, false)!;
  const short = fit.forms.flatMap((found) => {
    const theirs = forms[formName(found.form).slice(4, -1)]!;
    return found.loglik < theirs - 1e-4 * Math.abs(theirs) ? [[formName(found.form), found.loglik, theirs]] : [];
  });
  expect(short).toEqual([]);
  expect(fit.forms.length).toBe(18);
});

test('where R finds the maximum, parameters and forecasts agree', () => {
  const nile = fitEts(Float64Array.from(nileFlow), 1, true)!;
  // ets(Nile): ETS(M,N,N), alpha .1514, l 1087.77, logLik −726.151, AICc 1458.552; forecast 838.875
  expect(formName(nile.form)).toBe('ETS(M,N,N)');
  expect(nile.parameters[0]).toBeCloseTo(0.1514, 3);
  expect(nile.loglik).toBeCloseTo(-726.151, 3);
  expect(nile.aicc).toBeCloseTo(1458.552, 2);
  expect(nile.level / 838.8751613).toBeCloseTo(1, 3);
  // ets(ausbeer): ETS(M,A,M), alpha .2087, beta .0302, gamma .1984; AICc 2355.114; forecast 404.60, 480.40, 417.04, 383.10
  const beer = fitEts(read('ausbeer'), 4, true)!;
  expect(formName(beer.form)).toBe('ETS(M,A,M)');
  expect(beer.aicc).toBeLessThan(2355.114);
  expect(beer.aicc).toBeGreaterThan(2355.05);
  const mean = moments(beer, 4, 4)!.mean;
  for (const [h, value] of [404.6024992, 480.3982362, 417.0366626, 383.0996179].entries())
    expect(Math.abs(mean[h]! / value - 1)).toBeLessThan(0.005);
});

const state = (form: EtsFit['form'], phi = 1): EtsFit => ({
  form,
  k: 0,
  loglik: 0,
  aic: 0,
  aicc: 0,
  bic: 0,
  parameters: Float64Array.from([0.4, form.trend === 'N' ? 0 : 0.1, 0.2, phi, 0, 0]),
  forms: [],
  sigma2: form.error === 'M' ? 0.01 : 25,
  fitted: new Float64Array(0),
  level: 100,
  slope: form.trend === 'N' ? 0 : 2,
  season: Float64Array.from(form.season === 'M' ? [1.2, 0.9, 0.8, 1.1] : [20, -10, -20, 10]),
});

/** forecast 8.20: class1, class2 and class3(h = 9, last.state, …, m = 4, sigma2, par) with the states above. */
test.each([
  ['A', 'A', 'A', 1, [25, 31.25, 40.25, 52.5, 77.5, 97.75, 122.75, 153, 202]],
  ['A', 'Ad', 'A', 0.9, [25, 31.0025, 39.1535, 49.5187, 70.1989, 84.966, 101.8459, 120.7481, 151.6939]],
  ['M', 'A', 'A', 1, [148.84, 125.9421, 150.4831, 264.0301, 425.8793, 446.7948, 545.7665, 780.6977, 1085.7548]],
  ['M', 'A', 'M', 1, [149.8176, 108.8884, 113.6416, 285.6627, 511.0817, 368.1836, 370.1594, 882.7859, 1411.1625]],
  ['M', 'N', 'M', 1, [144, 94.0896, 84.7013, 179.7547, 266.8942, 163.3489, 139.5287, 283.6096, 391.216]],
] as const)('the forecast variance of ETS(%s,%s,%s) is that of the book', (error, trend, season, phi, variance) => {
  const found = moments(state({ error, trend, season }, phi), 4, 9)!;
  expect(Array.from(found.variance, (value) => Number(value.toFixed(4)))).toEqual([...variance]);
});

test('additive errors on a multiplicative season: exact within a season, equal to simulation', () => {
  const fit = state({ error: 'A', trend: 'A', season: 'M' });
  const { variance } = moments(fit, 4, 4)!;
  const draws = () => ({ paths: 100_000, normal: normalDraws(1, 400_000) });
  const { lower, upper } = simulated(fit, 4, { horizon: 4, levels: [0.95], z: [1.96], draws });
  for (let h = 0; h < 4; h++) {
    const half = (upper[h]! - lower[h]!) / 2;
    expect(Math.abs(half / (1.959964 * Math.sqrt(variance[h]!)) - 1)).toBeLessThan(0.015);
  }
  expect(moments(fit, 4, 5)).toBeUndefined();
});

test('constant, tiny and perfectly regular series are fitted without failing', () => {
  const constant = fitEts(new Float64Array(30).fill(7), 12, false)!;
  expect([constant.form.trend, constant.form.season, constant.level]).toEqual(['N', 'N', 7]);
  expect(fitEts(Float64Array.from([1, 2, 3]), 1, false)).toBeUndefined();
  const line = fitEts(
    Float64Array.from({ length: 24 }, (_, t) => 5 + 2 * t),
    1,
    false,
  )!;
  expect(moments(line, 1, 3)!.mean[2]).toBeCloseTo(57, 2);
  const zero = fitEts(new Float64Array(20), 4, false)!;
  expect(zero.level).toBeCloseTo(0, 9);
});

/** Annual flow of the Nile at Aswan 1871–1970, 10⁸ m³ (Cobb 1978), as in R's datasets. */
const nileFlow = [
  1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180, 799, 958, 1140, 1100,
  1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833, 701, 916, 692, 1020, 1050, 969, 831, 726, 456,
  824, 702, 1120, 1100, 832, 764, 821, 768, 845, 864, 862, 698, 845, 744, 796, 1040, 759, 781, 865, 845, 944, 984, 897,
  822, 1010, 771, 676, 649, 846, 812, 742, 801, 1040, 860, 874, 848, 890, 744, 749, 838, 1050, 918, 986, 797, 923, 975,
  815, 1020, 906, 901, 1170, 912, 746, 919, 718, 714, 740,
];
