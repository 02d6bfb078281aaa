import { Fault } from '../contract/fault.ts';
import { csv } from './csv.ts';
import { json } from './json.ts';
import { parquet } from './parquet.ts';
import type { Reader } from './reader.ts';
import { withSteps } from './steps/reader.ts';
import { xes } from './xes.ts';

export { printRecipe, readRecipe } from './yaml.ts';

/** Every kind of file that can be read; the first that recognises a file reads it, so the one that takes any text is last. */
export const readers: readonly Reader[] = [parquet, xes, json, csv].map(withSteps);

/** The reader for a file, from its name and its first 64 kB. */
export function readerFor(name: string, head: Buffer): Reader {
  const reader = readers.find((candidate) => candidate.recognises(name, head));
  if (reader) return reader;
  throw new Fault(
    'file-unreadable',
    `${name} is of no kind that can be read (${readers.map(({ title }) => title).join('; ')}). Save it as one of these.`,
    { place: { file: name } },
  );
}
