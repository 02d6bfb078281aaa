import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Desk, SourceFile } from '../../main/extracts/reader.ts';
import type { Recipe } from '../../main/extracts/recipe.ts';
import { xes } from '../../main/extracts/xes.ts';
import { testDesk } from './desk.ts';

const permits = readFileSync(join(import.meta.dirname, '../fixtures/xes/permits.xes'));

let desk: Desk;
let root: string;
let close: () => void;
let count = 0;
beforeAll(async () => {
  ({ desk, folder: root, close } = await testDesk());
});
afterAll(() => close());

function put(content: string | Buffer, name = 'log.xes'): { file: SourceFile; folder: string } {
  const folder = join(root, String(++count));
  mkdirSync(folder);
  const path = join(folder, name);
  writeFileSync(path, content);
  return { file: { path, name, bytes: statSync(path).size }, folder };
}

async function take(content: string | Buffer, name?: string, change: (recipe: Recipe) => Recipe = (recipe) => recipe) {
  const { file, folder } = put(content, name);
  const recipe = change(await xes.sniff(file, desk));
  const reading = await xes.read(file, recipe, folder, desk);
  const data = `read_parquet('${join(folder, 'data.parquet')}')`;
  expect(reading.read).toBe(
    reading.accepted + reading.rejected + Object.values(reading.setAside).reduce((sum, n) => sum + n, 0),
  );
  return {
    recipe,
    reading,
    rows: await desk.run(`FROM ${data}`),
    types: Object.fromEntries(
      (await desk.run(`DESCRIBE FROM ${data}`)).map((row) => [row.column_name, row.column_type]),
    ),
    lines: readFileSync(join(folder, 'lines.csv'), 'utf8'),
    rejects: readFileSync(join(folder, 'rejects.csv'), 'utf8'),
  };
}

const asEvents = (recipe: Recipe): Recipe => ({ ...recipe, read: { as: 'xes', lifecycle: 'events' } });

/** A log of one case from activities with their transition and time. */
const log = (events: string, before = '') =>
  `<?xml version="1.0"?>${before}\n<log xes.version="1.0">\n<trace><string key="concept:name" value="1"/>\n${events}</trace>\n</log>`;
const event = (attributes: string) => `<event><string key="concept:name" value="A"/>${attributes}</event>\n`;

describe('a row per event', () => {
  test('every event with its case, typed as the log says, offsets beside', async () => {
    const { file } = put(permits);
    const sniffed = await xes.sniff(file, desk);
    expect(sniffed.read).toEqual({ as: 'xes', lifecycle: 'pairs', pairs: 'instance' });
    const single = permits.toString().replaceAll('value="start"', 'value="begin"');
    const { types, rows, reading, lines, recipe } = await take(single);
    expect(recipe.decided?.['read.lifecycle']).toEqual({
      by: 'guess',
      confidence: 1,
      why: 'there is no start event; its classifiers are Activity (concept:name lifecycle:transition)',
    });
    expect(types).toEqual({
      'case:concept:name': 'VARCHAR',
      'case:received': 'TIMESTAMP WITH TIME ZONE',
      'case:received__offset': 'VARCHAR',
      'concept:name': 'VARCHAR',
      'lifecycle:transition': 'VARCHAR',
      'time:timestamp': 'TIMESTAMP WITH TIME ZONE',
      'time:timestamp__offset': 'VARCHAR',
      'org:resource': 'VARCHAR',
      pages: 'BIGINT',
      'pages.scanned by': 'VARCHAR',
      'cost:total': 'DOUBLE',
      right: 'BOOLEAN',
      items: 'VARCHAR',
    });
    expect(rows).toHaveLength(9);
    expect(rows[2]).toEqual({
      'case:concept:name': 'case <1>',
      'case:received': '2024-03-30T09:00:00.000000Z',
      'case:received__offset': '+00:00',
      'concept:name': 'Check',
      'lifecycle:transition': 'complete',
      'time:timestamp': '2024-03-31T01:30:00.123400Z',
      'time:timestamp__offset': '+01:00',
      'org:resource': 'Bob',
      pages: '9007199254740993',
      'pages.scanned by': 'desk 4',
      'cost:total': 12.5,
      right: true,
      items: '[{"item":"a \\"b\\""},{"n":3}]',
    });
    expect(rows.map((row) => row['time:timestamp__offset'])).toEqual([
      '+00:00',
      '+00:00',
      '+01:00',
      'Z',
      '+01:00',
      '+01:00',
      '+01:00',
      '+01:00',
      null,
    ]);
    expect(rows.map((row) => row.right)).toEqual([null, null, true, false, null, null, null, null, null]);
    expect(reading).toMatchObject({ read: 9, accepted: 9, rejected: 0, setAside: {} });
    expect(reading.warnings).toEqual([
      { code: 'no-timestamp', text: 'Events have no time:timestamp; they are kept, with no time.', count: 1 },
      { code: 'empty-traces', text: 'Traces hold no event, so that they have no row.', count: 1 },
    ]);
    expect(lines).toBe('record,line\n1,18\n2,23\n3,29\n4,39\n5,48\n6,53\n7,58\n8,63\n9,68\n');
  });

  test('gzipped, in another encoding and after a recipe for pairs, it is the same log', async () => {
    const plain = await take(permits, 'a.xes', (recipe) => recipe);
    const zipped = await take(gzipSync(permits), 'a.xes.gz');
    expect(zipped.rows).toEqual(plain.rows);
    const wide = await take(Buffer.from(`\ufeff${permits.toString().replace('UTF-8', 'UTF-16')}`, 'utf16le'), 'b.xes');
    expect(wide.rows).toEqual(plain.rows);
    const latin = await take(
      Buffer.from(log(event('<string key="x" value="é"/>')).replace('?>', ' encoding="ISO-8859-1"?>'), 'latin1'),
    );
    expect(latin.rows[0]?.x).toBe('é');
  });
});

