import type { Computed, ComputedType } from '../../contract/data.ts';
import type { Output } from '../method.ts';

export type Cell = null | boolean | number | string;

/** Rows as the declared columns of a table, in their order; a number that isn't finite is null. */
export function asColumns(
  columns: Readonly<Record<string, Output>>,
  rows: readonly Readonly<Record<string, Cell>>[],
): Computed {
  const cell = (value: Cell | undefined) =>
    typeof value === 'number' && !Number.isFinite(value) ? null : (value ?? null);
  return Object.fromEntries(
    Object.entries(columns).map(([name, { type }]) => [
      name,
      {
        type: type as ComputedType,
        values: rows.map((row) => cell(row[name])) as readonly (boolean | number | string | null)[],
      },
    ]),
  );
}
