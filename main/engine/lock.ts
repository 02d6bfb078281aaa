import { mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { Fault } from '../contract/fault.ts';

const WAIT_MS = 10_000;
const POLL_MS = 100;

/**
 * Holds a lock that no crash can leave behind: an open database file, which the operating system frees with the process.
 * Waits a little for another holder, then refuses.
 */
export async function holdLock(file: string): Promise<() => void> {
  mkdirSync(dirname(file), { recursive: true });
  const deadline = Date.now() + WAIT_MS;
  for (;;) {
    try {
      const instance = await DuckDBInstance.create(file);
      return () => instance.closeSync();
    } catch (error) {
      if (!isHeld(error)) rmSync(file, { force: true });
      if (Date.now() > deadline)
        throw new Fault(
          'workspace-locked',
          'Another process is writing to this workspace. Wait until it has finished, then try again.',
          { cause: error },
        );
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }
}

/** Whether a database could not be opened because another process has it. */
export const isHeld = (error: unknown): boolean =>
  /lock|being used by another process/i.test(error instanceof Error ? error.message : String(error));
