import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunResult } from '../../main/contract/run.ts';
import { holdLock } from '../../main/engine/lock.ts';
import { type Finished, finished, odp, start } from '../cli.ts';
import { cell, notebook, type TestWorkspace, testWorkspace } from '../workspace.ts';

let home: string;
let work: TestWorkspace;
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'odp cli é-'));
  work = testWorkspace();
  await work.importText(
    'cases.csv',
    'team,month,minutes\nNorth,2026-01-01,1.5\nSouth,2026-02-01,2.5\nSouth,2026-03-01,4\n',
  );
});
afterAll(async () => {
  await work.close();
  rmSync(home, { recursive: true, force: true });
});

/** Every file of a folder with its bytes' hash, the cache left out. */
const tree = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('.cache'))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => `${path} ${createHash('sha256').update(readFileSync(path)).digest('hex')}`)
    .sort();

const write = (name: string, text: string): string => {
  const path = join(home, name);
  writeFileSync(path, text);
  return path;
};

const parameter = (body: string) =>
  notebook('cases', `${cell('param', 'p', body)}${cell('sql', 's', 'SELECT $p AS x')}`);
const rowsOf = ({ cells }: RunResult, name: string) => cells[name]?.tables?.[name]?.rows;

test('a file becomes an extract, and is told in numbers that add up', async () => {
  const folder = join(home, 'my work');
  const file = write(
    'Fees é.csv',
    'Fees for May,,\n,,\nid,fee,area\n1,£5.00,North\n2,[c],South\n3,£7.25,\n,,\nSource: the registry,,\n',
  );
  const end = await odp(['import', file, '--workspace', folder]);
  expect(end).toMatchObject({ code: 0, stderr: '' });
  expect(end.stdout).toMatch(/Fees é\.csv → fees-e, version \d{4}-\d\d-\d\d-[0-9a-f]{4}\n/);
  expect(end.stdout).toMatch(/8 read = 3 accepted \+ 0 rejected \+ 5 set aside/);
  expect(readFileSync(join(folder, 'workspace.yaml'), 'utf8')).toMatch(
    /^workspace: 1\ntitle: My work\nmarking: OFFICIAL\n/,
  );
  expect(readFileSync(join(folder, '.gitignore'), 'utf8')).toMatch(/versions\/\nruns\/\n\.cache\/\n/);
  const line = await odp(['line', 'fees-e', '3', '-w', folder]);
  expect(line).toMatchObject({ code: 0, stdout: 'Fees é.csv, line 6\n', stderr: '' });
}, 30_000);

test('results go to stdout, messages to stderr, and the exit code tells which', async () => {
  const good = write('good.md', notebook('cases', cell('sql', 's', 'SELECT count(*) AS n FROM log')));
  const one = write('one.md', notebook('cases', cell('check', 'k', 'on: log\nbecause: There should be none')));
  const two = write(
    'two.md',
    notebook('cases', cell('check', 'k', 'on: log') + cell('sql', 's', 'SELECT nope FROM log')),
  );
  const run = (file: string, ...more: string[]) => odp(['run', file, '-w', work.folder, ...more]);
  const [json, failed, wrong] = await Promise.all([run(good, '--json', '-'), run(one), run(two)]);
  expect(json).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(json.stdout)).toMatchObject({ result: 1, status: 'done', cells: { s: { status: 'ran' } } });
  expect(failed.code).toBe(1);
  expect(failed.stderr).toBe('error: the check "k" failed: There should be none.\n');
  expect(wrong.code).toBe(2);
  expect(wrong.stderr).toMatch(/^error: .*two\.md, line 13: .*"nope".*\nerror: the check "k" failed\.\n$/);
  for (const { stdout } of [failed, wrong]) expect(stdout).not.toContain('error:');
}, 30_000);

test('a mistake on the command line is exit 2, with nothing on stdout', async () => {
  const ends = await Promise.all([
    odp(['import', join(home, 'nowhere.csv'), '-w', join(home, 'none')]),
    odp(['tables', '-w', join(home, 'none')]),
    odp(['import', '--nmae', 'x']),
    odp(['methods', 'flwo']),
  ]);
  const errors = [
    /^error: There is no file .*nowhere\.csv\. Check its name and folder\.\n$/,
    /^error: There is no workspace in .*none.*--workspace\.\n$/,
    /^error: Unknown option '--nmae'.*--name/s,
    /^error: There is no method "flwo"\. Did you mean flow\? .*\n$/,
  ];
  ends.forEach(({ code, stdout, stderr }, index) => {
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(errors[index]!);
  });
  expect(existsSync(join(home, 'none'))).toBe(false);
}, 60_000);

