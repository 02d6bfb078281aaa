import type { Query } from '../../contract/data.ts';
import { Fault } from '../../contract/fault.ts';
import type { Input } from '../method.ts';
import { folded, tidy } from './labels.ts';
import type { Item, Sample } from './sample.ts';
import { textSql, truth } from './truth.ts';

/** In which column each wave asked an item. */
export interface Crossing {
  item: string;
  wave: string;
  column: string;
}

export async function readCrosswalk(query: Query, input: Input): Promise<Crossing[]> {
  const rows = await query.rows(
    `SELECT ${textSql(input, 'item')} AS item, ${textSql(input, 'wave')} AS wave, ${textSql(input, 'column')} AS "column" FROM ${input.table}`,
  );
  return rows.map((row) => ({
    item: tidy(String(row.item ?? '')),
    wave: folded(String(row.wave ?? '')),
    column: tidy(String(row.column ?? '')),
  }));
}

/**
 * Items as the crosswalk names them: in each wave the answers of the column that asked it, and none in a wave without one. Columns that the
 * crosswalk does not name stay items of their own.
 */
export function cross(sample: Sample, crosswalk: readonly Crossing[]): Sample {
  if (crosswalk.length === 0) return sample;
  if (!sample.wave)
    throw new Fault(
      'input-missing',
      'A crosswalk says which column asked an item in which wave, so a column for "wave" is needed.',
    );
  const { codes, labels, truth: either = false } = sample.wave;
  const columns = new Map(sample.items.map((item) => [folded(item.name), item]));
  const named = new Set<string>();
  const items = [...new Set(crosswalk.map(({ item }) => item))].map((name): Item => {
    const by = labels.map((label) => {
      const crossing = crosswalk.find(
        ({ item, wave }) => item === name && (wave === folded(label) || (either && truth(wave) === label)),
      );
      if (!crossing) return null;
      const column = columns.get(folded(crossing.column));
      if (!column)
        throw new Fault(
          'name-unknown',
          `The crosswalk says that "${name}" was asked in the column "${crossing.column}", which is not among the items.`,
        );
      named.add(column.name);
      return column.codes;
    });
    return { name, codes: Uint8Array.from(codes, (wave, k) => by[wave]?.[k] ?? 0) };
  });
  return { ...sample, items: [...items, ...sample.items.filter((item) => !named.has(item.name))] };
}
