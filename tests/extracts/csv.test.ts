import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lineOf } from '../../main/extracts/trace.ts';
import { type Taken, take } from './csv-take.ts';
import { testDesk } from './desk.ts';

let context: Awaited<ReturnType<typeof testDesk>>;
beforeAll(async () => {
  context = await testDesk();
});
afterAll(() => context.close());

const read = (content: string | Buffer, name?: string): Promise<Taken> =>
  take(context.desk, context.folder, content, name === undefined ? {} : { name });
const fixture = (name: string) => readFileSync(join(import.meta.dirname, '../fixtures/csv', name));
const refusal = (content: string | Buffer) => expect(read(content)).rejects;

describe('files of publishers', () => {
  test('titles above, three tables stacked, a lone count below', async () => {
    const { recipe, reading, rows, lines } = await read(fixture('dvsa_annex_a.csv'), 'dvsa_annex_a.csv');
    expect(recipe.read).toMatchObject({ encoding: 'utf-8-bom', header: 5, first: 6 });
    expect(reading).toMatchObject({
      read: 336,
      accepted: 328,
      rejected: 0,
      setAside: { title: 2, blank: 2, header: 3, note: 1 },
    });
    expect(reading.warnings).toMatchObject([{ code: 'stacked-tables', count: 2 }]);
    expect(rows[0]).toEqual([
      'Aberdeen North',
      'Driver and Vehicle Standards Agency',
      'Driving Test Centre LGV Aberdeen',
      'Cloverhill Road, Bridge of Don',
      'Aberdeen',
      null,
      'AB23 8FE',
      57.19,
      -2.1,
      337,
    ]);
    expect([1, 263, 264, 328].map((record) => lineOf(lines, record))).toEqual([6, 268, 270, 335]);
  });

  test('percentages as text, a row of nothing at the end, curly quotes of Windows', async () => {
    const { recipe, reading, rows, columns } = await read(fixture('csps2013_demographics.csv'));
    expect(recipe.read).toMatchObject({ encoding: 'windows-1252', newline: 'crlf', header: 1 });
    expect(reading).toMatchObject({ read: 87, accepted: 85, rejected: 0, setAside: { header: 1, blank: 1 } });
    expect(columns.slice(0, 3)).toEqual(['Measure', 'Grade: AO/AA (n=77,720)', ': EO (n=72,857)']);
    expect(rows[0]?.slice(0, 5)).toEqual(['Employee engagement index', 0.52, 0.52, 0.54, 0.58]);
  });

  test('plain ones', async () => {
    const orgs = await read(fixture('csps2018_orgs_head.csv'));
    expect(orgs.reading).toMatchObject({ accepted: 11, rejected: 0 });
    expect(orgs.recipe.columns.get('Response rate')).toEqual({ as: 'Response rate', type: 'number', percent: true });
    const beds = await read(fixture('ae_attendances_head.csv'));
    expect([...beds.recipe.columns.values()].map(({ type }) => type)).toEqual([
      'date',
      'text',
      'text',
      'integer',
      'integer',
      'integer',
    ]);
    const court = await read(fixture('crown_court_trajectory.csv'));
    expect(court.rows[0]).toEqual(['2016-03-31', 2016, 'Q1', 32100, 48260, 28680, -3420]);
  });

  test('a published table with codes, brackets, notes and a total that is none', async () => {
    const text = [
      'Table 1: Households by area,,,',
      'Published 12 March 2024,,,',
      ',,,',
      'Area,2021/22,2022/23,Change',
      'North East,"1,234","1,300",5.3%',
      'North West,[c],"2,001",[x]',
      'London,"(1,234)",..,-0.7%',
      'Total,0,"3,301",4.6%',
      '',
      'Source: a department',
      'Notes:',
      '1. Figures are provisional',
      '[c] confidential',
      '',
    ].join('\r\n');
    const { recipe, reading, rows, columns } = await read(text);
    expect(reading).toMatchObject({
      read: 13,
      accepted: 4,
      rejected: 0,
      setAside: { title: 2, blank: 2, header: 1, note: 4 },
    });
    expect(recipe.columns.get('2021/22')).toEqual({
      as: '2021/22',
      type: 'integer',
      strip: ',',
      negative: 'brackets',
      markers: { '[c]': 'confidential' },
    });
    expect(columns).toEqual([
      'Area',
      '2021/22',
      '2021/22__marker',
      '2022/23',
      '2022/23__marker',
      'Change',
      'Change__marker',
    ]);
    expect(rows).toEqual([
      ['North East', 1234, null, 1300, null, 0.053, null],
      ['North West', null, '[c]', 2001, null, null, '[x]'],
      ['London', -1234, null, null, '..', -0.007, null],
      ['Total', 0, null, 3301, null, 0.046, null],
    ]);
    expect(recipe.decided?.['Change.type']?.why).toBe(
      '3 of 4 values are percentages, divided by 100; 1 are codes ([x])',
    );
  });

  test('a total that is the sum of what is above it is set aside', async () => {
    const { reading, recipe } = await read('Area,N,M\nA,1,10\nB,2,20\nC,3,30\nTotal,6,60\n');
    expect(reading).toMatchObject({ accepted: 3, setAside: { header: 1, total: 1 } });
    expect(recipe.decided?.['read.totals']?.why).toContain('the sum of those above it in 2 columns');
  });
});

