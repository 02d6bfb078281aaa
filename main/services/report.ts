import type { Page, Value } from '../contract/data.ts';
import { Fault } from '../contract/fault.ts';
import type { MethodText, Report, ReportBlock } from '../contract/report.ts';
import type { CellError, FigureResult } from '../contract/run.ts';
import { printReport } from '../evidence/report.ts';
import { methodNamed } from '../methods/index.ts';
import type { Cell } from '../notebook/cell.ts';
import { isStatement } from '../notebook/cell.ts';
import type { Block } from '../notebook/parse.ts';
import { placeholders, renderProse } from '../notebook/prose.ts';
import { type CellState, CHART_ROWS } from '../notebook/run.ts';
import type { Settings } from '../workspace/settings.ts';
import { picture } from './picture.ts';
import { cellError, type RunRecord } from './record.ts';

/** Rows of each table that a report shows; it says so where there are more. */
const SHOWN_ROWS = 100;

/** The report of a run, a complete page. */
export async function reportOf(record: RunRecord, settings: Settings, command: string): Promise<string> {
  const { notebook, result } = record;
  const figures = [...result.figures];
  const blocks: ReportBlock[] = [];
  for (const block of notebook.blocks) {
    const made = block.kind === 'prose' ? prose(block, figures) : await cellBlock(block.cell, record);
    if (made) blocks.push(made);
  }
  const { title, marking, zone, calendar } = settings;
  const report: Report = {
    workspace: { title, marking, zone, calendar },
    title: notebook.front.title,
    lessons: notebook.front.lessons ?? [],
    checkedForDisclosure: false,
    reproduce: command,
    ranAt: new Date().toISOString(),
    run: result,
    blocks,
  };
  return printReport(report);
}

/** Prose takes its figures off the front of the list, which is in the notebook's order. */
function prose(block: Block & { kind: 'prose' }, figures: FigureResult[]): ReportBlock | undefined {
  if (block.raw.trim() === '') return undefined;
  const own = figures.splice(0, placeholders(block.raw, block.line).length);
  return { kind: 'prose', html: renderProse(block.raw, (index) => figureHtml(own[index])), line: block.line };
}

function figureHtml(figure: FigureResult | undefined): string {
  if (!figure) return '';
  const path = escapeHtml((figure.text.split('|')[0] ?? '').trim());
  if (figure.error)
    return `<mark class="missing" title="${escapeHtml(figure.error.message)}">[${path}: no value]</mark>`;
  return `<data class="figure" value="${escapeHtml(plain(figure.value ?? null))}" data-figure="${path}">${escapeHtml(figure.shown ?? '')}</data>`;
}

const plain = (value: Value): string =>
  value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (character) => entities[character]!);

async function cellBlock(cell: Cell, record: RunRecord): Promise<ReportBlock | undefined> {
  const state = record.run.states.find((candidate) => candidate.cell.name === cell.name);
  if (!state) return undefined;
  const failure: { error?: CellError } = state.error
    ? { error: cellError(state.error) }
    : state.status === 'skipped'
      ? { error: { code: 'skipped', message: 'Not run, because something that it needs failed.' } }
      : {};
  const { name, line } = cell;
  switch (cell.kind) {
    case 'sql':
      return { kind: 'sql', name, source: cell.source, line, ...(await own(state, record)), ...failure };
    case 'param':
      return {
        kind: 'param',
        name,
        label: cell.body.label ?? name,
        value: record.run.parameters[name] ?? null,
        about: cell.body.about ?? '',
        line,
        ...failure,
      };
    case 'check': {
      const result = record.run.checks.find((check) => check.name === name) ?? {
        name,
        status: 'skipped' as const,
        rows: 0,
      };
      const on = 'value' in cell.body ? undefined : cell.body.on;
      const table = on && result.rows > 0 ? { table: await rows(isStatement(on) ? name : on, record) } : {};
      return { kind: 'check', result, line, ...table, ...failure };
    }
    case 'chart':
      return { kind: 'chart', name, line, ...(await drawn(state, cell, record)), ...failure };
    case 'method':
      return methodBlock(cell, state, record, failure);
  }
}

async function methodBlock(
  cell: Extract<Cell, { kind: 'method' }>,
  state: CellState,
  record: RunRecord,
  failure: { error?: CellError },
): Promise<ReportBlock> {
  const tables: Record<string, Page> = {};
  for (const table of state.outcome?.tables ?? []) tables[table] = await rows(`${cell.name}.${table}`, record);
  return {
    kind: 'method',
    name: cell.name,
    method: methodText(cell.body.method),
    on: cell.body.on,
    roles: { ...(state.outcome?.roles ?? {}) },
    options: state.outcome?.options ?? cell.body.options ?? {},
    tables,
    warnings: state.outcome?.warnings ?? [],
    line: cell.line,
    ...failure,
  };
}

const succeeded = (state: CellState) => state.status === 'ran' || state.status === 'reused';

async function own(state: CellState, record: RunRecord): Promise<{ table?: Page }> {
  return succeeded(state) ? { table: await rows(state.cell.name, record) } : {};
}

const rows = (table: string, record: RunRecord): Promise<Page> => record.bench.page(table, SHOWN_ROWS);

async function drawn(state: CellState, cell: Extract<Cell, { kind: 'chart' }>, record: RunRecord) {
  if (!succeeded(state)) return {};
  const data = await record.bench.page(isStatement(cell.body.on) ? cell.name : cell.body.on, CHART_ROWS);
  try {
    return { chart: await picture(cell.body, data, cell.line) };
  } catch (error) {
    return { error: cellError(Fault.from(error)) };
  }
}

function methodText(id: string): MethodText {
  try {
    const { version, title, question, assumptions, notFor, reference } = methodNamed(id);
    return { id, version, title, question, assumptions, notFor, reference };
  } catch {
    return { id, version: 0, title: id, question: '', assumptions: [], notFor: [], reference: '' };
  }
}
