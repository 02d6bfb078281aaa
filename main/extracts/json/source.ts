import { createReadStream } from 'node:fs';
import { Fault } from '../../contract/fault.ts';
import { readingFault } from '../digest.ts';
import type { Desk, SourceFile } from '../reader.ts';
import type { JsonRead } from '../recipe.ts';

export type JsonEncoding = JsonRead['encoding'];

/** The encoding of JSON text, from its first bytes: a byte order mark, or where the zero bytes of ASCII characters lie. */
export function jsonEncoding(head: Buffer): JsonEncoding {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8-bom';
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  if (head.length >= 2 && head[0] !== 0 && head[1] === 0) return 'utf-16le';
  if (head.length >= 2 && head[0] === 0 && head[1] !== 0) return 'utf-16be';
  return 'utf-8';
}

/** The file as pieces of UTF-8 without a byte order mark; a piece may end within a character. */
export async function* utf8Pieces(
  file: SourceFile,
  encoding: JsonEncoding,
  desk: Desk,
  label: string,
): AsyncGenerator<Buffer> {
  const decoder = encoding.startsWith('utf-16') ? new TextDecoder(encoding, { fatal: true }) : undefined;
  let seen = 0;
  let first = true;
  try {
    for await (const piece of createReadStream(file.path, { highWaterMark: 1 << 20 })) {
      if (desk.task.signal.aborted) throw new Fault('cancelled', 'Cancelled.');
      const bytes = piece as Buffer;
      seen += bytes.length;
      if (seen > desk.caps.inflated)
        throw new Fault(
          'file-too-large',
          `${file.name} is larger than ${desk.caps.inflated.toLocaleString('en-GB')} bytes. Split it into parts.`,
        );
      desk.task.progress(file.bytes > 0 ? seen / file.bytes : null, label);
      if (decoder) yield Buffer.from(decoder.decode(bytes, { stream: true }));
      else
        yield first ? bytes.subarray(encoding === 'utf-8-bom' || jsonEncoding(bytes) === 'utf-8-bom' ? 3 : 0) : bytes;
      first = false;
    }
    if (decoder) yield Buffer.from(decoder.decode());
  } catch (error) {
    if (error instanceof TypeError)
      throw new Fault(
        'file-unreadable',
        `${file.name} is not ${encoding.toUpperCase()} text throughout. Save it as UTF-8 and import it again.`,
        { place: { file: file.name }, cause: error },
      );
    throw readingFault(error, file.name);
  }
}
