import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parquet } from '../../main/extracts/parquet.ts';
import type { Desk, SourceFile } from '../../main/extracts/reader.ts';
import type { Recipe } from '../../main/extracts/recipe.ts';
import { ruled, testDesk } from './desk.ts';

let desk: Desk;
let root: string;
let close: () => void;
let count = 0;
beforeAll(async () => {
  ({ desk, folder: root, close } = await testDesk());
});
afterAll(() => close());

async function make(select: string, name = 'data.parquet'): Promise<{ file: SourceFile; folder: string }> {
  const folder = join(root, String(++count));
  mkdirSync(folder);
  const path = join(folder, `source-${name}`);
  await desk.run(`COPY (${select}) TO '${path}' (FORMAT parquet, ROW_GROUP_SIZE 2048)`);
  return { file: { path, name, bytes: statSync(path).size }, folder };
}

async function take(select: string, change: (recipe: Recipe) => Recipe = (recipe) => recipe) {
  const { file, folder } = await make(select);
  const recipe = change(await parquet.sniff(file, desk));
  const reading = await parquet.read(file, recipe, folder, desk);
  const data = `read_parquet('${join(folder, 'data.parquet')}')`;
  return {
    recipe,
    reading,
    data,
    rows: await desk.run(`FROM ${data}`),
    types: Object.fromEntries(
      (await desk.run(`DESCRIBE FROM ${data}`)).map((row) => [row.column_name, row.column_type]),
    ),
    lines: readFileSync(join(folder, 'lines.csv'), 'utf8'),
    rejects: readFileSync(join(folder, 'rejects.csv'), 'utf8'),
  };
}

const everything = `SELECT 255::UTINYINT AS tiny, 18446744073709551615::UBIGINT AS big, 1.0000000001::DECIMAL(38,10) AS money,
  TIMESTAMP_NS '2020-01-01 00:00:00.123456789' AS nanos, TIMESTAMPTZ '2020-01-01 00:00:00+02' AS instant, DATE '1500-02-28' AS old,
  [1, NULL, 3] AS list, {'a': 1, 'b': ['x']} AS struct, MAP {'k': 1} AS map, 'x'::ENUM('x', 'y') AS category, 1.5::FLOAT AS single,
  TIME '10:30:00' AS clock, true AS yes, '2b1b8b02-0000-4000-8000-000000000001'::UUID AS id, NULL::VARCHAR AS "a ""b"""`;

describe('a file as it is', () => {
  test('every type and value of the file stays', async () => {
    const { types, rows, reading, recipe, lines, rejects } = await take(everything);
    expect(types).toEqual({
      tiny: 'UTINYINT',
      big: 'UBIGINT',
      money: 'DECIMAL(38,10)',
      nanos: 'TIMESTAMP_NS',
      instant: 'TIMESTAMP WITH TIME ZONE',
      old: 'DATE',
      list: 'INTEGER[]',
      struct: 'STRUCT(a INTEGER, b VARCHAR[])',
      map: 'MAP(VARCHAR, INTEGER)',
      category: 'VARCHAR',
      single: 'FLOAT',
      clock: 'TIME',
      yes: 'BOOLEAN',
      id: 'UUID',
      'a "b"': 'VARCHAR',
    });
    expect(rows).toEqual([
      {
        tiny: 255,
        big: '18446744073709551615',
        money: '1.0000000001',
        nanos: '2020-01-01T00:00:00.123456789',
        instant: '2019-12-31T22:00:00.000000Z',
        old: '1500-02-28',
        list: [1, null, 3],
        struct: { a: 1, b: ['x'] },
        map: [{ key: 'k', value: 1 }],
        category: 'x',
        single: 1.5,
        clock: '10:30:00',
        yes: true,
        id: '2b1b8b02-0000-4000-8000-000000000001',
        'a "b"': null,
      },
    ]);
    expect([...recipe.columns.values()].map(({ type }) => type)).toEqual([
      'integer',
      'integer',
      'decimal(38,10)',
      'timestamp',
      'timestamp',
      'date',
      'text',
      'text',
      'text',
      'text',
      'number',
      'time',
      'boolean',
      'text',
      'text',
    ]);
    expect(reading).toMatchObject({ read: 1, accepted: 1, rejected: 0, setAside: {}, warnings: [] });
    expect(lines).toBe('record,line\n1,1\n');
    expect(rejects).toBe('row,column,value,reason\n');
  });

  test('order is that of the file', async () => {
    const { data, reading } = await take('SELECT range AS i, hash(range) AS h FROM range(100000)');
    expect(reading.accepted).toBe(100_000);
    const [row] = await desk.run(
      `SELECT count(*) AS n FROM read_parquet('${data.slice(14, -2)}', file_row_number = true) WHERE i <> file_row_number`,
    );
    expect(row).toEqual({ n: 0 });
  });
});

