import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Query, Task } from '../main/contract/data.ts';
import { type Engine, openEngine } from '../main/engine/open.ts';
import { queryOn } from '../main/engine/query.ts';

/** A real, locked-down engine in a folder of its own, for one test file. */
export async function testEngine(
  folders: string[] = [],
): Promise<{ engine: Engine; query: Query; folder: string; close(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'odp-test-'));
  const engine = await openEngine({
    file: join(folder, 'engine.duckdb'),
    folders: [folder, ...folders],
    scratch: folder,
  });
  const connection = await engine.connect();
  await connection.run('CREATE SCHEMA out');
  return {
    engine,
    query: queryOn(connection, { catalogue: engine.catalogue, schema: 'out' }),
    folder,
    close() {
      connection.closeSync();
      engine.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export const quietTask: Task = { signal: new AbortController().signal, progress: () => undefined };
