import type { ColumnRule } from '../recipe.ts';
import { quote } from '../sql.ts';

/** A rule as SQL over a column of texts. */
export interface Conversion {
  value: string;
  /** The code that stands in place of a value. */
  marker?: string;
  /** True where a text is there and neither a value nor a code; absent where every text is a value. */
  bad?: string;
  /** What a bad text is not. */
  reason: string;
}

/** Spaces around a value mean nothing except in a text. */
const trimmed = (x: string) => `trim(${x}, ' \t\r\n\u00a0')`;

/** How the texts of column `x` (an SQL expression) become values under a rule. Nothing is rounded or cut: what does not fit exactly is bad. */
export function convert(rule: ColumnRule, x: string): Conversion {
  const codes = Object.keys(rule.markers ?? {});
  const list = (texts: readonly string[]) => texts.map(quote).join(', ');
  const coded = codes.length > 0 ? `${trimmed(x)} IN (${list(codes)})` : undefined;
  const missing = rule.missing?.length ? `${trimmed(x)} IN (${list(rule.missing)})` : undefined;
  const nothing = [coded, missing].filter((each) => each !== undefined).join(' OR ');
  const marker = coded === undefined ? {} : { marker: `CASE WHEN ${coded} THEN ${trimmed(x)} END` };
  if (rule.type === 'text' || rule.type === 'category')
    return { value: nothing ? `CASE WHEN ${nothing} THEN NULL ELSE ${x} END` : x, ...marker, reason: '' };
  const value = typed(rule, trimmed(x));
  return {
    value: nothing ? `CASE WHEN ${nothing} THEN NULL ELSE ${value} END` : value,
    ...marker,
    bad: `${x} IS NOT NULL AND ${value} IS NULL AND ${trimmed(x)} <> ''${nothing && ` AND NOT (${nothing})`}`,
    reason: `not ${reasons(rule)}`,
  };
}

/** The engine's type of a column read by a rule. */
export function engineType(rule: ColumnRule): string {
  if (rule.type.startsWith('decimal')) return rule.type.toUpperCase();
  if (rule.type === 'timestamp') return (rule.format ?? '').includes('%z') ? 'TIMESTAMPTZ' : 'TIMESTAMP';
  const types: Record<string, string> = {
    integer: 'BIGINT',
    number: 'DOUBLE',
    boolean: 'BOOLEAN',
    date: 'DATE',
    time: 'TIME',
  };
  return types[rule.type] ?? 'VARCHAR';
}

const matching = (t: string, pattern: string, value: string) =>
  `CASE WHEN regexp_full_match(${t}, ${quote(pattern)}) THEN ${value} END`;

function typed(rule: ColumnRule, t: string): string {
  if (rule.type === 'boolean') return booleanValue(rule, t);
  if (rule.type === 'date') return dateValue(rule.format ?? '%Y-%m-%d', t);
  if (rule.type === 'timestamp') return timestampValue(rule.format, t);
  if (rule.type === 'time')
    return /%I/.test(rule.format ?? '')
      ? `CAST(try_strptime(${t}, [${formats(rule.format!)}]) AS TIME)`
      : matching(t, '([01]?[0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,6}0*)?)?', `TRY_CAST(${t} AS TIME)`);
  if (rule.type === 'financial-year') return financialYear(t);
  if (rule.type === 'quarter') return quarter(t);
  return numberValue(rule, t);
}

const formats = (format: string) => format.split('|').map(quote).join(', ');

function booleanValue(rule: ColumnRule, t: string): string {
  const words = (own: readonly string[] | undefined, usual: string) =>
    (own ?? [usual]).map((word) => quote(word.toLowerCase())).join(', ');
  return `CASE WHEN lower(${t}) IN (${words(rule.true, 'true')}) THEN true WHEN lower(${t}) IN (${words(rule.false, 'false')}) THEN false END`;
}

function dateValue(format: string, t: string): string {
  if (format === '%Y-%m-%d') return matching(t, '[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}', `TRY_CAST(${t} AS DATE)`);
  return years(format, `CAST(try_strptime(${month(format, t)}, [${formats(format)}]) AS DATE)`);
}

/** The engine knows Sep, not Sept. */
const month = (format: string, t: string) =>
  format.includes('%b') ? `regexp_replace(${t}, '(?i)\\bsept\\b', 'Sep')` : t;

/** `%Y` reads 19 as the year 19: years of four digits only. */
const years = (format: string, value: string) =>
  format.includes('%Y') ? `CASE WHEN year(${value}) BETWEEN 1000 AND 9999 THEN ${value} END` : value;

const isoTimestamp = /^%Y-%m-%d[T ]%H:%M(:%S(\.%f)?)?(%z)?$/;

