import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Fault } from '../../contract/fault.ts';
import type { Contract } from '../../contract/index.ts';
import type { Wire } from '../../contract/wire.ts';
import { openWorkspace } from '../../services/index.ts';
import { forkImporter } from '../fork.ts';

/** The folder in which the person stands; a script of npm's is moved to the project's own. */
const base = process.env.npm_lifecycle_event && process.env.INIT_CWD ? process.env.INIT_CWD : process.cwd();

/** A path that a person typed. */
export const pathOf = (typed: string): string => resolve(base, typed);

/** A path to write to, checked before the work whose outcome it is to hold. */
export async function outputOf(typed: string): Promise<string> {
  const path = pathOf(typed);
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) throw new Fault('usage', `${typed} is a folder. Name a file in it.`);
  if (!existsSync(dirname(path)))
    throw new Fault('usage', `There is no folder ${dirname(typed)} to write ${typed} to. Make it first.`);
  return path;
}

/** The workspace that is meant: the one named, else the nearest folder above a place that is one, else where the person stands. */
export function workspaceOf(named: string | undefined, near = base): string {
  if (named !== undefined) return pathOf(named);
  for (let folder = near; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'workspace.yaml'))) return folder;
    if (dirname(folder) === folder) return base;
  }
}

export interface Session {
  contract: Contract;
  wire: Wire;
}

/** The templates and samples that come with the workbench. */
export const content = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../../../notebooks' : '../notebooks', import.meta.url),
);

/** Works on a workspace through the contract, as the window does. Ctrl+C cancels `job`, and a second one ends the process. */
export async function withWorkspace<Result>(
  path: string,
  job: string,
  work: (session: Session) => Promise<Result>,
): Promise<Result> {
  const { contract, wire, close } = openWorkspace({ workspace: path, content, importer: forkImporter });
  let asked = 0;
  const interrupt = () => {
    asked += 1;
    if (asked > 1) process.exit(130);
    void contract.jobs.cancel(job);
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  try {
    return await work({ contract, wire });
  } finally {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
    await close();
  }
}
