import type { DuckDBConnection } from '@duckdb/node-api';
import { Fault } from '../contract/fault.ts';
import { quoteText } from '../contract/quote.ts';
import { engineFault } from './fault.ts';
import { refusedColumn, refusedFunction, refusedTableFunction } from './refuse.ts';

export interface TableReference {
  /** Empty when the statement names none. */
  schema: string;
  name: string;
  /** Line of the statement, from 1. */
  line: number;
}

/** What one SELECT-like statement needs, from its parse tree. */
export interface Statement {
  tables: TableReference[];
  /** Names after `$`. */
  parameters: string[];
  /** Functions whose answer depends on the order of rows, used without one. */
  unordered: string[];
}

type Tree = { [key: string]: unknown };
const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Parses a statement and refuses everything but one SELECT that will answer the same next time. */
export async function readStatement(connection: DuckDBConnection, sql: string): Promise<Statement> {
  const parsed = await serialise(connection, sql);
  const [only, second] = parsed.statements;
  if (!only) throw new Fault('sql-invalid', 'There is no statement here. Write a SELECT.');
  if (second)
    throw new Fault('sql-refused', 'There is more than one statement here. Put each in a cell of its own.', {
      place: { line: lineAt(sql, sql.indexOf(';')) },
    });
  const reading: Reading = { sql, tables: [], parameters: new Set(), unordered: new Set() };
  walk(only, new Set(), reading);
  return { tables: reading.tables, parameters: [...reading.parameters], unordered: [...reading.unordered] };
}

async function serialise(connection: DuckDBConnection, sql: string): Promise<{ statements: Tree[] }> {
  const result = await connection.run(`SELECT json_serialize_sql(${quoteText(sql)})`);
  const json = JSON.parse(String((await result.getRows())[0]?.[0])) as Tree;
  if (json.error !== true) return json as { statements: Tree[] };
  const message = String(json.error_message);
  if (json.error_type === 'not implemented' || /needs a SELECT/.test(message))
    throw new Fault(
      'sql-refused',
      'A notebook only reads: a cell holds one SELECT, and this is another kind of statement.',
      {
        detail: message,
      },
    );
  throw engineFault(new Error(JSON.stringify(json)), sql);
}

interface Reading {
  sql: string;
  tables: TableReference[];
  parameters: Set<string>;
  unordered: Set<string>;
}

function walk(value: unknown, scope: ReadonlySet<string>, reading: Reading): void {
  if (Array.isArray(value)) {
    for (const item of value) walk(item, scope, reading);
    return;
  }
  if (!isTree(value)) return;
  note(value, scope, reading);
  const inner = commonTables(value, scope, reading);
  for (const [key, child] of Object.entries(value)) if (key !== 'cte_map') walk(child, inner, reading);
}

/** A common table is known to those after it and to the body, and to itself only if it is recursive. */
function commonTables(node: Tree, scope: ReadonlySet<string>, reading: Reading): ReadonlySet<string> {
  const inner = new Set(scope);
  if (node.type === 'RECURSIVE_CTE_NODE') inner.add(String(node.cte_name).toLowerCase());
  const map = isTree(node.cte_map) && Array.isArray(node.cte_map.map) ? node.cte_map.map : [];
  for (const entry of map) {
    if (!isTree(entry)) continue;
    walk(entry.value, inner, reading);
    inner.add(String(entry.key).toLowerCase());
  }
  return inner;
}

function note(node: Tree, scope: ReadonlySet<string>, reading: Reading): void {
  const line = lineAt(reading.sql, Number(node.query_location));
  if (node.type === 'BASE_TABLE') {
    if (node.catalog_name)
      throw refusal(`The table ${node.catalog_name}.${node.table_name} is outside this notebook.`, line);
    const name = String(node.table_name);
    if (node.schema_name || !scope.has(name.toLowerCase()))
      reading.tables.push({ schema: String(node.schema_name ?? ''), name, line });
  } else if (node.type === 'SHOW_REF' && !node.query) {
    throw refusal(
      'SHOW lists what this computer holds, which differs elsewhere. Name a table with DESCRIBE instead.',
      line,
    );
  } else if (node.type === 'TABLE_FUNCTION' && isTree(node.function)) {
    const reason = refusedTableFunction(String(node.function.function_name));
    if (reason) throw refusal(reason, line);
  } else if (node.class === 'FUNCTION') {
    const reason = refusedFunction(String(node.function_name), (node.children as unknown[]).length);
    if (reason) throw refusal(reason, line);
    noteOrder(node, reading);
  } else if (node.class === 'COLUMN_REF' && Array.isArray(node.column_names) && node.column_names.length === 1) {
    const reason = refusedColumn(String(node.column_names[0]));
    if (reason) throw refusal(reason, line);
  } else if (node.class === 'PARAMETER') {
    reading.parameters.add(String(node.identifier));
  }
  if (isTree(node.sample)) throw refusal('A sample differs from run to run. Filter by hash(key) % 100 instead.', line);
}

const orderSensitive = new Set(
  'list array_agg string_agg group_concat listagg first last any_value arbitrary first_value last_value'.split(' '),
);

function noteOrder(node: Tree, reading: Reading): void {
  const name = String(node.function_name).toLowerCase();
  const orders = isTree(node.order_bys) && Array.isArray(node.order_bys.orders) ? node.order_bys.orders : [];
  if (node.class === 'FUNCTION' && orderSensitive.has(name) && orders.length === 0) reading.unordered.add(name);
}

const refusal = (message: string, line: number) => new Fault('sql-refused', message, { place: { line } });

function lineAt(sql: string, offset: number): number {
  if (!(offset >= 0 && offset <= sql.length * 4)) return 1;
  return Buffer.from(sql).subarray(0, offset).toString().split('\n').length;
}