describe('pairs', () => {
  test('start and complete become one row; what has no partner stays; other transitions are set aside', async () => {
    const { rows, reading, lines, types } = await take(permits);
    expect(types).toMatchObject({
      start: 'TIMESTAMP WITH TIME ZONE',
      start__offset: 'VARCHAR',
      end: 'TIMESTAMP WITH TIME ZONE',
      end__offset: 'VARCHAR',
    });
    expect(types).not.toHaveProperty('time:timestamp');
    expect(
      rows.map((row) => [
        row['case:concept:name'],
        row['concept:name'],
        row['org:resource'],
        row.start,
        row.start__offset,
        row.end,
        row.end__offset,
      ]),
    ).toEqual([
      ['case <1>', 'Check', 'Bob', '2024-03-31T00:30:00.000000Z', '+00:00', '2024-03-31T01:30:00.123400Z', '+01:00'],
      ['case <1>', 'Decide', null, null, null, '2024-04-01T10:00:00.000000Z', 'Z'],
      ['2', 'Check', null, '2024-04-02T10:30:00.000000Z', '+01:00', null, null],
      ['2', 'Check', null, '2024-04-02T09:00:00.000000Z', '+01:00', '2024-04-02T11:00:00.000000Z', '+01:00'],
      ['2', 'Decide', null, '2024-04-02T10:00:00.000000Z', '+01:00', null, null],
    ]);
    expect(reading).toMatchObject({ read: 9, accepted: 5, rejected: 0, setAside: { joined: 3, lifecycle: 1 } });
    expect(reading.warnings.map(({ code, count: n }) => [code, n])).toEqual([
      ['no-timestamp', 1],
      ['empty-traces', 1],
      ['unmatched-start', 1],
      ['unmatched-complete', 1],
      ['start-differs', 1],
    ]);
    expect(lines).toBe('record,line\n1,29\n2,39\n3,58\n4,63\n5,68\n');
  });

  test('instances say what belongs together where they match, order where they do not', async () => {
    const at = (transition: string, instance: string, minute: number) =>
      event(
        `<string key="lifecycle:transition" value="${transition}"/><string key="concept:instance" value="${instance}"/><date key="time:timestamp" value="2024-01-01T10:0${minute}:00Z"/>`,
      );
    const crossed = await take(
      log(at('start', 'i1', 0) + at('start', 'i2', 1) + at('complete', 'i2', 2) + at('complete', 'i1', 3)),
    );
    expect(crossed.recipe.read).toEqual({ as: 'xes', lifecycle: 'pairs', pairs: 'instance' });
    expect(crossed.rows.map(({ start, end }) => [String(start).slice(14, 16), String(end).slice(14, 16)])).toEqual([
      ['01', '02'],
      ['00', '03'],
    ]);
    const unique = await take(log(at('START', 'i1', 0) + at('COMPLETE', 'i2', 2)));
    expect(unique.recipe.read).toEqual({ as: 'xes', lifecycle: 'pairs', pairs: 'order' });
    expect(unique.reading.setAside).toEqual({ joined: 1 });
  });

  test('a person can ask for events, or for pairs', async () => {
    const events = await take(permits, 'a.xes', asEvents);
    expect(events.rows).toHaveLength(9);
    expect(events.rows[1]).toMatchObject({
      'lifecycle:transition': 'start',
      'time:timestamp__offset': '+00:00',
      start: null,
    });
    const pairs = await take(
      log(event('<date key="time:timestamp" value="2024-01-01T10:00:00Z"/>')),
      'b.xes',
      (recipe) => ({
        ...recipe,
        read: { as: 'xes', lifecycle: 'pairs' },
      }),
    );
    expect(pairs.rows).toMatchObject([
      { start: null, end: '2024-01-01T10:00:00.000000Z', 'time:timestamp': '2024-01-01T10:00:00.000000Z' },
    ]);
  });

  test('a log in which few activities are started is read by event', async () => {
    const one = (name: string, transition: string) =>
      `<event><string key="concept:name" value="${name}"/><string key="lifecycle:transition" value="${transition}"/></event>`;
    const { recipe } = await take(
      log(one('A', 'start') + one('A', 'complete') + one('B', 'complete') + one('C', 'complete')),
    );
    expect(recipe.read).toEqual({ as: 'xes', lifecycle: 'events' });
    expect(recipe.decided?.['read.lifecycle']?.why).toBe('1 of 3 activities have both a start and a complete');
  });
});

