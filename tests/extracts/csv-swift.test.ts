import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dialectOf } from '../../main/extracts/csv/row.ts';
import { canBeSwift, readSwiftly } from '../../main/extracts/csv/swift.ts';
import { take } from './csv-take.ts';
import { testDesk } from './desk.ts';

let context: Awaited<ReturnType<typeof testDesk>>;
beforeAll(async () => {
  context = await testDesk();
});
afterAll(() => context.close());

const pad = (n: number) => String(n).padStart(2, '0');
const row = (i: number) =>
  [
    i,
    `Area ${i % 7}`,
    `2024-${pad(1 + (i % 12))}-${pad(1 + (i % 28))}`,
    `2024-01-${pad(1 + (i % 28))} 10:${pad(i % 60)}:00`,
    (i * 7) / 4,
    i % 9 === 0 ? `"£${1 + (i % 899)},${String(i % 1000).padStart(3, '0')}.50"` : `£${i}.25`,
    `${i % 101}%`,
    i % 13 === 0 ? '[c]' : i % 17 === 0 ? '..' : i,
    i % 11 === 0 ? '' : `note ${i}`,
  ].join(',');
const header = 'id,area,day,stamp,score,fee,share,count,note';
const sheet = (rows: number, odd: Record<number, string> = {}, top = '', bottom = '') =>
  `${top}${header}\n${Array.from({ length: rows }, (_, i) => `${odd[i] ?? row(i)}\n`).join('')}${bottom}`;

/** The same file both ways. */
async function both(text: string | Buffer, first = sheet(3000)) {
  const { recipe } = await take(context.desk, context.folder, first);
  expect(recipe.columns.get('fee')).toEqual({ as: 'fee', type: 'decimal(18,2)', strip: '£,' });
  const careful = await take(context.desk, context.folder, text, { recipe });
  const swift = await take(context.desk, context.folder, text, { recipe, large: 0 });
  return { careful, swift };
}