describe('encodings', () => {
  const table = 'Name;Amount;When\r\n“Café” – “A”;€1.234,50;31.12.2020\r\nŠ;€2,00;01.02.2021\r\n';
  const rows = [
    ['“Café” – “A”', '1234.50', '2020-12-31'],
    ['Š', '2.00', '2021-02-01'],
  ];
  const windows = Buffer.from(
    [...table].map(
      (letter) => ({ '“': 0x93, '”': 0x94, '–': 0x96, '€': 0x80, Š: 0x8a })[letter] ?? letter.charCodeAt(0),
    ),
  );
  const swapped = () => Buffer.from(table, 'utf16le').swap16();
  test.each([
    ['windows-1252', windows],
    ['utf-8', Buffer.from(table)],
    ['utf-8-bom', Buffer.from(`\ufeff${table}`)],
    ['utf-16le', Buffer.from(`\ufeff${table}`, 'utf16le')],
    ['utf-16le', Buffer.from(table, 'utf16le')],
    ['utf-16be', Buffer.concat([Buffer.from([0xfe, 0xff]), swapped()])],
    ['utf-16be', swapped()],
  ])('%s', async (encoding, bytes) => {
    const taken = await read(bytes);
    expect(taken.recipe.read).toMatchObject({ encoding, delimiter: ';', newline: 'crlf' });
    expect(taken.rows).toEqual(rows);
  });

  test('all 27 letters of Windows-1252 between 0x80 and 0x9F', async () => {
    const letters = '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ';
    const codes = [
      0x80, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8a, 0x8b, 0x8c, 0x8e, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96,
      0x97, 0x98, 0x99, 0x9a, 0x9b, 0x9c, 0x9e, 0x9f,
    ];
    const { rows } = await read(Buffer.from([...Buffer.from('a,b\n1,'), ...codes, 10]));
    expect(rows).toEqual([[1, letters]]);
  });

  test('a recipe for Windows-1252 meets a file in UTF-8', async () => {
    const { recipe } = await read(windows);
    const { rows: again, reading } = await take(context.desk, context.folder, table, { recipe });
    expect(again).toEqual(rows);
    expect(reading.warnings).toMatchObject([{ code: 'drift-encoding' }]);
  });
});

