import { expect, test } from 'vitest';
import {
  comparisonStrength,
  isClaim,
  knownMethods,
  seriesStrength,
  strengthLabels,
  strengthOf,
} from '../../main/methods/strength.ts';

/** The scale in methods.md, section 6: 1 before/after or cross-section; 2 with controls; 3 before/after with a comparison group; 4 quasi-random; 5 randomised. */
test.each([
  ['before-after', 1],
  ['cross-section', 1],
  ['survey-waves', 1],
  ['survey-panel', 1],
  ['Panel', 1],
  ['its', 2],
  ['Interrupted time series', 2],
  ['its-control', 3],
  ['did', 3],
  ['Difference in differences', 3],
  ['natural experiment', 4],
  ['regression discontinuity', 4],
  ['Randomised', 5],
  ['RCT', 5],
])('%s is %i', (name, level) => expect(strengthOf(name)?.level).toBe(level));

test('claims and unknown methods have no strength', () => {
  expect(strengthOf('document')).toBeUndefined();
  expect(strengthOf('five')).toBeUndefined();
  expect(isClaim('Document')).toBe(true);
  expect(isClaim('its')).toBe(false);
  expect(new Set(knownMethods).size).toBe(knownMethods.length);
});

test('a series alone is 2, with a control 3; groups and periods by what was compared', () => {
  expect([seriesStrength(false).level, seriesStrength(true).level]).toEqual([2, 3]);
  const level = (beforeAndAfter: boolean, comparison: boolean) =>
    comparisonStrength({ beforeAndAfter, comparison }).level;
  expect([level(false, false), level(true, false), level(false, true), level(true, true)]).toEqual([0, 1, 1, 3]);
  expect(Object.keys(strengthLabels)).toHaveLength(6);
});
