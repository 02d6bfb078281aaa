import { chartNamed } from '../charts/index.ts';
import { Fault } from '../contract/fault.ts';
import { formatValue } from '../evidence/format.ts';
import { resolveOptions } from '../methods/apply.ts';
import { methodNamed, methods } from '../methods/index.ts';
import type { Cell } from '../notebook/cell.ts';
import { cellsOf, type Notebook } from '../notebook/parse.ts';
import { placeholders } from '../notebook/prose.ts';
import { near } from './near.ts';

type Finding = Pick<Fault, 'code' | 'message' | 'place'>;

/** What can be seen to be wrong with cells and prose without running them: unknown roles, options, charts, channels and formats. */
export function lint(notebook: Notebook): Finding[] {
  const cells = cellsOf(notebook).flatMap((cell) => tried(cell.line, () => lintCell(cell)));
  const prose = notebook.blocks.flatMap((block) =>
    block.kind === 'prose'
      ? placeholders(block.raw, block.line).flatMap(({ format, args, line }) =>
          tried(line, () => void formatValue(null, format, args)),
        )
      : [],
  );
  return [...cells, ...prose];
}

function tried(line: number, work: () => void): Finding[] {
  try {
    work();
    return [];
  } catch (error) {
    const { code, message } = Fault.from(error);
    return [{ code, message, place: { line } }];
  }
}

function lintCell(cell: Cell): void {
  if (cell.kind === 'chart' && cell.body.chart) {
    const known = Object.keys(chartNamed(cell.body.chart).channels.shape);
    const given = Object.keys(cell.body).filter((key) => !['chart', 'on', 'title', 'alt'].includes(key));
    refuseUnknown(given, known, `The chart ${cell.body.chart} has no channel`);
  }
  if (cell.kind !== 'method' || !methods.some(({ id }) => id === cell.body.method)) return;
  const method = methodNamed(cell.body.method);
  refuseUnknown(Object.keys(cell.body.roles ?? {}), Object.keys(method.inputs), `The method ${method.id} has no role`);
  refuseUnknown(
    Object.keys(cell.body.with ?? {}),
    Object.keys(method.also ?? {}),
    `The method ${method.id} has no table`,
  );
  const options = Object.entries(cell.body.options ?? {});
  const settled = options.filter(([, value]) => !(typeof value === 'string' && value.startsWith('$')));
  refuseUnknown(
    options.map(([name]) => name),
    Object.keys(method.options.shape),
    `The method ${method.id} has no option`,
  );
  resolveOptions(method, {
    options: Object.fromEntries(settled),
    settings: { calendar: 'england-and-wales', zone: 'Europe/London' },
  });
}

function refuseUnknown(given: readonly string[], known: readonly string[], what: string): void {
  const stray = given.find((name) => !known.includes(name));
  if (stray !== undefined)
    throw new Fault('name-unknown', `${what} "${stray}".${near(stray, known)} It has ${known.join(', ') || 'none'}.`);
}
