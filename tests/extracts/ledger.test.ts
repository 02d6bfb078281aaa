import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type LedgerEntry, ledgerLine, readLedger } from '../../main/extracts/ledger.ts';

const hash = (text: string) => createHash('sha256').update(text).digest('hex');

const entry: LedgerEntry = {
  at: '2026-11-23T09:15:00.000Z',
  file: 'receipt.csv',
  bytes: 2_336_012,
  sha256: hash('a'),
  recipe: 'guessed',
  version: '2026-11-23-7f3a',
  read: 10,
  accepted: 7,
  rejected: 1,
  setAside: { title: 1, note: 1 },
  parquet: hash('b'),
  seconds: 0.42,
  app: '0.1.0',
};

const first = ledgerLine(entry, undefined);
const second = ledgerLine({ ...entry, version: '2026-12-01-0001', replaced: entry.version }, first);

test('a line has everything in its order, and the hash of the line before', () => {
  expect(first).toBe(
    `{"ledger":1,"at":"2026-11-23T09:15:00.000Z","file":"receipt.csv","bytes":2336012,"sha256":"${hash('a')}","recipe":"guessed","version":"2026-11-23-7f3a","read":10,"accepted":7,"rejected":1,"setAside":{"title":1,"note":1},"parquet":"${hash('b')}","seconds":0.42,"app":"0.1.0","previous":null}`,
  );
  expect(JSON.parse(second)).toMatchObject({ replaced: entry.version, previous: hash(first) });
});

test('what was written is read, with any line breaks', () => {
  const read = readLedger(`${first}\n${second}\n`);
  expect(read.map(({ version }) => version)).toEqual(['2026-11-23-7f3a', '2026-12-01-0001']);
  expect(readLedger(`${first}\r\n${second}`)).toEqual(read);
  expect(readLedger('')).toEqual([]);
});

describe('a ledger that was tampered with', () => {
  test.each([
    [
      'a changed line',
      `${first.replace('"bytes":2336012', '"bytes":2336013')}\n${second}\n`,
      'Line 2 of ledger.jsonl does not follow',
    ],
    ['a removed line', `${second}\n`, 'Line 1 of ledger.jsonl does not follow'],
    ['a cut line', `${first}\n${second.slice(0, 80)}\n`, 'Line 2 of ledger.jsonl is not complete JSON'],
    [
      'a wrong sum',
      `${first.replace('"accepted":7', '"accepted":8')}\n`,
      'Line 1 of ledger.jsonl says that more or fewer rows',
    ],
    ['another shape', '{"ledger":1}\n', 'Line 1 of ledger.jsonl is no entry of a ledger'],
  ])('%s', (_, text, sentence) => {
    expect(() => readLedger(text)).toThrow(
      expect.objectContaining({ code: 'workspace-invalid', message: expect.stringContaining(sentence) }),
    );
  });

  test('a later version is refused', () => {
    expect(() => readLedger('{"ledger":2}\n')).toThrow(expect.objectContaining({ code: 'workspace-newer' }));
  });
});

test('a line that does not add up is never written', () => {
  expect(() => ledgerLine({ ...entry, rejected: 2 }, undefined)).toThrow('read is not accepted + rejected + set aside');
});