describe('following a recipe', () => {
  test('types, names and markers that were asked for; what does not fit is rejected with its row', async () => {
    const { rows, reading, rejects, lines, types } = await take(
      "SELECT * FROM (VALUES (1, '£1,200.50', 'x'), (2, '[c]', 'y'), (3, 'a lot', 'z'), (4, '7', '')) AS t(id, fee, gone)",
      (recipe) => ({
        ...recipe,
        columns: ruled({
          id: { as: 'Id', type: 'number' },
          fee: { as: 'fee', type: 'decimal(12,2)', strip: '£,', markers: { '[c]': 'confidential' } },
          gone: { as: 'gone', type: 'text', use: false },
        }),
      }),
    );
    expect(types).toEqual({ Id: 'DOUBLE', fee: 'DECIMAL(12,2)', fee__marker: 'VARCHAR' });
    expect(rows).toEqual([
      { Id: 1, fee: '1200.50', fee__marker: null },
      { Id: 2, fee: null, fee__marker: '[c]' },
      { Id: 4, fee: '7.00', fee__marker: null },
    ]);
    expect(reading).toMatchObject({ read: 4, accepted: 3, rejected: 1 });
    expect(rejects).toBe('row,column,value,reason\n3,fee,a lot,not a number with at most 2 decimals\n');
    expect(lines).toBe('record,line\n1,1\n3,4\n');
  });

  test('new and lost columns are drift', async () => {
    const { rows, reading } = await take('SELECT 1 AS a, [2] AS b', (recipe) => ({
      ...recipe,
      columns: new Map([
        ['a', recipe.columns.get('a')!],
        ['lost', { as: 'lost', type: 'date' }],
      ]),
    }));
    expect(rows).toEqual([{ a: 1, b: [2], lost: null }]);
    expect(reading.warnings.map(({ code }) => code)).toEqual(['drift-new-column', 'drift-lost-column']);
  });
});

describe('files that are wrong', () => {
  const wrong = async (damage: (bytes: Buffer) => Buffer) => {
    const { file, folder } = await make('SELECT range AS a, md5(range::VARCHAR) AS b FROM range(20000)');
    writeFileSync(file.path, damage(readFileSync(file.path)));
    return parquet
      .sniff(file, desk)
      .then((recipe) => parquet.read(file, recipe, folder, desk))
      .then(
        () => 'accepted',
        (error: { code: string; message: string }) => `${error.code}: ${error.message}`,
      );
  };
  test.each<[string, (bytes: Buffer) => Buffer, string]>([
    ['cut off', (bytes) => bytes.subarray(0, bytes.length / 2), 'breaks off: the index at its end is missing'],
    ['only its first bytes', () => Buffer.from('PAR1'), 'breaks off'],
    [
      'encrypted',
      (bytes) => Buffer.concat([Buffer.from('PARE'), bytes.subarray(4, -4), Buffer.from('PARE')]),
      'is encrypted',
    ],
    ['something else', () => Buffer.from('a,b\n1,2\n'), 'is not Parquet'],
    [
      'pages overwritten',
      (bytes) => Buffer.concat([bytes.subarray(0, 4), Buffer.alloc(3000, 0x5a), bytes.subarray(3004)]),
      'is damaged',
    ],
    [
      'index overwritten',
      (bytes) => Buffer.concat([bytes.subarray(0, -300), Buffer.alloc(292, 0x5a), bytes.subarray(-8)]),
      'is damaged',
    ],
  ])('%s', async (_, damage, sentence) => {
    const outcome = await wrong(damage);
    expect(outcome).toContain('file-unreadable: data.parquet');
    expect(outcome).toContain(sentence);
  });

  test('no rows', async () => {
    const { file } = await make('SELECT 1 AS a WHERE false');
    await expect(parquet.sniff(file, desk)).rejects.toMatchObject({ code: 'file-empty' });
  });
});

test('recognises Parquet by name or by its first bytes', () => {
  expect(parquet.recognises('a.parquet', Buffer.alloc(0))).toBe(true);
  expect(parquet.recognises('download', Buffer.from('PAR1....'))).toBe(true);
  expect(parquet.recognises('a.csv', Buffer.from('PART,b'))).toBe(false);
});
