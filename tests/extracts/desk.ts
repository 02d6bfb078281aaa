import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Caps, Desk } from '../../main/extracts/reader.ts';
import type { ColumnRule, Recipe } from '../../main/extracts/recipe.ts';
import { quietTask, testEngine } from '../engine.ts';

/** Rules of columns, in the order given. */
export const ruled = (rules: Record<string, ColumnRule>): Recipe['columns'] => new Map(Object.entries(rules));

/** A desk on a real, locked-down engine that reaches `folder` and nothing else; `close` deletes the folder. */
export async function testDesk(caps: Partial<Caps> = {}): Promise<{ desk: Desk; folder: string; close(): void }> {
  const { query, folder, close } = await testEngine();
  const scratch = join(folder, 'scratch');
  mkdirSync(scratch);
  const desk: Desk = {
    run: query.rows,
    scratch,
    caps: { inflated: 2 ** 33, columns: 5_000, rows: 1e9, ...caps },
    task: quietTask,
  };
  return { desk, folder, close };
}