describe('lines, quotes and delimiters', () => {
  test.each([
    ['lf', 'a,b\n1,x\n2,y\n'],
    ['crlf', 'a,b\r\n1,x\r\n2,y\r\n'],
    ['cr', 'a,b\r1,x\r2,y\r'],
    ['mixed', 'a,b\r\n1,x\r2,y\n'],
  ])('lines that end in %s', async (newline, text) => {
    const taken = await read(text);
    expect(taken.recipe.read).toMatchObject({ newline });
    expect(taken.rows).toEqual([
      [1, 'x'],
      [2, 'y'],
    ]);
    expect([1, 2].map((record) => lineOf(taken.lines, record))).toEqual([2, 3]);
  });

  test('a bare carriage return inside a field stays there', async () => {
    const { rows } = await read('id,note\n1,"a\rb"\n2,c\n3,d\n');
    expect(rows[0]).toEqual([1, 'a\rb']);
  });

  test.each([['\t'], ['|'], [';'], ['||']])('delimiter %j', async (delimiter) => {
    const { recipe, rows } = await read(['a,b,c', '1,x,2', '2,y,3', ''].join('\n').replaceAll(',', delimiter), 'a.txt');
    expect(recipe.read).toMatchObject({ delimiter });
    expect(rows).toEqual([
      [1, 'x', 2],
      [2, 'y', 3],
    ]);
  });

  test('quotes: doubled, behind a backslash, single, with spaces around, none meant', async () => {
    expect((await read('id,t\n1,"a ""q"" b"\n2,"c, d"\n')).rows).toEqual([
      [1, 'a "q" b'],
      [2, 'c, d'],
    ]);
    expect((await read('id,t\n1,"a \\"q\\" b"\n2,"c, \\"d\\""\n')).rows).toEqual([
      [1, 'a "q" b'],
      [2, 'c, "d"'],
    ]);
    expect((await read("id,t\n1,'a, b'\n2,'c'\n3,'d, e'\n")).rows).toEqual([
      [1, 'a, b'],
      [2, 'c'],
      [3, 'd, e'],
    ]);
    expect((await read('id, t, v\n1, "Smith, J", 5\n2, "Doe", 6\n')).rows).toEqual([
      [1, 'Smith, J', 5],
      [2, 'Doe', 6],
    ]);
    expect((await read('id,t\n1,5" pipe\n2,6" pipe\n')).rows).toEqual([
      [1, '5" pipe'],
      [2, '6" pipe'],
    ]);
  });

  test('an empty field is null, a quoted empty one an empty text, and null in a column of numbers', async () => {
    expect((await read('id,t,n\n1,"",""\n2,,\n3,x,4\n')).rows).toEqual([
      [1, '', null],
      [2, null, null],
      [3, 'x', 4],
    ]);
  });

  test('line breaks in fields part records from lines', async () => {
    const { rows, lines } = await read('id,note\n1,"one\ntwo"\n2,plain\n\n3,"a\r\n\r\nb"\n4,x\n');
    expect(rows.map(([id]) => id)).toEqual([1, 2, 3, 4]);
    expect(rows[2]?.[1]).toBe('a\r\n\r\nb');
    expect([1, 2, 3, 4].map((record) => lineOf(lines, record))).toEqual([2, 4, 6, 9]);
  });
});

describe('headers', () => {
  test.each([
    ['duplicates and blanks', 'a,a,,A\n1,2,3,4\n5,6,7,8\n', ['a', 'a_2', 'column_3', 'A_3']],
    ['none', '1,Alpha,2020-01-01\n2,Beta,2020-01-02\n', ['column_1', 'column_2', 'column_3']],
    ['years', 'Area,2019,2020\nA,1,2\nB,4,5\n', ['Area', '2019', '2020']],
    [
      'two rows',
      'Area,2019,,2020,\n,Male,Female,Male,Female\nA,1,2,3,4\nB,2,3,4,5\nC,3,4,5,6\n',
      ['Area', '2019 Male', '2019 Female', '2020 Male', '2020 Female'],
    ],
    ['units below', 'Area,Cost,Rate\n,£m,%\nA,1.5,20\nB,2.5,30\nC,3,40\n', ['Area', 'Cost', 'Rate']],
    ['a broken quote', 'id,"note,v\n1,a,2\n2,b,3\n3,c,4\n', ['id', 'note', 'v']],
    ['line breaks', '"first\nname",v\nx,1\ny,2\n', ['first name', 'v']],
    ['again below', 'id,v\n1,2\nid,v\n3,4\n', ['id', 'v']],
  ])('%s', async (_, text, columns) => {
    const taken = await read(text);
    expect(taken.columns).toEqual(columns);
    expect(taken.reading.rejected).toBe(0);
  });
});

