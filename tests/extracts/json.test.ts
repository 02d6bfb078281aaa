import { copyFileSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Value } from '../../main/contract/data.ts';
import { json } from '../../main/extracts/json.ts';
import type { Desk, Reading, SourceFile } from '../../main/extracts/reader.ts';
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

function put(content: string | Buffer, name = 'data.json'): { file: SourceFile; folder: string } {
  const folder = join(root, String(++count));
  mkdirSync(folder);
  const path = join(folder, name);
  writeFileSync(path, content);
  return { file: { path, name, bytes: statSync(path).size }, folder };
}

interface Outcome {
  recipe: Recipe;
  reading: Reading;
  rows: Record<string, Value>[];
  types: Record<string, string>;
  lines: string;
  rejects: string;
}

async function take(content: string | Buffer, name?: string, given?: (recipe: Recipe) => Recipe): Promise<Outcome> {
  const { file, folder } = put(content, name);
  const sniffed = given && given.length === 0 ? undefined : await json.sniff(file, desk);
  const recipe = given ? given(sniffed as Recipe) : (sniffed as Recipe);
  const reading = await json.read(file, recipe, folder, desk);
  const data = `read_parquet('${join(folder, 'data.parquet')}')`;
  const described = await desk.run(`DESCRIBE FROM ${data}`);
  expect(reading.read).toBe(
    reading.accepted + reading.rejected + Object.values(reading.setAside).reduce((sum, n) => sum + n, 0),
  );
  return {
    recipe,
    reading,
    rows: await desk.run(`FROM ${data}`),
    types: Object.fromEntries(described.map((column) => [column.column_name, String(column.column_type)])),
    lines: readFileSync(join(folder, 'lines.csv'), 'utf8'),
    rejects: readFileSync(join(folder, 'rejects.csv'), 'utf8'),
  };
}

const refusal = (content: string | Buffer, name?: string) =>
  take(content, name).then(
    () => 'accepted',
    (error: { code: string; message: string }) => `${error.code}: ${error.message}`,
  );

