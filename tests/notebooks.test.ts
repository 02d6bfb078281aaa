import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from '../main/notebook/parse.ts';
import { print } from '../main/notebook/print.ts';
import { content, type TestWorkspace, testWorkspace } from './workspace.ts';

const templates = [
  'demand/demand-forecast',
  'improvement/problem-pareto',
  'information/spc-board',
  'profession/baseline-survey',
  'profession/capability-to-outcome',
  'profession/effect-of-a-change',
  'whole-system/process-map',
];

let work: TestWorkspace;
beforeAll(() => {
  work = testWorkspace();
});
afterAll(() => work.close());

test('the list of templates is the folder’s, each with a question and lessons', async () => {
  const list = await work.contract.templates.list();
  expect(list.map(({ capability, id }) => `${capability}/${id}`)).toEqual(templates);
  expect(list.filter(({ question, lessons }) => !question || lessons.length === 0)).toEqual([]);
});

test.each(templates)('%s runs on its sample: every cell, check and figure', async (path) => {
  const text = readFileSync(join(content, `${path}.md`), 'utf8');
  expect(print(parse(text))).toBe(text);
  const id = path.split('/')[1] ?? '';
  const { file } = await work.contract.notebooks.create({ template: id, use: {}, map: {}, job: id });
  const notebook = { file, text: await work.contract.notebooks.text(file) };
  const { result, html } = await work.contract.notebooks.run({
    job: id,
    notebook,
    parameters: {},
    rows: 0,
    report: true,
    command: '',
  });
  const trouble = [...Object.values(result.cells), ...result.figures].flatMap(({ error }) => error ?? []);
  expect(trouble).toEqual([]);
  expect(result.checks.filter(({ status }) => status !== 'passed')).toEqual([]);
  expect(result.notebook.title).toMatch(/sample\)$/);
  expect(html).toContain('Working report, not checked for disclosure');
  expect(html).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)/);
});
