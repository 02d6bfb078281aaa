import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { json } from '../../main/extracts/json.ts';
import type { Desk } from '../../main/extracts/reader.ts';
import type { Step } from '../../main/extracts/recipe.ts';
import { withSteps } from '../../main/extracts/steps/reader.ts';
import { applySteps } from '../../main/extracts/steps.ts';
import { lineOf } from '../../main/extracts/trace.ts';
import { testDesk } from './desk.ts';

let desk: Desk;
let folder: string;
let close: () => void;
let count = 0;
beforeAll(async () => {
  ({ desk, folder, close } = await testDesk());
});
afterAll(() => close());

async function apply(select: string, ...steps: Step[]) {
  const before = join(folder, `${++count}-in.parquet`);
  const after = join(folder, `${count}-out.parquet`);
  await desk.run(`COPY (${select}) TO '${before}' (FORMAT parquet)`);
  const done = await applySteps(steps, desk.run, before, after);
  return {
    ...done,
    rows: await desk.run(`FROM read_parquet('${after}')`),
    types: Object.fromEntries(
      (await desk.run(`DESCRIBE FROM '${after}'`)).map((row) => [row.column_name, row.column_type]),
    ),
  };
}

const unpivot = (columns: string | string[], more: Partial<Step> = {}): Step => ({
  unpivot: { columns, name: 'year', value: 'claims' },
  ...more,
});

test('columns become rows, record by record, markers with them', async () => {
  const wide = `SELECT * FROM (VALUES ('A', 1, NULL, 2.5::DECIMAL(5,1), NULL, 'x'), ('B', NULL, '[c]', 3.5, 'p', 'y'))
    AS t(area, "2019/20", "2019/20__marker", "2020/21", "2020/21__marker", note)`;
  const { rows, rowsPerRecord, types } = await apply(wide, unpivot('2019/20..2020/21'));
  expect(rowsPerRecord).toBe(2);
  expect(types).toEqual({
    area: 'VARCHAR',
    note: 'VARCHAR',
    year: 'VARCHAR',
    claims: 'DECIMAL(21,1)',
    claims__marker: 'VARCHAR',
  });
  expect(rows).toEqual([
    { area: 'A', note: 'x', year: '2019/20', claims: '1.0', claims__marker: null },
    { area: 'A', note: 'x', year: '2020/21', claims: '2.5', claims__marker: null },
    { area: 'B', note: 'y', year: '2019/20', claims: null, claims__marker: '[c]' },
    { area: 'B', note: 'y', year: '2020/21', claims: '3.5', claims__marker: 'p' },
  ]);
});

test('a list of columns keeps the order it is given in; types widen as little as they can', async () => {
  const wide = "SELECT 'x' AS k, 1::INTEGER AS a, 2::BIGINT AS b, 2.5::DOUBLE AS c, 't' AS d, DATE '2024-01-01' AS e";
  expect((await apply(wide, unpivot(['b', 'a']))).rows.map(({ year, claims }) => [year, claims])).toEqual([
    ['b', 2],
    ['a', 1],
  ]);
  expect((await apply(wide, unpivot('a..b'))).types.claims).toBe('BIGINT');
  expect((await apply(wide, unpivot('a..c'))).types.claims).toBe('DOUBLE');
  expect((await apply(wide, unpivot('a..e'))).rows.map(({ claims }) => claims)).toEqual([
    '1',
    '2',
    '2.5',
    't',
    '2024-01-01',
  ]);
  expect((await apply(wide, unpivot('e'))).types.claims).toBe('DATE');
});

test('order holds in a long file, and every row knows its record', async () => {
  const { rowsPerRecord } = await apply(
    'SELECT range AS i, range * 2 AS a, range * 3 AS b, range AS c FROM range(200000)',
    unpivot('a..c'),
  );
  expect(rowsPerRecord).toBe(3);
  const [wrong] = await desk.run(
    `SELECT count(*) FILTER (i <> file_row_number // 3) AS n, count(*) AS total FROM read_parquet('${join(folder, `${count}-out.parquet`)}', file_row_number = true)`,
  );
  expect(wrong).toEqual({ n: 0, total: 600_000 });
});

test('several steps, steps that are off, no steps', async () => {
  const wide = 'SELECT 1 AS k, 2 AS a, 3 AS b';
  expect((await apply(wide, unpivot('a..b', { off: true }))).rows).toEqual([{ k: 1, a: 2, b: 3 }]);
  expect((await apply(wide)).rowsPerRecord).toBe(1);
  const twice = await apply(wide, unpivot('a..b'), { unpivot: { columns: ['k', 'claims'], name: 'n', value: 'v' } });
  expect(twice.rowsPerRecord).toBe(4);
  expect(twice.rows.map(({ year, n, v }) => `${year} ${n} ${v}`)).toEqual([
    'a k 1',
    'a claims 2',
    'b k 1',
    'b claims 3',
  ]);
});

test.each<[string, Step, string]>([
  ['unknown', unpivot('A..b'), 'names the column “A”, which the file does not have. Did you mean “a”?'],
  ['turned round', unpivot('b..a'), 'the last of them comes before the first'],
  ['twice', unpivot(['a', 'a']), 'names no column, or one twice'],
  ['a name that exists', { unpivot: { columns: 'a..b', name: 'k', value: 'v' } }, 'would make a second column “k”'],
])('a step that does not fit: %s', async (_, step, sentence) => {
  await expect(apply('SELECT 1 AS k, 2 AS a, 3 AS b', step)).rejects.toMatchObject({
    code: 'recipe-mismatch',
    message: expect.stringContaining(sentence),
  });
});

test('a reader with steps: counts are of records, and every row finds its line', async () => {
  const path = join(folder, 'wide.ndjson');
  const wide = [{ k: 'A', y1: 1, y2: 2 }, '', { k: 'B', y1: 'x', y2: 4 }, { k: 'C', y1: 5, y2: 6 }];
  const text = wide.map((line) => (line === '' ? '' : JSON.stringify(line))).join('\n');
  writeFileSync(path, text);
  const reader = withSteps(json);
  const file = { path, name: 'wide.ndjson', bytes: text.length };
  const recipe = {
    ...(await reader.sniff(file, desk)),
    steps: [{ unpivot: { columns: 'y1..y2', name: 'year', value: 'n' } }],
  };
  recipe.columns.set('y1', { as: 'y1', type: 'integer' });
  const reading = await reader.read(file, recipe, folder, desk);
  expect(reading).toMatchObject({ read: 4, accepted: 2, rejected: 1, setAside: { blank: 1 } });
  expect(reading.warnings).toEqual([
    {
      code: 'unpivoted',
      text: 'Each record became 2 rows by the steps of the recipe; counts of rows read are of records.',
      count: 2,
    },
  ]);
  const rows = await desk.run(`FROM read_parquet('${join(folder, 'data.parquet')}')`);
  expect(rows.map(({ k, year, n }) => `${k} ${year} ${n}`)).toEqual(['A y1 1', 'A y2 2', 'C y1 5', 'C y2 6']);
  const lines = readFileSync(join(folder, 'lines.csv'), 'utf8');
  expect([1, 2, 3, 4].map((row) => lineOf(lines, row))).toEqual([1, 1, 4, 4]);
});
