import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { guidance } from '../../notebooks/samples/guidance.ts';
import { initiatives } from '../../notebooks/samples/initiatives.ts';

const kept = (name: string) => readFileSync(new URL(`../../notebooks/samples/${name}`, import.meta.url), 'utf8');

test('the samples are what their generators make, and say that they are synthetic', () => {
  expect(kept('guidance.csv')).toBe(guidance());
  expect(kept('initiatives.csv')).toBe(initiatives());
  for (const text of [guidance(), initiatives()]) expect(text.split('\n')[0]).toMatch(/^Synthetic data/);
});
