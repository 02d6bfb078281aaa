import type { Query, Value, Warning } from '../../contract/data.ts';
import { Fault } from '../../contract/fault.ts';
import type { Input } from '../method.ts';
import { comparisonStrength, isClaim } from '../strength.ts';
import { periodOrder } from './period.ts';
import { chainInputs } from './roles.ts';
import { type Stage, stageOf } from './stages.ts';

/** Figures of a measure, from the chain's table or from one that feeds it. */
export interface Figures {
  unit: string | null;
  baseline: number | null;
  value: number | null;
  change: number | null;
  lower: number | null;
  upper: number | null;
  p: number | null;
  method: string | null;
  date: string | null;
  source: string | null;
}

/** A measure of a link. */
export interface Link extends Figures {
  initiative: string;
  stage: Stage;
  measure: string;
  period: string | null;
  target: number | null;
  better: 'up' | 'down' | null;
  owner: string | null;
  data: string | null;
  cost: number | null;
  follows: string | null;
  fed: 'chain' | 'effects' | 'indices';
  /** Rows of the input behind it. */
  points: number;
}

interface Row extends Link {
  treated: boolean | null;
  claimed: boolean;
  at: number;
}

/** Names are compared without case and with single spaces. */
export const sameName = (text: string): string => text.trim().toLowerCase().replace(/\s+/g, ' ');

export async function readLinks(
  query: Query,
  input: Input,
): Promise<{ links: Link[]; claims: Link[]; warnings: Warning[] }> {
  const warnings: Warning[] = [];
  if (input.columns.strength)
    warnings.push({
      code: 'strength-ignored',
      text: 'A column "strength" was given and ignored: strength is computed from the method, never typed in.',
    });
  const rows = (await query.rows(`SELECT ${selectOf(input).join(', ')} FROM ${input.table}`)).map(rowOf);
  const bare = rows.filter((row) => !row.initiative || !row.measure);
  if (bare.length > 0)
    warnings.push({
      code: 'unnamed',
      text: `${bare.length} ${bare.length === 1 ? 'row' : 'rows'} without an initiative or a measure ${bare.length === 1 ? 'was' : 'were'} left out.`,
      count: bare.length,
    });
  const named = rows.filter((row) => row.initiative && row.measure);
  if (named.length === 0) throw new Fault('data-unfit', 'chain found no row with an initiative, a link and a measure.');
  return {
    links: measuresOf(named.filter((one) => !one.claimed)).map((group) => combine(group, warnings)),
    claims: named.filter((one) => one.claimed),
    warnings,
  };
}

/** Rows of one measure belong together, unless they were measured in different ways. */
function measuresOf(rows: readonly Row[]): Row[][] {
  return grouped(rows, (row) => JSON.stringify([row.initiative, row.stage, sameName(row.measure)])).flatMap((group) => {
    const methods = new Set(group.flatMap((row) => row.method ?? []));
    return methods.size < 2 ? [group] : grouped(group, (row) => row.method ?? '');
  });
}

function grouped(rows: readonly Row[], keyOf: (row: Row) => string): Row[][] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  return [...groups.values()];
}

const numbers = ['baseline', 'value', 'change', 'lower', 'upper', 'p', 'target', 'cost', 'treated', 'claimed'];

function selectOf(input: Input): string[] {
  return Object.keys(chainInputs)
    .filter((role) => role !== 'strength')
    .map((role) => {
      if (!input.columns[role]) return `NULL AS "${role}"`;
      if (numbers.includes(role)) return `CAST("${role}" AS DOUBLE) AS "${role}"`;
      return role === 'date'
        ? 'CAST(CAST("date" AS DATE) AS VARCHAR) AS "date"'
        : `CAST("${role}" AS VARCHAR) AS "${role}"`;
    });
}

export const textOf = (value: Value | undefined): string | null =>
  typeof value === 'string' ? value.trim() || null : null;
export const numberOf = (value: Value | undefined): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;

export const figuresOf = (row: Record<string, Value>): Figures => ({
  unit: textOf(row.unit),
  baseline: numberOf(row.baseline),
  value: numberOf(row.value),
  change: numberOf(row.change),
  lower: numberOf(row.lower),
  upper: numberOf(row.upper),
  p: numberOf(row.p),
  method: textOf(row.method),
  date: textOf(row.date),
  source: textOf(row.source),
});

