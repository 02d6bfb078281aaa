import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import iconv from 'iconv-lite';
import { Fault } from '../../contract/fault.ts';
import { readingFault } from '../digest.ts';
import { readHead } from '../head.ts';
import type { Desk, SourceFile } from '../reader.ts';

export const isGzip = (head: Buffer): boolean => head[0] === 0x1f && head[1] === 0x8b;

/** The text of an XML file, gzipped or not, in pieces. */
export async function* xmlText(file: SourceFile, desk: Desk, label: string): AsyncGenerator<string> {
  let decode: ((piece: Buffer, last: boolean) => string) | undefined;
  for await (const piece of inflated(file, desk, label)) {
    if (desk.task.signal.aborted) throw new Fault('cancelled', 'Cancelled.');
    decode ??= decoder(piece, file);
    yield decode(piece, false);
  }
  if (decode) yield decode(Buffer.alloc(0), true);
}

async function* inflated(file: SourceFile, desk: Desk, label: string): AsyncGenerator<Buffer> {
  const source = createReadStream(file.path, { highWaterMark: 1 << 18 });
  const zipped = isGzip(readHead(file));
  const gunzip = zipped ? createGunzip({ chunkSize: 1 << 18 }) : undefined;
  if (gunzip) source.on('error', (error) => gunzip.destroy(error));
  let size = 0;
  try {
    for await (const piece of gunzip ? source.pipe(gunzip) : source) {
      size += (piece as Buffer).length;
      if (size > desk.caps.inflated)
        throw new Fault(
          'file-too-large',
          `${file.name} unpacks to more than ${desk.caps.inflated.toLocaleString('en-GB')} bytes. Ask for it in parts.`,
          { place: { file: file.name } },
        );
      desk.task.progress(file.bytes > 0 ? Math.min(1, source.bytesRead / file.bytes) : null, label);
      yield piece as Buffer;
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (!code.startsWith('Z_')) throw readingFault(error, file.name);
    const what =
      code === 'Z_BUF_ERROR'
        ? 'breaks off before the end of its compressed data'
        : 'is damaged: its compressed data does not unpack';
    throw new Fault('file-unreadable', `${file.name} ${what}. Copy or download it again.`, {
      place: { file: file.name },
      cause: error,
    });
  } finally {
    source.destroy();
  }
}

/** By byte order mark, else by the XML declaration, else UTF-8. */
function decoder(head: Buffer, file: SourceFile): (piece: Buffer, last: boolean) => string {
  const declared = /^[^>]{0,40}<\?xml[^>]*encoding\s*=\s*["']([\w.:-]+)["']/.exec(head.toString('latin1', 0, 200))?.[1];
  const name =
    head[0] === 0xff && head[1] === 0xfe
      ? 'utf-16le'
      : head[0] === 0xfe && head[1] === 0xff
        ? 'utf-16be'
        : (declared ?? 'utf-8').toLowerCase();
  if (/^(utf-?8|us-ascii|ascii|utf-?16(le|be)?)$/.test(name)) {
    const strict = new TextDecoder(/16/.test(name) ? name.replace(/^utf-?16$/, 'utf-16le') : 'utf-8', { fatal: true });
    return (piece, last) => {
      try {
        return strict.decode(piece, { stream: !last });
      } catch (error) {
        throw new Fault(
          'file-unreadable',
          `${file.name} says that it is ${name.toUpperCase()} and holds bytes that are not. Ask for it in UTF-8.`,
          { place: { file: file.name }, cause: error },
        );
      }
    };
  }
  if (!iconv.encodingExists(name))
    throw new Fault(
      'file-unreadable',
      `${file.name} is written in ${name}, which is not known here. Ask for it in UTF-8.`,
      {
        place: { file: file.name },
      },
    );
  const loose = iconv.getDecoder(name);
  return (piece, last) => (last ? (loose.end() ?? '') : loose.write(piece));
}
