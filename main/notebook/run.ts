import type { Bindings, Page, Task, Value, Warning } from '../contract/data.ts';
import { Fault } from '../contract/fault.ts';
import type { CellStatus, CheckResult } from '../contract/run.ts';
import type { Cell, ChartBody, MethodBody } from './cell.ts';
import { checkResult } from './check.ts';
import { type Graph, type Node, needsOf, type Piece, type Source } from './graph.ts';
import { keyOf } from './key.ts';
import { bindingsFor, bindParam, checkParam, type ParamCell, readParam } from './param.ts';

/** What is said about a cell's result besides its tables. */
export interface Outcome {
  /** Names of the tables; a SQL cell's one table has the empty name. */
  tables: string[];
  warnings: Warning[];
  /** Units of a method's columns, by table and column. */
  units?: Record<string, Record<string, string>>;
  options?: Record<string, unknown>;
  roles?: Record<string, readonly string[]>;
}

/** A relation that a method reads: a table by name, or a statement with what it binds. */
export type Relation = { table: string } | { statement: string; bindings: Bindings };

/** Does the work of cells: makes tables by key, keeps them, and shows them under the cell's name. */
export interface Bench {
  kept(key: string): Promise<Outcome | undefined>;
  statement(key: string, sql: string, bindings: Bindings): Promise<Outcome>;
  method(
    key: string,
    body: MethodBody,
    options: Record<string, unknown>,
    relation: (on: string) => Relation,
  ): Promise<Outcome>;
  show(cell: string, key: string, outcome: Outcome): Promise<void>;
  /** Rows of a table that is shown; `table` as a cell would write it, such as `waits.steps`. */
  page(table: string, limit: number): Promise<Page>;
  choices(sql: string, bindings: Bindings): Promise<Value[]>;
  /** Refuses a chart that can't be drawn. */
  draw(body: ChartBody, data: Page, line: number): Promise<void>;
}

export interface CellState {
  cell: Cell;
  status: CellStatus;
  ms: number;
  key: string;
  outcome?: Outcome;
  error?: Fault;
}

export interface Run {
  states: CellState[];
  checks: CheckResult[];
  parameters: Record<string, Value>;
}

export interface RunOptions {
  /** Values that were given, by name; texts are read by the parameter's type. */
  given: Readonly<Record<string, string>>;
  /** Names the exact data of an input or extract. */
  sourceKey(source: Source): string;
  /** Versions and settings that every key includes. */
  versions: unknown;
  methodVersion(id: string): number;
  /** Told as each cell begins and ends. */
  onCell?(cell: Cell, status: 'running' | CellStatus): void;
}

/** Rows that a chart draws at most; more is refused, never cut. */
export const CHART_ROWS = 50_000;

/**
 * Runs what a notebook's graph says, in order: reuses what is kept under the same key, runs the rest, and skips what needs
 * something that failed. Nothing but cancelling stops the other cells.
 */
export async function run(graph: Graph, bench: Bench, options: RunOptions, task: Task): Promise<Run> {
  const runner = new Runner(bench, options, task);
  runner.refuseUnknownParameters(graph);
  for (const [index, node] of graph.nodes.entries()) {
    task.progress(index / graph.nodes.length, node.cell.name);
    await runner.take(node);
  }
  task.progress(1, '');
  return runner.finish(graph);
}

class Runner {
  private readonly states = new Map<string, CellState>();
  private readonly parameters: Record<string, Value> = {};
  private readonly bindings: Record<string, ReturnType<typeof bindParam>> = {};
  private readonly checks: CheckResult[] = [];
  private readonly bench: Bench;
  private readonly options: RunOptions;
  private readonly task: Task;

  constructor(bench: Bench, options: RunOptions, task: Task) {
    this.bench = bench;
    this.options = options;
    this.task = task;
  }

  refuseUnknownParameters(graph: Graph): void {
    const known = graph.nodes.flatMap((node) => (node.cell.kind === 'param' ? [node.cell.name] : []));
    for (const name of Object.keys(this.options.given))
      if (!known.includes(name))
        throw new Fault(
          'parameter-invalid',
          `There is no parameter "${name}". ${known.length ? `There is ${known.join(', ')}` : 'This notebook has none'}.`,
        );
  }

  async take(node: Node): Promise<void> {
    const { cell } = node;
    const started = performance.now();
    const state: CellState = { cell, status: 'ran', ms: 0, key: '' };
    this.states.set(cell.name, state);
    const blocked = needsOf(node).some((need) => !this.succeeded(need));
    try {
      if (this.task.signal.aborted) throw new Fault('cancelled', 'Cancelled.');
      if (blocked && !node.problem) {
        state.status = 'skipped';
      } else {
        if (node.problem) throw node.problem;
        this.options.onCell?.(cell, 'running');
        await this.execute(node, state);
      }
    } catch (error) {
      state.error = placed(Fault.from(error), cell);
      state.status = state.error.code === 'cancelled' ? 'cancelled' : 'failed';
    }
    if (cell.kind === 'check' && state.status === 'failed')
      this.checks.push({ name: cell.name, status: 'failed', rows: 0 });
    if (cell.kind === 'check' && (state.status === 'skipped' || state.status === 'cancelled'))
      this.checks.push({ name: cell.name, status: 'skipped', rows: 0 });
    state.ms = Math.round((performance.now() - started) * 10) / 10;
    this.options.onCell?.(cell, state.status);
  }

  private succeeded(name: string): boolean {
    const status = this.states.get(name)?.status;
    return status === 'ran' || status === 'reused';
  }

