import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunResult } from '../../main/contract/run.ts';
import { exitOf, exitOfRun } from '../../main/hosts/cli/exit.ts';
import { cell, notebook, type TestWorkspace, testWorkspace } from '../workspace.ts';

let work: TestWorkspace;
beforeAll(async () => {
  work = testWorkspace();
  await work.importText(
    'cases.csv',
    'team,month,minutes\nNorth,2026-01-01,1.5\nSouth,2026-02-01,2.5\nSouth,2026-03-01,4\n',
  );
});
afterAll(() => work.close());

/** Everything that a run says, a line each, with the lines of the notebook it says it of. */
async function said(text: string, parameters: Record<string, string> = {}): Promise<string[]> {
  try {
    const { result } = await work.run(text, parameters);
    const all = [...Object.values(result.cells), ...result.figures].flatMap(({ error }) => (error ? [error] : []));
    return all.map(({ line, message }) => `${line}: ${message}`);
  } catch (error) {
    const { place, message } = error as { place: { line?: number }; message: string };
    return [`${place.line ?? '-'}: ${message}`];
  }
}

const bare = (body: string) => `---\nnotebook: 1\ntitle: T\n---\n${body}`;
const picture = (body: string) =>
  `${cell('sql', 'a', 'SELECT 1 AS x, 2 AS y')}${cell('chart', 'c', `${body}\non: a\ntitle: T\nalt: A`)}`;

