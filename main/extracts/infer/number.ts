/** What a text looks like when it is read as a number, or undefined when it is none. */
export interface NumberShape {
  /** Grammars that it fits: decimal point (1,234.5) or decimal comma (1.234,5). */
  point: boolean;
  comma: boolean;
  currency: string;
  percent: boolean;
  negative: 'brackets' | 'trailing' | 'minus-sign' | undefined;
  /** Characters between groups of three digits, under each grammar. */
  grouping: string;
  commaGrouping: string;
  integerDigits: number;
  decimals: number;
  commaDecimals: number;
  exponent: boolean;
  leadingZero: boolean;
  plus: boolean;
}

const wrapped = /^(\(?)\s*([-+−]?)\s*([£$€]?)\s*([-+−]?)\s*(.*?)\s*([£$€]?)\s*(%?)\s*(-?)(\)?)$/u;
const pointBody = /^(?:(\d+|\d{1,3}(?:([, \u00a0\u202f])\d{3})(?:\2\d{3})*)(?:\.(\d*))?|\.(\d+))([eE][-+]?\d+)?$/;
const commaBody = /^(\d+|\d{1,3}(?:([. \u00a0\u202f])\d{3})(?:\2\d{3})*)(?:,(\d+))?$/;

/** Reads the shape of one trimmed text; `1,234` fits both grammars, and only its column can tell. */
export function numberShape(text: string): NumberShape | undefined {
  if (text.length > 60 || !/\d/.test(text)) return undefined;
  const parts = wrapped.exec(text);
  if (!parts) return undefined;
  const [
    ,
    open = '',
    sign = '',
    before = '',
    inner = '',
    body = '',
    after = '',
    percent = '',
    trailing = '',
    close = '',
  ] = parts;
  const signs = [open, sign, inner, trailing].filter(Boolean);
  if ((open === '') !== (close === '') || signs.length > 1 || (before && after)) return undefined;
  const point = pointBody.exec(body);
  const comma = commaBody.exec(body);
  if (!point && !comma) return undefined;
  const whole = point?.[1] ?? comma?.[1] ?? '';
  const digits = whole.replace(/\D/g, '');
  return {
    point: point !== null,
    comma: comma !== null,
    currency: before || after,
    percent: percent !== '',
    negative: open ? 'brackets' : trailing ? 'trailing' : signs.includes('−') ? 'minus-sign' : undefined,
    grouping: point?.[2] ?? '',
    commaGrouping: comma?.[2] ?? '',
    integerDigits: digits.length,
    decimals: (point?.[3] ?? point?.[4] ?? '').length,
    commaDecimals: (comma?.[3] ?? '').length,
    exponent: point?.[5] !== undefined,
    leadingZero: /^0\d/.test(whole) && !before && !after && !percent,
    plus: signs.includes('+'),
  };
}
