import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readLedger } from '../../main/extracts/ledger.ts';
import { type TestWorkspace, testWorkspace } from '../workspace.ts';

let work: TestWorkspace;
beforeEach(() => {
  work = testWorkspace();
});
afterEach(() => work.close());

const tree = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((path) => !path.startsWith('.cache'))
        .sort()
    : [];

test('an import leaves a version, a recipe, a ledger and a pointer', async () => {
  const result = await work.importText('May returns.csv', 'name,amount\na,1\nb,2\n');
  expect(result).toMatchObject({ extract: 'may-returns', accepted: 2, rejected: 0, recipeReused: false });
  const folder = join(work.folder, 'extracts/may-returns');
  expect(readdirSync(folder).sort()).toEqual(['current', 'ledger.jsonl', 'recipe.yaml', 'versions']);
  expect(readdirSync(join(folder, 'versions', result.version)).sort()).toEqual([
    'data.parquet',
    'entry.json',
    'lines.csv',
    'original',
    'recipe.yaml',
    'rejects.csv',
  ]);
  expect(readFileSync(join(folder, 'current'), 'utf8')).toBe(`${result.version}\n`);
  const [line] = readLedger(readFileSync(join(folder, 'ledger.jsonl'), 'utf8'));
  expect(line).toMatchObject({ file: 'May returns.csv', sha256: result.sha256, accepted: 2, previous: null });
  expect(await work.contract.tables.list()).toMatchObject([{ name: 'may-returns', rowCount: 2 }]);
});

test('the next file of the same name is read by the same recipe and becomes the next version', async () => {
  await work.importText('returns.csv', 'name,amount\na,1\nb,2\n');
  const recipe = join(work.folder, 'extracts/returns/recipe.yaml');
  const edited = `# what we agreed\n${readFileSync(recipe, 'utf8')}`;
  writeFileSync(recipe, edited);
  const second = await work.importText('returns.csv', 'name,amount\nc,3\n');
  expect(second).toMatchObject({ accepted: 1, recipeReused: true });
  expect(readFileSync(recipe, 'utf8')).toBe(edited);
  const ledger = readLedger(readFileSync(join(work.folder, 'extracts/returns/ledger.jsonl'), 'utf8'));
  expect(ledger).toHaveLength(2);
  expect(readdirSync(join(work.folder, 'extracts/returns/versions'))).toHaveLength(2);
});

test('a failed import leaves everything as it was', async () => {
  await expect(work.importText('empty.csv', '')).rejects.toMatchObject({ code: 'file-empty' });
  expect(existsSync(work.folder)).toBe(false);
  await work.importText('good.csv', 'a,b\n1,2\n');
  const before = tree(work.folder);
  await expect(
    work.importText('bad.csv', Buffer.from([0x25, 0x50, 0x44, 0x46, 0x2d, 0x31, 0, 1, 2])),
  ).rejects.toMatchObject({
    code: 'file-unreadable',
  });
  await expect(work.importText('good.csv', 'a,b\nx,y\nz,w\n')).rejects.toMatchObject({
    code: expect.stringMatching(/nothing-accepted|too-many-rejects/),
  });
  expect(tree(work.folder)).toEqual(before);
});

test('a version that a kill kept from the ledger is entered at the next import', async () => {
  const first = await work.importText('returns.csv', 'a,b\n1,2\n');
  const ledger = join(work.folder, 'extracts/returns/ledger.jsonl');
  writeFileSync(ledger, readFileSync(ledger, 'utf8').slice(0, 40));
  const second = await work.importText('returns.csv', 'a,b\n3,4\n');
  expect(readLedger(readFileSync(ledger, 'utf8')).map(({ version }) => version)).toEqual([
    first.version,
    second.version,
  ]);
});

test('a record leads back to its line', async () => {
  await work.importText('titled.csv', 'Returns for May\n\nname,note\na,one\nb,"two\nlines"\nc,three\n');
  expect(await work.contract.extracts.lineOf('titled', 3)).toEqual({ file: 'titled.csv', line: 7 });
});
