import type { ColumnRule } from '../recipe.ts';
import { quote } from '../sql.ts';

/**
 * A cheap way to the same value as `convert`, for large files: it never takes what `convert` would read otherwise, and leaves
 * unusual texts to it. Three steps, each a column of its own, so that nothing is computed twice.
 */
export interface Quick {
  /** The engine reads the column as DOUBLE itself; `raw` is then its own name, and `convert` can't be asked. */
  typed: boolean;
  raw(x: string): string;
  value(raw: string): string;
  /** True where the value stands; anything else asks `convert`. */
  holds(value: string, raw: string): string;
}

/** Integers that a double holds exactly. */
const EXACT = '9007199254740991';
const itself = (raw: string) => raw;

export function quick(rule: ColumnRule): Quick | undefined {
  const scale = /^decimal\(\d+,\s?(\d+)\)$/.exec(rule.type)?.[1];
  const numeric = rule.type === 'integer' || rule.type === 'number' || scale !== undefined;
  if (rule.type === 'date' && (rule.format ?? '%Y-%m-%d') === '%Y-%m-%d') return stamp("'____-__-__'", 'DATE');
  if (rule.type === 'timestamp' && /^%Y-%m-%d[ T]%H:%M(:%S)?$/.test(rule.format ?? '%Y-%m-%d %H:%M:%S'))
    return stamp(rule.format?.includes('T') ? "'____-__-__T__:__:__'" : "'____-__-__ __:__:__'", 'TIMESTAMP');
  if (!numeric || rule.decimal === ',' || rule.negative) return undefined;
  if (rule.percent) return rule.type === 'number' && !rule.strip ? share() : undefined;
  const typed = !rule.strip && !rule.markers && !rule.missing;
  const raw = rule.strip ? stripped(rule.strip, scale) : typed ? itself : (x: string) => `TRY_CAST(${x} AS DOUBLE)`;
  if (!raw) return undefined;
  if (rule.type === 'number') return { typed, raw, value: itself, holds: (value) => `isfinite(${value})` };
  const type = scale === undefined ? 'BIGINT' : rule.type;
  const most = scale === undefined ? EXACT : `${EXACT} / 1${'0'.repeat(Number(scale))}`;
  return {
    typed,
    raw,
    value: (each) => `TRY_CAST(${each} AS ${type})`,
    holds: (value, each) => `CAST(${value} AS DOUBLE) = ${each} AND abs(${each}) <= ${most}`,
  };
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

/** Without a currency sign and at most one comma, which stands where thousands are parted. */
function stripped(strip: string, scale: string | undefined): ((x: string) => string) | undefined {
  const signs = [...strip].filter((each) => each !== ',');
  if (signs.length > 1 || !signs.every((sign) => '£$€'.includes(sign))) return undefined;
  return (x) => {
    const bare = signs.length > 0 ? `replace(${x}, ${quote(signs[0]!)}, '')` : x;
    if (!strip.includes(',')) return `TRY_CAST(${bare} AS DOUBLE)`;
    const plain = `replace(${bare}, ',', '')`;
    const place = scale === '2' ? `${bare} LIKE '%,___.__'` : `${bare} LIKE '%,___' AND NOT contains(${bare}, '.')`;
    return `CASE WHEN strlen(${bare}) = strlen(${plain}) OR (strlen(${bare}) = strlen(${plain}) + 1 AND ${place}) THEN TRY_CAST(${plain} AS DOUBLE) END`;
  };
}
