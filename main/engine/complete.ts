import type { DuckDBConnection } from '@duckdb/node-api';
import type { Suggestion } from '../contract/queries.ts';
import { quoteName, quoteText } from '../contract/quote.ts';
import type { CatalogueTable } from './catalogue.ts';
import { runStatement } from './query.ts';

const MOST = 200;

/**
 * What could come next at the end of a piece of SQL: after `alias.` that table's columns; otherwise tables and columns of the
 * catalogue that begin with the word being typed, then the engine's own suggestions, which know keywords but no aliases.
 */
export async function complete(
  connection: DuckDBConnection,
  sql: string,
  tables: readonly CatalogueTable[],
): Promise<Suggestion[]> {
  const qualified = /(?:"([^"]+)"|([A-Za-z_]\w*))\.(\w*)$/.exec(sql);
  if (qualified) {
    const table = aliased(sql, qualified[1] ?? qualified[2] ?? '', tables);
    if (table) return columnsOf(table, qualified[3] ?? '', sql.length - (qualified[3]?.length ?? 0));
  }
  const word = /\w*$/.exec(sql)?.[0] ?? '';
  const start = sql.length - word.length;
  const own = [
    ...tables
      .filter(({ name }) => begins(name, word))
      .map(({ schema, name }) => ({ text: pathText(schema, name), kind: 'table' as const, start })),
    ...tables.flatMap((table) => (mentions(sql, table) ? columnsOf(table, word, start) : [])),
  ];
  const result = await runStatement(
    connection,
    `SELECT suggestion, suggestion_start FROM sql_auto_complete(${quoteText(sql)}) LIMIT ${MOST}`,
  );
  const engine = (await result.getRows()).map(([text, from]) => ({
    text: String(text).trimEnd(),
    kind: 'keyword' as const,
    start: Number(from),
  }));
  const seen = new Set<string>();
  return [...own, ...engine].filter(({ text }) => !seen.has(text.toLowerCase()) && seen.add(text.toLowerCase()));
}

const begins = (name: string, word: string) => name.toLowerCase().startsWith(word.toLowerCase());
const plain = (name: string) => (/^[a-z_][a-z0-9_]*$/i.test(name) ? name : quoteName(name));
const pathText = (schema: string, name: string) =>
  schema === 'main' ? plain(name) : `${plain(schema)}.${plain(name)}`;

const columnsOf = (table: CatalogueTable, word: string, start: number): Suggestion[] =>
  table.columns
    .filter(({ name }) => begins(name, word))
    .map(({ name, type }) => ({ text: plain(name), kind: 'column', start, about: type }));

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
const nameIn = (table: CatalogueTable) =>
  `(?:${escaped(pathText(table.schema, table.name))}|"?${escaped(table.name)}"?)`;

const mentions = (sql: string, table: CatalogueTable) =>
  new RegExp(`\\b(?:from|join|,)\\s*${nameIn(table)}(?!\\w)`, 'i').test(sql);

/** The table that a name stands for: its own, or an alias after FROM or JOIN. */
function aliased(sql: string, name: string, tables: readonly CatalogueTable[]): CatalogueTable | undefined {
  const byAlias = tables.find((table) =>
    new RegExp(`\\b(?:from|join)\\s+${nameIn(table)}\\s+(?:as\\s+)?"?${escaped(name)}"?(?!\\w)`, 'i').test(sql),
  );
  return byAlias ?? tables.find((table) => table.name.toLowerCase() === name.toLowerCase());
}
