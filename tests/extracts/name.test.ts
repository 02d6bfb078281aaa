import fc from 'fast-check';
import { expect, test } from 'vitest';
import { extractName, freeName } from '../../main/extracts/name.ts';

test.each([
  ['Car Test Centres (2024).csv', 'car-test-centres-2024'],
  ['receipt.xes.gz', 'receipt'],
  ['C:\\Users\\ann\\Overtime & leave – Q1.XLSX', 'overtime-and-leave-q1'],
  ['/tmp/2024-25 returns.json', 'extract-2024-25-returns'],
  ['Île-de-France_Straße.ndjson', 'ile-de-france-strasse'],
  ["men's_health.v2.csv", 'mens-health-v2'],
  ['日本.csv', 'extract'],
  ['.csv', 'csv'],
  ['...', 'extract'],
])('%s', (file, name) => {
  expect(extractName(file)).toBe(name);
});

test('any name becomes a proper one, and a proper one stays', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (file) => {
      const name = extractName(file);
      expect(name).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
      expect(extractName(name)).toBe(name);
    }),
  );
});

test('a name that is taken gets a number, without regard to case', () => {
  const taken = new Set<string>();
  expect(['id', 'ID', 'Id', 'other'].map((name) => freeName(name, taken))).toEqual(['id', 'ID_2', 'Id_3', 'other']);
});
