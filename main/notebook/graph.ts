import { Fault } from '../contract/fault.ts';
import { type Cell, isStatement } from './cell.ts';
import { cellsOf, type Notebook } from './parse.ts';
import { type Placeholder, placeholders } from './prose.ts';

/** What a statement needs, as the engine reads it. */
export interface StatementNeeds {
  tables: { schema: string; name: string; line: number }[];
  parameters: string[];
  unordered: string[];
}

/** A relation that a cell reads: a cell's table, an input, or an extract that is no input. */
export type Source =
  | { kind: 'cell'; name: string; table?: string }
  | { kind: 'input'; name: string }
  | { kind: 'extract'; name: string };

/** A statement in a cell, the notebook's line on which it begins, and what it binds. */
export interface Piece {
  sql: string;
  line: number;
  parameters: string[];
}

/** A cell with what it needs; `problem` is why it can't run. */
export interface Node {
  cell: Cell;
  sources: Source[];
  statements: Piece[];
  /** Those of the statements and those that options take. */
  parameters: string[];
  unordered: string[];
  problem?: Fault;
}

export interface Graph {
  /** In an order in which every cell comes after what it needs, and otherwise as the reader sees them. */
  nodes: Node[];
  placeholders: Placeholder[];
}

/** What names mean besides the notebook's own cells. */
export interface Surroundings {
  read(sql: string): Promise<StatementNeeds>;
  /** Names of the workspace's extracts. */
  extracts: readonly string[];
  /** Ids of the methods. */
  methods: readonly string[];
  /** Tables of a method's result; undefined when there is no such method. */
  methodTables(id: string): readonly string[] | undefined;
}

export async function buildGraph(notebook: Notebook, surroundings: Surroundings): Promise<Graph> {
  const cells = cellsOf(notebook);
  const names = new Names(notebook, surroundings);
  const nodes: Node[] = [];
  for (const cell of cells) nodes.push(await readNode(cell, names, surroundings));
  const prose = notebook.blocks.flatMap((block) => (block.kind === 'prose' ? placeholders(block.raw, block.line) : []));
  for (const placeholder of prose) names.checkPlaceholder(placeholder);
  return { nodes: inOrder(nodes), placeholders: prose };
}

type Found = Pick<Piece, 'sql' | 'line'>;

function statementsOf(cell: Cell): Found[] {
  const within = (key: string): number => {
    const lines = cell.source.split('\n');
    const index = lines.findIndex((line) => new RegExp(`^\\s*${key}\\s*:`).test(line));
    const isBlock = /:\s*[|>][+-]?\s*$/.test(lines[index] ?? '');
    return cell.line + 1 + Math.max(index, 0) + (isBlock ? 1 : 0);
  };
  switch (cell.kind) {
    case 'sql':
      return [{ sql: cell.source, line: cell.line + 1 }];
    case 'method': {
      const others = Object.values(cell.body.with ?? {}).map((source) =>
        typeof source === 'string' ? source : source.on,
      );
      return [cell.body.on, ...others].filter(isStatement).map((sql) => ({ sql, line: within('on') }));
    }
    case 'chart':
      return isStatement(cell.body.on) ? [{ sql: cell.body.on, line: within('on') }] : [];
    case 'param':
      return 'from' in cell.body && cell.body.from ? [{ sql: cell.body.from, line: within('from') }] : [];
    case 'check':
      if ('value' in cell.body) return [{ sql: cell.body.value, line: within('value') }];
      return isStatement(cell.body.on) ? [{ sql: cell.body.on, line: within('on') }] : [];
  }
}

/** Tables that a cell names outright, not in a statement. */
function tableNamesOf(cell: Cell): string[] {
  const all = ((): string[] => {
    if (cell.kind === 'chart') return [cell.body.on];
    if (cell.kind === 'check') return 'on' in cell.body ? [cell.body.on] : [];
    if (cell.kind !== 'method') return [];
    const others = Object.values(cell.body.with ?? {}).map((source) =>
      typeof source === 'string' ? source : source.on,
    );
    return [cell.body.on, ...others];
  })();
  return all.filter((on) => !isStatement(on));
}

/** Options of a method whose value is `$name`. */
const optionParameters = (cell: Cell): string[] =>
  cell.kind === 'method'
    ? Object.values(cell.body.options ?? {}).flatMap((value) =>
        typeof value === 'string' && /^\$[a-z][a-z0-9_]*$/.test(value) ? [value.slice(1)] : [],
      )
    : [];

async function readNode(cell: Cell, names: Names, surroundings: Surroundings): Promise<Node> {
  const node: Node = { cell, sources: [], statements: [], parameters: optionParameters(cell), unordered: [] };
  try {
    if (cell.kind === 'method' && !surroundings.methodTables(cell.body.method))
      throw new Fault(
        'name-unknown',
        `There is no method "${cell.body.method}". The methods are ${surroundings.methods.join(', ')}.`,
        { place: { line: cell.line } },
      );
    for (const on of tableNamesOf(cell)) {
      const [schema = '', name] = on.includes('.') ? on.split('.', 2) : ['', on];
      node.sources.push(names.resolve(schema, name ?? '', cell.line));
    }
    for (const piece of statementsOf(cell)) {
      const needs = await readAt(piece, surroundings);
      for (const { schema, name, line } of needs.tables)
        node.sources.push(names.resolve(schema, name, piece.line + line - 1));
      node.statements.push({ ...piece, parameters: needs.parameters });
      node.parameters.push(...needs.parameters);
      node.unordered.push(...needs.unordered);
    }
    node.parameters = [...new Set(node.parameters)];
    for (const parameter of node.parameters) names.checkParameter(parameter, cell);
  } catch (error) {
    const fault = Fault.from(error);
    if (fault.code === 'cancelled') throw fault;
    node.problem = fault;
  }
  return node;
}

