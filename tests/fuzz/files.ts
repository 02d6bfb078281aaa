import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Fault } from '../../main/contract/fault.ts';
import { parse } from '../../main/notebook/parse.ts';
import { print } from '../../main/notebook/print.ts';
import { readInto } from '../../main/services/reading.ts';
import { root } from '../cli.ts';
import { quietTask, testEngine } from '../engine.ts';
import { mutate, seeded } from './mutate.ts';

/** What a mutation did that no input may do. */
export interface Trouble {
  what: string;
  seed: number;
  error: string;
}

const SLOWEST_MS = 30_000;

const csv = Buffer.from(
  `Returns for May 2026\n\nCase ref,"Decision, date",Fee (£),Share,Paid\n${Array.from({ length: 40 }, (_, row) => `00${row},${(row % 28) + 1}/05/2026,"£${row},000.50",${row % 7 === 0 ? '[c]' : `${row}%`},${row % 2 ? 'Yes' : 'No'}`).join('\n')}\n\nSource: made for this test\n`,
);
const json = Buffer.from(
  JSON.stringify({
    meta: { n: 3 },
    data: {
      items: [
        { a: 1, b: { c: 'x' } },
        { a: 2.5, b: null },
        { a: '007', d: [1, 2] },
      ],
    },
  }),
);
const lines = Buffer.from('{"id": 1, "at": "2026-01-02T03:04:05Z"}\n{"id": 2}\n\n{"id": 9007199254740993}\n');
const fixture = (path: string) => readFileSync(join(root, 'tests/fixtures', path));
const notebook = readFileSync(join(root, 'notebooks/whole-system/process-map.md'));

/** A valid file of each kind, by the name under which it is read. */
async function originals(): Promise<Record<string, Buffer>> {
  const host = await testEngine();
  const parquet = join(host.folder, 'made.parquet');
  await host.query.rows(`COPY (SELECT i, 'word ' || i AS word, i / 7 AS x FROM range(500) r(i)) TO '${parquet}'`);
  const all = {
    'a.csv': csv,
    'b.csv': Buffer.from(csv.toString('utf8'), 'utf16le'),
    'c.tsv': Buffer.from(csv.toString('latin1').replaceAll(',', '\t'), 'latin1'),
    'd.json': json,
    'e.ndjson': lines,
    'f.xes': fixture('xes/permits.xes'),
    'g.xes.gz': gzipSync(fixture('xes/permits.xes')),
    'h.parquet': readFileSync(parquet),
  };
  host.close();
  return all;
}

/** Reads mutated files of every kind: each must be read, or refused with a sentence that is the person's to act on. */
export async function fuzzFiles(count: number, told: (done: number) => void = () => undefined): Promise<Trouble[]> {
  const home = mkdtempSync(join(tmpdir(), 'odp-fuzz-'));
  const troubles: Trouble[] = [];
  try {
    for (const [name, bytes] of Object.entries(await originals()))
      for (let seed = 1; seed <= count; seed++) {
        const folder = join(home, 'out');
        const file = join(home, name);
        mkdirSync(folder);
        writeFileSync(file, mutate(bytes, seeded(seed)));
        const started = performance.now();
        try {
          await readInto({ file, folder }, quietTask);
        } catch (error) {
          if (!(error instanceof Fault) || error.code === 'internal' || error.code.startsWith('sql-'))
            troubles.push({ what: name, seed, error: String((error as Fault).detail ?? error) });
        }
        if (performance.now() - started > SLOWEST_MS) troubles.push({ what: name, seed, error: 'took over 30 s' });
        rmSync(folder, { recursive: true, force: true });
        told(seed);
      }
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
  return troubles;
}

/** Parses mutated notebooks: each must be read and printed back byte for byte, or refused with its line. */
export function fuzzNotebooks(count: number): Trouble[] {
  const troubles: Trouble[] = [];
  for (let seed = 1; seed <= count; seed++) {
    const text = mutate(notebook, seeded(seed)).toString('utf8');
    try {
      if (print(parse(text)) !== text) troubles.push({ what: 'notebook', seed, error: 'printed differently' });
    } catch (error) {
      if (
        !(error instanceof Fault) ||
        error.code === 'internal' ||
        (error.code === 'notebook-invalid' && error.place.line === undefined)
      )
        troubles.push({ what: 'notebook', seed, error: String(error) });
    }
  }
  return troubles;
}
