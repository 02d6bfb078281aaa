import type { Page, Value } from '../contract/data.ts';
import { Fault } from '../contract/fault.ts';
import type { FigureResult } from '../contract/run.ts';
import { formatValue } from '../evidence/format.ts';
import type { Placeholder } from '../notebook/prose.ts';
import type { Run } from '../notebook/run.ts';
import type { EngineBench } from './bench.ts';

/** The values that prose prints, each bound to one row of a result. */
export async function figuresOf(
  placeholders: readonly Placeholder[],
  run: Run,
  bench: EngineBench,
  zone: string,
): Promise<FigureResult[]> {
  const figures: FigureResult[] = [];
  for (const placeholder of placeholders) {
    const { text, line } = placeholder;
    try {
      figures.push({ text, line, ...(await figure(placeholder, run, bench, zone)) });
    } catch (error) {
      const { code, message } =
        error instanceof NoValue ? { code: 'skipped' as const, message: error.message } : Fault.from(error);
      if (code === 'cancelled') throw error;
      figures.push({ text, line, error: { code, message, line } });
    }
  }
  return figures;
}

/** The value of a cell that did not run: its own error says why. */
class NoValue extends Error {}

async function figure(
  placeholder: Placeholder,
  run: Run,
  bench: EngineBench,
  zone: string,
): Promise<{ value: Value; shown: string }> {
  const { cell, table, column, format, args, text } = placeholder;
  const status = run.states.find((state) => state.cell.name === cell)?.status;
  if (status !== 'ran' && status !== 'reused')
    throw new NoValue(
      `"{{${text}}}" has no value: the cell "${cell}" ${status === 'skipped' ? 'was skipped' : (status ?? 'did not run')}.`,
    );
  const page: Page = await bench.page(table ? `${cell}.${table}` : cell, 2);
  const index = page.columns.findIndex(({ name }) => name.toLowerCase() === column.toLowerCase());
  const found = page.columns[index];
  if (!found)
    throw new Fault(
      'name-unknown',
      `"{{${text}}}": there is no column "${column}". There is ${page.columns.map(({ name }) => name).join(', ')}.`,
    );
  if (page.rowCount !== 1)
    throw new Fault(
      'data-unfit',
      `"{{${text}}}" needs a result of one row, and this one has ${page.rowCount}. Pick the row in a sql cell.`,
    );
  const value = page.values[index]?.[0] ?? null;
  return { value, shown: formatValue(value, format, args, found, zone) };
}
