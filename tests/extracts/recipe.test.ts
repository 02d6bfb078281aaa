import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Recipe } from '../../main/extracts/recipe.ts';
import { printRecipe, readRecipe } from '../../main/extracts/yaml.ts';

const text = `recipe: 1
files: receipt*.csv
read: { as: csv, encoding: utf-8, delimiter: ",", quote: '"', header: 1, first: 2, notes: after-blank-line }
columns:
  "case:concept:name": { as: case_id, type: text }
  "time:timestamp": { as: done_at, type: timestamp, format: "%Y-%m-%d %H:%M:%S%z" }
  "Fee": { as: fee, type: "decimal(12,2)", strip: "£,", markers: { "[c]": confidential, "..": not available } }
steps:
  - unpivot: { columns: 2019/20..2024/25, name: year, value: claims }
rejects: 1%
decided:
  "Fee.type": { by: guess, confidence: 0.98, why: "8,571 of 8,577 values are pounds and pence" }
`;

test('a recipe is printed as people read it, and reads back the same', () => {
  const recipe = readRecipe(text, 'recipe.yaml');
  expect(printRecipe(recipe)).toBe(text);
  expect(recipe.columns.get('Fee')).toEqual({
    as: 'fee',
    type: 'decimal(12,2)',
    strip: '£,',
    markers: { '[c]': 'confidential', '..': 'not available' },
  });
});

test('the example of the format’s description is read', () => {
  const example = `recipe: 1
files: receipt*.csv              # which files it is for
read: { as: csv, encoding: utf-8, delimiter: ",", quote: '"', header: 1, first: 2, notes: after-blank-line }
columns:                          # in the order of the file
  "Fee":               { as: fee, type: decimal(12,2), strip: "£,", markers: { "[c]": confidential, "..": not available } }
steps:
  - unpivot: { columns: "2019/20..2024/25", name: year, value: claims }
    off: true
rejects: 1%
`;
  expect(readRecipe(example, 'r.yaml').steps).toEqual([
    { unpivot: { columns: '2019/20..2024/25', name: 'year', value: 'claims' }, off: true },
  ]);
});

test('print and read are inverse for any names and texts', () => {
  const word = fc.oneof(
    fc.string({ unit: 'grapheme', minLength: 1 }),
    fc.constantFrom(
      'yes',
      'null',
      '1',
      '1e3',
      '- a',
      '# b',
      'a: b',
      '~',
      "it's",
      '"',
      '\n',
      '£,',
      '2024-01-01',
      '<<',
      ' x ',
    ),
  );
  const rule = fc.record(
    {
      as: word,
      type: fc.constantFrom('text', 'integer', 'decimal(12,2)', 'number', 'date'),
      strip: word,
      missing: fc.array(word),
      markers: fc.dictionary(
        word.filter((code) => code !== '__proto__'),
        word,
      ),
      percent: fc.boolean(),
      format: word,
    },
    { requiredKeys: ['as', 'type'] },
  );
  fc.assert(
    fc.property(
      fc.uniqueArray(
        fc.tuple(
          word.filter((name) => name !== '__proto__'),
          rule,
        ),
        { selector: ([name]) => name, minLength: 1, maxLength: 4 },
      ),
      word,
      fc.array(
        fc.record({
          unpivot: fc.record({
            columns: fc.oneof(word, fc.array(word)),
            name: fc.constant('name'),
            value: fc.constant('v'),
          }),
          off: fc.boolean(),
        }),
        { maxLength: 2 },
      ),
      (columns, files, steps) => {
        const named = columns.map(([name, given], i) => [name, { ...given, as: `${given.as}${i}` }] as const);
        const recipe: Recipe = {
          recipe: 1,
          files,
          read: { as: 'json', encoding: 'utf-8', layout: 'object', records: 'data.items' },
          columns: new Map(named),
          steps,
          rejects: '2.5%',
          decided: { [`${named[0]?.[0]}.type`]: { by: 'person', why: files } },
        };
        const printed = printRecipe(recipe);
        expect(readRecipe(printed, 'r.yaml')).toEqual(recipe);
        expect(printRecipe(readRecipe(printed, 'r.yaml'))).toBe(printed);
      },
    ),
    { numRuns: 300 },
  );
});

describe('recipes that are wrong name file and line', () => {
  const change = (from: string, to: string) => text.replace(from, to);
  test.each([
    ['not YAML', change('files: receipt*.csv', 'files: [a'), 'recipe-invalid', 'r.yaml, line '],
    ['nothing', '', 'recipe-invalid', 'r.yaml, line 1'],
    ['a list', '- a\n', 'recipe-invalid', 'r.yaml, line 1'],
    ['a type that is unknown', change('type: timestamp', 'type: moment'), 'recipe-invalid', 'r.yaml, line 6'],
    ['a key that is unknown', change('strip: "£,"', 'stripp: "£,"'), 'recipe-invalid', 'r.yaml, line 7'],
    ['a section that is unknown', `${text}colums: {}\n`, 'recipe-invalid', 'r.yaml, line 13'],
    ['a kind that is unknown', change('as: csv', 'as: cvs'), 'recipe-invalid', 'r.yaml, line 3'],
    ['something missing', change('rejects: 1%\n', ''), 'recipe-invalid', 'rejects'],
    ['a column twice', change('"Fee":', '"time:timestamp":'), 'recipe-invalid', 'r.yaml, line 7'],
    [
      'a name twice',
      change('as: fee', 'as: Done_at'),
      'recipe-invalid',
      '“Fee” and “time:timestamp” would both be named “Done_at”',
    ],
    ['a later version', change('recipe: 1', 'recipe: 2'), 'workspace-newer', 'recipe of version 2'],
  ])('%s', (_, wrong, code, sentence) => {
    expect(() => readRecipe(wrong, 'r.yaml')).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(sentence) }),
    );
  });
});
