import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestWorkspace, testWorkspace } from '../workspace.ts';

let work: TestWorkspace;
beforeAll(async () => {
  work = testWorkspace();
  await work.importText(
    'case log.json',
    JSON.stringify([
      { id: 1, team: 'North' },
      { id: 2, team: 'South' },
    ]),
  );
});
afterAll(() => work.close());

test('a query is a paged result with its total count', async () => {
  const { queries } = work.contract;
  const { id, rowCount, columns } = await queries.open({
    job: 'q',
    sql: 'SELECT i AS n, 9007199254740993 + i AS big FROM range(250000) r(i)',
  });
  expect({ rowCount, columns }).toEqual({
    rowCount: 250_000,
    columns: [
      { name: 'n', type: 'BIGINT' },
      { name: 'big', type: 'BIGINT' },
    ],
  });
  const page = await queries.page(id, 249_998, 100);
  expect(page).toMatchObject({
    offset: 249_998,
    rowCount: 250_000,
    values: [
      [249_998, 249_999],
      ['9007199254990991', '9007199254990992'],
    ],
  });
  await queries.close(id);
  await expect(queries.page(id, 0, 1)).rejects.toMatchObject({ code: 'name-unknown' });
});

test('a query can be cancelled, and says how it goes', async () => {
  const heavy = work.contract.queries.open({
    job: 'heavy',
    sql: 'SELECT count(*) FROM range(3000000) a, range(200000) b WHERE a.range % 7 = b.range % 11',
  });
  setTimeout(() => void work.contract.jobs.cancel('heavy'), 300);
  await expect(heavy).rejects.toMatchObject({ code: 'cancelled' });
});

test('a query sees the extracts and nothing else', async () => {
  const open = (sql: string) => work.contract.queries.open({ job: 'q', sql });
  expect((await open('SELECT * FROM "case-log"')).rowCount).toBe(2);
  await expect(open('SELECT * FROM kept')).rejects.toMatchObject({ code: 'name-unknown' });
  await expect(open('SELECT * FROM engine.cells.kept')).rejects.toMatchObject({ code: 'sql-refused' });
  await expect(open('DROP TABLE x')).rejects.toMatchObject({ code: 'sql-refused' });
});

test('completion knows tables, columns and aliases', async () => {
  const texts = async (sql: string) => (await work.contract.queries.complete(sql)).map(({ text }) => text);
  expect(await texts('SELECT * FROM "case-log" c WHERE c.t')).toEqual(['team']);
  expect(await texts('SELECT * FROM cas')).toContain('"case-log"');
  expect(await texts('SEL')).toContain('SELECT');
});
