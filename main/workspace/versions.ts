import { existsSync } from 'node:fs';
import { appendFile, mkdir, mkdtemp, readdir, readFile, rename, rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../contract/fault.ts';
import { writeAtomic } from './atomic.ts';

const STAGING = '.staging-';

/** The folder of one extract: a recipe, a ledger, a pointer to the version in use, and versions that never change. */
export class ExtractFolder {
  readonly path: string;
  readonly name: string;

  constructor(root: string, name: string) {
    this.name = name;
    this.path = join(root, 'extracts', name);
  }

  /** The version in use, or undefined when there is none. */
  async current(): Promise<string | undefined> {
    const text = await readFile(join(this.path, 'current'), 'utf8').catch(() => undefined);
    const version = text?.trim();
    if (version === undefined) return undefined;
    if (!/^[\w-]+$/.test(version) || !existsSync(this.dataPath(version)))
      throw new Fault(
        'workspace-invalid',
        `The extract ${this.name} points at a version "${version}" that is not there. Write the name of one in ${join(this.path, 'versions')} into the file "current".`,
      );
    return version;
  }

  versionPath(version: string): string {
    return join(this.path, 'versions', version);
  }

  dataPath(version: string): string {
    return join(this.versionPath(version), 'data.parquet');
  }

  /** The recipe for the next file; that of the version in use where a kill came between the two. */
  async recipeText(): Promise<string | undefined> {
    const own = await readFile(join(this.path, 'recipe.yaml'), 'utf8').catch(() => undefined);
    if (own !== undefined) return own;
    const version = await this.current();
    return version && readFile(join(this.versionPath(version), 'recipe.yaml'), 'utf8').catch(() => undefined);
  }

  /** A folder in which to prepare a version; what a killed import left behind is cleared first. Needs the write lock. */
  async stage(): Promise<string> {
    await mkdir(join(this.path, 'versions'), { recursive: true });
    for (const entry of await readdir(this.path))
      if (entry.startsWith(STAGING)) await rm(join(this.path, entry), { recursive: true, force: true });
    return mkdtemp(join(this.path, STAGING));
  }

  /** Gives up a preparation; an extract that has no version yet leaves nothing behind. */
  async abandon(staging: string): Promise<void> {
    await rm(staging, { recursive: true, force: true });
    if (!existsSync(join(this.path, 'current'))) await rm(this.path, { recursive: true, force: true });
  }

  /** A name that no version has: the day, and the start of the data's hash. */
  freeVersion(day: string, hash: string): string {
    const base = `${day}-${hash.slice(0, 4)}`;
    for (let number = 1; ; number++) {
      const version = number === 1 ? base : `${base}-${number}`;
      if (!existsSync(this.versionPath(version))) return version;
    }
  }

  /** Puts a prepared version in use: replacing `current` is the commit. The recipe for the next file follows it, and each version has its own. */
  async commit(staging: string, version: string, recipe: string): Promise<void> {
    await rename(staging, this.versionPath(version));
    await writeAtomic(join(this.path, 'current'), `${version}\n`);
    const path = join(this.path, 'recipe.yaml');
    if ((await readFile(path, 'utf8').catch(() => undefined)) !== recipe) await writeAtomic(path, recipe);
  }

  /** The ledger's whole lines; a last line that a kill cut short is taken off the file first. */
  async ledger(): Promise<string> {
    const path = join(this.path, 'ledger.jsonl');
    const text = await readFile(path, 'utf8').catch(() => '');
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    if (whole !== text) await truncate(path, Buffer.byteLength(whole));
    return whole;
  }

  async appendLedger(line: string): Promise<void> {
    await appendFile(join(this.path, 'ledger.jsonl'), `${line}\n`, { flush: true });
  }
}

/** Names of the extracts that have a version in use, in order. */
export async function extractNames(root: string): Promise<string[]> {
  const entries = await readdir(join(root, 'extracts'), { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory() && existsSync(join(root, 'extracts', entry.name, 'current')))
    .map((entry) => entry.name)
    .sort();
}
