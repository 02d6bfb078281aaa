import type { Query, Task, Warning } from '../contract/data.ts';
import { Fault } from '../contract/fault.ts';
import { quoteName } from '../contract/quote.ts';
import type { Input, Method, Role, RoleType } from './method.ts';

/** Columns for roles: a name, or for a `many` role a list of names, in which `*` stands for any letters. */
export type RoleColumns = Readonly<Record<string, string | readonly string[]>>;

export interface Source {
  /** A quoted table, or a SELECT in brackets. */
  relation: string;
  roles: RoleColumns;
}

export interface Application extends Source {
  also: Readonly<Record<string, Source>>;
  options: Readonly<Record<string, unknown>>;
  /** What the option value `workspace` stands for, by option name. */
  settings: Readonly<Record<string, string>>;
}

export interface Applied {
  /** Every option as it was used, defaults included. */
  options: Record<string, unknown>;
  /** The columns that played each role. */
  roles: Record<string, readonly string[]>;
  warnings: Warning[];
}

/** Runs a method on a relation: binds roles to columns, checks types and options, and checks that the declared tables came out. */
export async function applyMethod(
  method: Method,
  query: Query,
  application: Application,
  task: Task,
): Promise<Applied> {
  const options = resolveOptions(method, application);
  const input = await bindRoles(query, method.inputs, application, method.id);
  const also: Record<string, Input> = {};
  for (const [name, declared] of Object.entries(method.also ?? {})) {
    const source = application.also[name];
    if (source) also[name] = await bindRoles(query, declared.roles, source, `${method.id}, table ${name}`);
    else if (declared.required)
      throw new Fault(
        'input-missing',
        `The method ${method.id} needs a table ${name}: ${declared.about} Give it under "with".`,
      );
  }
  for (const name of Object.keys(application.also))
    if (!method.also?.[name]) throw unknownName(`table "${name}" under "with"`, method, Object.keys(method.also ?? {}));

  const made = new Set<string>();
  const { warnings } = await method.run(recording(query, made), input, options, task, also);
  for (const name of made) if (!method.outputs[name]) await query.drop(name);
  for (const name of Object.keys(method.outputs))
    if (!made.has(name)) throw new Fault('internal', `The method ${method.id} did not write its table ${name}.`);
  return { options, roles: { ...input.columns }, warnings };
}

function recording(query: Query, made: Set<string>): Query {
  return {
    ...query,
    make: (name, select, values) => query.make(name, select, values).finally(() => made.add(name)),
    put: (name, columns) => query.put(name, columns).finally(() => made.add(name)),
  };
}

/** Options with their defaults; `workspace` is replaced by the workspace's setting before they are checked. */
export function resolveOptions(
  method: Method,
  application: Pick<Application, 'options' | 'settings'>,
): Record<string, unknown> {
  const known = Object.keys(method.options.shape);
  for (const name of Object.keys(application.options))
    if (!known.includes(name)) throw unknownName(`option "${name}"`, method, known);
  const settle = (name: string, value: unknown) => (value === 'workspace' ? application.settings[name] : value);
  const settled = (values: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, settle(name, value)]));
  const parsed = method.options.safeParse(settled(application.options));
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    throw new Fault(
      'parameter-invalid',
      `The option "${issue.path.join('.')}" of ${method.id} does not fit: ${issue.message}. \`odp methods ${method.id}\` lists what it takes.`,
    );
  }
  return settled(parsed.data as Record<string, unknown>);
}

const unknownName = (what: string, method: Method, known: readonly string[]) =>
  new Fault(
    'name-unknown',
    `The method ${method.id} has no ${what}. It has ${known.length ? known.join(', ') : 'none'}.`,
  );

async function bindRoles(
  query: Query,
  declared: Readonly<Record<string, Role>>,
  source: Source,
  owner: string,
): Promise<Input> {
  const available = await query.describe(`SELECT * FROM ${source.relation}`);
  for (const role of Object.keys(source.roles))
    if (!declared[role])
      throw new Fault('name-unknown', `${owner} has no role "${role}". It has ${Object.keys(declared).join(', ')}.`);
  const names = available.map((column) => column.name);
  const columns: Record<string, readonly string[]> = {};
  const types: Record<string, string> = {};
  const select: string[] = [];
  for (const [role, definition] of Object.entries(declared)) {
    const given = source.roles[role] ?? names.find((name) => same(name, role));
    const chosen = given === undefined ? [] : expand(given, names, role, owner);
    if (chosen.length === 0) {
      if (!definition.required) continue;
      throw new Fault(
        'input-missing',
        `${owner} needs a column for "${role}" (${definition.about}). The columns are ${list(names)}.`,
      );
    }
    if (!definition.many && chosen.length > 1)
      throw new Fault('usage', `${owner} takes one column for "${role}", and ${list(chosen)} were given.`);
    for (const name of chosen) {
      const type = available.find((column) => column.name === name)!.type;
      if (!fits(type, definition.types))
        throw new Fault(
          'data-unfit',
          `${owner} can't use the column "${name}" as "${role}": it is ${type}, and ${definition.types.join(' or ')} is needed.`,
        );
      const as = definition.many ? name : role;
      types[as] = type;
      select.push(definition.many || name === as ? quoteName(name) : `${quoteName(name)} AS ${quoteName(as)}`);
    }
    columns[role] = definition.many ? chosen : [role];
  }
  const distinct = [...new Set(select)];
  return { table: `(SELECT ${distinct.join(', ')} FROM ${source.relation})`, columns, types };
}

function expand(given: string | readonly string[], names: readonly string[], role: string, owner: string): string[] {
  const patterns = typeof given === 'string' ? [given] : given;
  const found = patterns.flatMap((pattern) => {
    const exact = names.find((name) => name === pattern) ?? names.find((name) => same(name, pattern));
    if (exact) return [exact];
    const like = new RegExp(`^${pattern.split('*').map(escapeRegExp).join('.*')}$`, 'i');
    const matches = pattern.includes('*') ? names.filter((name) => like.test(name)) : [];
    if (matches.length === 0)
      throw new Fault(
        'name-unknown',
        `${owner}: there is no column "${pattern}" for "${role}". The columns are ${list(names)}.`,
      );
    return matches;
  });
  return [...new Set(found)];
}

const escapeRegExp = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
const list = (names: readonly string[]) =>
  names.length > 40 ? `${names.slice(0, 40).join(', ')} and ${names.length - 40} more` : names.join(', ');

/** Whether a column of an engine type can play a role. */
export function fits(type: string, wanted: readonly RoleType[]): boolean {
  return wanted.some((role) => role === 'any' || roleTypes(type).includes(role));
}

function roleTypes(type: string): RoleType[] {
  if (/^(VARCHAR|ENUM|UUID)/.test(type)) return ['text'];
  if (/^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|INT\d*)$/.test(type)) return ['number', 'flag', 'text'];
  if (/^(DOUBLE|FLOAT|DECIMAL)/.test(type)) return ['number'];
  if (/^(DATE|TIMESTAMP)/.test(type)) return ['time', 'text'];
  if (type === 'BOOLEAN') return ['flag', 'text'];
  return [];
}
