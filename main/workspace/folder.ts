import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, realpath, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { Fault } from '../contract/fault.ts';
import { newSettings, printSettings, readSettings, type Settings } from './settings.ts';

const SETTINGS = 'workspace.yaml';
const IGNORED = ['extracts/*/versions/', 'runs/', '.cache/', ''].join('\n');

/** A workspace on disk. */
export interface Folder {
  /** Its real path, links resolved. */
  root: string;
  settings: Settings;
  /** What this opening made, in the order in which to take it back; nothing where the workspace was there before. */
  made: readonly string[];
}

/** Opens the workspace in a folder; with `create`, makes one where there is none. */
export async function openFolder(path: string, create: boolean): Promise<Folder> {
  const file = join(path, SETTINGS);
  if (existsSync(file)) {
    const root = await realpath(path);
    return { root, settings: readSettings(await readFile(file, 'utf8'), file), made: [] };
  }
  if (!create)
    throw new Fault(
      'file-missing',
      `There is no workspace in ${path}: it has no ${SETTINGS}. Import a file into it first, or name another folder with --workspace.`,
    );
  await refuseOddPlace(path);
  const settings = newSettings(titleOf(path));
  const first = await mkdir(path, { recursive: true });
  const root = await realpath(path);
  await writeFile(join(root, SETTINGS), printSettings(settings), { flag: 'wx' });
  const made = [join(root, SETTINGS)];
  if (!existsSync(join(root, '.gitignore'))) {
    await writeFile(join(root, '.gitignore'), IGNORED);
    made.push(join(root, '.gitignore'));
  }
  for (const name of ['extracts', '.cache']) if (!existsSync(join(root, name))) made.push(join(root, name));
  if (first !== undefined)
    for (let folder = root; ; folder = dirname(folder)) {
      made.push(folder);
      if (folder === (await realpath(first))) break;
    }
  return { root, settings, made };
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

/** Takes back what `openFolder` made, as long as nothing was put there since; what was there before is left alone. */
export async function undoNew(folder: Folder): Promise<void> {
  const extracts = await readdir(join(folder.root, 'extracts')).catch(() => []);
  if (folder.made.length === 0 || extracts.length > 0) return;
  for (const path of folder.made) {
    if (path.endsWith('.cache')) await rm(path, { recursive: true, force: true });
    else if (/\.(yaml|gitignore)$/.test(path)) await rm(path, { force: true });
    else await rmdir(path).catch(() => undefined);
  }
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
