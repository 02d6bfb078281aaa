import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../../contract/fault.ts';
import { readingFault } from '../digest.ts';
import type { Desk, SourceFile } from '../reader.ts';
import { ByteCount } from './bytes.ts';
import { Decoder } from './decode.ts';
import type { Encoding } from './encoding.ts';

/** A source as UTF-8: itself, or a copy in scratch; with the hash of the source and counts of the bytes of the text. */
export interface Text {
  path: string;
  /** Bytes of the byte order mark in front. */
  start: number;
  /** Bytes of the text, which are those of the source only in UTF-8. */
  size: number;
  sha256: string;
  bytes: number;
  count: ByteCount;
  damaged: number;
}

const PIECE = 1 << 20;

/** Reads a source once from end to end. What is not UTF-8 is written to scratch as UTF-8, line for line. */
export async function takeIn(
  file: SourceFile,
  encoding: Encoding,
  desk: Desk,
  see?: (piece: Buffer) => void,
): Promise<Text> {
  const hash = createHash('sha256');
  const count = new ByteCount();
  const plain = encoding === 'utf-8' || encoding === 'utf-8-bom';
  const decoder = new Decoder(encoding);
  const path = plain ? file.path : join(desk.scratch, 'text.csv');
  const target = plain ? undefined : await open(path, 'w');
  let bytes = 0;
  let start = 0;
  const put = async (piece: Buffer) => {
    count.add(piece);
    if (target) await writeAll(target, piece);
  };
  try {
    await eachPiece(file, desk, async (piece) => {
      hash.update(piece);
      see?.(piece);
      if (bytes === 0 && plain && piece[0] === 0xef && piece[1] === 0xbb && piece[2] === 0xbf) start = 3;
      bytes += piece.length;
      await put(plain ? piece : decoder.add(piece));
      desk.task.progress(file.bytes > 0 ? Math.min(1, bytes / file.bytes) : null, `reading ${file.name}`);
    });
    if (!plain) await put(decoder.end(file.name));
  } finally {
    await target?.close();
  }
  return { path, start, size: count.bytes, sha256: hash.digest('hex'), bytes, count, damaged: decoder.damaged };
}

async function eachPiece(file: SourceFile, desk: Desk, take: (piece: Buffer) => Promise<void>): Promise<void> {
  let source: FileHandle;
  try {
    source = await open(file.path, 'r');
  } catch (error) {
    throw readingFault(error, file.name);
  }
  try {
    const buffers = [Buffer.allocUnsafe(PIECE), Buffer.allocUnsafe(PIECE)];
    let turn = 0;
    let ahead = source.read(buffers[0]!, 0, PIECE);
    for (;;) {
      const { bytesRead } = await ahead;
      if (bytesRead === 0) return;
      if (desk.task.signal.aborted) throw new Fault('cancelled', 'Cancelled.');
      const piece = buffers[turn]!.subarray(0, bytesRead);
      turn ^= 1;
      ahead = source.read(buffers[turn]!, 0, PIECE);
      try {
        await take(piece);
      } catch (error) {
        await ahead.catch(() => undefined);
        throw error;
      }
    }
  } finally {
    await source.close();
  }
}

export async function writeAll(target: FileHandle, bytes: Buffer): Promise<void> {
  for (let done = 0; done < bytes.length; ) done += (await target.write(bytes, done)).bytesWritten;
}
