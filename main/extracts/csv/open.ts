import { open } from 'node:fs/promises';

/** UTF-8 on the disk: `start` is past a byte order mark. */
export interface Place {
  path: string;
  start: number;
  size: number;
}

export async function partOf({ path, size }: Place, from: number, length: number): Promise<Buffer> {
  const source = await open(path, 'r');
  try {
    const bytes = Buffer.alloc(Math.max(0, Math.min(length, size - from)));
    const { bytesRead } = await source.read(bytes, 0, bytes.length, from);
    return bytes.subarray(0, bytesRead);
  } finally {
    await source.close();
  }
}

/** The first lines of a text, whole ones where the text is longer than the part. */
export async function headOf(place: Place, length: number): Promise<Buffer> {
  const part = await partOf(place, place.start, length);
  if (place.start + part.length >= place.size) return part;
  const end = Math.max(part.lastIndexOf(10), part.lastIndexOf(13)) + 1;
  return end > 0 ? part.subarray(0, end) : part;
}
