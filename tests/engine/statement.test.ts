import { afterAll, beforeAll, expect, test } from 'vitest';
import { refusedFunction } from '../../main/engine/refuse.ts';
import { readStatement } from '../../main/engine/statement.ts';
import { testEngine } from '../engine.ts';

let host: Awaited<ReturnType<typeof testEngine>>;
let connection: Awaited<ReturnType<typeof host.engine.connect>>;
beforeAll(async () => {
  host = await testEngine();
  connection = await host.engine.connect();
});
afterAll(() => host.close());

const tablesOf = async (sql: string) =>
  (await readStatement(connection, sql)).tables.map(({ schema, name }) => (schema ? `${schema}.${name}` : name)).sort();

test.each([
  ['SELECT * FROM log', ['log']],
  ['FROM waits.steps', ['waits.steps']],
  ['WITH a AS (SELECT * FROM log) SELECT * FROM a JOIN a AS b USING (x)', ['log']],
  ['WITH log AS (SELECT * FROM log) SELECT * FROM log', ['log']],
  ['SELECT * FROM (WITH a AS (SELECT 1) SELECT * FROM a) JOIN a ON true', ['a']],
  ['WITH RECURSIVE r AS (SELECT 1 AS x UNION ALL SELECT x + 1 FROM r WHERE x < 5) SELECT * FROM r', []],
  ['SELECT (SELECT max(y) FROM u) FROM t WHERE x IN (SELECT z FROM "odd name")', ['odd name', 't', 'u']],
  ['SELECT * FROM range(10) JOIN t ON true', ['t']],
  ['SELECT * FROM (PIVOT t ON x IN (1, 2) USING sum(y))', ['t']],
  ['UNPIVOT t ON a, b INTO NAME n VALUE v', ['t']],
  ['DESCRIBE t', ['t']],
  ['SELECT 1 UNION ALL SELECT x FROM t EXCEPT SELECT x FROM u', ['t', 'u']],
])('%s needs %j', async (sql, tables) => {
  expect(await tablesOf(sql)).toEqual(tables);
});

test.each([
  'INSERT INTO t VALUES (1)',
  'CREATE TABLE t AS SELECT 1',
  "COPY t TO '/tmp/x'",
  "ATTACH 'x.db'",
  'SET threads = 1',
  'PRAGMA version',
  'SELECT 1; SELECT 2',
  'SELECT now()',
  'SELECT current_date',
  'SELECT TODAY()',
  'SELECT random()',
  'SELECT list_transform([1], lambda x: uuid())',
  "SELECT * FROM read_csv('x.csv')",
  "SELECT * FROM query('SELECT 1')",
  "SELECT content FROM read_text('/etc/passwd')",
  'SELECT * FROM duckdb_settings()',
  'SELECT age(x) FROM t',
  'SELECT * FROM t USING SAMPLE 10',
  'SELECT * FROM other.main.t',
  'SHOW TABLES',
])('%s is refused', async (sql) => {
  await expect(readStatement(connection, sql)).rejects.toMatchObject({ code: 'sql-refused' });
});

test('errors point at their line', async () => {
  await expect(readStatement(connection, 'SELECT 1,\n\n  uuid()')).rejects.toMatchObject({ place: { line: 3 } });
  await expect(readStatement(connection, 'SELECT 1\nFROM WHERE')).rejects.toMatchObject({
    code: 'sql-invalid',
    place: { line: 2 },
  });
  await expect(readStatement(connection, '-- nothing')).rejects.toMatchObject({ code: 'sql-invalid' });
});

test('parameters and unordered lists are found', async () => {
  const statement = await readStatement(
    connection,
    "SELECT list(x), string_agg(y, ',' ORDER BY y) FROM t WHERE z = $team",
  );
  expect(statement).toMatchObject({ parameters: ['team'], unordered: ['list'] });
});

test('every function that the engine calls volatile is refused', async () => {
  const volatile = await host.query.texts(
    `SELECT DISTINCT function_name AS name FROM duckdb_functions()
     WHERE stability IN ('VOLATILE', 'CONSISTENT_WITHIN_QUERY') ORDER BY ALL`,
  );
  expect(volatile.name?.filter((name) => !refusedFunction(name ?? '', 0))).toEqual([]);
});
