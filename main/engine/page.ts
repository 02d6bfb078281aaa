import type { DuckDBConnection } from '@duckdb/node-api';
import type { Page, Value } from '../contract/data.ts';
import { describe, runStatement } from './query.ts';
import { toValue } from './value.ts';

/** Rows `offset` to `offset + limit − 1` of a stored table in its own order: a range of row ids, as fast at the end as at the start. */
export const pageOf = (connection: DuckDBConnection, table: string, offset: number, limit: number): Promise<Page> =>
  read(connection, table, `WHERE rowid >= ${offset} AND rowid < ${offset + limit} ORDER BY rowid`, offset);

/** The first rows of any relation, in its own order. */
export const firstRows = (connection: DuckDBConnection, relation: string, limit: number): Promise<Page> =>
  read(connection, relation, `LIMIT ${limit}`, 0);

async function read(connection: DuckDBConnection, relation: string, part: string, offset: number): Promise<Page> {
  const columns = await describe(connection, `SELECT * FROM ${relation}`);
  const count = await runStatement(connection, `SELECT count(*) FROM ${relation}`);
  const rowCount = Number((await count.getRows())[0]?.[0] ?? 0);
  const result = await runStatement(connection, `SELECT * FROM ${relation} ${part}`);
  const values: Value[][] = (await result.getColumns()).map((column) => column.map(toValue));
  return { columns, values: values.length ? values : columns.map(() => []), offset, rowCount };
}

/** The rows of a page, by row. */
export const rowsOf = (page: Page): Value[][] =>
  (page.values[0] ?? []).map((_, row) => page.values.map((column) => column[row] ?? null));
