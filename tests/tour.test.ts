import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tour } from '../main/main.ts';
import { root } from './cli.ts';
import { content, type TestWorkspace, testWorkspace } from './workspace.ts';

let work: TestWorkspace;
beforeAll(() => {
  work = testWorkspace();
});
afterAll(() => work.close());

test('the tour of main.ts leads from a file to a figure, and back to the file’s line', async () => {
  const { imported, made, result, html, line } = await tour(work.contract, {
    file: join(content, 'samples/casework.csv'),
    template: 'process-map',
    input: 'log',
  });
  expect(imported).toMatchObject({ extract: 'casework', rejected: 0 });
  expect(made).toMatchObject({ file: 'notebooks/process-map.md', inputs: [{ name: 'log', extract: 'casework' }] });
  expect(result.status).toBe('done');
  expect(result.figures.every(({ shown }) => shown !== undefined)).toBe(true);
  expect(html).toContain('Where does work wait?');
  expect(line).toBe(5);
});

test('the tour is what README promises: its commands exist, and so do the files that it names', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const named = [...readme.matchAll(/npm run (?:-s )?([\w:]+)/g)].map((match) => match[1] ?? '');
  expect(named.filter((script) => !scripts[script])).toEqual([]);
  const files = [...readme.matchAll(/`((?:docs|main|notebooks)\/[\w./-]+)`/g)].map((match) => match[1] ?? '');
  expect(
    files.filter((file) => !file.startsWith('notebooks/samples') && readFileSync(join(root, file), 'utf8') === ''),
  ).toEqual([]);
});
