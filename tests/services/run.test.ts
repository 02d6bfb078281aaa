import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunResult } from '../../main/contract/run.ts';
import { cell, notebook, type TestWorkspace, testWorkspace } from '../workspace.ts';

let work: TestWorkspace;
beforeAll(async () => {
  work = testWorkspace();
  const rows = Array.from(
    { length: 60 },
    (_, row) => `${row % 3 === 0 ? 'North' : 'South'},2026-0${1 + (row % 6)}-01,${row * 1.5}`,
  );
  await work.importText('cases.csv', `team,month,minutes\n${rows.join('\n')}\n`);
});
afterAll(() => work.close());

const statuses = ({ cells }: RunResult) =>
  Object.fromEntries(Object.entries(cells).map(([name, { status }]) => [name, status]));
const tables = ({ cells }: RunResult) =>
  Object.fromEntries(Object.entries(cells).map(([name, { tables: found }]) => [name, found]));

const text = notebook(
  'cases',
  cell('param', 'team', 'type: choice\nfrom: SELECT DISTINCT team FROM log ORDER BY 1') +
    cell('sql', 'everyone', 'SELECT count(*) AS n FROM log') +
    cell('sql', 'scope', 'SELECT * FROM log WHERE $team IS NULL OR team = $team') +
    cell('sql', 'monthly', 'SELECT month, sum(minutes) AS minutes FROM scope GROUP BY month ORDER BY month') +
    cell('sql', 'total', 'SELECT sum(minutes) AS minutes FROM monthly') +
    cell('method', 'chart_limits', 'method: xmr\non: monthly\nroles: { date: month, value: minutes }') +
    cell(
      'chart',
      'bars',
      'chart: bar\non: monthly\nx: month\ny: minutes\ntitle: Minutes by month\nalt: A bar for each month',
    ) +
    cell('check', 'all_here', 'value: SELECT n FROM everyone\nexpect: 60') +
    'In all **{{total.minutes | number 1}}** minutes over {{everyone.n}} cases.\n',
);

test('a parameter reruns exactly what depends on it, and equals a clean run', async () => {
  const first = (await work.run(text)).result;
  expect(first.status).toBe('done');
  expect(statuses(first)).toMatchObject({
    everyone: 'ran',
    scope: 'ran',
    monthly: 'ran',
    total: 'ran',
    chart_limits: 'ran',
  });
  expect(first.figures.map(({ shown }) => shown)).toEqual(['2,655.0', '60']);
  expect(first.checks).toEqual([{ name: 'all_here', status: 'passed', rows: 0 }]);

  const again = (await work.run(text)).result;
  expect(statuses(again)).toMatchObject({
    everyone: 'reused',
    scope: 'reused',
    monthly: 'reused',
    total: 'reused',
    chart_limits: 'reused',
  });
  expect(tables(again)).toEqual(tables(first));

  const north = (await work.run(text, { team: 'North' })).result;
  expect(statuses(north)).toMatchObject({
    everyone: 'reused',
    scope: 'ran',
    monthly: 'ran',
    total: 'ran',
    chart_limits: 'ran',
  });
  expect(north.parameters).toEqual({ team: 'North' });
  expect(north.cells.total?.tables?.total?.rows).toEqual([[855]]);

  await work.reopen();
  const later = (await work.run(text, { team: 'North' })).result;
  expect(statuses(later)).toMatchObject({ everyone: 'reused', scope: 'reused', chart_limits: 'reused' });
  await work.reopen();
  rmSync(join(work.folder, '.cache'), { recursive: true });
  const clean = (await work.run(text, { team: 'North' })).result;
  expect(statuses(clean)).toMatchObject({ everyone: 'ran', scope: 'ran', chart_limits: 'ran' });
  expect(tables(clean)).toEqual(tables(later));
});

test('a changed cell reruns with what needs it; another name or a moved cell changes nothing', async () => {
  await work.run(text);
  const changed = (await work.run(text.replace('GROUP BY month ORDER BY month', 'GROUP BY ALL ORDER BY month'))).result;
  expect(statuses(changed)).toMatchObject({ everyone: 'reused', scope: 'reused', monthly: 'ran', total: 'ran' });
  const prose = (await work.run(text.replace('In all', 'Altogether'))).result;
  expect(statuses(prose)).toMatchObject({ everyone: 'reused', scope: 'reused', monthly: 'reused' });
});

