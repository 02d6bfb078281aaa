import type { ColumnInfo } from '../contract/data.ts';
import { fits } from './apply.ts';
import { avoided, familyOf, likeness, normal } from './guess/name.ts';
import type { Role, RoleType } from './method.ts';

/** What is known of a column's values; one without any value is never guessed. */
export type Profile = Readonly<Record<string, { rows: number; missing: number }>>;

export interface Guess {
  columns: string[];
  /** 0–1: 1 for the role's own name, down to 0.4 for the only column of a fitting type. */
  confidence: number;
  /** A sentence's end: `because …`. */
  why: string;
}

export interface Guesses {
  /** By role; an optional role that nothing suggests is absent. */
  roles: Record<string, Guess>;
  /** Required roles that could not be settled, with the columns that could play them. */
  unresolved: { role: string; candidates: string[] }[];
}

const spoken: Record<RoleType, string> = {
  text: 'text',
  number: 'numbers',
  time: 'dates or times',
  flag: 'yes and no',
  any: 'any kind',
};

/**
 * Proposes columns for roles: the role's own name, then words that suggest it, then the only column of a fitting type.
 * No column plays two roles. Two columns that are equally likely are not chosen between. A name that a role avoids is never its guess,
 * though it is still a candidate for what stays open.
 */
export function guessRoles(
  roles: Readonly<Record<string, Role>>,
  columns: readonly ColumnInfo[],
  profile: Profile = {},
): Guesses {
  const open = columns.filter(({ name }) => !profile[name] || profile[name].missing < profile[name].rows);
  const found: Record<string, Guess> = {};
  const taken = new Set<string>();
  const fitting = (role: Role) => open.filter(({ name, type }) => !taken.has(name) && fits(type, role.types));
  const free = (role: Role) => fitting(role).filter(({ name }) => !avoided(name, role.avoid ?? []));
  const settle = (role: string, chosen: readonly ColumnInfo[], confidence: number, why: string) => {
    found[role] = { columns: chosen.map(({ name }) => name), confidence, why };
    for (const { name } of chosen) taken.add(name);
  };

  const single = Object.entries(roles).filter(([, role]) => !role.many);
  for (const [name, role] of single) {
    const own = free(role).filter((column) => normal(column.name) === normal(name));
    if (own.length === 1) settle(name, own, 1, `the column has the name of the role`);
  }
  byWords(single, free, found, settle);
  for (const [name, role] of Object.entries(roles)) if (role.many) gather(name, role, free(role), settle);
  for (const [name, role] of single) {
    if (found[name] || !role.required) continue;
    const only = onlyOfType(role, free(role));
    if (only) settle(name, [only.column], 0.4, `it is the only column left of ${spoken[only.type]}`);
  }
  const unresolved = Object.entries(roles)
    .filter(([name, role]) => role.required && !found[name])
    .map(([role, definition]) => ({ role, candidates: fitting(definition).map(({ name }) => name) }));
  return { roles: found, unresolved };
}

type Settle = (role: string, chosen: readonly ColumnInfo[], confidence: number, why: string) => void;

/** The likeliest pair of role and column first, then the next among what is left. */
function byWords(
  roles: readonly (readonly [string, Role])[],
  free: (role: Role) => ColumnInfo[],
  found: Readonly<Record<string, Guess>>,
  settle: Settle,
): void {
  const stuck = new Set<string>();
  for (;;) {
    const pairs = roles
      .filter(([name]) => !found[name] && !stuck.has(name))
      .flatMap(([name, role]) =>
        free(role).map((column) => ({ name, role, column, ...likeness(column.name, [name, ...(role.hints ?? [])]) })),
      )
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score || Number(b.role.required ?? false) - Number(a.role.required ?? false));
    const [best] = pairs;
    if (!best) return;
    const rivals = pairs.filter(({ name, score }) => name === best.name && score === best.score);
    const clear = rivals.length > 1 ? rivals.filter(({ column, role }) => ofFirstType(column, role)) : rivals;
    if (clear.length === 1)
      settle(best.name, [clear[0]!.column], round(best.score), `"${best.word}" in its name suggests it`);
    else stuck.add(best.name);
  }
}

/** Columns for a role that many can play: those whose names suggest it, else the largest family such as Q1, Q2, Q3. */
function gather(name: string, role: Role, columns: readonly ColumnInfo[], settle: Settle): void {
  const hints = [name, name.replace(/s$/, ''), ...(role.hints ?? [])];
  const like = columns.filter((column) => likeness(column.name, hints).score >= 0.6 || numbered(column.name, hints));
  if (like.length > 0) {
    settle(name, like, like.length > 1 ? 0.8 : 0.6, `their names begin or end with words that suggest it`);
    return;
  }
  if (!role.required) return;
  const families = new Map<string, ColumnInfo[]>();
  for (const column of columns) {
    const family = familyOf(column.name);
    if (family) families.set(family, [...(families.get(family) ?? []), column]);
  }
  const sizes = [...families].sort(([, a], [, b]) => b.length - a.length);
  const [largest, next] = sizes;
  if (largest && largest[1].length >= 3 && largest[1].length > (next?.[1].length ?? 0))
    settle(name, largest[1], 0.5, `their names differ only in a number after "${largest[0]}"`);
}

/** q and 12 for Q12: a hint and a number. */
const numbered = (name: string, hints: readonly string[]) => {
  const family = familyOf(name);
  return family !== undefined && hints.some((hint) => normal(hint) === normal(family));
};

/** A role's first type is its own; the others it puts up with. */
function ofFirstType(column: ColumnInfo, role: Role): boolean {
  const [first] = role.types;
  return first !== undefined && first !== 'any' && ofType(column, first);
}

function onlyOfType(role: Role, columns: readonly ColumnInfo[]): { column: ColumnInfo; type: RoleType } | undefined {
  for (const type of role.types) {
    const candidates = columns.filter((column) => type === 'any' || ofType(column, type));
    if (candidates.length === 1) return { column: candidates[0]!, type };
    if (candidates.length > 1) return undefined;
  }
  return undefined;
}

/** Whether a column is of a type by itself: a date is no text, and a number no flag, though each can stand in. */
const ofType = ({ type }: ColumnInfo, wanted: RoleType): boolean =>
  fits(type, [wanted]) &&
  !(wanted === 'text' && !/^(VARCHAR|ENUM|UUID)/.test(type)) &&
  !(wanted === 'flag' && type !== 'BOOLEAN');

const round = (score: number) => Math.round(score * 100) / 100;
