import {
  BIGINT,
  BOOLEAN,
  DATE,
  DOUBLE,
  type DuckDBConnection,
  DuckDBDataChunk,
  DuckDBDateValue,
  type DuckDBMaterializedResult,
  DuckDBTimestampValue,
  type DuckDBType,
  type DuckDBValue,
  INTEGER,
  TIMESTAMP,
  VARCHAR,
} from '@duckdb/node-api';
import type { Bindings, ColumnInfo, Computed, ComputedType, Query, Value } from '../contract/data.ts';
import { quoteName, quotePath } from '../contract/quote.ts';
import { engineFault } from './fault.ts';
import { toBound, toValue, typeOfBound } from './value.ts';

const CHUNK = 2048;

/** Runs one statement; a fault names the line of the statement that the engine objects to. */
export async function runStatement(
  connection: DuckDBConnection,
  statement: string,
  bindings: Bindings = {},
): Promise<DuckDBMaterializedResult> {
  try {
    const names = Object.keys(bindings);
    if (names.length === 0) return await connection.run(statement);
    return await connection.run(
      statement,
      Object.fromEntries(names.map((name) => [name, toBound(bindings[name]!)])),
      Object.fromEntries(names.map((name) => [name, typeOfBound(bindings[name]!)])),
    );
  } catch (error) {
    throw engineFault(error, statement);
  }
}

/** Where a query's tables go; both must exist. */
export interface Place {
  catalogue: string;
  schema: string;
}

/** The `Query` of one connection. */
export function queryOn(connection: DuckDBConnection, place: Place): Query {
  const qualified = (name: string) => quotePath(place.catalogue, place.schema, name);
  const run = (statement: string, bindings?: Bindings) => runStatement(connection, statement, bindings);
  return {
    async rows(select, bindings) {
      const result = await run(select, bindings);
      const names = result.deduplicatedColumnNames();
      const rows = await result.getRows();
      return rows.map((row) => Object.fromEntries(names.map((name, column) => [name, toValue(row[column] ?? null)])));
    },
    async numbers(select, bindings) {
      const result = await run(`SELECT CAST(COLUMNS(*) AS DOUBLE) FROM (${select}\n)`, bindings);
      return doubles(result);
    },
    async texts(select, bindings) {
      const result = await run(`SELECT CAST(COLUMNS(*) AS VARCHAR) FROM (${select}\n)`, bindings);
      const columns = (await result.getColumns()) as (string | null)[][];
      return Object.fromEntries(result.deduplicatedColumnNames().map((name, index) => [name, columns[index] ?? []]));
    },
    async make(name, select, bindings) {
      await run(`CREATE OR REPLACE TABLE ${qualified(name)} AS ${select}`, bindings);
      return qualified(name);
    },
    async put(name, columns) {
      await putColumns(connection, place, name, columns);
      return qualified(name);
    },
    async drop(name) {
      await run(`DROP TABLE IF EXISTS ${qualified(name)}`);
    },
    async describe(select, bindings) {
      return describe(connection, select, bindings);
    },
  };
}

/** Names and types of a SELECT's columns, from its plan. */
export async function describe(
  connection: DuckDBConnection,
  select: string,
  bindings?: Bindings,
): Promise<ColumnInfo[]> {
  const result = await runStatement(connection, `DESCRIBE ${select}`, bindings);
  return (await result.getRows()).map(([name, type]) => ({ name: String(name), type: String(type) }));
}

async function doubles(result: DuckDBMaterializedResult): Promise<Record<string, Float64Array>> {
  const columns = result.deduplicatedColumnNames().map((name) => [name, new Float64Array(result.rowCount)] as const);
  let offset = 0;
  for (const chunk of await result.fetchAllChunks()) {
    columns.forEach(([, target], column) => {
      const vector = chunk.getColumnVector(column) as unknown as { getItem(row: number): number | null };
      for (let row = 0; row < chunk.rowCount; row++) target[offset + row] = vector.getItem(row) ?? Number.NaN;
    });
    offset += chunk.rowCount;
  }
  return Object.fromEntries(columns);
}

const engineTypes: Record<ComputedType, DuckDBType> = {
  DOUBLE,
  BIGINT,
  INTEGER,
  VARCHAR,
  BOOLEAN,
  DATE,
  TIMESTAMP,
};

function toEngine(type: ComputedType, value: Value): DuckDBValue {
  if (value === null || (typeof value === 'number' && Number.isNaN(value))) return null;
  if (type === 'BIGINT') return BigInt(value as number | string);
  if (type === 'DATE') return new DuckDBDateValue(Math.round(Date.parse(`${value}T00:00:00Z`) / 86_400_000));
  if (type === 'TIMESTAMP') {
    const [whole = '', fraction = ''] = String(value).replace(' ', 'T').replace(/Z$/, '').split('.');
    const micros = BigInt(fraction.padEnd(6, '0').slice(0, 6) || '0');
    return new DuckDBTimestampValue(BigInt(Date.parse(`${whole}Z`)) * 1000n + micros);
  }
  return value as DuckDBValue;
}

async function putColumns(connection: DuckDBConnection, place: Place, name: string, columns: Computed): Promise<void> {
  const entries = Object.entries(columns);
  const target = quotePath(place.catalogue, place.schema, name);
  const declared = entries.map(([column, { type }]) => `${quoteName(column)} ${type}`).join(', ');
  await runStatement(connection, `CREATE OR REPLACE TABLE ${target} (${declared})`);
  const lengths = new Set(entries.map(([, { values }]) => values.length));
  if (lengths.size > 1) throw new Error(`columns of ${name} differ in length: ${[...lengths].join(', ')}`);
  const [count = 0] = lengths;
  const appender = await connection.createAppender(name, place.schema, place.catalogue);
  const types = entries.map(([, { type }]) => engineTypes[type]);
  for (let offset = 0; offset < count; offset += CHUNK) {
    const length = Math.min(CHUNK, count - offset);
    const chunk = DuckDBDataChunk.create(types, length);
    entries.forEach(([, { type, values }], column) => {
      const slice = Array.from({ length }, (_, row) => toEngine(type, values[offset + row] as Value));
      chunk.setColumnValues(column, slice);
    });
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}