describe('NDJSON', () => {
  test('keeps what is exact, sets aside what is blank, rejects what is no record', async () => {
    const outcome = await take(
      readFileSync(join(import.meta.dirname, '../fixtures/json/incidents.ndjson')),
      'incidents.ndjson',
    );
    expect(outcome.recipe.read).toEqual({ as: 'json', encoding: 'utf-8', layout: 'lines' });
    expect(outcome.types).toEqual({
      id: 'BIGINT',
      reported: 'TIMESTAMP WITH TIME ZONE',
      'place.ward': 'VARCHAR',
      'place.lat': 'DOUBLE',
      'place.lon': 'DOUBLE',
      tags: 'VARCHAR',
      cost: 'DOUBLE',
      cost__marker: 'VARCHAR',
      open: 'BOOLEAN',
      code: 'VARCHAR',
      note: 'VARCHAR',
    });
    expect(outcome.rows).toEqual([
      {
        id: 1,
        reported: '2024-03-30T23:50:00.000000Z',
        'place.ward': 'Abbey',
        'place.lat': 51.5387,
        'place.lon': 0.0805,
        tags: '["noise","night"]',
        cost: 12.5,
        cost__marker: null,
        open: true,
        code: '007',
        note: null,
      },
      {
        id: 2,
        reported: '2024-03-31T01:10:00.000000Z',
        'place.ward': '',
        'place.lat': null,
        'place.lon': null,
        tags: '[]',
        cost: null,
        cost__marker: '[c]',
        open: false,
        code: '012',
        note: null,
      },
      {
        id: 3,
        reported: null,
        'place.ward': null,
        'place.lat': null,
        'place.lon': null,
        tags: null,
        cost: 8,
        cost__marker: null,
        open: null,
        code: '1A',
        note: null,
      },
      {
        id: '9007199254740993',
        reported: '2024-04-02T09:00:00.250000Z',
        'place.ward': 'Ripple "East"\nBank',
        'place.lat': null,
        'place.lon': null,
        tags: '[{"k":1,"v":"a b"}]',
        cost: 0.1,
        cost__marker: null,
        open: true,
        code: '013',
        note: 'late',
      },
    ]);
    expect(outcome.reading).toMatchObject({ read: 6, accepted: 4, rejected: 1, setAside: { blank: 1 }, warnings: [] });
    expect(outcome.lines).toBe('record,line\n1,1\n3,4\n4,6\n');
    const broken =
      '{""id"":4,""reported"":""2024-04-01T09:00:00+01:00"",""place"":{""ward"":""Gascoigne"",""lat"":51.53,""lon"":0.09},""cost"":""..""';
    expect(outcome.rejects).toBe(
      `row,column,value,reason\n5,"","${broken}","it ends within an object, at character 111"\n`,
    );
  });

  test.each([
    ['a byte order mark', Buffer.from('\ufeff{"é":"ü"}\r\n{"é":"ß"}\r\n')],
    ['UTF-16, little-endian', Buffer.from('\ufeff{"é":"ü"}\r\n{"é":"ß"}\r\n', 'utf16le')],
    ['UTF-16, big-endian', Buffer.from('\ufeff{"é":"ü"}\r\n{"é":"ß"}\r\n', 'utf16le').swap16()],
    ['UTF-16 without a mark', Buffer.from('{"é":"ü"}\n{"é":"ß"}', 'utf16le')],
  ])('reads %s', async (_, content) => {
    const { rows, lines } = await take(content, 'x.jsonl');
    expect(rows).toEqual([{ é: 'ü' }, { é: 'ß' }]);
    expect(lines).toBe('record,line\n1,1\n');
  });

  test('a mark, separators and control characters do not upset the count', async () => {
    const { reading } = await take('\ufeff\n\u001e{"a":1}\n\u001e\n\u0001\n{"a":2}\n \t\r\n{"a":3}', 'x.ndjson');
    expect(reading).toMatchObject({ read: 7, accepted: 3, rejected: 1, setAside: { blank: 3 } });
  });

  test('rejects a line of other bytes, a bare value and a zero byte, and goes on', async () => {
    const content = Buffer.concat([
      Buffer.from('{"a":1}\n{"a":"'),
      Buffer.from([0xff]),
      Buffer.from('"}\n17\n{"a":"x\u0000y"}\n{"a":2} {"a":3}\n{"a":4}\n{"a":5}\n{"a":6}\n'),
    ]);
    const { rows, reading, rejects } = await take(content, 'x.ndjson');
    expect(rows.map(({ a }) => a)).toEqual([1, 4, 5, 6]);
    expect(reading).toMatchObject({ read: 8, accepted: 4, rejected: 4 });
    expect(rejects.match(/not UTF-8|not an object|a zero byte|something follows/g)).toEqual([
      'not UTF-8',
      'not an object',
      'a zero byte',
      'something follows',
    ]);
  });
});

