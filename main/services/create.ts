import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { stringify } from 'yaml';
import type { ColumnInfo } from '../contract/data.ts';
import { Fault } from '../contract/fault.ts';
import type { NewReply, NewRequest } from '../contract/notebooks.ts';
import { quoteText } from '../contract/quote.ts';
import { describe } from '../engine/query.ts';
import { extractName } from '../extracts/name.ts';
import { guessRoles } from '../methods/guess.ts';
import type { Role } from '../methods/method.ts';
import type { Ask, Front } from '../notebook/front.ts';
import { print } from '../notebook/print.ts';
import { type Extract, extractsOf } from './inputs.ts';
import { near } from './near.ts';
import { rolesOf, type Template, type Templates } from './templates.ts';
import type { Workspace } from './workspace.ts';

type Filled = NewReply['inputs'][number];

/** Makes a notebook from a template: binds each table that it asks for to an extract, and each role to a column. */
export async function createNotebook(
  workspace: Workspace,
  templates: Templates,
  request: NewRequest,
  importSample: (file: string, name: string, job: string) => Promise<void>,
): Promise<NewReply> {
  const template = await templates.get(request.template);
  refuseUnknown(template, request);
  const inputs: Filled[] = [];
  for (const [name, ask] of Object.entries(template.asks))
    inputs.push(await fill(workspace, templates, template, name, ask, request, importSample));
  const { root } = await workspace.folder();
  const text = `---\n${stringify(frontOf(template, inputs), { lineWidth: 0 })}---\n${print({ ...template.notebook, frontRaw: '' })}`;
  return { file: await writeNew(root, template.id, text), inputs };
}

function refuseUnknown(template: Template, request: NewRequest): void {
  const tables = Object.keys(template.asks);
  for (const name of [...Object.keys(request.use), ...Object.keys(request.map).map((key) => key.split('.')[0] ?? '')])
    if (!template.asks[name])
      throw new Fault(
        'name-unknown',
        `The template ${template.id} has no input "${name}".${near(name, tables)} It has ${tables.join(', ')}.`,
      );
  for (const key of Object.keys(request.map)) {
    const [input = '', role = ''] = key.split(/\.(.*)/);
    const roles = Object.keys(rolesOf(template.asks[input]!));
    if (!roles.includes(role))
      throw new Fault(
        'name-unknown',
        `The input "${input}" has no role "${role}".${near(role, roles)} It has ${roles.join(', ')}.`,
      );
  }
}

async function fill(
  workspace: Workspace,
  templates: Templates,
  template: Template,
  name: string,
  ask: Ask,
  request: NewRequest,
  importSample: (file: string, name: string, job: string) => Promise<void>,
): Promise<Filled> {
  const given = request.use[name];
  const extract =
    given === undefined
      ? await sample(workspace, templates, ask, request.job, importSample)
      : await existing(workspace, given);
  const columns = await columnsOf(workspace, extract);
  const bound = template.notebook.front.inputs?.[name]?.roles;
  const roles =
    given === undefined && bound && noneMapped(name, request)
      ? asWritten(bound)
      : bindRoles(name, ask, columns, extract, request);
  return { name, extract: extract.name, roles, ...(given === undefined && { source: ask.source }) };
}

const noneMapped = (input: string, request: NewRequest) =>
  !Object.keys(request.map).some((key) => key.startsWith(`${input}.`));

const asWritten = (roles: NonNullable<NonNullable<Front['inputs']>[string]['roles']>): Filled['roles'] =>
  Object.entries(roles).map(([role, columns]) => ({ role, columns: [columns ?? []].flat(), why: 'as in the sample' }));

/** The template's own sample, imported once under a name that says what it is. */
async function sample(
  workspace: Workspace,
  templates: Templates,
  ask: Ask,
  job: string,
  importSample: (file: string, name: string, job: string) => Promise<void>,
): Promise<Extract> {
  await workspace.folder(true);
  const name = `sample-${extractName(basename(ask.sample))}`;
  const find = async () => (await extractsOf(await workspace.folder())).find((extract) => extract.name === name);
  if (!(await find())) await importSample(templates.samplePath(ask), name, job);
  const found = await find();
  if (!found) throw new Fault('internal', `The sample ${ask.sample} was imported and can't be found.`);
  return found;
}

async function existing(workspace: Workspace, name: string): Promise<Extract> {
  const extracts = await extractsOf(await workspace.folder());
  const found = extracts.find((extract) => extract.name === name);
  if (found) return found;
  const names = extracts.map((extract) => extract.name);
  throw new Fault(
    'name-unknown',
    `There is no extract "${name}".${near(name, names)} This workspace has ${names.join(', ') || 'none'}.`,
  );
}

