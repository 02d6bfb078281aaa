import type { ColumnRule } from '../recipe.ts';
import { quote } from '../sql.ts';

/**
 * A cheap way to the same value as `convert`, for large files: it never takes what `convert` would read otherwise, and leaves
 * unusual texts to it. Three steps, each a column of its own, so that nothing is computed twice.
 */
export interface Quick {
  /** Texts on the way to the value, computed first: without a currency sign, and without the commas too. */
  bare?(x: string): string;
  plain?(x: string): string;
  /** The engine reads the column as DOUBLE itself; `raw` is then its own name, and `convert` can't be asked. */
  typed: boolean;
  raw(x: string, bare: string, plain: string): string;
  value(raw: string): string;
  /** True where the value stands; anything else asks `convert`. */
  holds(value: string, raw: string): string;
}

/** Integers that a double holds exactly. */
const EXACT = '9007199254740991';
const itself = (raw: string) => raw;
const asDouble = (x: string) => `TRY_CAST(${x} AS DOUBLE)`;

export function quick(rule: ColumnRule): Quick | undefined {
  const scale = /^decimal\(\d+,\s?(\d+)\)$/.exec(rule.type)?.[1];
  const numeric = rule.type === 'integer' || rule.type === 'number' || scale !== undefined;
  if (rule.type === 'date' && (rule.format ?? '%Y-%m-%d') === '%Y-%m-%d') return stamp("'____-__-__'", 'DATE');
  if (rule.type === 'timestamp' && /^%Y-%m-%d[ T]%H:%M(:%S)?$/.test(rule.format ?? '%Y-%m-%d %H:%M:%S'))
    return stamp(rule.format?.includes('T') ? "'____-__-__T__:__:__'" : "'____-__-__ __:__:__'", 'TIMESTAMP');
  if (!numeric || rule.decimal === ',' || rule.negative) return undefined;
  if (rule.percent) return rule.type === 'number' && !rule.strip ? share() : undefined;
  const steps = rule.strip ? stripped(rule.strip, scale, rule.type) : plainNumber(rule);
  if (!steps) return undefined;
  if (scale === '2' && steps.plain) return { ...steps, value: itself, holds: (value) => `${value} IS NOT NULL` };
  if (rule.type === 'number') return { ...steps, value: itself, holds: (value) => `isfinite(${value})` };
  const type = scale === undefined ? 'BIGINT' : rule.type;
  const most = scale === undefined ? EXACT : `${EXACT} / 1${'0'.repeat(Number(scale))}`;
  return {
    ...steps,
    value: (each) => `TRY_CAST(${each} AS ${type})`,
    holds: (value, each) => `CAST(${value} AS DOUBLE) = ${each} AND abs(${each}) <= ${most}`,
  };
}

type Steps = Pick<Quick, 'typed' | 'bare' | 'plain' | 'raw'>;

/** Codes are set aside before the cast, which is slow for what is no number. */
function plainNumber(rule: ColumnRule): Steps {
  const codes = [...Object.keys(rule.markers ?? {}), ...(rule.missing ?? [])].map(quote);
  if (codes.length === 0) return { typed: true, raw: itself };
  return { typed: false, raw: (x) => asDouble(`CASE WHEN ${x} IN (${codes.join(', ')}) THEN NULL ELSE ${x} END`) };
}

function stamp(shape: string, type: string): Quick {
  return {
    typed: false,
    raw: (x) => `CASE WHEN ${x} LIKE ${shape} THEN TRY_CAST(${x} AS ${type}) END`,
    value: itself,
    holds: (value) => `isfinite(${value})`,
  };
}

const share = (): Quick => ({
  typed: false,
  raw: (x) => `CASE WHEN suffix(${x}, '%') THEN TRY_CAST(replace(${x}, '%', 'e-2') AS DOUBLE) END`,
  value: itself,
  holds: (value) => `isfinite(${value})`,
});

/**
 * Without a currency sign and at most one comma, which stands where thousands are parted. Pounds and pence have two decimals, so
 * that the cast rounds nothing.
 */
function stripped(strip: string, scale: string | undefined, type: string): Steps | undefined {
  const [sign, ...others] = [...strip].filter((each) => each !== ',');
  if (others.length > 0 || (sign !== undefined && !'£$€'.includes(sign))) return undefined;
  const bare = (x: string) => (sign === undefined ? x : `replace(${x}, ${quote(sign)}, '')`);
  if (!strip.includes(',')) return { typed: false, raw: (x) => asDouble(bare(x)) };
  const [behind, decimals, target] =
    scale === '2' ? ['6', "strlen(p) - strpos(p, '.') = 2", type] : ['3', "strpos(p, '.') = 0", 'DOUBLE'];
  return {
    typed: false,
    bare,
    plain: (x) => `replace(${bare(x)}, ',', '')`,
    raw: (_, b, p) =>
      `CASE WHEN ${decimals.replaceAll(/\bp\b/g, p)} AND (strlen(${b}) = strlen(${p}) OR (strlen(${b}) = strlen(${p}) + 1 AND strlen(${b}) - strpos(${b}, ',') = ${behind})) THEN TRY_CAST(${p} AS ${target}) END`,
  };
}
