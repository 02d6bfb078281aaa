import type { Page, Value } from '../main/contract/data.ts';

/** A page from columns: type, values and unit by name. */
export function page(columns: Record<string, [type: string, values: Value[], unit?: string]>, rowCount?: number): Page {
  const entries = Object.entries(columns);
  return {
    columns: entries.map(([name, [type, , unit]]) => ({ name, type, ...(unit && { unit }) })),
    values: entries.map(([, [, values]]) => values),
    offset: 0,
    rowCount: rowCount ?? entries[0]?.[1][1].length ?? 0,
  };
}
