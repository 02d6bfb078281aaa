import { copyFile, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Task, Warning } from '../contract/data.ts';
import type { ExtractsApi, ImportRequest, ImportResult } from '../contract/extracts.ts';
import { Fault } from '../contract/fault.ts';
import { digest } from '../extracts/digest.ts';
import { printRecipe, readRecipe } from '../extracts/index.ts';
import { ledgerLine, readLedger } from '../extracts/ledger.ts';
import { extractName } from '../extracts/name.ts';
import type { Reading } from '../extracts/reader.ts';
import type { Recipe } from '../extracts/recipe.ts';
import { lineOf } from '../extracts/trace.ts';
import { ExtractFolder } from '../workspace/versions.ts';
import { extractsOf } from './inputs.ts';
import type { Jobs } from './jobs.ts';
import type { Workspace } from './workspace.ts';

export const APP_VERSION = '0.1.0';

/** What the import process is asked: read a file into a folder. */
export interface ReadingRequest {
  file: string;
  folder: string;
  recipe?: Recipe;
}

export interface ReadingReply {
  recipe: Recipe;
  reading: Reading;
  columns: { name: string; type: string }[];
  /** Rows of the extract, which steps can make more than the records accepted. */
  rows: number;
  rejects: ImportResult['rejects'];
}

/** Reads an untrusted file in a process of its own. */
export type Importer = (request: ReadingRequest, task: Task) => Promise<ReadingReply>;

export function extractsService(workspace: Workspace, jobs: Jobs, importer: Importer): ExtractsApi {
  return {
    import: (request) => jobs.run(request.job, (task) => importFile(workspace, importer, request, task)),
    async lineOf(extract, record) {
      const found = (await extractsOf(await workspace.folder())).find(({ name }) => name === extract);
      if (!found) throw new Fault('name-unknown', `There is no extract "${extract}". \`odp tables\` lists them.`);
      const { file, rows } = found.entry;
      if (record < 1 || record > rows)
        throw new Fault(
          'usage',
          `The extract ${extract} has ${rows} records, counted from 1, so there is no record ${record}.`,
        );
      const lines = await readFile(join(dirname(found.data), 'lines.csv'), 'utf8').catch(() => undefined);
      return { file, line: lines === undefined ? null : (lineOf(lines, record) ?? null) };
    },
  };
}

async function importFile(
  workspace: Workspace,
  importer: Importer,
  request: ImportRequest,
  task: Task,
): Promise<ImportResult> {
  const name = request.name === undefined ? extractName(basename(request.file)) : checkName(request.name);
  await checkFile(request.file);
  await workspace.folder(true);
  try {
    return await workspace.writing(() => importInto(workspace, importer, request, name, task));
  } catch (error) {
    await workspace.undo();
    throw error;
  }
}

function checkName(name: string): string {
  const proper = extractName(name);
  if (proper !== name)
    throw new Fault(
      'usage',
      `"${name}" can't name an extract: lower-case letters, digits and "-" can. Try "${proper}".`,
    );
  return name;
}

async function checkFile(path: string): Promise<void> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => error);
  if (found instanceof Error)
    throw found.code === 'ENOENT'
      ? new Fault('file-missing', `There is no file ${path}. Check its name and folder.`)
      : new Fault(
          'file-missing',
          `${path} can't be read (${found.code}). Close it elsewhere, or check who may open it.`,
        );
  if (found.isDirectory()) throw new Fault('file-missing', `${path} is a folder. Name the files in it.`);
  if (!found.isFile())
    throw new Fault('file-unreadable', `${path} is not an ordinary file. Copy its content into one.`);
  if (found.size === 0)
    throw new Fault('file-empty', `${path} is empty: it has no bytes at all. Ask for it to be sent again.`);
}

async function importInto(
  workspace: Workspace,
  importer: Importer,
  request: ImportRequest,
  name: string,
  task: Task,
): Promise<ImportResult> {
  const { root, settings } = await workspace.folder();
  const folder = new ExtractFolder(root, name);
  await recoverLedger(folder);
  const kept = await folder.recipeText();
  const given =
    request.recipe ?? (kept === undefined ? undefined : { text: kept, file: `extracts/${name}/recipe.yaml` });
  const recipe = given && readRecipe(given.text, given.file);
  const started = performance.now();
  const staging = await folder.stage();
  try {
    const reply = await importer({ file: request.file, folder: staging, ...(recipe && { recipe }) }, task);
    if (task.signal.aborted) throw new Fault('cancelled', 'Cancelled.');
    const seconds = Math.round((performance.now() - started) / 10) / 100;
    const text = given && recipe && sameRecipe(recipe, reply.recipe) ? given.text : printRecipe(reply.recipe);
    const version = folder.freeVersion(new Date().toISOString().slice(0, 10), reply.reading.sha256);
    const previous = await folder.current();
    const entry = {
      at: new Date().toISOString(),
      file: basename(request.file),
      bytes: reply.reading.bytes,
      sha256: reply.reading.sha256,
      recipe: given ? given.file : 'guessed',
      version,
      read: reply.reading.read,
      accepted: reply.reading.accepted,
      rejected: reply.reading.rejected,
      setAside: reply.reading.setAside,
      parquet: (await digest(join(staging, 'data.parquet'))).sha256,
      seconds,
      app: APP_VERSION,
      ...(previous && { replaced: previous }),
    };
    await writeFile(join(staging, 'recipe.yaml'), text);
    await writeFile(join(staging, 'entry.json'), JSON.stringify({ ...entry, rows: reply.rows }, null, 2));
    if (settings.originals === 'keep') await keepOriginal(request.file, staging);
    await folder.commit(staging, version, text);
    await appendEntry(folder, entry);
    return resultOf(name, entry, reply, kept !== undefined && request.recipe === undefined);
  } catch (error) {
    await folder.abandon(staging);
    throw error;
  }
}

type Entry = Parameters<typeof ledgerLine>[0];

const sameRecipe = (a: Recipe, b: Recipe) => printRecipe(a) === printRecipe(b);

async function keepOriginal(file: string, staging: string): Promise<void> {
  await mkdir(join(staging, 'original'));
  await copyFile(file, join(staging, 'original', basename(file)));
}

async function appendEntry(folder: ExtractFolder, entry: Entry): Promise<void> {
  const ledger = await folder.ledger();
  await folder.appendLedger(ledgerLine(entry, ledger.trimEnd().split('\n').at(-1) || undefined));
}

/** A kill between the commit and the ledger leaves a version in use that the ledger lacks: its own entry is added then. */
async function recoverLedger(folder: ExtractFolder): Promise<void> {
  const version = await folder.current();
  if (!version) return;
  const lines = readLedger(await folder.ledger());
  if (lines.some((line) => line.version === version)) return;
  const { rows: _, ...entry } = JSON.parse(
    await readFile(join(folder.versionPath(version), 'entry.json'), 'utf8'),
  ) as Entry & { rows: number };
  await appendEntry(folder, entry);
}

function resultOf(name: string, entry: Entry, reply: ReadingReply, recipeReused: boolean): ImportResult {
  const { version, file, bytes, sha256, read, accepted, rejected, setAside, seconds } = entry;
  const warnings: Warning[] = reply.reading.warnings;
  return {
    extract: name,
    version,
    file,
    bytes,
    sha256,
    read,
    accepted,
    rejected,
    setAside,
    seconds,
    columns: reply.columns,
    decided: (reply.recipe.decided ?? {}) as ImportResult['decided'],
    rejects: reply.rejects,
    warnings,
    recipeReused,
  };
}
