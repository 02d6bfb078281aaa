import { closeSync, openSync, readSync } from 'node:fs';
import { readingFault } from './digest.ts';
import type { SourceFile } from './reader.ts';

/** The first 64 kB of a file. */
export function readHead(file: SourceFile): Buffer {
  try {
    const handle = openSync(file.path, 'r');
    const head = Buffer.alloc(65_536);
    try {
      return head.subarray(0, readSync(handle, head));
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    throw readingFault(error, file.name);
  }
}