describe('types', () => {
  test('one key with two types is text, int and float a number; a value that is not its type rejects the event', async () => {
    const { types, rows, reading, rejects } = await take(
      log(
        event('<int key="a" value="1"/><int key="n" value="1"/><int key="b" value="1"/>') +
          event('<string key="a" value="x"/><float key="n" value="NaN"/><int key="b" value="many"/>') +
          event('<boolean key="a" value="true"/><float key="n" value="1.5"/><int key="b" value=""/>'),
      ),
    );
    expect(types).toMatchObject({ a: 'VARCHAR', n: 'DOUBLE', b: 'BIGINT' });
    expect(rows.map(({ a, n, b }) => [a, n, b])).toEqual([
      ['1', 1, 1],
      ['true', 1.5, null],
    ]);
    expect(reading).toMatchObject({ read: 3, accepted: 2, rejected: 1 });
    expect(reading.warnings.map(({ code }) => code)).toContain('not-a-number');
    expect(rejects).toBe('row,column,value,reason\n5,b,many,not a whole number\n');
  });

  test('dates: without offsets, mixed, finer than a microsecond, before 1582', async () => {
    const dated = (value: string) => event(`<date key="time:timestamp" value="${value}"/>`);
    const local = await take(log(dated('2024-01-01T10:00:00.5') + dated('1500-02-28T00:00:00')));
    expect(local.types['time:timestamp']).toBe('TIMESTAMP');
    expect(local.rows.map((row) => row['time:timestamp'])).toEqual([
      '2024-01-01T10:00:00.500000',
      '1500-02-28T00:00:00.000000',
    ]);
    const mixed = await take(log(dated('2024-07-01T10:00:00') + dated('2024-07-01T10:00:00.123456789-05:30')));
    expect(mixed.rows.map((row) => [row['time:timestamp'], row['time:timestamp__offset']])).toEqual([
      ['2024-07-01T10:00:00.000000Z', null],
      ['2024-07-01T15:30:00.123456Z', '-05:30'],
    ]);
    expect(mixed.reading.warnings.map(({ code, count: n }) => [code, n])).toContainEqual(['assumed-utc', 1]);
    expect(mixed.reading.warnings.map(({ code, count: n }) => [code, n])).toContainEqual(['fraction-cut', 1]);
  });

  test('events outside traces, attributes after events, a case: attribute of an event', async () => {
    const { rows, reading } = await take(
      `<log xes.version="1.0"><trace>${event('<string key="case:x" value="e"/>')}<string key="x" value="t"/><string key="concept:name" value="1"/></trace>${event('')}</log>`,
    );
    expect(rows).toEqual([
      { 'case:x': 't', 'case:concept:name': '1', 'concept:name': 'A', 'event:case:x': 'e' },
      { 'case:x': null, 'case:concept:name': null, 'concept:name': 'A', 'event:case:x': null },
    ]);
    expect(reading.warnings.map(({ code }) => code)).toContain('no-trace');
  });
});