test('what fails says so, what needs it is skipped, and the rest runs', async () => {
  const { result, html } = await work.run(
    notebook(
      'cases',
      cell('sql', 'broken', 'SELECT nothing\nFROM log') +
        cell('sql', 'after', 'SELECT * FROM broken') +
        cell('sql', 'fine', 'SELECT 1 AS x') +
        cell('check', 'no_rows', 'on: SELECT * FROM fine\nbecause: there should be none') +
        cell('check', 'warns', 'on: SELECT * FROM fine\nlevel: warn') +
        cell('check', 'later', 'on: SELECT * FROM after') +
        '{{broken.x}} and {{fine.y}} and {{fine.x | number 2}}\n',
    ),
  );
  expect(statuses(result)).toEqual({
    broken: 'failed',
    after: 'skipped',
    fine: 'ran',
    no_rows: 'ran',
    warns: 'ran',
    later: 'skipped',
  });
  expect(result.cells.broken?.error).toMatchObject({
    code: 'sql-invalid',
    line: 9,
    message: expect.stringContaining('nothing'),
  });
  expect(result.checks).toEqual([
    { name: 'no_rows', status: 'failed', rows: 1, because: 'there should be none' },
    { name: 'warns', status: 'warned', rows: 1 },
    { name: 'later', status: 'skipped', rows: 0 },
  ]);
  expect(result.figures.map(({ shown, error }) => shown ?? error?.code)).toEqual(['skipped', 'name-unknown', '1.00']);
  expect(result.status).toBe('failed');
  expect(html).toContain('Not run, because something that it needs failed.');
});

test('parameters are read by their type and kept to their limits', async () => {
  const param = (body: string) =>
    notebook('cases', `${cell('param', 'p', body)}${cell('sql', 'shown', 'SELECT $p AS p, typeof($p) AS type')}`);
  const shown = async (body: string, typed?: string) => {
    const { result } = await work.run(param(body), typed === undefined ? {} : { p: typed });
    return result.cells.p?.error?.code ?? result.cells.shown?.tables?.shown?.rows[0];
  };
  expect(await shown('type: integer\ndefault: 5')).toEqual([5, 'BIGINT']);
  expect(await shown('type: integer\nmax: 9', '12')).toBe('parameter-invalid');
  expect(await shown('type: integer', '1.5')).toBe('parameter-invalid');
  expect(await shown('type: number', '1.5')).toEqual([1.5, 'DOUBLE']);
  expect(await shown('type: number', '5')).toEqual([5, 'DOUBLE']);
  expect(await shown('type: number', '1e999')).toBe('parameter-invalid');
  expect(await shown('type: integer', '9007199254740993')).toBe('parameter-invalid');
  expect(await shown('type: range', '10..1')).toBe('parameter-invalid');
  expect(await shown('type: range', '1..10')).toEqual([[1, 10], 'DOUBLE[]']);
  expect(await shown('type: choices\ndefault: []')).toEqual([[], 'VARCHAR[]']);
  expect(await shown('type: date', '2026-02-28')).toEqual(['2026-02-28', 'DATE']);
  expect(await shown('type: date', '2026-02-30')).toBe('parameter-invalid');
  expect(await shown('type: boolean', 'yes')).toEqual([true, 'BOOLEAN']);
  expect(await shown('type: choice\nvalues: [North, South]', 'East')).toBe('parameter-invalid');
  expect(await shown('type: choices\nvalues: [a, b]', 'a,b')).toEqual([['a', 'b'], 'VARCHAR[]']);
  expect(await shown('type: text', "x'; DROP TABLE log; --")).toEqual(["x'; DROP TABLE log; --", 'VARCHAR']);
  await expect(work.run(param('type: text'), { q: '1' })).rejects.toMatchObject({ code: 'parameter-invalid' });
});

test('a notebook reads its workspace and nothing else', async () => {
  const attempts = [
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM '/etc/passwd'",
    "COPY log TO '/tmp/stolen.csv'",
    "SELECT * FROM glob('/*')",
    'FROM information_schema.tables',
    'FROM duckdb_tables()',
    "SELECT getenv('HOME')",
    'FROM engine.cells.kept',
  ];
  const { result } = await work.run(
    notebook('cases', attempts.map((sql, index) => cell('sql', `try_${index}`, sql)).join('')),
  );
  expect(Object.values(result.cells).map(({ status }) => status)).toEqual(attempts.map(() => 'failed'));
});

test('an input that is not there is an error that names both ends', async () => {
  await expect(work.run(notebook('nowhere', ''))).rejects.toMatchObject({
    code: 'input-missing',
    message: expect.stringMatching(/input "log" needs the extract "nowhere".*cases/),
  });
});

test('roles name the columns of an input, and the others keep their own names', async () => {
  const text = `---\nnotebook: 1\ntitle: T\ninputs:\n  log: { extract: cases, roles: { where: team, minutes: month } }\n---\n${cell('sql', 'all_columns', 'SELECT * FROM log LIMIT 1')}`;
  const { result } = await work.run(text);
  expect(result.cells.all_columns?.tables?.all_columns?.columns.map(({ name }) => name)).toEqual([
    'where',
    'minutes',
    'minutes_2',
  ]);
});
