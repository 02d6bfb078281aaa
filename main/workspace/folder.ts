import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { basename, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { Fault } from '../contract/fault.ts';
import { newSettings, printSettings, readSettings, type Settings } from './settings.ts';

const SETTINGS = 'workspace.yaml';
const IGNORED = ['extracts/*/versions/', 'runs/', '.cache/', ''].join('\n');

/** A workspace on disk. */
export interface Folder {
  /** Its real path, links resolved. */
  root: string;
  settings: Settings;
  /** True when this opening made it. */
  isNew: boolean;
}

/** Opens the workspace in a folder; with `create`, makes one where there is none. */
export async function openFolder(path: string, create: boolean): Promise<Folder> {
  const file = join(path, SETTINGS);
  if (existsSync(file)) {
    const root = await realpath(path);
    return { root, settings: readSettings(await readFile(file, 'utf8'), file), isNew: false };
  }
  if (!create)
    throw new Fault(
      'file-missing',
      `There is no workspace in ${path}: it has no ${SETTINGS}. Import a file into it first, or name another folder with --workspace.`,
    );
  await refuseOddPlace(path);
  const settings = newSettings(titleOf(path));
  await mkdir(path, { recursive: true });
  await writeFile(file, printSettings(settings), { flag: 'wx' });
  if (!existsSync(join(path, '.gitignore'))) await writeFile(join(path, '.gitignore'), IGNORED);
  return { root: await realpath(path), settings, isNew: true };
}

async function refuseOddPlace(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found && !found.isDirectory())
    throw new Fault('usage', `${path} is a file, and a workspace is a folder. Name another place.`);
}

function titleOf(path: string): string {
  const words = basename(resolve(path)).replaceAll(/[-_]+/g, ' ').trim() || 'Workspace';
  return words[0]!.toUpperCase() + words.slice(1);
}

/** Takes back what `openFolder` made, if nothing was put there since. */
export async function undoNew(folder: Folder): Promise<void> {
  if (!folder.isNew) return;
  await rm(join(folder.root, '.cache'), { recursive: true, force: true });
  const left = (await readdir(folder.root)).filter((name) => name !== SETTINGS && name !== '.gitignore');
  const extracts = left.length === 1 && left[0] === 'extracts' ? await readdir(join(folder.root, 'extracts')) : left;
  if (extracts.length > 0) return;
  await rm(folder.root, { recursive: true, force: true });
}

/** A path inside the workspace, as it is written in files; refuses one that leads out of it. */
export async function insidePath(folder: Folder, path: string): Promise<string> {
  const absolute = isAbsolute(path) ? path : join(folder.root, path);
  const real = await realpath(absolute).catch(() => undefined);
  if (!real) throw new Fault('file-missing', `There is no file ${path} in the workspace ${folder.root}.`);
  const inside = relative(folder.root, real);
  if (inside.startsWith('..') || isAbsolute(inside))
    throw new Fault(
      'usage',
      `${path} is outside the workspace ${folder.root}. Copy it into its notebooks folder first.`,
    );
  return inside.split(sep).join('/');
}