describe('numbers and texts', () => {
  const typed = async (...values: string[]) => {
    const { rows, types, recipe } = await take(`[${values.map((value) => `{"v":${value}}`).join(',\n')}]`);
    return { type: types.v, values: rows.map(({ v }) => v), rule: recipe.columns.get('v') };
  };

  test('whole numbers beyond 64 bits and decimals beyond a double keep every digit', async () => {
    expect(await typed('1', '12345678901234567890123456789')).toMatchObject({
      type: 'VARCHAR',
      values: ['1', '12345678901234567890123456789'],
    });
    expect(await typed('1.5', '0.12345678901234567891')).toMatchObject({
      type: 'DECIMAL(21,20)',
      values: ['1.50000000000000000000', '0.12345678901234567891'],
    });
    expect(await typed('9223372036854775807', '-9223372036854775808')).toMatchObject({
      type: 'BIGINT',
      values: ['9223372036854775807', '-9223372036854775808'],
    });
    expect(await typed('1e400', '1')).toMatchObject({ type: 'VARCHAR', values: ['1e400', '1'] });
  });

  test('doubles as programs print them stay doubles', async () => {
    expect(await typed('0.30000000000000004', '1e-7', '12')).toMatchObject({
      type: 'DOUBLE',
      values: [0.30000000000000004, 1e-7, 12],
    });
  });

  test('numbers written as texts are numbers, unless a zero leads', async () => {
    expect(await typed('"12.5"', '"7"', '3', '""')).toMatchObject({ type: 'DOUBLE', values: [12.5, 7, 3, null] });
    expect(await typed('"012"', '"7"')).toMatchObject({ type: 'VARCHAR', values: ['012', '7'] });
  });

  test('kinds that do not mix are text', async () => {
    expect(await typed('1', '"one"', 'true', '[1, 2]', '{"a": 1}')).toMatchObject({
      type: 'VARCHAR',
      values: ['1', 'one', 'true', '[1,2]', '{"a":1}'],
    });
  });

  test('dates and times', async () => {
    expect(await typed('"2024-02-29"', '"1066-10-14"')).toMatchObject({
      type: 'DATE',
      values: ['2024-02-29', '1066-10-14'],
    });
    expect(await typed('"2024-02-29"', '"2023-02-29"')).toMatchObject({ type: 'VARCHAR' });
    expect(await typed('"2024-01-01T10:00"', '"2024-01-01 10:00:01.5"')).toMatchObject({
      type: 'TIMESTAMP',
      values: ['2024-01-01T10:00:00.000000', '2024-01-01T10:00:01.500000'],
    });
    expect(await typed('"2024-01-01T10:00Z"', '"2024-07-01T10:00:00+0100"')).toMatchObject({
      type: 'TIMESTAMP WITH TIME ZONE',
      values: ['2024-01-01T10:00:00.000000Z', '2024-07-01T09:00:00.000000Z'],
    });
    expect(await typed('"2024-01-01T10:00:00Z"', '"2024-07-01T10:00:00"')).toMatchObject({ type: 'VARCHAR' });
    expect(await typed('"31/01/2024"', '"01/02/2024"')).toMatchObject({
      type: 'DATE',
      values: ['2024-01-31', '2024-02-01'],
    });
    expect(await typed('"10:30"', '"23:59:59"')).toMatchObject({ type: 'TIME' });
  });
});

describe('layouts', () => {
  test.each<[string, string, Record<string, Value>[]]>([
    [
      'a list inside an object',
      '{"meta":{"n":2,"links":[{"x":1},{"x":2},{"x":3}]},"data":{"items":[{"a":1},{"a":2}]}}',
      [{ a: 1 }, { a: 2 }],
    ],
    [
      'names beside lists of values',
      '{"columns":["a","b"],"index":[0,1],"data":[[1,"x"],[2,null]]}',
      [
        { a: 1, b: 'x' },
        { a: 2, b: null },
      ],
    ],
    [
      'names as objects',
      '{"meta":{"view":{"columns":[{"name":"a.b"},{"name":"c"}]}},"data":[[1,"x"],[2,"y"],[3,"z"]]}',
      [
        { 'a.b': 1, c: 'x' },
        { 'a.b': 2, c: 'y' },
        { 'a.b': 3, c: 'z' },
      ],
    ],
    [
      'a header row',
      '[["NAME","2020","state"],["Alabama","5024279","01"],["Alaska","733391","02"]]'.replace('"2020"', '"P1"'),
      [
        { NAME: 'Alabama', P1: 5024279, state: '01' },
        { NAME: 'Alaska', P1: 733391, state: '02' },
      ],
    ],
    [
      'lists without names',
      '[[1,2],[3,4]]',
      [
        { column_1: 1, column_2: 2 },
        { column_1: 3, column_2: 4 },
      ],
    ],
    [
      'lists of values by column',
      '{"title":"x","hourly":{"time":["2024-01-01T00:00","2024-01-01T01:00"],"t":[1.5,null]}}',
      [
        { time: '2024-01-01T00:00:00.000000', t: 1.5 },
        { time: '2024-01-01T01:00:00.000000', t: null },
      ],
    ],
    [
      'objects of values by column',
      '{"a":{"0":1,"1":2,"2":3},"b":{"0":"x","1":"y","2":null}}',
      [
        { a: 1, b: 'x' },
        { a: 2, b: 'y' },
        { a: 3, b: null },
      ],
    ],
    [
      'records under their names',
      '{"E1":{"name":"A","n":1},"E2":{"name":"B","n":2},"E3":{"name":"C"}}',
      [
        { key: 'E1', name: 'A', n: 1 },
        { key: 'E2', name: 'B', n: 2 },
        { key: 'E3', name: 'C', n: null },
      ],
    ],
    ['objects one after the other', '{\n "a": 1\n}\n{\n "a": 2\n}', [{ a: 1 }, { a: 2 }]],
    ['one object', '{"a":1,"b":{"c":"x"}}', [{ a: 1, 'b.c': 'x' }]],
    ['values', '[1,2.5,null]', [{ value: 1 }, { value: 2.5 }, { value: null }]],
  ])('%s', async (_, content, rows) => {
    expect((await take(content)).rows).toEqual(rows);
  });

  test('GeoJSON: properties under their own names, geometry as text', async () => {
    const { rows, recipe } = await take(
      '{"type":"FeatureCollection","features":[\n{"type":"Feature","geometry":{"type":"Point", "coordinates":[0.1, 51.5]},"properties":{"name":"A","type":"x"}},\n{"type":"Feature","geometry":null,"properties":{"name":"B"}}]}',
      'x.geojson',
    );
    expect(rows).toEqual([
      { geometry: '{"type":"Point","coordinates":[0.1,51.5]}', type: 'Feature', name: 'A', type_2: 'x' },
      { geometry: null, type: 'Feature', name: 'B', type_2: null },
    ]);
    expect(recipe.columns.get('properties.name')?.as).toBe('name');
  });

  test('explains which list it took and which it did not', async () => {
    const { recipe } = await take('{"people":[{"a":1},{"a":2},{"a":3}],"places":[{"b":1},{"b":2}]}');
    expect(recipe.read).toMatchObject({ layout: 'object', records: 'people' });
    expect(recipe.decided?.['read.layout']).toEqual({
      by: 'guess',
      confidence: 0.6,
      why: 'people is a list of 3 objects; not read: places (2)',
    });
  });

  test('an array knows the line of each record', async () => {
    const { lines } = await take('[\n  {\n    "a": 1\n  },\n  {\n    "a": 2\n  },\n\n  {"a": 3},\n  {"a": 4}\n]\n');
    expect(lines).toBe('record,line\n1,2\n2,5\n3,9\n');
  });
});