function timestampValue(format: string | undefined, t: string): string {
  const all = (format ?? '%Y-%m-%d %H:%M:%S').split('|');
  if (!all.every((each) => isoTimestamp.test(each)))
    return years(all.join('|'), `try_strptime(${month(all.join('|'), t)}, [${formats(all.join('|'))}])`);
  const body = '[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,6}0*)?)?';
  if (!all.some((each) => each.endsWith('%z'))) return matching(t, body, `TRY_CAST(${t} AS TIMESTAMP)`);
  const plain = `regexp_replace(replace(${t}, ' +', '+'), '^(.{10}.[0-9]{2}:[0-9]{2}) ?(Z|[+-])', '\\1:00\\2')`;
  return matching(t, `${body} ?(Z|[+-][0-9]{2}(:?[0-9]{2})?)`, `TRY_CAST(${plain} AS TIMESTAMPTZ)`);
}

function financialYear(t: string): string {
  const first = `substr(regexp_extract(${t}, '[0-9]{4}'), 1, 4)`;
  const second = `right(${t}, 2)`;
  const follows = `(TRY_CAST(${first} AS INTEGER) + 1) % 100 = TRY_CAST(${second} AS INTEGER)`;
  return matching(
    t,
    '(?i)(FY ?)?(19|20)[0-9]{2} ?[/–-] ?([0-9]{2}|[0-9]{4})',
    `CASE WHEN ${follows} THEN ${first} || '/' || ${second} END`,
  );
}

function quarter(t: string): string {
  const year = `replace(regexp_extract(${t}, '[0-9]{4}([/-][0-9]{2})?'), '-', '/')`;
  const part = `'Q' || regexp_extract(${t}, '(?i)Q([1-4])', 1)`;
  return matching(
    t,
    '(?i)((19|20)[0-9]{2}([/-][0-9]{2})?[ -]?Q[1-4]|Q[1-4][ -]?(19|20)[0-9]{2}([/-][0-9]{2})?)',
    `${year} || ' ' || ${part}`,
  );
}

/** Characters that part thousands are checked for their places, all others of `strip` are dropped. */
function numberValue(rule: ColumnRule, t: string): string {
  const comma = rule.decimal === ',';
  const drop = [...(rule.strip ?? '')];
  const groups = drop.filter((each) => (comma ? '. \u00a0\u202f' : ', \u00a0\u202f').includes(each));
  let s = t;
  for (const each of drop) if (!groups.includes(each)) s = `replace(${s}, ${quote(each)}, '')`;
  if (rule.percent) s = `regexp_replace(${s}, ' ?%$', '')`;
  if (rule.negative === 'brackets')
    s = `CASE WHEN ${s} LIKE '(%)' THEN '-' || trim(substr(${s}, 2, length(${s}) - 2)) ELSE ${s} END`;
  if (rule.negative === 'trailing') s = `CASE WHEN ${s} LIKE '%-' THEN '-' || trim(rtrim(${s}, '-')) ELSE ${s} END`;
  if (rule.negative === 'minus-sign') s = `replace(${s}, '−', '-')`;
  let plain = s;
  for (const each of groups) plain = `replace(${plain}, ${quote(each)}, '')`;
  if (comma) plain = `replace(${plain}, ',', '.')`;
  const gap = groups.length > 0 ? `|[0-9]{1,3}([${groups.join('')}][0-9]{3})+` : '';
  const whole = `([0-9]+${gap})`;
  const mark = comma ? ',' : '[.]';
  const scaled = /^decimal\((\d+),\s?(\d+)\)$/.exec(rule.type);
  if (rule.type === 'integer') return matching(s, `[+-]?${whole}(${mark}0*)?`, `TRY_CAST(${plain} AS BIGINT)`);
  if (scaled && !rule.percent)
    return matching(
      s,
      `[+-]?(${whole}(${mark}[0-9]{0,${scaled[2]}}0*)?|${mark}[0-9]{1,${scaled[2]}}0*)`,
      `TRY_CAST(${plain} AS ${rule.type})`,
    );
  const number = `[+-]?(${whole}(${mark}[0-9]*)?|${mark}[0-9]+)([eE][+-]?[0-9]+)?`;
  if (!rule.percent) return matching(s, number, finite(`TRY_CAST(${plain} AS DOUBLE)`));
  const share = `TRY_CAST(${plain} || 'e-2' AS DOUBLE)`;
  return matching(s, number.replace('([eE][+-]?[0-9]+)?', ''), scaled ? `TRY_CAST(${share} AS ${rule.type})` : share);
}

const finite = (value: string) => `CASE WHEN isfinite(${value}) THEN ${value} END`;

function reasons(rule: ColumnRule): string {
  const scaled = /^decimal\(\d+,\s?(\d+)\)$/.exec(rule.type);
  if (scaled) return `a number with at most ${scaled[1]} decimals`;
  const names: Record<string, string> = {
    integer: 'a whole number',
    number: rule.percent ? 'a percentage' : 'a number',
    boolean: `${(rule.true ?? ['true']).join(' or ')}, or ${(rule.false ?? ['false']).join(' or ')}`,
    date: `a date written as ${rule.format ?? '%Y-%m-%d'}`,
    timestamp: `a date with a time${rule.format ? ` written as ${rule.format}` : ''}`,
    time: 'a time of day',
    'financial-year': 'a financial year such as 2019/20',
    quarter: 'a quarter such as 2019 Q1',
  };
  return names[rule.type] ?? rule.type;
}
