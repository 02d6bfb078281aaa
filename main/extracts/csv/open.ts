import { open } from 'node:fs/promises';
import type { Text } from './intake.ts';

/** Bytes of the text from its first byte past the mark. */
export async function partOf(text: Text, from: number, length: number): Promise<Buffer> {
  const source = await open(text.path, 'r');
  try {
    const bytes = Buffer.alloc(Math.max(0, Math.min(length, text.count.bytes - from)));
    const { bytesRead } = await source.read(bytes, 0, bytes.length, from);
    return bytes.subarray(0, bytesRead);
  } finally {
    await source.close();
  }
}

/** The first lines of a text, whole ones where the text is longer than the part. */
export async function headOf(text: Text, length: number): Promise<Buffer> {
  const part = await partOf(text, text.start, length);
  if (text.start + part.length >= text.count.bytes) return part;
  const end = Math.max(part.lastIndexOf(10), part.lastIndexOf(13)) + 1;
  return end > 0 ? part.subarray(0, end) : part;
}
