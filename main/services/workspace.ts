import { access, constants, mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCache } from '../engine/cache.ts';
import { holdLock } from '../engine/lock.ts';
import type { Engine } from '../engine/open.ts';
import { type Folder, openFolder, undoNew } from '../workspace/folder.ts';

const MEMORY = '1200MB';

/** Where a workspace's results are kept; where it can only be read, a folder that goes with this process. */
async function cacheFor(root: string): Promise<string> {
  const cache = join(root, '.cache');
  try {
    await mkdir(cache, { recursive: true });
    await access(cache, constants.W_OK);
    return cache;
  } catch {
    return mkdtemp(join(tmpdir(), 'odp-cache-'));
  }
}

/** One open workspace: its folder at once, its engine when it is first needed. */
export class Workspace {
  private readonly path: string;
  private opened: Promise<Folder> | undefined;
  private running: Promise<Engine> | undefined;

  constructor(path: string) {
    this.path = path;
  }

  /** The folder; the first call decides whether a missing workspace is made. */
  async folder(create = false): Promise<Folder> {
    this.opened ??= openFolder(this.path, create);
    try {
      return await this.opened;
    } catch (error) {
      this.opened = undefined;
      throw error;
    }
  }

  /** Takes back a workspace that this process made and put nothing into. */
  async undo(): Promise<void> {
    const folder = await this.folder();
    await undoNew(folder);
    if (folder.made.length > 0) this.opened = undefined;
  }

  async engine(): Promise<Engine> {
    const { root } = await this.folder();
    const cache = await cacheFor(root);
    this.running ??= openCache(cache, {
      folders: [join(root, 'extracts'), cache],
      scratch: join(cache, 'scratch'),
      memory: MEMORY,
    });
    return this.running;
  }

  /** Runs work that writes to the workspace; one process at a time does. */
  async writing<Result>(work: () => Promise<Result>): Promise<Result> {
    const { root } = await this.folder();
    const release = await holdLock(join(root, '.cache', 'write.lock'));
    try {
      return await work();
    } finally {
      release();
    }
  }

  async close(): Promise<void> {
    (await this.running)?.close();
    this.running = undefined;
  }
}