async function columnsOf(workspace: Workspace, extract: Extract): Promise<ColumnInfo[]> {
  const connection = await (await workspace.engine()).connect();
  try {
    return await describe(connection, `SELECT * FROM read_parquet(${quoteText(extract.data)})`);
  } finally {
    connection.closeSync();
  }
}

/** Columns for roles: those that were given, and a guess, with its reason, for the rest. */
function bindRoles(
  input: string,
  ask: Ask,
  columns: ColumnInfo[],
  extract: Extract,
  request: NewRequest,
): Filled['roles'] {
  const roles = rolesOf(ask);
  const names = columns.map((column) => column.name);
  const given = new Map<string, string[]>();
  for (const [key, value] of Object.entries(request.map)) {
    const [owner = '', role = ''] = key.split(/\.(.*)/);
    if (owner !== input) continue;
    const wanted = roles[role]?.many ? value.split(',').map((part) => part.trim()) : [value];
    given.set(
      role,
      wanted.flatMap((column) => matching(column, names, `${input}.${role}`, extract)),
    );
  }
  const taken = new Set([...given.values()].flat());
  const open: Record<string, Role> = Object.fromEntries(Object.entries(roles).filter(([role]) => !given.has(role)));
  const guess = guessRoles(
    open,
    columns.filter((column) => !taken.has(column.name)),
  );
  const [missing] = guess.unresolved.filter(({ role }) => roles[role]?.required);
  if (missing)
    throw new Fault(
      'input-missing',
      `No column of ${extract.name} is plainly the ${missing.role} of "${input}" (${roles[missing.role]?.about}). Say which with --map ${input}.${missing.role}=COLUMN: ${missing.candidates.join(', ') || 'no column has a fitting type'}.`,
    );
  return Object.keys(roles).flatMap((role) => {
    const own = given.get(role);
    if (own) return [{ role, columns: own, why: 'as you said' }];
    const guessed = guess.roles[role];
    if (guessed && guessed.columns.length > 0) return [{ role, columns: [...guessed.columns], why: guessed.why }];
    return roles[role]?.many ? [] : [{ role, columns: [], why: 'no column for it, so it is empty' }];
  });
}

function matching(wanted: string, names: readonly string[], where: string, extract: Extract): string[] {
  const exact =
    names.find((name) => name === wanted) ?? names.find((name) => name.toLowerCase() === wanted.toLowerCase());
  if (exact) return [exact];
  const [head = '', tail] = wanted.split('*');
  const like = tail === undefined ? [] : names.filter((name) => name.startsWith(head) && name.endsWith(tail));
  if (like.length > 0) return like;
  throw new Fault(
    'name-unknown',
    `--map ${where}: the extract ${extract.name} has no column "${wanted}".${near(wanted, names)} It has ${names.join(', ')}.`,
  );
}

/** The new notebook's front matter: the template's, with its inputs bound and its asking done. */
function frontOf(template: Template, inputs: Filled[]): Record<string, unknown> {
  const { asks: _, inputs: __, ...rest } = template.notebook.front;
  const label = sampleLabel(inputs);
  const roles = ({ roles: bound }: Filled) =>
    Object.fromEntries(
      bound.map(({ role, columns }) => [role, isMany(template, role) ? columns : (columns[0] ?? null)]),
    );
  return {
    ...rest,
    template: template.id,
    ...(label && { title: `${rest.title} (${label})` }),
    inputs: Object.fromEntries(inputs.map((input) => [input.name, { extract: input.extract, roles: roles(input) }])),
  };
}

/** What a title says of inputs that are not the reader's own. */
function sampleLabel(inputs: Filled[]): string | undefined {
  const sources = inputs.flatMap(({ source }) => source ?? []);
  if (sources.length === 0) return undefined;
  return sources.some((source) => source.startsWith('Synthetic')) ? 'synthetic sample' : 'sample';
}

const isMany = (template: Template, role: string): boolean =>
  Object.values(template.asks).some((ask) => rolesOf(ask)[role]?.many === true);

async function writeNew(root: string, id: string, text: string): Promise<string> {
  await mkdir(join(root, 'notebooks'), { recursive: true });
  for (let number = 1; ; number++) {
    const file = `notebooks/${number === 1 ? id : `${id}-${number}`}.md`;
    if (existsSync(join(root, file))) continue;
    await writeFile(join(root, file), text, { flag: 'wx' });
    return file;
  }
}