  private async execute(node: Node, state: CellState): Promise<void> {
    const { cell } = node;
    if (cell.kind === 'param') return this.takeParam(cell, node.statements[0]);
    const bindings = bindingsFor(node.parameters, this.bindings);
    const identity = {
      versions: this.options.versions,
      sources: node.sources.map((source) => this.keyOfSource(source)),
      bindings,
    };
    switch (cell.kind) {
      case 'sql':
        state.key = keyOf({ ...identity, sql: cell.source });
        await this.make(state, () =>
          atLine((line) => cell.line + line, this.bench.statement(state.key, cell.source, bindings)),
        );
        state.outcome!.warnings.push(...unorderedWarnings(node.unordered, state.outcome!));
        return;
      case 'method': {
        const options = this.optionsOf(cell.body);
        const version = this.options.methodVersion(cell.body.method);
        state.key = keyOf({ ...identity, body: { ...cell.body, options }, version });
        const relation = (on: string): Relation => {
          const piece = node.statements.find(({ sql }) => sql === on);
          return piece ? { statement: on, bindings: bindingsFor(piece.parameters, this.bindings) } : { table: on };
        };
        await this.make(state, () =>
          atLine(() => cell.line, this.bench.method(state.key, cell.body, options, relation)),
        );
        return;
      }
      case 'chart': {
        const data = await this.relation(state, cell.body.on, { ...identity, body: cell.body }, node, CHART_ROWS);
        if (data.rowCount > CHART_ROWS)
          throw new Fault(
            'data-unfit',
            `The chart "${cell.name}" would draw ${data.rowCount} rows, and ${CHART_ROWS} is the most. Group or filter them in a sql cell first.`,
          );
        await this.bench.draw(cell.body, data, cell.line);
        return;
      }
      case 'check': {
        const on = 'value' in cell.body ? cell.body.value : cell.body.on;
        const data = await this.relation(state, on, { ...identity, body: cell.body }, node, 2);
        this.checks.push(checkResult(cell.name, cell.body, data));
      }
    }
  }

  private async make(state: CellState, work: () => Promise<Outcome>): Promise<void> {
    const kept = await this.bench.kept(state.key);
    state.status = kept ? 'reused' : 'ran';
    state.outcome = structuredClone(kept ?? (await work()));
    await this.bench.show(state.cell.name, state.key, state.outcome);
  }

  /** The rows that a chart or a check reads: a table's own, or a statement's, which become the cell's result. */
  private async relation(state: CellState, on: string, identity: object, node: Node, limit: number): Promise<Page> {
    state.key = keyOf({ ...identity, on });
    const [piece] = node.statements;
    if (!piece) return this.bench.page(on, limit);
    const bindings = bindingsFor(piece.parameters, this.bindings);
    await this.make(state, () =>
      atLine((line) => piece.line + line - 1, this.bench.statement(state.key, piece.sql, bindings)),
    );
    return this.bench.page(state.cell.name, limit);
  }

  private async takeParam(cell: ParamCell, from: Piece | undefined): Promise<void> {
    const text = this.options.given[cell.name];
    const value = text === undefined ? cell.body.default : readParam(cell, text);
    const listed =
      from &&
      (await atLine(
        (line) => from.line + line - 1,
        this.bench.choices(from.sql, bindingsFor(from.parameters, this.bindings)),
      ));
    const own = value === null ? value : (listed?.find((choice) => String(choice) === String(value)) ?? value);
    checkParam(cell, own, listed);
    this.parameters[cell.name] = own;
    this.bindings[cell.name] = bindParam(cell.body, own);
  }

  private optionsOf(body: MethodBody): Record<string, unknown> {
    const isName = (value: unknown): value is string => typeof value === 'string' && /^\$[a-z][a-z0-9_]*$/.test(value);
    return Object.fromEntries(
      Object.entries(body.options ?? {}).map(([name, value]) => [
        name,
        isName(value) ? (this.parameters[value.slice(1)] ?? null) : value,
      ]),
    );
  }

  private keyOfSource(source: Source): string {
    if (source.kind !== 'cell') return this.options.sourceKey(source);
    return `${this.states.get(source.name)?.key}/${source.table ?? ''}`;
  }

  finish(graph: Graph): Run {
    const named = new Map(graph.nodes.map((node) => [node.cell.name, node]));
    const states = [...this.states.values()].sort(
      (a, b) => named.get(a.cell.name)!.cell.line - named.get(b.cell.name)!.cell.line,
    );
    return { states, checks: this.checks, parameters: this.parameters };
  }
}

/** A fault that says no line is at its cell's. */
const placed = (fault: Fault, cell: Cell): Fault =>
  fault.place.line !== undefined
    ? fault
    : new Fault(fault.code, fault.message, {
        place: { ...fault.place, line: cell.line },
        ...(fault.detail && { detail: fault.detail }),
        cause: fault,
      });

/** Moves the line of a fault: one in a cell's statement counts from the statement's first, and the reader from the notebook's. */
async function atLine<Result>(move: (line: number) => number, work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    const fault = Fault.from(error);
    const place = { ...fault.place, line: move(fault.place.line ?? 1) };
    throw new Fault(fault.code, fault.message, { place, ...(fault.detail && { detail: fault.detail }), cause: error });
  }
}

const unorderedWarnings = (names: readonly string[], outcome: Outcome): Warning[] =>
  names.length === 0 || outcome.warnings.some(({ code }) => code === 'unordered')
    ? []
    : [
        {
          code: 'unordered',
          text: `${names.join(', ')} without ORDER BY inside may answer in another order next time.`,
        },
      ];
