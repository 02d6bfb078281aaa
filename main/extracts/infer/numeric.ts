import type { ColumnRule } from '../recipe.ts';
import type { NumberShape } from './number.ts';

export interface Counted<T> {
  text: string;
  count: number;
  shape: T;
}

export type Guessed = Omit<ColumnRule, 'as'>;

export interface Family {
  rule: Guessed;
  what: string;
  confidence: number;
  /** Whether a text of the column is read by the rule. */
  fits(text: string): boolean;
  weight: number;
}

/** Why a column whose values look like numbers had better stay text. */
export type Refusal = { text: string };

const MOST_DIGITS = 18;
const identifier = /phone|mobile|\btel\b|telephone|sort.?code|account.?(no|num)|\bnino\b|national.?insurance/i;

/** The rule by which a column's numbers are read, or the reason why they are no numbers. */
export function numericFamily(name: string, values: readonly Counted<NumberShape>[]): Family | Refusal {
  const weigh = (test: (shape: NumberShape) => boolean) =>
    values.reduce((sum, { shape, count }) => (test(shape) ? sum + count : sum), 0);
  const example = (test: (shape: NumberShape) => boolean) => values.find(({ shape }) => test(shape))?.text ?? '';
  const total = weigh(() => true);
  if (weigh((shape) => shape.leadingZero) > 0)
    return {
      text: `values such as ${example((shape) => shape.leadingZero)} begin with a nought, which a number would lose`,
    };
  const long = (shape: NumberShape) => shape.integerDigits > MOST_DIGITS;
  if (weigh(long) > 0) return { text: `values such as ${example(long)} have more digits than a number keeps exactly` };
  const phone = (shape: NumberShape) => shape.plus && shape.integerDigits >= 10;
  if (weigh(phone) > total / 2 || identifier.test(name))
    return { text: 'the values are identifiers, with which nobody counts' };
  const onlyComma = weigh((shape) => !shape.point);
  const onlyPoint = weigh((shape) => !shape.comma);
  const comma = onlyComma > onlyPoint;
  const usable = values.filter(({ shape }) => (comma ? shape.comma : shape.point));
  const shapes = usable.map(({ shape }) => shape);
  const known = new Set(usable.map(({ text }) => text));
  const currencies = [...new Set(shapes.map((shape) => shape.currency).filter(Boolean))];
  if (currencies.length > 1) return { text: `amounts in ${currencies.join(' and ')} are mixed` };
  const percent = usable.reduce((sum, { shape, count }) => (shape.percent ? sum + count : sum), 0);
  const bare = usable.filter(({ shape, text }) => !shape.percent && !/^[-+]?0+(\.0+)?$/.test(text));
  if (percent > 0 && bare.length > 0)
    return { text: `some values have a % sign and some, such as ${bare[0]?.text}, have none` };
  const negatives = [...new Set(shapes.map((shape) => shape.negative).filter((each) => each !== undefined))];
  if (negatives.length > 1) return { text: 'negative numbers are written in several ways' };
  const separators = [
    ...new Set(shapes.map((shape) => (comma ? shape.commaGrouping : shape.grouping)).filter(Boolean)),
  ];
  const decimals = Math.max(0, ...shapes.map((shape) => (comma ? shape.commaDecimals : shape.decimals)));
  const exponent = shapes.some((shape) => shape.exponent);
  const strip = [...currencies, ...separators].join('');
  const money = currencies.length > 0 || /[£€$]|\bGBP\b/.test(name);
  const digits = Math.max(0, ...shapes.map((shape) => shape.integerDigits));
  const type =
    percent > 0
      ? 'number'
      : money && decimals <= 4 && digits <= 14 && !exponent
        ? `decimal(18,${Math.max(2, decimals)})`
        : decimals === 0 && !exponent && !shapes.some((shape) => shape.integerDigits === 0)
          ? 'integer'
          : digits + decimals > 17 && digits + decimals <= 38 && !exponent
            ? `decimal(38,${decimals})`
            : 'number';
  const ambiguous = !comma && onlyPoint === 0 && separators.includes(',');
  return {
    rule: {
      type,
      ...(strip && { strip }),
      ...(percent > 0 && { percent: true }),
      ...(comma && { decimal: ',' as const }),
      ...(negatives[0] && { negative: negatives[0] }),
    },
    what: words(type, currencies[0], percent > 0, separators, comma, negatives[0], ambiguous),
    confidence: ambiguous ? 0.9 : comma && separators.length > 0 ? 0.95 : 0.99,
    fits: (text) => known.has(text),
    weight: usable.reduce((sum, { count }) => sum + count, 0),
  };
}

function words(
  type: string,
  currency: string | undefined,
  percent: boolean,
  separators: string[],
  comma: boolean,
  negative: string | undefined,
  ambiguous: boolean,
): string {
  const kind = percent
    ? 'percentages, divided by 100'
    : currency === '£'
      ? 'pounds and pence'
      : currency
        ? `amounts in ${currency}`
        : type === 'integer'
          ? 'whole numbers'
          : 'numbers';
  const notes = [
    ...separators.map((each) => `“${each}” between thousands`),
    ...(comma ? ['a decimal comma'] : []),
    ...(negative === 'brackets' ? ['brackets for negative'] : []),
    ...(negative === 'trailing' ? ['the minus behind'] : []),
    ...(ambiguous ? ['the comma is taken for thousands, as in the UK'] : []),
  ];
  return notes.length > 0 ? `${kind} (${notes.join('; ')})` : kind;
}
