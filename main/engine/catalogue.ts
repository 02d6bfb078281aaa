import type { DuckDBConnection } from '@duckdb/node-api';
import type { ColumnInfo } from '../contract/data.ts';
import { quotePath, quoteText } from '../contract/quote.ts';
import { runStatement } from './query.ts';

export interface CatalogueTable {
  /** `main` for tables that need no schema. */
  schema: string;
  name: string;
  columns: ColumnInfo[];
  rowCount: number;
}

/** The tables and views of a catalogue, by schema and name, with their columns in order. */
export async function catalogueOf(connection: DuckDBConnection, catalogue: string): Promise<CatalogueTable[]> {
  const result = await runStatement(
    connection,
    `SELECT schema_name, table_name, column_name, data_type FROM duckdb_columns()
     WHERE database_name = ${quoteText(catalogue)} ORDER BY schema_name, table_name, column_index`,
  );
  const tables = new Map<string, CatalogueTable>();
  for (const row of await result.getRows()) {
    const [schema = '', name = '', column = '', type = ''] = row.map(String);
    const key = `${schema}.${name}`;
    const table = tables.get(key) ?? { schema, name, columns: [], rowCount: 0 };
    table.columns.push({ name: column, type });
    tables.set(key, table);
  }
  for (const table of tables.values()) {
    const count = await runStatement(
      connection,
      `SELECT count(*) FROM ${quotePath(catalogue, table.schema, table.name)}`,
    );
    table.rowCount = Number((await count.getRows())[0]?.[0]);
  }
  return [...tables.values()];
}