test('a workspace is found from a folder within it', async () => {
  const folder = join(work.folder, 'notebooks');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'here.md'), notebook('cases', cell('sql', 's', 'SELECT count(*) AS n FROM log')));
  const end = await odp(['run', 'here.md'], folder);
  expect(end).toMatchObject({ code: 0, stderr: '' });
  expect(end.stdout).toMatch(/^Test \(notebooks\/here\.md\): done\n/);
  rmSync(folder, { recursive: true });
}, 30_000);

/** Sends Ctrl+C's signal to the process alone once something is there to be seen. */
async function interrupted(args: string[], seen: () => boolean): Promise<Finished> {
  const child = start('main/hosts/cli.ts', args);
  const end = finished(child);
  const timer = setInterval(() => {
    if (!seen()) return;
    clearInterval(timer);
    setTimeout(() => child.kill('SIGINT'), 300);
  }, 20);
  return end.finally(() => clearInterval(timer));
}

test.skipIf(process.platform === 'win32')(
  'Ctrl+C in an import is exit 130 and leaves the workspace as it was',
  async () => {
    const rows = Array.from(
      { length: 1_500_000 },
      (_, row) => `${row % 1000},2026-01-${10 + (row % 19)},Team ${row % 97}`,
    );
    const file = write('large.csv', `id,day,team\n${rows.join('\n')}\n`);
    const before = tree(work.folder);
    const staged = () => {
      const folder = join(work.folder, 'extracts/large');
      return existsSync(folder) && readdirSync(folder).some((name) => name.startsWith('.staging-'));
    };
    const end = await interrupted(['import', file, '-w', work.folder], staged);
    expect(end).toMatchObject({ code: 130, stdout: '', stderr: expect.stringMatching(/^Cancelled\./) });
    expect(tree(work.folder)).toEqual(before);
  },
  60_000,
);

test.skipIf(process.platform === 'win32')(
  'Ctrl+C in a heavy run is exit 130, and what was done stays done',
  async () => {
    const slow = 'SELECT count(*) AS n FROM range(4000000) a, range(300000) b WHERE a.range % 7 = b.range % 11';
    const file = write(
      'heavy.md',
      notebook('cases', cell('sql', 'quick', 'SELECT 1 AS x') + cell('sql', 'slow', slow)),
    );
    const json = join(home, 'heavy.json');
    await work.reopen();
    const before = tree(work.folder);
    const cache = join(work.folder, '.cache/kept-results.duckdb');
    rmSync(cache, { force: true });
    const end = await interrupted(['run', file, '-w', work.folder, '--json', json], () => existsSync(cache));
    expect(end.code).toBe(130);
    expect(end.stderr).toMatch(/Cancelled\.\n$/);
    const result = JSON.parse(readFileSync(json, 'utf8')) as RunResult;
    expect(result.status).toBe('cancelled');
    expect(result.cells.slow?.status).toBe('cancelled');
    expect(tree(work.folder)).toEqual(before);
  },
  60_000,
);

test('one process writes at a time, and others read meanwhile', async () => {
  const release = await holdLock(join(work.folder, '.cache/write.lock'));
  const file = write('waits.csv', 'a,b\n1,2\n');
  let held = true;
  const waiting = odp(['import', file, '-w', work.folder]).then((end) => ({ end, held }));
  const { tables } = work.contract;
  expect((await tables.list()).map(({ name }) => name)).toEqual(['cases']);
  await new Promise((resolve) => setTimeout(resolve, 2500));
  held = false;
  release();
  expect(await waiting).toMatchObject({ end: { code: 0 }, held: false });
  expect((await tables.list()).map(({ name }) => name)).toEqual(['cases', 'waits']);
  rmSync(join(work.folder, 'extracts/waits'), { recursive: true });
}, 60_000);