function rowOf(row: Record<string, Value>, at: number): Row {
  const link = textOf(row.link);
  if (!link)
    throw new Fault('data-unfit', `Row ${at + 1} of the chain has no link. Give each row one of the six links.`);
  const method = textOf(row.method);
  return {
    ...figuresOf(row),
    initiative: textOf(row.initiative) ?? '',
    stage: stageOf(link),
    measure: textOf(row.measure) ?? '',
    period: textOf(row.period),
    target: numberOf(row.target),
    better: betterOf(textOf(row.better)),
    owner: textOf(row.owner),
    data: textOf(row.data),
    cost: numberOf(row.cost),
    follows: textOf(row.follows),
    fed: 'chain',
    points: 1,
    treated: numberOf(row.treated) === null ? null : row.treated !== 0,
    claimed: numberOf(row.claimed) === 1 || (method !== null && isClaim(method)),
    at,
  };
}

function betterOf(text: string | null): 'up' | 'down' | null {
  if (text === null) return null;
  if (/^(up|higher|high|increase|more|rise|\+)$/i.test(text)) return 'up';
  if (/^(down|lower|low|decrease|less|fewer|fall|reduce|[-−])$/i.test(text)) return 'down';
  throw new Fault('data-unfit', `"${text}" is no way for a measure to be better. Write up or down in "better".`);
}

const nameOf = (row: Link) => `"${row.measure}" (${row.stage} of ${row.initiative})`;

/** Several rows of a measure as one link: the first period is the baseline, the last the value, and a comparison group is taken off. */
function combine(rows: readonly Row[], warnings: Warning[]): Link {
  const first = rows[0]!;
  const cost = rows.some((row) => row.cost !== null) ? rows.reduce((sum, row) => sum + (row.cost ?? 0), 0) : null;
  if (rows.length === 1 && first.treated !== false) return { ...first, cost };
  const own = inOrder(
    rows.filter((row) => row.treated !== false),
    warnings,
  );
  const others = inOrder(
    rows.filter((row) => row.treated === false),
    warnings,
  );
  const [start, last] = [own[0], own.at(-1)];
  if (!start || !last)
    throw new Fault(
      'data-unfit',
      `The measure ${nameOf(first)} has rows only for those that the initiative did not reach (treated = 0). Add theirs, or leave "treated" out.`,
    );
  const latest = <K extends keyof Row>(part: K): Row[K] | null =>
    own.findLast((row) => row[part] !== null)?.[part] ?? null;
  const several = own.length > 1;
  const [otherStart, otherLast] = [others[0], others.at(-1)];
  const baseline = start.baseline ?? (several ? start.value : (otherLast?.value ?? null));
  const apart = others.length > 1 ? minus(otherLast!.value, otherStart!.value) : several ? null : 0;
  const derived = others.length === 0 ? null : minus(minus(last.value, baseline), apart);
  const design = comparisonStrength({ beforeAndAfter: several, comparison: apart !== null && others.length > 0 });
  const derivedMethod =
    design.level === 3
      ? 'before-after-comparison'
      : several
        ? 'before-after'
        : others.length > 0
          ? 'cross-section'
          : null;
  return {
    ...last,
    unit: latest('unit'),
    baseline,
    change: last.change ?? derived,
    target: latest('target'),
    better: latest('better'),
    owner: latest('owner'),
    data: latest('data'),
    source: latest('source'),
    method: latest('method') ?? derivedMethod,
    cost,
    points: rows.length,
  };
}

const minus = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a - b);

function inOrder(rows: readonly Row[], warnings: Warning[]): Row[] {
  if (rows.length < 2) return [...rows];
  const keyed = rows.map((row) => ({ row, text: row.period ?? row.date }));
  const bare = keyed.find(({ text }) => text === null);
  if (bare)
    throw new Fault(
      'data-unfit',
      `The measure ${nameOf(bare.row)} has ${rows.length} rows, and not all have a period to put them in order. Give each a period, or keep one row.`,
    );
  const texts = keyed.map(({ text }) => text!);
  const twice = texts.find((text, index) => texts.indexOf(text) !== index);
  if (twice)
    throw new Fault(
      'data-unfit',
      `The measure ${nameOf(rows[0]!)} has more than one row for ${twice}. Keep one, or tell them apart by method.`,
    );
  const orders = texts.map(periodOrder);
  if (orders.some((order) => order === null)) {
    warnings.push({
      code: 'period-order',
      text: `The periods of ${nameOf(rows[0]!)} (${texts.join(', ')}) can't be put in order by themselves; the order of the rows was kept.`,
      count: rows.length,
    });
    return [...rows];
  }
  return rows
    .map((row, index) => ({ row, order: orders[index]! }))
    .sort((a, b) => a.order - b.order || a.row.at - b.row.at)
    .map(({ row }) => row);
}
