import { categoryAxis } from './category.ts';
import { type Series, spoken, toText, toTime } from './value.ts';

/** The x of a line or a scatter: a time, a number, or periods in the order of the rows. */
export function acrossEncoding(
  across: Series,
  ticks: number,
  title: string | undefined,
): Record<string, unknown> & { axis: object } {
  const { kind, info } = across;
  const few = kind === 'time' ? fewDays(across) : undefined;
  return {
    field: 'x',
    type: kind === 'time' ? 'temporal' : kind === 'number' ? 'quantitative' : 'ordinal',
    ...(kind === 'text' && { sort: null }),
    scale: { ...(kind === 'number' && { zero: false, nice: false }), ...(kind === 'text' && { padding: 0.2 }) },
    axis: {
      ...(kind === 'text' && { ...categoryAxis, labelAngle: 0 }),
      ...(kind === 'number' && isYears(across) && { format: 'd', tickMinStep: 1 }),
      ...(few && { values: few, format: '%-d %b %Y' }),
      title: title ?? (kind === 'time' ? null : spoken(info.name) + (info.unit ? ` (${info.unit})` : '')),
      grid: false,
      labelOverlap: true,
      tickCount: ticks,
    },
  };
}

/** Whole numbers that are years are written without a comma. */
const isYears = ({ values, info }: Series) =>
  /year/i.test(info.name) && values.every((value) => value === null || /^(1[89]|20|21)\d\d$/.test(toText(value)));

/** Dates over a few days get a tick each, lest the axis part them into hours. */
function fewDays({ values, info }: Series): string[] | undefined {
  if (info.type !== 'DATE') return undefined;
  const days = [...new Set(values.map(toTime).filter((time) => time !== null))].sort();
  const span = days.length > 0 ? Date.parse(days.at(-1)!) - Date.parse(days[0]!) : 0;
  return span <= 5 * 86_400_000 ? days : undefined;
}
