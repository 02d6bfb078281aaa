import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Fault } from '../contract/fault.ts';

/** SHA-256 (hex) and length in bytes of a file, in one stream; `tap` sees every piece on its way. */
export async function digest(
  path: string,
  signal?: AbortSignal,
  tap?: (piece: Buffer) => void,
): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20, ...(signal && { signal }) })) {
      hash.update(chunk as Buffer);
      bytes += (chunk as Buffer).length;
      tap?.(chunk as Buffer);
    }
  } catch (error) {
    throw readingFault(error, path);
  }
  return { sha256: hash.digest('hex'), bytes };
}

/** What the disk objected to, as a sentence. */
export function readingFault(error: unknown, path: string): Fault {
  if (error instanceof Fault) return error;
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ABORT_ERR') return new Fault('cancelled', 'Cancelled.', { cause: error });
  const why =
    code === 'ENOENT'
      ? 'is not there'
      : code === 'EISDIR'
        ? 'is a folder'
        : code === 'EACCES' || code === 'EPERM'
          ? 'may not be read by you'
          : `could not be read (${code ?? 'unknown cause'})`;
  return new Fault('file-missing', `${path} ${why}. Check the name and that you may open it.`, {
    place: { file: path },
    cause: error,
  });
}
