import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';

/** Compares text with its file under tests/golden; `ODP_GOLDEN=write` writes the files anew, to be read in the diff. */
export function expectGolden(name: string, text: string): void {
  const file = join(import.meta.dirname, 'golden', name);
  if (process.env.ODP_GOLDEN === 'write') {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return;
  }
  if (!existsSync(file)) throw new Error(`${file} is not there. ODP_GOLDEN=write makes it.`);
  expect(text).toBe(readFileSync(file, 'utf8').replaceAll('\r\n', '\n'));
}
