import { createHash } from 'node:crypto';
import { z } from 'zod';
import { Fault } from '../contract/fault.ts';

const count = z.number().int().nonnegative();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits');

const entry = z.strictObject({
  at: z.iso.datetime({ offset: true }),
  file: z.string(),
  bytes: count,
  sha256,
  recipe: z.string(),
  version: z.string(),
  read: count,
  accepted: count,
  rejected: count,
  setAside: z.record(z.string(), count),
  parquet: sha256.describe('SHA-256 of data.parquet'),
  seconds: z.number().nonnegative(),
  app: z.string(),
  replaced: z.string().optional().describe('the version in use before'),
});

const line = z.strictObject({ ledger: z.literal(1), ...entry.shape, previous: sha256.nullable() });

/** One import. */
export type LedgerEntry = z.output<typeof entry>;
/** One import with the SHA-256 of the line before it; null in the first. */
export type LedgerLine = z.output<typeof line>;

/** An import as a line of the ledger, without its line break. `previousLine` is the last line of the ledger as it is written. */
export function ledgerLine(given: LedgerEntry, previousLine: string | undefined): string {
  const checked = entry.parse(given);
  if (!addsUp(checked)) throw new Error(`${checked.file}: read is not accepted + rejected + set aside`);
  return JSON.stringify({ ledger: 1, ...checked, previous: previousLine === undefined ? null : hash(previousLine) });
}

/** The lines of a ledger, oldest first, once their chain and sums are checked. */
export function readLedger(text: string, file = 'ledger.jsonl'): LedgerLine[] {
  let before: string | undefined;
  return text.split('\n').flatMap((written, index) => {
    const raw = written.replace(/\r$/, '');
    if (raw.trim() === '') return [];
    const at = index + 1;
    const read = parseLine(raw, file, at);
    if (read.previous !== (before === undefined ? null : hash(before)))
      throw broken(file, at, 'does not follow from the line before it, so one of them was changed or removed');
    if (!addsUp(read))
      throw broken(file, at, 'says that more or fewer rows were read than accepted, rejected and set aside');
    before = raw;
    return [read];
  });
}

function parseLine(raw: string, file: string, at: number): LedgerLine {
  let value: unknown;
  try {
    value = JSON.parse(raw);
  } catch {
    throw broken(file, at, 'is not complete JSON');
  }
  const version = (value as { ledger?: unknown } | null)?.ledger;
  if (typeof version === 'number' && version > 1)
    throw new Fault(
      'workspace-newer',
      `Line ${at} of ${file} was written by a later version of the workbench. Update this one to open it.`,
      {
        place: { file, line: at },
      },
    );
  const parsed = line.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw broken(file, at, `is no entry of a ledger (${issue?.path.join('.') || 'whole line'}: ${issue?.message ?? ''})`);
}

const addsUp = ({ read, accepted, rejected, setAside }: LedgerEntry): boolean =>
  read === accepted + rejected + Object.values(setAside).reduce((sum, n) => sum + n, 0);

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

const broken = (file: string, at: number, what: string): Fault =>
  new Fault(
    'workspace-invalid',
    `Line ${at} of ${file} ${what}. Restore the ledger from a copy; the data itself is untouched.`,
    {
      place: { file, line: at },
    },
  );