test.each([
  ['no front matter', '# Hello\n', /^1: A notebook begins with its front matter/],
  ['a table of data', 'team,month\nNorth,2026-01-01\n', /^1: A notebook begins with its front matter/],
  ['front matter without an end', '---\nnotebook: 1\ntitle: T\n', /^1: .*no closing "---"/],
  ['a later version', '---\nnotebook: 2\ntitle: T\n---\n', /version 2 of the format.*Update the workbench/],
  ['a key that is not known', '---\nnotebook: 1\ntitle: T\nauthor: me\n---\n', /^4: .*author/],
  ['a quote without an end', '---\nnotebook: 1\ntitle: "T\n---\n', /^4: .*not valid YAML/],
  ['a tab', '---\nnotebook: 1\ntitle: T\ninputs:\n\tlog: x\n---\n', /^5: .*not valid YAML: Tabs/],
  ['a key twice', '---\nnotebook: 1\ntitle: T\ntitle: U\n---\n', /^4: .*not valid YAML/],
  ['an input without an extract', '---\nnotebook: 1\ntitle: T\ninputs:\n  log: cases\n---\n', /^5: .*"inputs\.log"/],
  [
    'a kind that is not known',
    bare('```sqll a\nSELECT 1\n```\n'),
    /^5: "sqll" .*The kinds are sql, method, chart, param, check/,
  ],
  ['a cell without a name', bare('```sql\nSELECT 1\n```\n'), /^5: .*no name: write/],
  ['a name that can’t be one', bare('```sql My-Cell\nSELECT 1\n```\n'), /^5: "My-Cell" can't name a cell/],
  ['a fence without an end', bare('text\n\n```sql a\nSELECT 1\n'), /^7: .*never closed/],
  [
    'two cells of one name',
    bare('```sql a\nSELECT 1\n```\n```param a\ntype: text\n```\n'),
    /^8: .*same name as the sql cell on line 5/,
  ],
  ['a key of a cell', bare('```method m\nmethod: xmr\non: cases\noption: {}\n```\n'), /^8: .*option/],
  ['a level of a check', bare('```check k\non: SELECT 1\nlevel: error\n```\n'), /^7: .*"level"/],
  ['a type of a parameter', bare('```param p\ntype: nonsense\n```\n'), /^6: .*"type".*choices/],
  ['a chart and a spec', bare(picture('chart: bar\nspec: { mark: bar }')), /^9: .*either "chart".*or "spec"/],
  [
    'a circle',
    bare('```sql a\nFROM b\n```\n```sql b\nFROM c\n```\n```sql c\nFROM a\n```\n'),
    /^5: "a" \(line 5\) needs "b" \(line 8\).*a → b → c → a/,
  ],
  ['a cell that reads itself', bare('```sql a\nFROM a\n```\n'), /^5: "a" \(line 5\) needs itself/],
  ['a value of no cell', bare('text\n\n{{nowhere.x}}\n'), /^7: .*"nowhere" that is not in this notebook/],
  ['a value without a column', bare(`${cell('sql', 'a', 'SELECT 1 AS x')}{{a}}\n`), /^9: .*write \{\{cell\.column\}\}/],
])('%s is told with its line', async (_, text, expected) => {
  expect(await said(text)).toEqual([expect.stringMatching(expected)]);
});

test.each([
  ['a table', cell('sql', 's', 'SELECT *\nFROM casez'), /^10: There is no table "casez".*log.*cases/],
  ['a column', cell('sql', 's', 'SELECT 1,\n teem\nFROM log'), /^10: .*"teem".*"team"/],
  ['a method', cell('method', 'm', 'method: xmrr\non: log'), /^8: There is no method "xmrr"/],
  [
    'a role',
    cell('method', 'm', 'method: xmr\non: log\nroles: { date: month, value: minutes, colour: team }'),
    /^8: .*no role "colour".*date, value, series/,
  ],
  [
    'a column for a role',
    cell('method', 'm', 'method: xmr\non: log\nroles: { date: month, value: minuets }'),
    /^8: .*"minuets".*team, month, minutes/,
  ],
  [
    'a role without a column',
    cell('method', 'm', 'method: xmr\non: log'),
    /^8: xmr needs a column for "date".*team, month, minutes/,
  ],
  [
    'an option',
    cell(
      'method',
      'm',
      'method: flow\non: SELECT team AS "case", team AS activity, month AS "end" FROM log\noptions: { tip: 5 }',
    ),
    /^8: .*no option "tip".*calendar.*top/,
  ],
  [
    'a choice of an option',
    cell(
      'method',
      'm',
      'method: flow\non: SELECT team AS "case", team AS activity, month AS "end" FROM log\noptions: { calendar: england }',
    ),
    /^8: .*"calendar".*"england-and-wales".*`odp methods flow`/,
  ],
  [
    'a type for a role',
    cell('method', 'm', 'method: xmr\non: log\nroles: { date: month, value: team }'),
    /^8: .*"team" as "value".*VARCHAR.*number/,
  ],
  ['a chart', picture('chart: bars\nx: x\ny: y'), /^12: There is no chart "bars".*bar, line, heatmap/],
  ['a channel', picture('chart: bar\nx: x\nyy: y'), /^12: .*no channel "yy".*x, y, color/],
  ['a column of a chart', picture('chart: bar\nx: x\ny: z'), /^12: .*no column "z" for "y".*x, y/],
  ['a field of a spec', picture('spec: { mark: bar, encoding: { x: { field: z } } }'), /^12: .*"z".*x, y/],
  ['data of a spec’s own', picture('spec: { mark: bar, data: { url: "http://x" } }'), /^12: .*leave "data" out/],
  ['a parameter', cell('sql', 's', 'SELECT $team'), /\$team, and there is no such parameter/],
  ['a column of a value', `${cell('sql', 's', 'SELECT 1 AS x, 2 AS y')}{{s.z}}\n`, /^12: .*no column "z".*x, y/],
  [
    'a format',
    `${cell('sql', 's', 'SELECT 1 AS x')}{{s.x | money}}\n`,
    /^12: There is no format "money".*number, percent, pounds/,
  ],
  [
    'a value of two rows',
    `${cell('sql', 's', 'SELECT * FROM log')}{{s.team}}\n`,
    /^12: .*needs a result of one row, and this one has 3/,
  ],
  ['a value of no row', `${cell('sql', 's', 'SELECT * FROM log WHERE false')}{{s.team}}\n`, /^12: .*this one has 0/],
])('%s that does not fit is named, with those that do', async (_, body, expected) => {
  expect(await said(notebook('cases', body))).toEqual([expect.stringMatching(expected)]);
});

test('a method’s tables are named where one is missing', async () => {
  const flow = cell(
    'method',
    'm',
    'method: flow\non: SELECT team AS "case", team AS activity, month AS "end" FROM log',
  );
  const [first, second] = await said(
    notebook('cases', `${flow}${cell('sql', 's', 'FROM m.sumary')}${cell('sql', 'u', 'FROM m')}`),
  );
  expect(first).toMatch(/^14: The method flow has no table "sumary"\. It has summary, steps, edges/);
  expect(second).toMatch(/^18: "m" is a method, and its results are m\.summary, m\.steps/);
});

test.each(['now()', 'today()', 'current_date', 'current_timestamp', 'random()', 'uuid()', 'get_current_time()'])(
  '%s is refused by its name',
  async (call) => {
    const name = call.replace('()', '');
    expect(await said(notebook('cases', cell('sql', 's', `SELECT ${call} AS x`)))).toEqual([
      expect.stringMatching(new RegExp(`^9: ${name} answers differently next time`)),
    ]);
  },
);

test.each([
  ["SELECT * FROM query('SELECT 1')", /query runs SQL that can't be seen/],
  ['SELECT * FROM log USING SAMPLE 3', /A sample differs from run to run/],
  ["SELECT * FROM read_csv('x.csv')", /read_csv reads a file directly\. Import the file/],
  ['DROP TABLE log', /A notebook only reads: a cell holds one SELECT/],
  ['SELECT 1; SELECT 2', /more than one statement/],
  ['-- nothing', /There is no statement here\. Write a SELECT\./],
])('%s is refused with a sentence', async (sql, expected) => {
  expect(await said(notebook('cases', cell('sql', 's', sql)))).toEqual([expect.stringMatching(expected)]);
});

test.each([
  ['type: integer', '1.5', /p takes a whole number up to 9,007,199,254,740,991, and "1\.5" is not that/],
  ['type: number', '1,5', /p takes a number, such as 12\.5, and "1,5"/],
  ['type: date', '31/01/2026', /p takes a date, such as 2026-11-23, and "31\/01\/2026"/],
  ['type: boolean', '1', /p takes true or false/],
  ['type: range', '1-10', /p takes two numbers, the smaller first, such as 1\.\.10/],
  [
    'type: choice\nfrom: SELECT DISTINCT team FROM log ORDER BY 1',
    'East',
    /p has no choice "East": the choices are North, South/,
  ],
  ['type: integer\nmax: 3', '7', /p is at most 3, and 7 was given/],
])('a parameter with %s refuses what was typed', async (body, typed, expected) => {
  const text = notebook('cases', `${cell('param', 'p', body)}${cell('sql', 's', 'SELECT $p AS x')}`);
  expect(await said(text, { p: typed })).toEqual([expect.stringMatching(expected)]);
});

test.each([
  ['nothing.csv', '', /is empty: it has no bytes at all/],
  ['picture.csv', Buffer.from('89504e470d0a1a0a0000', 'hex'), /picture/],
  ['paper.csv', Buffer.from('%PDF-1.7\n\0\x01\x02'), /PDF/],
  ['page.csv', '<!doctype html><html><body>Log in</body></html>', /web page/],
  ['half.json', '[{"a":1},', /half\.json/],
])('%s is refused by what it is', async (name, bytes, expected) => {
  await expect(work.importText(name, bytes)).rejects.toMatchObject({ message: expect.stringMatching(expected) });
});

test.each([
  ['line 1', 'team,month\n', /“recipe: 1”/],
  [
    'line 5',
    'recipe: 1\nfiles: a\nread: { as: parquet }\ncolumns:\n  "a": { as: a, type: integr }\nrejects: 1%\n',
    /financial-year or quarter/,
  ],
  [
    'line 5',
    'recipe: 1\nfiles: a\nread: { as: parquet }\ncolumns:\n  "a": { as: a, type: text, colour: red }\nrejects: 1%\n',
    /colour/,
  ],
  [
    'line 6',
    'recipe: 1\nfiles: a\nread: { as: parquet }\ncolumns:\n  "a": { as: x, type: text }\n  "b": { as: X, type: text }\nrejects: 1%\n',
    /both be named “X”/,
  ],
])('a mistake in a recipe is told with %s', async (line, text, expected) => {
  const { extracts } = work.contract;
  const wrong = extracts.import({ job: 'r', file: import.meta.filename, recipe: { text, file: 'my.yaml' } });
  await expect(wrong).rejects.toMatchObject({
    code: 'recipe-invalid',
    message: expect.stringMatching(new RegExp(`my\\.yaml, ${line}:.*${expected.source}`)),
  });
});

test('a template, input, extract, role and column that are not there are named, with those that are', async () => {
  const make = async (template: string, use = {}, map = {}) =>
    work.contract.notebooks.create({ template, use, map, job: 'n' }).then(String, ({ message }: Error) => message);
  expect(await make('proces-map')).toMatch(/Did you mean process-map\?.*demand-forecast/);
  expect(await make('process-map', { lg: 'cases' })).toMatch(/no input "lg"\. Did you mean log\?/);
  expect(await make('process-map', { log: 'case' })).toMatch(/no extract "case"\. Did you mean cases\?/);
  expect(await make('process-map', { log: 'cases' }, { 'log.cas': 'team' })).toMatch(
    /no role "cas"\. Did you mean case\?.*activity/,
  );
  expect(await make('process-map', { log: 'cases' }, { 'log.case': 'teem' })).toMatch(
    /no column "teem"\. Did you mean team\?.*month/,
  );
  expect(await make('process-map', { log: 'cases' })).toMatch(/Say which with --map log\.\w+=COLUMN: /);
});

test('the worst of a run is its exit code', () => {
  const failed = (code: string) => ({ kind: 'sql', status: 'failed', ms: 0, key: '', error: { code, message: '' } });
  const code = (codes: string[], checks: string[], status = 'done') =>
    exitOfRun({
      cells: Object.fromEntries(codes.map((each, index) => [`c${index}`, failed(each)])),
      checks: checks.map((each) => ({ name: 'k', status: each, rows: 0 })),
      figures: [],
      status,
    } as unknown as RunResult);
  expect(code([], ['passed', 'warned', 'skipped'])).toBe(0);
  expect(code([], ['passed', 'failed'])).toBe(1);
  expect(code(['sql-invalid'], ['failed'])).toBe(2);
  expect(code(['sql-invalid', 'internal', 'data-unfit'], ['failed'])).toBe(3);
  expect(code(['cancelled'], ['failed'], 'cancelled')).toBe(130);
  expect(exitOf(new Error('a bug'))).toBe(3);
});
