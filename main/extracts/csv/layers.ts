import { convert, engineType } from '../infer/convert.ts';
import { quick } from '../infer/quick.ts';
import { quote, quoteName } from '../sql.ts';
import type { Column } from './match.ts';
import type { Plan } from './sift.ts';

export interface Layers {
  /** Columns of the file as the engine is to read them: name and type, in the file's order. */
  read: [string, string][];
  /** A SELECT of the extract's columns and `_bad` over a relation of what was read. */
  select(relation: string): string;
  /** What was read with each column's value and marker beside it, and by position the test of a value that fits no rule. */
  within(relation: string): string;
  tests: Map<number, string>;
  /** The texts that were read, and `_bad`. */
  bare(relation: string): string;
}

/**
 * The rules of all columns as one statement in layers, each computing on the columns of the one below, so that the engine
 * computes nothing twice. `_bad` marks rows that need a closer look: a value that fits no rule, an empty row, the header again.
 */
export function layers(columns: readonly Column[], plan: Plan, typedAllowed: boolean): Layers {
  const present = columns.filter(({ at, rule }) => at !== undefined && rule.use !== false);
  const parts = present.map(({ at, rule }) => {
    const fast = quick(rule);
    const typed = fast?.typed === true && typedAllowed;
    const usable = fast && (!fast.typed || typedAllowed) ? fast : undefined;
    return { at: at!, rule, x: `c${at}`, full: convert(rule, `c${at}`), fast: usable, typed };
  });
  const types = new Map(parts.map(({ at, typed }) => [at, typed ? 'DOUBLE' : 'VARCHAR']));
  const read = Array.from({ length: plan.width }, (_, at): [string, string] => [`c${at}`, types.get(at) ?? 'VARCHAR']);
  const fasts = parts.filter(({ fast, typed }) => fast && !typed);
  const list = (items: string[]) => ['*', ...items].join(', ');
  const texts = list(
    fasts.flatMap(({ at, fast, x }) =>
      fast?.bare && fast.plain ? [`${fast.bare(x)} AS b${at}`, `${fast.plain(x)} AS p${at}`] : [],
    ),
  );
  const raws = list(fasts.map(({ at, fast, x }) => `${fast!.raw(x, `b${at}`, `p${at}`)} AS r${at}`));
  const rawOf = (part: (typeof parts)[number]) => (part.typed ? part.x : `r${part.at}`);
  const values = list(
    parts.filter(({ fast }) => fast).map((part) => `${part.fast!.value(rawOf(part))} AS q${part.at}`),
  );
  const finals = list(parts.map((part) => `${finalValue(part, rawOf(part))} AS v${part.at}`));
  const markers = list(
    parts.flatMap(({ at, full }) =>
      full.marker ? [`CASE WHEN v${at} IS NULL THEN ${full.marker} END AS m${at}`] : [],
    ),
  );
  const out = columns.flatMap(({ at, rule }) => {
    if (rule.use === false) return [];
    const value = at === undefined ? `CAST(NULL AS ${engineType(rule)})` : `v${at}`;
    const marker = at === undefined ? 'CAST(NULL AS VARCHAR)' : `m${at}`;
    return [
      `${value} AS ${quoteName(rule.as)}`,
      ...(rule.markers ? [`${marker} AS ${quoteName(`${rule.as}__marker`)}`] : []),
    ];
  });
  const bad = badRow(parts, plan, types);
  const within = (relation: string) =>
    `SELECT ${markers} FROM (SELECT ${finals} FROM (SELECT ${values} FROM (SELECT ${raws} FROM (SELECT ${texts} FROM ${relation}))))`;
  return {
    read,
    within,
    tests: new Map(parts.flatMap((part) => badness(part).map((test) => [part.at, test] as const))),
    bare: (relation) => `SELECT *, ${bad} AS _bad FROM (${within(relation)})`,
    select: (relation) => `SELECT ${out.join(', ')}, ${bad} AS _bad FROM (${within(relation)})`,
  };
}

interface Part {
  at: number;
  x: string;
  rule: Column['rule'];
  full: ReturnType<typeof convert>;
  fast: ReturnType<typeof quick>;
  typed: boolean;
}

/** What the engine read itself can't be asked again in another way: it stands, or its row needs a closer look. */
function finalValue({ at, x, full, fast, typed }: Part, raw: string): string {
  if (!fast) return full.value;
  if (typed) return `q${at}`;
  return `CASE WHEN ${fast.holds(`q${at}`, raw)} THEN q${at} WHEN ${x} IS NULL THEN NULL ELSE ${full.value} END`;
}

function badness({ at, x, full, rule, fast, typed }: Part): string[] {
  if (!full.bad) return [];
  if (fast && typed) return [`(${x} IS NOT NULL AND (${fast.holds(`q${at}`, x)}) IS NOT TRUE)`];
  return [`(v${at} IS NULL AND ${x} IS NOT NULL${rule.markers ? ` AND m${at} IS NULL` : ''})`];
}

/** Rows with all their values, which are most, are known by one short test; only the others are asked the rest. */
function badRow(parts: readonly Part[], plan: Plan, types: Map<number, string>): string {
  const tested = parts.filter(({ full }) => full.bad !== undefined);
  const all = Array.from({ length: plan.width }, (_, at) => `c${at} IS NULL`).join(' AND ');
  const whole =
    tested.length > 0
      ? tested
          .map(({ at, x, fast, typed }) => (fast && typed ? fast.holds(`q${at}`, x) : `v${at} IS NOT NULL`))
          .join(' AND ')
      : 'c0 IS NOT NULL';
  const rest = [...tested.flatMap(badness), `(${all})`].join(' OR ');
  const name = plan.header[1];
  const again = !name || types.get(1) === 'DOUBLE' ? '' : ` OR (c1 IS NOT NULL AND c1 = ${quote(name)})`;
  // random() keeps the engine from pushing the test down through the layers, where it would compute every value again
  return `((CASE WHEN ${whole} THEN false ELSE (${rest}) AND random() >= 0 END)${again})`;
}
