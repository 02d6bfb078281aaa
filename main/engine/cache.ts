import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isHeld } from './lock.ts';
import { type Engine, type EngineOptions, openEngine } from './open.ts';

/** A catalogue takes its name from its file; the hyphen keeps it apart from every name that a cell can have. */
const SHARED = 'kept-results.duckdb';
/** A cache past this size is begun anew: DuckDB does not shrink its files. */
const LARGEST = 8 * 2 ** 30;

/**
 * The engine on a workspace's cache. Kept results are in one file, which one process at a time can hold; another works on a
 * file of its own, without them. A file that can't be opened, or has grown too large, is thrown away: it is a cache.
 */
export async function openCache(folder: string, options: Omit<EngineOptions, 'file'>): Promise<Engine> {
  clearAbandoned(folder);
  const shared = join(folder, SHARED);
  try {
    if (existsSync(shared) && statSync(shared).size > LARGEST) discard(shared);
    return await openEngine({ ...options, file: shared });
  } catch (error) {
    if (isHeld(error)) return openPrivate(folder, options);
  }
  discard(shared);
  return openEngine({ ...options, file: shared });
}

const privateName = /^kept-results-(\d+)\.duckdb/;

async function openPrivate(folder: string, options: Omit<EngineOptions, 'file'>): Promise<Engine> {
  const file = join(folder, `kept-results-${process.pid}.duckdb`);
  const engine = await openEngine({ ...options, file });
  return {
    ...engine,
    close() {
      engine.close();
      discard(file);
    },
  };
}

function clearAbandoned(folder: string): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const owner = privateName.exec(name)?.[1];
    if (owner && Number(owner) !== process.pid && !isAlive(Number(owner))) rmSync(join(folder, name), { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function discard(file: string): void {
  rmSync(file, { force: true });
  rmSync(`${file}.wal`, { force: true });
}
