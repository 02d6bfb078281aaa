import { expect, test } from 'vitest';
import { betaQuantile, chiSquaredCdf, fQuantile, tCdf, tPValue, tQuantile } from '../../main/methods/distribution.ts';

const R = { pt: 0.97167834639839, p: 0.05664330720321, qf: 3.58743370242049, chi: 0.75933811479038 };

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