test('a new attribute is read, a lost one null, both are drift', async () => {
  const first = await take(log(event('<int key="old" value="1"/>')));
  const { rows, reading } = await take(log(event('<int key="new" value="2"/>')), 'next.xes', () => first.recipe);
  expect(rows).toEqual([{ 'case:concept:name': '1', 'concept:name': 'A', old: null, new: 2 }]);
  expect(reading.warnings.map(({ code }) => code)).toEqual(['drift-new-column', 'no-timestamp', 'drift-lost-column']);
});

describe('files that are wrong', () => {
  const laughs = '<!DOCTYPE log [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>';
  test.each<[string, string | Buffer, string, string]>([
    [
      'entities',
      log(event('<string key="x" value="&b;"/>'), laughs),
      'log.xes',
      'file-unreadable: log.xes declares a document type',
    ],
    [
      'an unknown entity',
      log(event('<string key="x" value="&b;"/>')),
      'log.xes',
      'is not well-formed XML: undefined entity',
    ],
    [
      'an external document type',
      log('', '<!DOCTYPE log SYSTEM "file:///etc/passwd">'),
      'log.xes',
      'declares a document type',
    ],
    ['other XML', '<?xml version="1.0"?><html><body/></html>', 'log.xes', 'it does not begin with <log>'],
    ['no XML', 'case,activity\n1,A\n', 'log.xes', 'is not well-formed XML'],
    ['cut off', permits.subarray(0, 2000), 'log.xes', 'is not well-formed XML: unclosed tag'],
    [
      'a gzip cut off',
      gzipSync(permits).subarray(0, 500),
      'log.xes.gz',
      'breaks off before the end of its compressed data',
    ],
    [
      'a gzip damaged',
      Buffer.concat([gzipSync(permits).subarray(0, 100), Buffer.alloc(400, 7)]),
      'log.xes.gz',
      'is damaged',
    ],
    [
      'other bytes than it says',
      Buffer.from(log(event('<string key="x" value="é"/>')), 'latin1'),
      'log.xes',
      'holds bytes that are not',
    ],
    ['no trace', '<log xes.version="1.0"/>', 'log.xes', 'file-empty: log.xes holds no trace'],
    ['no event', '<log xes.version="1.0"><trace/></log>', 'log.xes', 'file-empty: log.xes holds 1 traces but no event'],
    [
      'nested without end',
      log(event('<int key="a" value="1">'.repeat(100) + '</int>'.repeat(100))),
      'log.xes',
      'nests elements more than 64 deep',
    ],
  ])('%s', async (_, content, name, sentence) => {
    const outcome = await take(content, name).then(
      () => 'accepted',
      (error: { code: string; message: string }) => `${error.code}: ${error.message}`,
    );
    expect(outcome).toContain(sentence);
  });

  test('what a gzip unpacks to is capped', async () => {
    const { file } = put(gzipSync(Buffer.concat([permits, Buffer.alloc(5_000_000, 32)])), 'bomb.xes.gz');
    const small = { ...desk, caps: { ...desk.caps, inflated: 1_000_000 } };
    await expect(xes.sniff(file, small)).rejects.toMatchObject({ code: 'file-too-large' });
  });
});

test('recognises a log by name or by its first bytes', () => {
  expect(xes.recognises('a.xes', Buffer.alloc(0))).toBe(true);
  expect(xes.recognises('a.XES.GZ', gzipSync('x'))).toBe(true);
  expect(xes.recognises('export.xml', permits)).toBe(true);
  expect(xes.recognises('a.xml', Buffer.from('<html/>'))).toBe(false);
});
