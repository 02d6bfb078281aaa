import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Task } from '../contract/data.ts';
import { Fault } from '../contract/fault.ts';
import type { NotebookCheck, NotebooksApi, NotebookText, RunReply, RunRequest } from '../contract/notebooks.ts';
import type { CellResult, RunResult, TableResult } from '../contract/run.ts';
import type { Emit } from '../contract/wire.ts';
import { openEngine } from '../engine/open.ts';
import { rowsOf } from '../engine/page.ts';
import { readStatement } from '../engine/statement.ts';
import { methodNamed, methods } from '../methods/index.ts';
import { buildGraph, type Graph, needsOf, type Surroundings } from '../notebook/graph.ts';
import { cellsOf, type Notebook, parse } from '../notebook/parse.ts';
import { type CellState, type Run, run } from '../notebook/run.ts';
import { insidePath } from '../workspace/folder.ts';
import { EngineBench } from './bench.ts';
import { createNotebook } from './create.ts';
import { APP_VERSION } from './extracts.ts';
import { figuresOf } from './figures.ts';
import { extractsOf, Inputs } from './inputs.ts';
import type { Jobs } from './jobs.ts';
import { lint } from './lint.ts';
import { cellError, type RunRecord } from './record.ts';
import { reportOf } from './report.ts';
import type { Templates } from './templates.ts';
import type { Workspace } from './workspace.ts';

export function notebooksService(
  workspace: Workspace,
  jobs: Jobs,
  emit: Emit,
  templates: Templates,
  importSample: (file: string, name: string, job: string) => Promise<void>,
): NotebooksApi {
  return {
    async text(file) {
      const folder = await workspace.folder();
      return readFile(join(folder.root, await insidePath(folder, file)), 'utf8');
    },
    run: (request) => jobs.run(request.job, (task) => runNotebook(workspace, request, task, emit)),
    check: (text) => checkNotebook(workspace, text),
    create: (request) => createNotebook(workspace, templates, request, importSample),
  };
}

let runs = 0;

async function runNotebook(workspace: Workspace, request: RunRequest, task: Task, emit: Emit): Promise<RunReply> {
  const folder = await workspace.folder();
  const notebook = atFile(request.notebook.file, () => parse(request.notebook.text));
  const inputs = new Inputs(await extractsOf(folder), notebook.front, notebook.frontRaw);
  const engine = await workspace.engine();
  const bench = await EngineBench.open(engine, folder.settings, `notebook-${++runs}`, task);
  try {
    await inputs.show(bench);
    const graph = await buildGraph(notebook, surroundingsOf(bench, inputs.names));
    const { calendar, zone } = folder.settings;
    const outcome = await run(
      graph,
      bench,
      {
        given: request.parameters,
        sourceKey: inputs.sourceKey,
        versions: { app: APP_VERSION, engine: engine.version, calendar, zone },
        methodVersion: (id) => methodNamed(id).version,
        onCell: (cell, status) => emit('cell.changed', { job: request.job, cell: cell.name, status }),
      },
      task,
    );
    const result = await resultOf(request, notebook, graph, outcome, bench, inputs, { engine: engine.version, zone });
    const record: RunRecord = { notebook, text: request.notebook, run: outcome, result, bench };
    if (!request.report) return { result };
    return { result, html: await reportOf(record, folder.settings, request.command) };
  } catch (error) {
    throw inFile(error, request.notebook.file);
  } finally {
    await bench.close();
  }
}

const surroundingsOf = (bench: EngineBench, extracts: readonly string[]): Surroundings => ({
  read: (sql) => readStatement(bench.session.connection, sql),
  extracts,
  methods: methods.map(({ id }) => id),
  methodTables,
});

const methodTables = (id: string): string[] | undefined => {
  const found = methods.find((method) => method.id === id);
  return found && Object.keys(found.outputs);
};

