import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Warning } from '../contract/data.ts';
import { Fault, type Place } from '../contract/fault.ts';
import { quoteName, quoteText } from '../contract/quote.ts';
import type { InputResult } from '../contract/run.ts';
import { describe } from '../engine/query.ts';
import { methods } from '../methods/index.ts';
import type { Front } from '../notebook/front.ts';
import type { Source } from '../notebook/graph.ts';
import type { Folder } from '../workspace/folder.ts';
import { ExtractFolder, extractNames } from '../workspace/versions.ts';
import type { EngineBench } from './bench.ts';

const entrySchema = z.object({
  file: z.string(),
  rows: z.number().describe('rows of data.parquet'),
  sha256: z.string(),
  parquet: z.string(),
  accepted: z.number(),
  rejected: z.number(),
  setAside: z.record(z.string(), z.number()),
});

/** The version of an extract that a run reads. */
export interface Extract {
  name: string;
  version: string;
  /** Path of its Parquet file. */
  data: string;
  entry: z.output<typeof entrySchema>;
}

export async function extractsOf(folder: Folder): Promise<Extract[]> {
  const extracts: Extract[] = [];
  for (const name of await extractNames(folder.root)) {
    const own = new ExtractFolder(folder.root, name);
    const version = await own.current();
    if (!version) continue;
    const text = await readFile(join(own.versionPath(version), 'entry.json'), 'utf8').catch(() => '');
    extracts.push({ name, version, data: own.dataPath(version), entry: readEntry(text, name, version) });
  }
  return extracts;
}

function readEntry(text: string, name: string, version: string): z.output<typeof entrySchema> {
  try {
    return entrySchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new Fault(
      'workspace-invalid',
      `The version ${version} of the extract ${name} has a damaged entry.json. Import its file again.`,
      { cause },
    );
  }
}

const relationOf = (extract: Extract) => `read_parquet(${quoteText(extract.data)})`;

/** Shows a workspace's extracts and a notebook's inputs as tables, and names the data behind each. */
export class Inputs {
  readonly results: InputResult[] = [];
  readonly warnings: Warning[] = [];
  private readonly extracts: Extract[];
  private readonly front: Front;
  private readonly frontRaw: string;

  /** `frontRaw` is the front matter's text, from which faults take their line. */
  constructor(extracts: Extract[], front: Front, frontRaw = '') {
    this.extracts = extracts;
    this.front = front;
    this.frontRaw = frontRaw;
  }

  private placeOf(input: string): Place {
    const index = this.frontRaw.split('\n').findIndex((line) => new RegExp(`^\\s+["']?${input}["']?\\s*:`).test(line));
    return index < 0 ? {} : { line: index + 1 };
  }

  get names(): string[] {
    return this.extracts.map(({ name }) => name);
  }

  async show(bench: EngineBench): Promise<void> {
    const inputs = this.front.inputs ?? {};
    bench.inputRoles = Object.fromEntries(Object.entries(inputs).map(([name, { roles = {} }]) => [name, roles]));
    for (const extract of this.extracts)
      if (!inputs[extract.name]) await bench.namespace.show(extract.name, `SELECT * FROM ${relationOf(extract)}`);
    for (const name of Object.keys(inputs)) await this.showInput(bench, name);
  }

  private async showInput(bench: EngineBench, name: string): Promise<void> {
    const extract = this.extractOf(name);
    const relation = relationOf(extract);
    const columns = (await describe(bench.session.connection, `SELECT * FROM ${relation}`)).map(
      (column) => column.name,
    );
    const roles = this.front.inputs?.[name]?.roles ?? {};
    const select: string[] = [];
    const taken = new Set<string>();
    const playing = new Set<string>();
    for (const [role, given] of Object.entries(roles)) {
      if (given === null) {
        select.push(`CAST(NULL AS ${this.typeOfRole(role)}) AS ${quoteName(role)}`);
        taken.add(role.toLowerCase());
        continue;
      }
      const many = Array.isArray(given);
      for (const column of [given]
        .flat()
        .flatMap((wanted) => findColumns(columns, wanted, name, role, extract, this.placeOf(name)))) {
        playing.add(column.toLowerCase());
        const as = many ? column : role;
        if (taken.has(as.toLowerCase()) && many) continue;
        select.push(as === column ? quoteName(column) : `${quoteName(column)} AS ${quoteName(as)}`);
        taken.add(as.toLowerCase());
        if (many || as === column) taken.add(column.toLowerCase());
      }
    }
    for (const column of columns) {
      if (playing.has(column.toLowerCase())) continue;
      const free = taken.has(column.toLowerCase()) ? `${column}_2` : column;
      select.push(free === column ? quoteName(column) : `${quoteName(column)} AS ${quoteName(free)}`);
      taken.add(free.toLowerCase());
    }
    await bench.namespace.show(name, `SELECT ${select.join(', ')} FROM ${relation}`);
    this.note(name, extract);
  }

  /** The engine's type of a role without a column, from the method that asks for it. */
  private typeOfRole(role: string): string {
    const types = methods.flatMap((method) => method.inputs[role]?.types ?? []);
    const known = { time: 'TIMESTAMP', number: 'DOUBLE', flag: 'BOOLEAN', text: 'VARCHAR', any: 'VARCHAR' };
    return known[types[0] ?? 'text'];
  }

  private extractOf(input: string): Extract {
    const wanted = this.front.inputs?.[input]?.extract ?? '';
    const found = this.extracts.find(({ name }) => name === wanted);
    if (found) return found;
    throw new Fault(
      'input-missing',
      `The notebook's input "${input}" needs the extract "${wanted}", and this workspace has ${this.names.join(', ') || 'no extracts'}. Import it, or name another in the front matter.`,
      { place: this.placeOf(input) },
    );
  }

  /** Records that a run read an extract, once. */
  private note(name: string, { name: extract, version, entry }: Extract): void {
    if (this.results.some((result) => result.name === name)) return;
    const { sha256, rows, rejected, setAside } = entry;
    this.results.push({ name, extract, version, sha256, rows, rejected, setAside });
  }

  /** Names the exact data behind an input or extract, roles included. */
  sourceKey = (source: Source): string => {
    if (source.kind === 'cell') throw new Error('a cell has a key of its own');
    const extract =
      source.kind === 'input' ? this.extractOf(source.name) : this.extracts.find(({ name }) => name === source.name);
    if (!extract) throw new Error(`no extract ${source.name}`);
    this.note(source.name, extract);
    const roles = source.kind === 'input' ? this.front.inputs?.[source.name]?.roles : undefined;
    return JSON.stringify([extract.entry.parquet, roles ?? {}]);
  };
}

/** The column of that name, or all that a name with `*` in it matches. */
function findColumns(
  columns: string[],
  wanted: string,
  input: string,
  role: string,
  extract: Extract,
  place: Place,
): string[] {
  const found =
    columns.find((column) => column === wanted) ??
    columns.find((column) => column.toLowerCase() === wanted.toLowerCase());
  if (found) return [found];
  const [head = '', tail] = wanted.split('*');
  const like = tail === undefined ? [] : columns.filter((column) => column.startsWith(head) && column.endsWith(tail));
  if (like.length > 0) return like;
  throw new Fault(
    'input-missing',
    `The notebook's input "${input}" takes "${role}" from the column "${wanted}", and the extract ${extract.name} has no such column. It has ${columns.join(', ')}.`,
    { place },
  );
}
