import { existsSync } from 'node:fs';
import { readFile, realpath } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { Fault } from '../../contract/fault.ts';
import type { NotebookText } from '../../contract/notebooks.ts';
import { pathOf, workspaceOf } from './open.ts';

const LARGEST = 16 * 2 ** 20;

/** Finds a notebook as it was typed: a path from here, a path in the workspace, or a name in its notebooks folder. */
export async function readNotebook(
  typed: string,
  named: string | undefined,
): Promise<{ workspace: string; notebook: NotebookText }> {
  const here = pathOf(typed);
  const workspace = workspaceOf(named, dirname(here));
  const tried = [
    here,
    join(workspace, typed),
    join(workspace, 'notebooks', typed),
    join(workspace, 'notebooks', `${typed}.md`),
  ];
  const found = tried.find((path) => existsSync(path));
  if (!found)
    throw new Fault(
      'file-missing',
      `There is no notebook ${typed}, here or in the workspace ${workspace}. Check its name.`,
    );
  const bytes = await readFile(found).catch((cause) => {
    throw new Fault('file-missing', `${typed} can't be read as a notebook. Name a Markdown file.`, { cause });
  });
  if (bytes.length > LARGEST)
    throw new Fault('file-too-large', `${typed} is larger than 16 MB, which no notebook is. Name a Markdown file.`);
  return { workspace, notebook: { text: decode(bytes, typed), file: await shown(found, workspace) } };
}

function decode(bytes: Buffer, typed: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new Fault('file-unreadable', `${typed} is not UTF-8 text. Save it as UTF-8 and try again.`, { cause });
  }
}

/** A path as a workspace writes it, or the whole path of a notebook kept elsewhere. */
async function shown(path: string, workspace: string): Promise<string> {
  const inside = relative(await realpath(workspace).catch(() => workspace), await realpath(path));
  return inside.startsWith('..') || isAbsolute(inside) ? path : inside.split(sep).join('/');
}
