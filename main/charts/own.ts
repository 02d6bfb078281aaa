import type { Page, Value } from '../contract/data.ts';
import { Fault, type Place } from '../contract/fault.ts';
import type { Caption, Specification } from './chart.ts';
import { emptyPicture, framed } from './draw.ts';
import { width } from './style.ts';
import { kindOf, toNumber } from './value.ts';

type Tree = Record<string, unknown>;

/** What a specification of the cell's own may not hold, each with what to do instead. */
const refusals: Readonly<Record<string, string>> = {
  data: 'it takes its rows from the table under "on"; leave "data" out',
  datasets: 'it takes its rows from the table under "on"; leave "datasets" out',
  url: 'it can fetch nothing; leave "url" out',
  href: 'it can hold no links; leave "href" out',
  marks: 'it is Vega, and Vega-Lite is needed',
  signals: 'it is Vega, and Vega-Lite is needed',
};
/** Numbers that decide how much is drawn, and their caps. */
const caps: Readonly<Record<string, number>> = {
  width: 4000,
  height: 8000,
  maxbins: 1000,
  steps: 10_000,
  columns: 100,
};

/** Checks a Vega-Lite specification that a notebook brings, and puts the rows of its table into it. */
export function checkSpecification(spec: Tree, data: Page, caption: Caption, place: Place = {}): Specification {
  const refuse = (why: string) => new Fault('notebook-invalid', `The chart's spec can't be used: ${why}.`, { place });
  const fields = new Set<string>();
  const made = new Set<string>();
  let derives = false;
  const walk = (node: unknown, key: string): void => {
    if (Array.isArray(node)) {
      for (const entry of node) walk(entry, key);
      return;
    }
    if (typeof node === 'string') {
      if (/url\s*\(|javascript:|data:/i.test(node)) throw refuse('it can refer to nothing outside itself');
      if (key === 'field' || key === 'groupby') fields.add(node);
      if (key === 'as') made.add(node);
      if ((key === 'mark' || key === 'type') && node === 'image')
        throw refuse('it can hold no pictures; use another mark');
      return;
    }
    if (typeof node === 'number') {
      if (Math.abs(node) > (caps[key] ?? Number.POSITIVE_INFINITY)) throw refuse(`${key} is at most ${caps[key]}`);
      return;
    }
    if (typeof node !== 'object' || node === null) return;
    for (const name of [
      'pivot',
      'flatten',
      'fold',
      'density',
      'regression',
      'loess',
      'quantile',
      'aggregate',
      'repeat',
      'stack',
    ])
      if (name in node) derives = true;
    if ('keyvals' in node && !Array.isArray(node.keyvals)) throw refuse('"keyvals" is a list of values');
    for (const [name, value] of Object.entries(node)) {
      const why = refusals[name];
      if (why) throw refuse(why);
      if (name !== '$schema') walk(value, name);
    }
  };
  walk(spec, '');
  const names = data.columns.map((column) => column.name);
  const known = (field: string) => names.includes(field.replace(/\\/g, '')) || made.has(field) || /[.[]/.test(field);
  const stray = derives ? undefined : [...fields].find((field) => !known(field));
  if (stray !== undefined)
    throw new Fault('name-unknown', `The chart's spec draws "${stray}", and the columns are ${names.join(', ')}.`, {
      place,
    });
  if ((data.values[0]?.length ?? 0) === 0) return framed(emptyPicture('No rows to draw: the table has none.'), caption);
  const single = ['facet', 'hconcat', 'vconcat', 'concat', 'repeat'].every((key) => !(key in spec)) && !faceted(spec);
  return framed({ ...(single && { width }), ...spec, data: { values: rowsOf(data) } }, caption);
}

const faceted = ({ encoding }: Tree): boolean =>
  typeof encoding === 'object' &&
  encoding !== null &&
  ['facet', 'row', 'column'].some((channel) => channel in encoding);

/** Rows as Vega-Lite reads them: decimals and large integers as numbers, what is no finite number as null. */
function rowsOf(data: Page): Record<string, Value>[] {
  const numeric = data.columns.map((column) => kindOf(column.type) === 'number');
  return Array.from({ length: data.values[0]?.length ?? 0 }, (_, row) =>
    Object.fromEntries(
      data.columns.map((column, index) => {
        const value = data.values[index]?.[row] ?? null;
        return [column.name, numeric[index] ? toNumber(value) : value];
      }),
    ),
  );
}
