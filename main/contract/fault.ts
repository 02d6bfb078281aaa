/** Every way in which the workbench can refuse or fail; `exit` in hosts/cli.ts maps each to a code. */
export const faultCodes = [
  'usage', // the person asked for something that does not exist or does not fit
  'file-missing', // a file or folder that was named is not there or can't be read
  'file-unreadable', // the bytes are not what they claim to be, or are damaged
  'file-empty', // nothing in it to read
  'file-too-large', // past a cap on bytes, rows, columns or entries
  'recipe-invalid', // a recipe that does not parse or contradicts itself
  'recipe-mismatch', // a recipe that does not fit the file
  'nothing-accepted', // a reading that accepted no row
  'too-many-rejects', // more rejected rows than the recipe allows
  'workspace-invalid', // a workspace file that does not parse
  'workspace-newer', // written by a later version of the format
  'workspace-locked', // another process is writing
  'notebook-invalid', // a notebook that does not parse
  'cycle', // cells that need one another
  'name-taken', // two things with one name
  'name-unknown', // a table, column, cell, parameter, method or template that does not exist
  'sql-invalid', // a statement the engine refuses
  'sql-refused', // a statement that would write, escape or answer differently next time
  'parameter-invalid', // a parameter outside its type or limits
  'input-missing', // an input without an extract, or a role without a column
  'data-unfit', // data that a method can't work on
  'cancelled', // the person stopped it: not an error
  'internal', // ours to mend
] as const;

export type FaultCode = (typeof faultCodes)[number];

/** Where a fault lies, as far as is known. Lines and columns count from 1. */
export interface Place {
  file?: string;
  line?: number;
  column?: number;
  cell?: string;
}

/**
 * The one error that crosses floors. `message` is a sentence for the person: what happened, where, and what to do.
 * `detail` is for whoever mends it, and is never shown unasked.
 */
export class Fault extends Error {
  readonly code: FaultCode;
  readonly detail: string | undefined;
  readonly place: Place;

  constructor(code: FaultCode, message: string, options: { detail?: string; place?: Place; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'Fault';
    this.code = code;
    this.detail = options.detail;
    this.place = options.place ?? {};
  }

  static from(error: unknown): Fault {
    if (error instanceof Fault) return error;
    const refused = refusedByDisk(error);
    if (refused) return refused;
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return new Fault('internal', 'Something went wrong that is ours to mend.', { detail, cause: error });
  }
}

const diskSays: Record<string, string> = {
  EACCES: 'may not be opened or written by you. Check its permissions, or choose another place.',
  EPERM: 'may not be opened or written by you. Check its permissions, or choose another place.',
  EROFS: 'is on a disk that can only be read. Choose another place.',
  ENOSPC: 'can’t be written: the disk is full. Free some space and try again.',
  ENOENT: 'is not there. Check its name and folder.',
  ENOTDIR: 'has a file where a folder should be. Check its path.',
  EISDIR: 'is a folder, and a file is needed. Name a file.',
  EBUSY: 'is in use by another program. Close it there and try again.',
  EMFILE: 'can’t be opened: too many files are open. Close other programs and try again.',
};

/** What the disk objected to is the person's to mend, and is told with the path. */
function refusedByDisk(error: unknown): Fault | undefined {
  const { code, path, message } = (error ?? {}) as { code?: unknown; path?: unknown; message?: string };
  const says = typeof code === 'string' ? diskSays[code] : undefined;
  if (!says || typeof path !== 'string') return undefined;
  return new Fault('file-missing', `${path} ${says}`, { detail: String(message), cause: error });
}