async function readAt(piece: Found, surroundings: Surroundings): Promise<StatementNeeds> {
  try {
    return await surroundings.read(piece.sql);
  } catch (error) {
    const fault = Fault.from(error);
    const line = piece.line + (fault.place.line ?? 1) - 1;
    throw new Fault(fault.code, fault.message, {
      ...(fault.detail && { detail: fault.detail }),
      place: { ...fault.place, line },
      cause: error,
    });
  }
}

class Names {
  private readonly cells: Map<string, Cell>;
  private readonly inputs: readonly string[];
  private readonly surroundings: Surroundings;

  constructor(notebook: Notebook, surroundings: Surroundings) {
    this.cells = new Map(cellsOf(notebook).map((cell) => [cell.name, cell]));
    this.inputs = Object.keys(notebook.front.inputs ?? {});
    this.surroundings = surroundings;
  }

  resolve(schema: string, name: string, line: number): Source {
    if (schema) return this.methodTable(schema, name, line);
    const lower = name.toLowerCase();
    const input = this.inputs.find((candidate) => candidate === lower);
    if (input) return { kind: 'input', name: input };
    const cell = this.cells.get(lower);
    if (cell?.kind === 'sql') return { kind: 'cell', name: cell.name };
    const extract = this.surroundings.extracts.find((candidate) => candidate.toLowerCase() === lower);
    if (extract) return { kind: 'extract', name: extract };
    if (cell?.kind === 'method') {
      const tables = this.surroundings.methodTables(cell.body.method) ?? [];
      throw unknown(
        `"${name}" is a method, and its results are ${tables.map((table) => `${name}.${table}`).join(', ')}.`,
        line,
      );
    }
    throw unknown(`There is no table "${name}". The tables here are ${this.tables().join(', ') || 'none'}.`, line);
  }

  private methodTable(schema: string, name: string, line: number): Source {
    const cell = this.cells.get(schema.toLowerCase());
    if (cell?.kind !== 'method')
      throw unknown(`There is no method cell "${schema}" for the table ${schema}.${name}.`, line);
    const tables = this.surroundings.methodTables(cell.body.method) ?? [];
    const table = tables.find((candidate) => candidate === name.toLowerCase());
    if (!table)
      throw unknown(`The method ${cell.body.method} has no table "${name}". It has ${tables.join(', ')}.`, line);
    return { kind: 'cell', name: cell.name, table };
  }

  private tables(): string[] {
    const own = [...this.cells.values()].filter((cell) => cell.kind === 'sql').map((cell) => cell.name);
    return [...this.inputs, ...own, ...this.surroundings.extracts];
  }

  checkParameter(name: string, user: Cell): void {
    if (this.cells.get(name)?.kind !== 'param') {
      const known = [...this.cells.values()].filter((cell) => cell.kind === 'param').map((cell) => `$${cell.name}`);
      throw unknown(
        `"${user.name}" uses $${name}, and there is no such parameter. There ${known.length ? `is ${known.join(', ')}` : 'are none'}.`,
        user.line,
      );
    }
  }

  checkPlaceholder(placeholder: Placeholder): void {
    const { cell: name, table, line, text } = placeholder;
    const cell = this.cells.get(name);
    if (!cell) throw unknown(`"{{${text}}}" names a cell "${name}" that is not in this notebook.`, line);
    if (cell.kind === 'method' && !table)
      throw unknown(`"{{${text}}}": "${name}" is a method, so write {{${name}.TABLE.${placeholder.column}}}.`, line);
    if (cell.kind === 'method') this.methodTable(name, table ?? '', line);
    else if (cell.kind !== 'sql') throw unknown(`"{{${text}}}": a ${cell.kind} cell has no value to print.`, line);
    else if (table)
      throw unknown(`"{{${text}}}": "${name}" is one table; write {{${name}.${placeholder.column}}}.`, line);
  }
}

const unknown = (message: string, line: number) => new Fault('name-unknown', message, { place: { line } });

/** Names of the cells that a node needs, parameters included. */
export const needsOf = (node: Node): string[] => [
  ...new Set([...node.sources.flatMap((source) => (source.kind === 'cell' ? [source.name] : [])), ...node.parameters]),
];

function inOrder(nodes: Node[]): Node[] {
  const byName = new Map(nodes.map((node) => [node.cell.name, node]));
  const done = new Set<string>();
  const path: string[] = [];
  const order: Node[] = [];
  const visit = (node: Node) => {
    const { name } = node.cell;
    if (done.has(name)) return;
    if (path.includes(name)) throw cycle([...path.slice(path.indexOf(name)), name], byName);
    path.push(name);
    for (const need of needsOf(node)) {
      const needed = byName.get(need);
      if (needed) visit(needed);
    }
    path.pop();
    done.add(name);
    order.push(node);
  };
  for (const node of nodes) visit(node);
  return order;
}

function cycle(names: string[], nodes: Map<string, Node>): Fault {
  const [first = '', second = ''] = names;
  const lines = [first, second].map((name) => `"${name}" (line ${nodes.get(name)?.cell.line})`);
  const story =
    names.length === 2
      ? `${lines[0]} needs itself`
      : `${lines[0]} needs ${lines[1]}, which leads back to it: ${names.join(' → ')}`;
  return new Fault('cycle', `${story}. Break the circle by taking one of these names out.`, {
    place: { line: nodes.get(first)?.cell.line ?? 1 },
  });
}
