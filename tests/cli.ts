import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '..');

export interface Finished {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** Starts a script of the project as npm would, without npm. */
export function start(
  script: string,
  args: string[],
  options: { cwd?: string; node?: string[]; under?: string[] } = {},
): ChildProcess {
  const loader = ['--import', resolve(root, 'node_modules/tsx/dist/loader.mjs')];
  const [command = '', ...before] = [...(options.under ?? []), process.execPath];
  const { NODE_OPTIONS: _, npm_lifecycle_event: __, ...env } = process.env;
  return spawn(command, [...before, ...loader, ...(options.node ?? []), resolve(root, script), ...args], {
    cwd: options.cwd ?? root,
    env,
  });
}

export function finished(child: ChildProcess): Promise<Finished> {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  return new Promise((done, fail) => {
    child.on('error', fail);
    child.on('close', (code, signal) => done({ code, signal, stdout, stderr }));
  });
}

/** Runs `odp` to its end. */
export const odp = (args: string[], cwd?: string): Promise<Finished> =>
  finished(start('main/hosts/cli.ts', args, cwd === undefined ? {} : { cwd }));
