import { z } from 'zod';
import { Fault } from '../contract/fault.ts';

/** Columns by role; null for a role that the notebook names and the extract has no column for. */
const roles = z.record(z.string(), z.union([z.string(), z.array(z.string()), z.null()]));
const inputName = z.string().regex(/^[a-z][a-z0-9_]*$/, 'a name has lower-case letters, digits and _');

/** What a template asks for: which method's roles the columns play, and the sample that stands in until there are real data. */
const ask = z.strictObject({
  about: z.string(),
  method: z.string(),
  table: z.string().optional().describe('one of the method’s further tables, instead of its main one'),
  roles: z.array(z.string()).optional().describe('the roles that the template uses; all when absent'),
  sample: z.string().describe('a file in the samples folder'),
  source: z.string().describe('where the sample comes from; "Synthetic …" when it is made up'),
});

export const frontSchema = z.strictObject({
  notebook: z.literal(1, 'this is version 1 of the format'),
  title: z.string().min(1),
  template: z.string().optional(),
  question: z.string().optional(),
  lessons: z.array(z.string()).optional(),
  inputs: z.record(inputName, z.strictObject({ extract: z.string(), roles: roles.optional() })).optional(),
  asks: z.record(inputName, ask).optional(),
});

export type Front = z.output<typeof frontSchema>;
export type InputRoles = z.output<typeof roles>;
export type Ask = z.output<typeof ask>;

/** A notebook of a later version is refused before its keys are judged. */
export function refuseNewer(text: string): void {
  const found = /^notebook:\s*(\d+)\s*$/m.exec(text);
  const version = found?.[1];
  if (version && Number(version) > 1)
    throw new Fault(
      'workspace-newer',
      `This notebook is written in version ${version} of the format, and this workbench reads version 1. Update the workbench.`,
      { place: { line: text.slice(0, found.index).split('\n').length + 1 } },
    );
}
