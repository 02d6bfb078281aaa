import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { Fault } from '../contract/fault.ts';

export const calendars = ['england-and-wales', 'scotland', 'northern-ireland', 'continuous'] as const;

const schema = z.strictObject({
  workspace: z.literal(1),
  title: z.string().min(1),
  marking: z.string().default('OFFICIAL').describe('printed on everything that leaves'),
  zone: z
    .string()
    .default('Europe/London')
    .refine((zone) => isZone(zone), 'a time zone such as Europe/London'),
  calendar: z.enum(calendars).default('england-and-wales'),
  disclosure: z.strictObject({ threshold: z.number().int().min(1) }).default({ threshold: 10 }),
  originals: z.enum(['keep', 'hash']).default('keep').describe('keep a copy of each imported file, or only its hash'),
});

/** A workspace's settings, from `workspace.yaml`. */
export type Settings = z.output<typeof schema>;

function isZone(zone: string): boolean {
  try {
    return Intl.DateTimeFormat('en-GB', { timeZone: zone }).resolvedOptions().timeZone.length > 0;
  } catch {
    return false;
  }
}

export const newSettings = (title: string): Settings => schema.parse({ workspace: 1, title });

export const printSettings = (settings: Settings): string => stringify(settings, { lineWidth: 0 });

export function readSettings(text: string, path: string): Settings {
  const place = { file: path };
  let value: unknown;
  try {
    value = parse(text);
  } catch (error) {
    throw new Fault('workspace-invalid', `${path} is not valid YAML. Mend it, or restore it from a copy.`, {
      place,
      cause: error,
    });
  }
  const version = (value as { workspace?: unknown } | null)?.workspace;
  if (typeof version === 'number' && version > 1)
    throw new Fault(
      'workspace-newer',
      `${path} was written by a later version of the workbench. Update this one to open it.`,
      { place },
    );
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  throw new Fault(
    'workspace-invalid',
    `${path}: "${issue.path.join('.') || 'the file'}" does not fit: ${issue.message}.`,
    { place },
  );
}