test('a recipe that a person edits is how the next file is read', async () => {
  const own = testWorkspace();
  try {
    await own.importText(
      'fees.csv',
      'id,when,fee,area\n1,2026-05-01,"£1,200.50",North\n2,2026-05-02,[c],South\n3,2026-05-03,£5.25,South\n',
    );
    const path = join(own.folder, 'extracts/fees/recipe.yaml');
    const edited = `# ours\n${readFileSync(path, 'utf8')}`
      .replace(/"fee": \{ as: fee, type: [^,]*,2\)"?/, '"fee": { as: paid, type: decimal(12,2)')
      .replace('as: area', 'as: region')
      .replace('rejects: 1%', 'rejects: 50%');
    writeFileSync(path, edited);
    const june = await own.importText(
      'fees.csv',
      'June,,,,\n,,,,\narea,new,FEE,id,when\nNorth,x,"£2,200.50",11,2026-06-01\nEast,y,[x],12,2026-06-02\nWest,z,[c],13,2026-06-03\n',
    );
    expect(june).toMatchObject({ accepted: 2, rejected: 1, recipeReused: true });
    expect(june.columns).toEqual([
      { name: 'id', type: 'BIGINT' },
      { name: 'when', type: 'DATE' },
      { name: 'paid', type: 'DECIMAL(12,2)' },
      { name: 'paid__marker', type: 'VARCHAR' },
      { name: 'region', type: 'VARCHAR' },
      { name: 'new', type: 'VARCHAR' },
    ]);
    expect(june.warnings.map(({ code }) => code)).toEqual([
      'drift-header-moved',
      'drift-renamed-column',
      'drift-new-column',
    ]);
    expect(june.rejects).toEqual([expect.objectContaining({ row: 5, value: '[x]' })]);
    expect(readFileSync(path, 'utf8')).toBe(edited);
    const july = await own.importText('fees.csv', 'id,when,area\n21,2026-07-01,North\n');
    expect(july.warnings.map(({ code }) => code)).toEqual(['drift-lost-column']);
    await expect(own.importText('fees.csv', 'foo,bar\n1,2\n')).rejects.toMatchObject({ code: 'recipe-mismatch' });
    const text = '---\nnotebook: 1\ntitle: T\n---\n' + cell('sql', 's', 'SELECT paid, paid__marker FROM fees');
    expect(rowsOf((await own.run(text)).result, 's')).toEqual([[null, null]]);
    writeFileSync(join(own.folder, 'extracts/fees/current'), `${june.version}\r\n`);
    expect(rowsOf((await own.run(text)).result, 's')).toEqual([
      ['2200.50', null],
      [null, '[c]'],
    ]);
    writeFileSync(join(own.folder, 'extracts/fees/current'), 'nowhere\n');
    await expect(own.contract.tables.list()).rejects.toMatchObject({
      message: expect.stringMatching(/"nowhere" that is not there\. Write the name of one/),
    });
  } finally {
    await own.close();
  }
}, 30_000);

test('each line of a ledger holds the hash of the line before', async () => {
  const own = testWorkspace();
  try {
    for (const value of [1, 2, 3]) await own.importText('a.csv', `id,amount\n${value},1.5\n`);
    const lines = readFileSync(join(own.folder, 'extracts/a/ledger.jsonl'), 'utf8').trimEnd().split('\n');
    const read = lines.map(
      (line) =>
        JSON.parse(line) as {
          ledger: number;
          previous: string | null;
          read: number;
          accepted: number;
          rejected: number;
          setAside: Record<string, number>;
        },
    );
    expect(read.map(({ previous }) => previous)).toEqual([
      null,
      ...lines.slice(0, 2).map((line) => createHash('sha256').update(line).digest('hex')),
    ]);
    for (const { ledger, read: all, accepted, rejected, setAside } of read)
      expect([ledger, all]).toEqual([1, accepted + rejected + Object.values(setAside).reduce((sum, n) => sum + n, 0)]);
    writeFileSync(
      join(own.folder, 'extracts/a/ledger.jsonl'),
      `${lines.join('\n').replace('"bytes":', '"bytes":1')}\n`,
    );
    await expect(own.importText('a.csv', 'id,amount\n4,1.5\n')).rejects.toMatchObject({ code: 'workspace-invalid' });
  } finally {
    await own.close();
  }
}, 30_000);

test('values are written so that nothing is lost', async () => {
  const cases: [string, unknown][] = [
    ['9007199254740991', 9007199254740991],
    ['9007199254740993', '9007199254740993'],
    ['-9007199254740993', '-9007199254740993'],
    ['170141183460469231731687303715884105727::HUGEINT', '170141183460469231731687303715884105727'],
    ['1.10::DECIMAL(5,2)', '1.10'],
    ['0.1::DOUBLE', 0.1],
    ["'NaN'::DOUBLE", 'NaN'],
    ["'inf'::DOUBLE", 'Infinity'],
    ["'-inf'::DOUBLE", '-Infinity'],
    ["DATE '2026-11-23'", '2026-11-23'],
    ["TIMESTAMP '2026-11-23 09:15:00'", '2026-11-23T09:15:00.000000'],
    ["TIMESTAMP '1969-12-31 23:59:59.5'", '1969-12-31T23:59:59.500000'],
    ["TIMESTAMPTZ '2026-11-23 09:15:00+01'", '2026-11-23T08:15:00.000000Z'],
    ['INTERVAL 2 DAY', 172800],
    ["INTERVAL '1.5 seconds'", 1.5],
    ['NULL', null],
    ['true', true],
    ['[1, NULL, 9007199254740993]', [1, null, '9007199254740993']],
    ["{'a': 1, 'b': [DATE '2026-01-01']}", { a: 1, b: ['2026-01-01'] }],
  ];
  const { result } = await work.run(
    notebook('cases', cell('sql', 'v', `SELECT ${cases.map(([sql], index) => `${sql} AS c${index}`).join(', ')}`)),
  );
  expect(rowsOf(result, 'v')).toEqual([cases.map(([, value]) => value)]);
});

test('prose prints each format, and rounds nowhere else', async () => {
  const values =
    "SELECT 1234567.891 AS a, 0.1234 AS share, DATE '2026-11-23' AS d, TIMESTAMPTZ '2026-07-01 09:15:00Z' AS t, 5400 AS s, 9007199254740993 AS big, NULL AS none, 2.5 AS half";
  const shown: Record<string, string> = {
    'v.a | number 2': '1,234,567.89',
    'v.a | pounds': '£1,234,567.89',
    'v.a | count': '1,234,568',
    'v.share | percent 1': '12.3%',
    'v.d | date': '23 November 2026',
    'v.d': '23 November 2026',
    'v.t': '1 July 2026 at 10:15am',
    'v.s | duration': '1 hour 30 minutes',
    'v.big': '9,007,199,254,740,993',
    'v.none': 'not available',
    'v.half | number 0': '3',
  };
  const text = notebook(
    'cases',
    `${cell('sql', 'v', values)}${Object.keys(shown)
      .map((each) => `- {{${each}}}\n`)
      .join('')}`,
  );
  const { result } = await work.run(text);
  expect(Object.fromEntries(result.figures.map((figure) => [figure.text, figure.shown]))).toEqual(shown);
  expect(result.figures[0]).toMatchObject({ value: '1234567.891', line: 12 });
});

test('a notebook of Windows, with its mark and line ends, reads the same', async () => {
  const text = notebook('cases', `${cell('sql', 'n', 'SELECT count(*) AS n\nFROM log')}{{n.n}}\n`);
  const plain = (await work.run(text)).result;
  const windows = (await work.run(`\uFEFF${text.replaceAll('\n', '\r\n')}`)).result;
  expect(rowsOf(windows, 'n')).toEqual(rowsOf(plain, 'n'));
  expect(windows.figures).toEqual(plain.figures);
});

test('rows are cut to what is asked for, and counted all the same', async () => {
  const text = notebook('cases', cell('sql', 's', 'SELECT * FROM range(10) r(n)'));
  const ask = (rows?: number) =>
    work.contract.notebooks.run({
      job: 'r',
      notebook: { text, file: 't.md' },
      parameters: {},
      report: false,
      command: '',
      ...(rows !== undefined && { rows }),
    });
  for (const [rows, length] of [
    [undefined, 10],
    [3, 3],
    [0, 0],
    [99, 10],
  ] as const) {
    const table = (await ask(rows)).result.cells.s?.tables?.s;
    expect([table?.rows.length, table?.rowCount]).toEqual([length, 10]);
  }
});

test('a method takes a table or a SELECT, options and parameters; a check takes a table, a SELECT or a fact', async () => {
  const flow = (on: string, options = '') => `method: flow\non: ${on}\noptions: { calendar: continuous${options} }`;
  const text = notebook(
    'cases',
    cell('param', 'top', 'type: integer\ndefault: 2') +
      cell('sql', 'events', 'SELECT team AS "case", minutes::VARCHAR AS activity, month AS "end" FROM log') +
      cell('method', 'named', flow('events', ', top: $top')) +
      cell('method', 'inline', flow('SELECT team AS "case", minutes::VARCHAR AS activity, month AS "end" FROM log')) +
      cell('check', 'none', 'on: SELECT * FROM inline.summary WHERE cases <> 2') +
      cell('check', 'table', 'on: events\nlevel: warn') +
      cell('check', 'fact', 'value: SELECT count(*) FROM log\nexpect: 3') +
      cell('check', 'near', 'value: SELECT 0.1::DOUBLE + 0.2\nexpect: 0.3') +
      cell('check', 'off', 'value: SELECT count(*) FROM log\nexpect: 4\nbecause: All must be there'),
  );
  const { result } = await work.run(text, { top: '1' });
  expect(result.cells.named).toMatchObject({
    status: 'ran',
    options: { top: 1, calendar: 'continuous', hours: '09:00-17:00' },
  });
  expect(result.cells.named?.tables?.variants?.rows).toHaveLength(1);
  expect(result.cells.named?.tables?.summary?.rows).toEqual(result.cells.inline?.tables?.summary?.rows);
  expect(result.cells.named?.tables?.summary?.columns).toContainEqual({ name: 'lead_p50', type: 'DOUBLE', unit: 's' });
  expect(Object.fromEntries(result.checks.map(({ name, status }) => [name, status]))).toEqual({
    none: 'passed',
    table: 'warned',
    fact: 'passed',
    near: 'passed',
    off: 'failed',
  });
  expect(result.checks.at(-1)?.because).toBe('All must be there: 3 was found, and 4 was expected');
});

test('a parameter is a bound value, and what was typed wins over the default', async () => {
  const hostile = "x'; DROP TABLE log; --";
  expect((await work.run(parameter('type: text\ndefault: a'))).result.parameters).toEqual({ p: 'a' });
  expect(rowsOf((await work.run(parameter('type: text\ndefault: a'), { p: hostile })).result, 's')).toEqual([
    [hostile],
  ]);
  expect(rowsOf((await work.run(parameter('type: range'), { p: '1..10' })).result, 's')).toEqual([[[1, 10]]]);
  expect(
    rowsOf(
      (await work.run(parameter('type: choices\nfrom: SELECT DISTINCT team FROM log'), { p: 'South,North' })).result,
      's',
    ),
  ).toEqual([[['South', 'North']]]);
});

test('a new notebook never stands over an old one, and says what plays each role', async () => {
  const make = () =>
    work.contract.notebooks.create({
      template: 'spc-board',
      use: { measures: 'cases' },
      map: { 'measures.value': 'minutes' },
      job: 'n',
    });
  const [first, second] = [await make(), await make()];
  expect([first.file, second.file]).toEqual(['notebooks/spc-board.md', 'notebooks/spc-board-2.md']);
  const roles = Object.fromEntries((first.inputs[0]?.roles ?? []).map(({ role, columns }) => [role, columns]));
  expect(roles).toMatchObject({ date: ['month'], value: ['minutes'] });
  expect(readFileSync(join(work.folder, first.file), 'utf8')).toMatch(/extract: cases\n/);
});

test('a sample is imported under a name and a title that say so', async () => {
  const { file, inputs } = await work.contract.notebooks.create({
    template: 'problem-pareto',
    use: {},
    map: {},
    job: 'n',
  });
  expect(inputs[0]).toMatchObject({ extract: 'sample-problems', source: expect.stringMatching(/./) });
  expect(readFileSync(join(work.folder, file), 'utf8')).toMatch(/^title: .*sample\)$/m);
}, 30_000);
