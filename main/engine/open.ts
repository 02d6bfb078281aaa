import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { quoteText } from '../contract/quote.ts';

export interface EngineOptions {
  /** The database file, a cache that may be deleted at any time; `:memory:` for none. */
  file: string;
  /** Folders that statements may read and write; nothing else on the disk can be reached. */
  folders: readonly string[];
  /** Single files that statements may read. */
  files?: readonly string[];
  /** Where large work spills. */
  scratch: string;
  /** Cap on the engine's own memory, as DuckDB writes it; what is resident runs a little below it with a file. */
  memory?: string;
  threads?: number;
}

/** An embedded DuckDB that can reach nothing but its folders: no network, no extensions, no other file, no change of settings. */
export interface Engine {
  /** Name of the database's own catalogue, where results are stored. */
  catalogue: string;
  version: string;
  /** A connection of its own for each piece of running work, since interrupt and progress belong to a connection. */
  connect(): Promise<DuckDBConnection>;
  close(): void;
}

/** Settings that belong to a connection; the lock leaves them open. */
const sessionSettings = { enable_progress_bar: true, enable_progress_bar_print: false, errors_as_json: true };

export async function openEngine(options: EngineOptions): Promise<Engine> {
  mkdirSync(options.scratch, { recursive: true });
  const instance = await DuckDBInstance.create(options.file, {
    temp_directory: join(options.scratch, 'spill'),
    extension_directory: join(options.scratch, 'no-extensions'),
    secret_directory: join(options.scratch, 'no-secrets'),
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    allow_persistent_secrets: 'false',
    ...(options.memory && { memory_limit: options.memory }),
    ...(options.threads && { threads: String(options.threads) }),
  });
  let facts: { catalogue: string; version: string };
  try {
    facts = await lockDown(instance, options);
  } catch (error) {
    instance.closeSync();
    throw error;
  }
  return {
    ...facts,
    connect: async () => {
      const connection = await instance.connect();
      for (const [name, value] of Object.entries(sessionSettings)) await connection.run(`SET ${name} = ${value}`);
      return connection;
    },
    close: () => instance.closeSync(),
  };
}

/** The order matters: folders and settings are frozen by what follows them. */
async function lockDown(
  instance: DuckDBInstance,
  options: EngineOptions,
): Promise<{ catalogue: string; version: string }> {
  const connection = await instance.connect();
  const facts = await connection.run("SELECT current_database(), ltrim(version(), 'v')");
  const [catalogue, version] = (await facts.getRows())[0]!.map(String);
  const list = (paths: readonly string[]) => paths.map(quoteText).join(', ');
  for (const statement of [
    `SET allowed_directories = [${list(options.folders)}]`,
    `SET allowed_paths = [${list(options.files ?? [])}]`,
    "SET GLOBAL TimeZone = 'UTC'",
    `SET allowed_configs = [${list(Object.keys(sessionSettings))}]`,
    'SET enable_external_access = false',
    'SET lock_configuration = true',
  ])
    await connection.run(statement);
  connection.closeSync();
  return { catalogue: catalogue!, version: version! };
}
