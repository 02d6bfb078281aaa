import type { DuckDBConnection } from '@duckdb/node-api';
import { quoteName, quotePath, quoteText } from '../contract/quote.ts';
import type { Engine } from './open.ts';
import { runStatement } from './query.ts';

const SCHEMA = 'cells';
const INDEX = 'kept';

/**
 * Results of cells, kept by key in the engine's database, which is a cache. A result counts only once its line in the index is
 * written, after all its tables, so that a killed run leaves nothing half-made.
 */
export interface Results {
  /** What was said about a kept result when it was made, or undefined when there is none. */
  find(key: string): Promise<string | undefined>;
  /** Marks the tables of a key as complete. */
  keep(key: string, note: string): Promise<void>;
  /** A clean schema for a key's tables; each result has a schema of its own. */
  schemaFor(key: string): Promise<string>;
  forget(key: string): Promise<void>;
}

export async function openResults(engine: Engine, connection: DuckDBConnection): Promise<Results> {
  const run = (sql: string) => runStatement(connection, sql);
  const index = quotePath(engine.catalogue, SCHEMA, INDEX);
  const schemaOf = (key: string) => quotePath(engine.catalogue, resultSchema(key));
  await run(`CREATE SCHEMA IF NOT EXISTS ${quotePath(engine.catalogue, SCHEMA)}`);
  await run(`CREATE TABLE IF NOT EXISTS ${index} (key VARCHAR PRIMARY KEY, note VARCHAR)`);
  const orphans = await run(
    `SELECT schema_name FROM duckdb_schemas() WHERE database_name = ${quoteText(engine.catalogue)}
     AND starts_with(schema_name, 'r_') AND substr(schema_name, 3) NOT IN (SELECT key FROM ${index})`,
  );
  for (const [schema] of await orphans.getRows())
    await run(`DROP SCHEMA IF EXISTS ${quotePath(engine.catalogue, String(schema))} CASCADE`);
  return {
    async find(key) {
      const result = await run(`SELECT note FROM ${index} WHERE key = ${quoteText(key)}`);
      const note = (await result.getRows())[0]?.[0];
      return note === undefined ? undefined : String(note);
    },
    async keep(key, note) {
      await run(`INSERT OR REPLACE INTO ${index} VALUES (${quoteText(key)}, ${quoteText(note)})`);
    },
    async schemaFor(key) {
      await run(`DROP SCHEMA IF EXISTS ${schemaOf(key)} CASCADE`);
      await run(`CREATE SCHEMA ${schemaOf(key)}`);
      return resultSchema(key);
    },
    async forget(key) {
      await run(`DELETE FROM ${index} WHERE key = ${quoteText(key)}`);
      await run(`DROP SCHEMA IF EXISTS ${schemaOf(key)} CASCADE`);
    },
  };
}

/** Schema that holds the tables of a key. */
export const resultSchema = (key: string): string => `r_${key}`;

/**
 * A notebook's own namespace: a catalogue in memory that holds nothing but views, so that two notebooks can use the same
 * names, and a table of one is never seen by another.
 */
export class Namespace {
  readonly catalogue: string;
  private readonly connection: DuckDBConnection;

  private constructor(connection: DuckDBConnection, catalogue: string) {
    this.connection = connection;
    this.catalogue = catalogue;
  }

  static async open(connection: DuckDBConnection, name: string): Promise<Namespace> {
    await runStatement(connection, `ATTACH ':memory:' AS ${quoteName(name)}`);
    await runStatement(connection, `USE ${quoteName(name)}`);
    return new Namespace(connection, name);
  }

  /** Shows a relation as a table; with a schema, as `schema.name`. */
  async show(name: string, select: string, schema = 'main'): Promise<void> {
    await runStatement(this.connection, `CREATE SCHEMA IF NOT EXISTS ${quotePath(this.catalogue, schema)}`);
    await runStatement(
      this.connection,
      `CREATE OR REPLACE VIEW ${quotePath(this.catalogue, schema, name)} AS ${select}`,
    );
  }

  async close(home: string): Promise<void> {
    await runStatement(this.connection, `USE ${quoteName(home)}`);
    await runStatement(this.connection, `DETACH ${quoteName(this.catalogue)}`);
  }
}