describe('the swift way reads as the careful way does', () => {
  const odd = {
    20: row(20).replace('2024-09', '2024-19'),
    21: row(21).replace('£', '£x'),
    500: '500,short',
    501: `${row(501)},more`,
    502: row(502).replace(/^502/, '5.5'),
    2999: row(2999).replace('99%', 'lots'),
  };
  test.each([
    ['plain', sheet(3000)],
    ['values of every type that fit no rule, rows too long and too short', sheet(3000, odd)],
    ['the first row and a run of rows', sheet(3000, Object.fromEntries([0, 1, 2, 7, 8].map((i) => [i, `x${row(i)}`])))],
    [
      'titles above, notes below',
      sheet(3000, {}, 'Table 1\nPublished in May\n\n', '\nSource: a department\n1. Provisional\n'),
    ],
    ['blank lines inside', sheet(3000, { 5: '', 6: row(6) })],
    ['rows of nothing', sheet(3000, { 5: ',,,,,,,,', 100: ',,,,,,,,' })],
    ['the header again', sheet(3000, { 700: header })],
    ['line breaks in fields', sheet(3000, { 9: row(9).replace('note 9', '"two\nlines"') })],
    ['a quote that is not closed', sheet(3000, { 9: row(9).replace('note 9', '"open') })],
    ['quoted nothing', sheet(3000, { 10: row(10).replace('note 10', '""'), 12: '12,a,"","",1,,,"",x' })],
    ['carriage returns before line feeds', sheet(3000, odd).replaceAll('\n', '\r\n')],
    ['a bare carriage return', sheet(3000, { 9: row(9).replace('note', 'no\rte') })],
    ['a NUL byte', sheet(3000, { 9: row(9).replace('note', 'no\0te') })],
    ['no newline at the end', sheet(3000).trimEnd()],
    ['a byte order mark', `\ufeff${sheet(3000)}`],
    [
      'amounts with groups out of place',
      sheet(3000, {
        30: row(30).replace(/"?£[^%]*?,(?=\d+%)/, '"£12,34",'),
        31: row(31).replace('£31.25', '"£1,234,567.00"'),
        33: row(33).replace('£33.25', '£1.005'),
      }),
    ],
    ['integers past what a double holds', sheet(3000, { 40: row(40).replace(/^40/, '9007199254740993') })],
    [
      'spaces and signs',
      sheet(3000, {
        41: row(41).replace(/^41/, ' 41 '),
        42: row(42).replace('£42.25', '-£42.25'),
        43: row(43).replace('43%', '-43 %'),
      }),
    ],
    [
      'a damaged letter',
      Buffer.concat([Buffer.from(sheet(3000)), Buffer.from(row(3000).replace('note', 'n')), Buffer.from([0xff, 10])]),
    ],
    ['one long line', sheet(3000, { 50: row(50).replace('note 50', 'x'.repeat(3_000_000)) })],
  ])('%s', { timeout: 120_000 }, async (_, text) => {
    const { careful, swift } = await both(text);
    expect(swift.reading).toEqual(careful.reading);
    expect(swift.rejects).toBe(careful.rejects);
    expect(swift.lines).toBe(careful.lines);
    expect(swift.rows).toEqual(careful.rows);
  });
});

test('a plain file with rejects really goes the swift way', async () => {
  const { desk, folder } = context;
  const { recipe } = await take(desk, folder, sheet(3000));
  if (recipe.read.as !== 'csv') throw new Error('no CSV');
  const { matchColumns } = await import('../../main/extracts/csv/match.ts');
  const { firstLines } = await import('../../main/extracts/csv/sniff.ts');
  const { takeIn } = await import('../../main/extracts/csv/intake.ts');
  const { place } = await import('./csv-take.ts');
  const text = sheet(
    3000,
    { 20: row(20).replace('£', '£x'), 500: '500,short', 900: row(900).replace(/^900/, '9.5') },
    'Title\n',
    '\nSource: us\n',
  );
  const file = place(folder, 'swift.csv', text);
  const taken = await takeIn(file, 'utf-8', desk);
  const dialect = dialectOf(recipe.read);
  const head = Buffer.from(text);
  const { plan, columns } = matchColumns(file.name, firstLines(head, dialect), recipe, recipe.read, 1e9);
  expect(canBeSwift(recipe.read, dialect, plan, head)).toBe(true);
  const source = { path: file.path, start: 0, count: Promise.resolve(taken.count) };
  const outcome = await readSwiftly(source, dialect, plan, columns, head, folder, desk);
  expect(outcome).toMatchObject({
    accepted: 2997,
    rejected: 3,
    sift: { records: 3004, setAside: { title: 1, header: 1, blank: 1, note: 1 } },
  });
});

describe('a large file is sniffed in parts, and every type confirmed on the whole', () => {
  test('as from all of it', async () => {
    const text = sheet(3000);
    const whole = await take(context.desk, context.folder, text);
    const parts = await take(context.desk, context.folder, text, { whole: 0 });
    expect(parts.recipe.columns).toEqual(whole.recipe.columns);
  });

  test.each([
    ['a decimal', '7.5', 'number'],
    ['a nought in front', '007', 'text'],
    ['a code', 'n/a', 'integer'],
    ['a word among thousands', 'oops', 'integer'],
  ])('%s past every part that was looked at', { timeout: 120_000 }, async (_, value, type) => {
    const rows = 400_000;
    const filler = 'x'.repeat(40);
    const lines = Array.from({ length: rows }, (_, i) => `${i + 1},${i === 7_777 ? value : i},${filler}`);
    const { recipe, reading } = await take(context.desk, context.folder, `id,v,t\n${lines.join('\n')}\n`);
    expect(recipe.columns.get('v')?.type).toBe(type);
    expect(reading.rejected).toBe(value === 'oops' ? 1 : 0);
    expect(recipe.decided?.['id.type']?.why).toBe('all 400,000 values are whole numbers');
  });
});