describe('names', () => {
  test('a point in a name, a name twice, names that differ by case, no name', async () => {
    const { rows, reading } = await take('[{"a.b":1,"ID":1,"id":"x","":5},{"a":{"b":2},"id":"y","id":"z"}]');
    expect(rows).toEqual([
      { 'a.b': 1, ID: 1, id_2: 'x', column_4: 5 },
      { 'a.b': 2, ID: null, id_2: 'z', column_4: null },
    ]);
    expect(reading.warnings).toEqual([
      { code: 'duplicate-keys', text: 'A name occurs twice in one object; the last value was taken.', count: 1 },
    ]);
  });

  test('an object with a thousand names is data, kept whole', async () => {
    const many = Object.fromEntries(Array.from({ length: 1500 }, (_, i) => [`k${i}`, i]));
    const { rows, types } = await take(
      JSON.stringify([
        { id: 1, many },
        { id: 2, many: { k1: 1 } },
      ]),
    );
    expect(types).toEqual({ id: 'BIGINT', many: 'VARCHAR' });
    expect(JSON.parse(String(rows[0]?.many))).toEqual(many);
  });
});

describe('following a recipe', () => {
  test('new and lost columns are drift; a text that does not fit rejects its record', async () => {
    const first = await take('[{"a":1,"b":{"c":"x"},"gone":true}]');
    const next = '[{"a":2,"b":{"c":"y","d":"2024-01-01"}},\n{"a":"two","b":{"c":"z"}},\n{"a":3}]';
    const { reading, rows, rejects, lines } = await take(next, 'next.json', () => first.recipe);
    expect(rows).toEqual([
      { a: 2, 'b.c': 'y', gone: null, 'b.d': '2024-01-01' },
      { a: 3, 'b.c': null, gone: null, 'b.d': null },
    ]);
    expect(reading).toMatchObject({ read: 3, accepted: 2, rejected: 1 });
    expect(reading.warnings.map(({ code }) => code)).toEqual(['drift-new-column', 'drift-lost-column']);
    expect(rejects).toBe('row,column,value,reason\n2,a,two,not a whole number\n');
    expect(lines).toBe('record,line\n1,1\n2,3\n');
  });

  test('a path that is not there', async () => {
    const { recipe } = await take('{"data":[{"a":1}]}');
    const { file, folder } = put('{"items":[{"a":1}]}');
    await expect(json.read(file, recipe, folder, desk)).rejects.toMatchObject({
      code: 'recipe-mismatch',
      message: expect.stringContaining('“data” is not there'),
    });
  });

  test('what a person asked for: strip, percent, decimal comma, markers, names', async () => {
    const { rows } = await take(
      '[{"a":"£1,200","b":"45%","c":"1,5","d":"Y"},{"a":"x","b":"5 %","c":"2","d":"N"}]',
      'x.json',
      (recipe) => ({
        ...recipe,
        columns: ruled({
          a: { as: 'fee', type: 'decimal(12,2)', strip: '£,', markers: { x: 'waived' } },
          b: { as: 'share', type: 'number', percent: true },
          c: { as: 'c', type: 'number', decimal: ',' },
          d: { as: 'd', type: 'boolean', true: ['Y'], false: ['N'] },
        }),
      }),
    );
    expect(rows).toEqual([
      { fee: '1200.00', fee__marker: null, share: 0.45, c: 1.5, d: true },
      { fee: null, fee__marker: 'x', share: 0.05, c: 2, d: false },
    ]);
  });
});