async function resultOf(
  request: RunRequest,
  notebook: Notebook,
  graph: Graph,
  outcome: Run,
  bench: EngineBench,
  inputs: Inputs,
  { engine, zone }: { engine: string; zone: string },
): Promise<RunResult> {
  const { text, file } = request.notebook;
  const cells: Record<string, CellResult> = {};
  for (const state of outcome.states) cells[state.cell.name] = await cellResult(state, bench, request.rows);
  const used = cellsOf(notebook).flatMap((cell) =>
    cell.kind === 'method' ? methods.filter(({ id }) => id === cell.body.method) : [],
  );
  const figures = await figuresOf(graph.placeholders, outcome, bench, zone);
  const failed =
    outcome.states.some(({ status }) => status === 'failed') ||
    outcome.checks.some(({ status }) => status === 'failed') ||
    figures.some(({ error }) => error);
  const cancelled = outcome.states.some(({ status }) => status === 'cancelled');
  return {
    result: 1,
    notebook: { file, sha256: createHash('sha256').update(text).digest('hex'), title: notebook.front.title },
    parameters: outcome.parameters,
    versions: { app: APP_VERSION, engine, methods: Object.fromEntries(used.map(({ id, version }) => [id, version])) },
    inputs: inputs.results,
    cells,
    checks: outcome.checks,
    figures,
    status: cancelled ? 'cancelled' : failed ? 'failed' : 'done',
  };
}

async function cellResult(state: CellState, bench: EngineBench, rows: number | undefined): Promise<CellResult> {
  const { cell, status, ms, key, outcome, error } = state;
  const tables: Record<string, TableResult> = {};
  for (const table of outcome?.tables ?? []) {
    const page = await bench.page(table ? `${cell.name}.${table}` : cell.name, rows ?? Number.MAX_SAFE_INTEGER);
    tables[table || cell.name] = { columns: page.columns, rowCount: page.rowCount, rows: rowsOf(page) };
  }
  return {
    kind: cell.kind,
    status,
    ms,
    key,
    ...(outcome?.options && { options: outcome.options }),
    ...(outcome?.roles && { roles: outcome.roles }),
    ...(outcome && { warnings: outcome.warnings, tables }),
    ...(error && { error: cellError(error) }),
  };
}

async function checkNotebook(workspace: Workspace, { text, file }: NotebookText): Promise<NotebookCheck> {
  const notebook = atFile(file, () => parse(text));
  const folder = await workspace.folder().catch(() => undefined);
  const extracts = folder ? await extractsOf(folder) : [];
  const engine = await openEngine({ file: ':memory:', folders: [], scratch: tmpdir() });
  const connection = await engine.connect();
  try {
    const graph = await buildGraph(notebook, {
      read: (sql) => readStatement(connection, sql),
      extracts: extracts.map(({ name }) => name),
      methods: methods.map(({ id }) => id),
      methodTables,
    });
    const missing = Object.entries(notebook.front.inputs ?? {}).filter(
      ([, input]) => folder && !extracts.some(({ name }) => name === input.extract),
    );
    return {
      file,
      title: notebook.front.title,
      cells: graph.nodes.map((node) => ({
        name: node.cell.name,
        kind: node.cell.kind,
        line: node.cell.line,
        needs: needsOf(node),
      })),
      problems: [
        ...missing.map(([name, { extract }]) => ({
          code: 'input-missing' as const,
          message: `The input "${name}" needs the extract "${extract}", which this workspace does not have. Import it, or name another.`,
          place: { file },
        })),
        ...lint(notebook).map((problem) => ({
          ...problem,
          place: { ...problem.place, file },
        })),
        ...graph.nodes.flatMap(({ problem, cell }) =>
          problem
            ? [{ code: problem.code, message: problem.message, place: { line: cell.line, ...problem.place, file } }]
            : [],
        ),
      ],
    };
  } catch (error) {
    throw inFile(error, file);
  } finally {
    connection.closeSync();
    engine.close();
  }
}

function atFile<Result>(file: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw inFile(error, file);
  }
}

/** A fault that concerns a line of the notebook says so. */
function inFile(error: unknown, file: string): Fault {
  const fault = Fault.from(error);
  if (fault.place.line === undefined || fault.place.file) return fault;
  return new Fault(fault.code, fault.message, {
    place: { ...fault.place, file },
    ...(fault.detail && { detail: fault.detail }),
    cause: error,
  });
}
