import { expect, test } from 'vitest';
import {
  betaQuantile,
  chiSquaredCdf,
  fQuantile,
  normalQuantile,
  tCdf,
  tPValue,
  tQuantile,
} from '../../main/methods/distribution.ts';

const R = {
  pt: 0.97167834639839,
  p: 0.05664330720321,
  qf: 3.58743370242049,
  chi: 0.75933811479038,
  qtLarge: 1.2815544848092,
  ptLarge: 0.5039893563047,
};

/** R 4.2: qt(.975, 7.3), pt(2.1, 12.5), 2*pt(-2.1, 12.5), qbeta(.025, 3.2, 9.7), qf(.95, 3, 11), pchisq(4.2, 3). */
test('distributions agree with R', () => {
  expect(tQuantile(0.975, 7.3)).toBeCloseTo(2.345066736547702, 10);
  expect(tQuantile(0.025, 7.3)).toBeCloseTo(-2.345066736547702, 10);
  expect(tCdf(2.1, 12.5)).toBeCloseTo(R.pt, 10);
  expect(tPValue(2.1, 12.5)).toBeCloseTo(R.p, 10);
  expect(betaQuantile(0.025, 3.2, 9.7)).toBeCloseTo(0.06357672148424413, 10);
  expect(fQuantile(0.95, 3, 11)).toBeCloseTo(R.qf, 8);
  expect(chiSquaredCdf(4.2, 3)).toBeCloseTo(R.chi, 10);
});

/** R 4.2: qt(1e-9, 1e6), qt(.9, 290000), pt(.01, 1e8), pchisq(1e5, 10), qbeta(1e-12, .01, 5), qnorm(0). */
test('extreme arguments are right too', () => {
  expect(tQuantile(1e-9, 1e6)).toBeCloseTo(-5.9978624557, 6);
  expect(tQuantile(0.9, 290_000)).toBeCloseTo(R.qtLarge, 10);
  expect(tCdf(0.01, 1e8)).toBeCloseTo(R.ptLarge, 9);
  expect(chiSquaredCdf(1e5, 10)).toBe(1);
  expect(betaQuantile(1e-12, 0.01, 5)).toBe(0);
  expect(normalQuantile(0)).toBe(Number.NEGATIVE_INFINITY);
});