describe('rows that do not fit', () => {
  const numbers = (count: number, line: (i: number) => string) =>
    `id,note,v\n${Array.from({ length: count }, (_, i) => `${line(i)}\n`).join('')}`;

  test('a stray value, and rows too long and too short', async () => {
    const odd: Record<number, string> = { 76: '76,x,oops', 200: '200,x', 300: '300,x,1,2', 301: '301,x,1,' };
    const { reading, rejects, lines } = await read(numbers(1000, (i) => odd[i] ?? `${i},x,${i}`));
    expect(reading).toMatchObject({
      read: 1001,
      accepted: 997,
      rejected: 3,
      setAside: { header: 1 },
      warnings: [{ code: 'long-rows', count: 1 }],
    });
    expect(rejects).toBe(
      'row,column,value,reason\n78,v,oops,not a whole number\n202,"","200,x",2 fields where the table has 3\n302,"","300,x,1,2",4 fields where the table has 3\n',
    );
    expect(lineOf(lines, 997)).toBe(1001);
  });

  test('a quote that is never closed costs one row, not the rest', async () => {
    const { reading, rejects } = await read(
      numbers(2000, (i) => (i === 1000 ? '1000,"open,5' : `${i},note ${i},${i}`)),
    );
    expect(reading).toMatchObject({ accepted: 1999, rejected: 1 });
    expect(rejects.split('\n')[1]).toBe(
      '1002,"","1000,""open,5","a quote that is not closed, or text behind a closing quote"',
    );
  });

  test('an open quote that a later one closes', async () => {
    const { reading } = await read(
      numbers(400, (i) => (i === 100 ? '100,"open,5' : i % 50 === 3 ? `${i},"a, b",${i}` : `${i},x,${i}`)),
    );
    expect(reading).toMatchObject({ accepted: 399, rejected: 1 });
  });

  test('NUL bytes and letters that are no UTF-8', async () => {
    const bytes = Buffer.concat([
      Buffer.from(numbers(600, (i) => `${i},Zoë,${i}`)),
      Buffer.from('5\0,x,6\n'),
      Buffer.from([0x37, 0x2c, 0xff, 0x2c, 0x38, 10]),
    ]);
    const { reading, rejects } = await read(bytes);
    expect(reading).toMatchObject({ accepted: 600, rejected: 2 });
    expect(rejects).toContain('602,"","5␀,x,6","a NUL byte, which no text holds"');
    expect(rejects).toContain('603,"",');
  });

  test('a code that comes often is a marker; a column with many odd values is text', async () => {
    const coded = await read(numbers(1000, (i) => `${i},x,${i % 100 === 0 ? 'unknown' : i}`));
    expect(coded.recipe.columns.get('v')).toMatchObject({
      type: 'integer',
      markers: { unknown: 'code in the source' },
    });
    const mixed = await read(numbers(100, (i) => `${i},x,${i % 9 === 0 ? `odd ${i}` : i}`));
    expect(mixed.recipe.columns.get('v')?.type).toBe('text');
    expect(mixed.reading.rejected).toBe(0);
  });

  test('rows that leave out their last fields throughout are filled up', async () => {
    const { reading, rows } = await read(numbers(500, (i) => (i % 10 ? `${i},x,${i}` : `${i},x`)));
    expect(reading).toMatchObject({ accepted: 500, rejected: 0, warnings: [{ code: 'short-rows', count: 50 }] });
    expect(rows[0]).toEqual([0, 'x', null]);
  });

  test('a line of 10 MB is read whole', async () => {
    const { rows } = await read(`id,t\n1,${'x'.repeat(10_000_000)}\n2,y\n3,z\n`);
    expect(String(rows[0]?.[1]).length).toBe(10_000_000);
  });

  test('too many are refused with the first of them', async () => {
    const good = await read(numbers(200, (i) => `${i},x,${i}`));
    const bad = numbers(200, (i) => `${i},x,${i % 20 === 7 ? 'n/k' : i}`);
    await expect(take(context.desk, context.folder, bad, { recipe: good.recipe })).rejects.toMatchObject({
      code: 'too-many-rejects',
      message:
        '10 of 200 rows of table.csv do not fit, and the recipe allows 1%: the first, on line 9, has “n/k” in “v”, which is not a whole number. Correct the file or the recipe.',
    });
  });
});

describe('what is no table', () => {
  test('one sentence each', async () => {
    await refusal('').toMatchObject({ code: 'file-empty' });
    await refusal('\n\n\n').toMatchObject({ code: 'file-empty' });
    await refusal('a,b,c\n').toMatchObject({ code: 'nothing-accepted' });
    await refusal(Buffer.from('PK\u0003\u0004 and so on')).toMatchObject({
      code: 'file-unreadable',
      message: expect.stringContaining('Excel'),
    });
    await refusal('<!DOCTYPE html><html><body>Log in</body></html>').toMatchObject({ code: 'file-unreadable' });
    await refusal('%PDF-1.7 …').toMatchObject({ code: 'file-unreadable', message: expect.stringContaining('PDF') });
    await refusal(Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 37) % 256))).toMatchObject({
      code: 'file-unreadable',
    });
    const wide = Array.from({ length: 1_000_000 }, (_, i) => `c${i}`).join(',');
    await refusal(`${wide}\n${wide}\n`).toMatchObject({ code: 'file-too-large' });
  });
});