describe('files that are wrong', () => {
  test.each([
    ['{"a":1},', 'x.json', 'file-unreadable'],
    ['[{"a":1},\n {"a":NaN}]', 'x.json', 'NaN is no JSON value, in line 2 at character 7'],
    ['[{"a":1},\n {"a":2},\n]', 'x.json', 'a comma stands before a closing bracket'],
    ['[{"a":1},\n {"a":2', 'x.json', 'it ends within a list that begins in line 1'],
    ['[{"a":1}\n {"a":2}]', 'x.json', 'a comma or a closing bracket is missing, in line 2 at character 2'],
    ["[{'a':1}]", 'x.json', 'a name is not in double quotes'],
    ['[{"a":1}] tail', 'x.json', 'file-unreadable'],
    ['[{"a":1}] [{"a":2}]', 'x.json', 'file-unreadable'],
    ['[{"a":"b]', 'x.json', 'a text has no closing quote'],
    ['[{"a":01}]', 'x.json', 'a number begins with 0'],
    [`[{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}]`, 'x.json', 'more than 500 deep'],
    ['[]', 'x.json', 'file-empty'],
    ['  \n', 'x.json', 'file-empty'],
    ['{"data":[],"count":0}', 'x.json', 'file-empty'],
    ['once upon a time', 'x.json', 'it begins with neither [ nor {'],
    [Buffer.from([0x5b, 0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xe9, 0x22, 0x7d, 0x5d]), 'x.json', 'not UTF-8, in line 1'],
  ])('refused with a sentence, %#', async (content, name, sentence) => {
    expect(await refusal(content, name)).toContain(sentence);
  });

  test('a record larger than 16 MB is read whole', async () => {
    const long = 'x"\\\n'.repeat(5_000_000);
    const { rows } = await take(
      JSON.stringify([
        { a: 1, long },
        { a: 2, long: '' },
      ]),
    );
    expect(String(rows[0]?.long) === long).toBe(true);
    expect(rows[1]).toEqual({ a: 2, long: '' });
  });
});

test('recognises JSON by name or by its first bytes', () => {
  expect(json.recognises('a.geojson', Buffer.alloc(0))).toBe(true);
  expect(json.recognises('download', Buffer.from(' {"a": 1}'))).toBe(true);
  expect(json.recognises('notes.txt', Buffer.from('[see below]'))).toBe(false);
  expect(json.recognises('a.csv', Buffer.from('{"a"},b'))).toBe(false);
  copyFileSync(join(import.meta.dirname, '../fixtures/json/incidents.ndjson'), join(root, 'copy'));
  expect(json.recognises('copy', readFileSync(join(root, 'copy')))).toBe(true);
});
