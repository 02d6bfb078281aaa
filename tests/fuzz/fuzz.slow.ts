import { expect, test } from 'vitest';
import { fuzzFiles, fuzzNotebooks } from './files.ts';

test('mutated files are read or refused, never worse', async () => {
  expect(await fuzzFiles(100)).toEqual([]);
});

test('mutated notebooks are read or refused with their line', () => {
  expect(fuzzNotebooks(3000)).toEqual([]);
});
