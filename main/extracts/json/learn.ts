import { freeName } from '../name.ts';
import type { Desk, SourceFile } from '../reader.ts';
import type { JsonRead, Recipe } from '../recipe.ts';
import { type Field, Fields } from './fields.ts';
import { kind } from './flatten.ts';
import { ColumnProfile, type Proposal } from './profile.ts';
import { eachCells } from './rows.ts';

/** The column that holds a record's name in an object of records. */
export const KEY = '_key';

export interface Learnt {
  columns: Recipe['columns'];
  decided: NonNullable<Recipe['decided']>;
  records: number;
}

/** Goes through the whole file and proposes a rule for each column. `whole` names members to keep as JSON text. */
export async function learn(
  file: SourceFile,
  read: JsonRead,
  desk: Desk,
  whole: readonly string[] = [],
): Promise<Learnt> {
  const fields = Fields.named(whole, read.rows === 'lists' || read.layout === 'columns', true);
  const profiles: ColumnProfile[] = [];
  const count = await eachCells(file, read, desk, 'learning columns', fields, {
    row(cells, buffer) {
      const known = fields.columns.length;
      while (profiles.length < known) profiles.push(new ColumnProfile());
      for (let i = 0; i < known; i++) {
        const what = cells.kinds[i]!;
        if (what !== kind.missing) profiles[i]!.add(what, buffer, cells.from[i]!, cells.to[i]!);
      }
    },
  });
  const columns: Recipe['columns'] = new Map();
  const decided: NonNullable<Recipe['decided']> = {};
  const taken = new Set<string>();
  if (read.layout === 'entries') columns.set(KEY, { as: freeName('key', taken), type: 'text' });
  const strip = whole.includes('geometry') ? 'properties.' : '';
  for (const field of leaves(fields.root, profiles)) {
    const name = strip && field.path.startsWith(strip) ? field.path.slice(strip.length) : field.path;
    const as = freeName(name === '' ? `column_${columns.size + 1}` : name, taken);
    const { rule, why, confidence } = proposal(field, profiles, as);
    if (rule.markers) taken.add(`${as}__marker`.toLowerCase());
    columns.set(field.path, rule);
    decided[`${field.path}.type`] = { by: 'guess', confidence, why };
  }
  return { columns, decided, records: count.records };
}

function proposal(field: Field, profiles: readonly ColumnProfile[], as: string): Proposal {
  if (field.members.size > 0)
    return { rule: { as, type: 'text' }, why: 'objects of many kinds, kept as JSON text', confidence: 0.9 };
  return profiles[field.column]!.propose(field.path, as);
}

/** Fields that become columns, from left to right. An object that is sometimes something else is kept whole. */
function leaves(parent: Field, profiles: readonly ColumnProfile[]): Field[] {
  return parent.inOrder.flatMap((field) => {
    const own = profiles[field.column];
    const members = leaves(field, profiles);
    if (field.whole || members.length === 0) return field.column < 0 ? [] : [field];
    return own && own.values > 0 ? [field] : members;
  });
}
