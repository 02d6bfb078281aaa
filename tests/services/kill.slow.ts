import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readLedger } from '../../main/extracts/ledger.ts';
import { finished, odp, start } from '../cli.ts';
import { testEngine } from '../engine.ts';

const KILLS = 50;
const SIZES = { old: 40_000, new: 60_000 };

let home: string;
let work: string;
let host: Awaited<ReturnType<typeof testEngine>>;
const write = (name: keyof typeof SIZES) => {
  const rows = Array.from({ length: SIZES[name] }, (_, row) => `${row},${name} ${row},${row / 7}`);
  writeFileSync(join(home, name, 'returns.csv'), `id,word,value\n${rows.join('\n')}\n`);
};

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'odp-kill-'));
  work = join(home, 'work');
  host = await testEngine([home]);
  for (const name of ['old', 'new'] as const) {
    (await import('node:fs')).mkdirSync(join(home, name));
    write(name);
  }
});
afterAll(() => {
  host.close();
  rmSync(home, { recursive: true, force: true });
});

const importFile = (name: keyof typeof SIZES) => ['import', join(home, name, 'returns.csv'), '--workspace', work];

/** What a reader finds: the rows and the words of the version in use, which must agree with its own entry. */
async function found(): Promise<{ version: string; word: string }> {
  const extract = join(work, 'extracts/returns');
  const version = readFileSync(join(extract, 'current'), 'utf8').trim();
  const folder = join(extract, 'versions', version);
  const entry = JSON.parse(readFileSync(join(folder, 'entry.json'), 'utf8')) as { accepted: number };
  const [row] = await host.query.rows(
    `SELECT count(*) AS n, min(split_part(word, ' ', 1)) AS low, max(split_part(word, ' ', 1)) AS high FROM read_parquet('${folder}/data.parquet')`,
  );
  const word = String(row?.low) as keyof typeof SIZES;
  expect(row).toEqual({ n: SIZES[word], low: word, high: word });
  expect(entry.accepted).toBe(SIZES[word]);
  expect(existsSync(join(folder, 'recipe.yaml'))).toBe(true);
  return { version, word };
}

test('a kill at any moment leaves the old version or the new one, never a mixture', async () => {
  expect(await odp(importFile('old'))).toMatchObject({ code: 0 });
  const started = performance.now();
  expect(await odp(importFile('new'))).toMatchObject({ code: 0 });
  const duration = performance.now() - started;
  const outcomes = { committed: 0, kept: 0 };
  for (let kill = 0; kill < KILLS; kill++) {
    const before = await found();
    const child = start('main/hosts/cli.ts', importFile(before.word === 'old' ? 'new' : 'old'));
    const end = finished(child);
    const moment = setTimeout(() => child.kill('SIGKILL'), (duration * (kill + 1)) / (KILLS - 5));
    await end;
    clearTimeout(moment);
    const after = await found();
    outcomes[after.version === before.version ? 'kept' : 'committed'] += 1;
    if (kill % 10 === 0) expect(await odp(['tables', '--workspace', work])).toMatchObject({ code: 0 });
  }
  expect(outcomes.kept).toBeGreaterThan(10);
  expect(await odp(importFile('old'))).toMatchObject({ code: 0 });
  const ledger = readLedger(readFileSync(join(work, 'extracts/returns/ledger.jsonl'), 'utf8'));
  expect(ledger.at(-1)?.version).toBe((await found()).version);
});
