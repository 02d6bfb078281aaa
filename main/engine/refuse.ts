/**
 * Functions that a notebook can't use, and why. DuckDB 1.5.5 marks what varies in `duckdb_functions().stability`;
 * tests/engine/statement.test.ts checks this list against that column, so that an upgrade can't add one unseen.
 */
const clock =
  'now today get_current_time get_current_timestamp transaction_timestamp current_date current_time current_timestamp localtime localtimestamp ago';
const chance = 'random setseed uuid uuidv4 uuidv7 gen_random_uuid reservoir_quantile approx_quantile';
const surroundings =
  'current_connection_id current_database current_catalog current_query current_query_id current_role current_schema current_schemas current_setting current_transaction_id current_user session_user user currval nextval getenv getvariable in_search_path txid_current stats version write_log sleep_ms pg_sleep error get_block_size inet_client_addr inet_client_port inet_server_addr inet_server_port pg_conf_load_time pg_postmaster_start_time pg_my_temp_schema';
const hidden = 'query query_table json_execute_serialized_sql json_serialize_plan';

const set = (names: string) => new Set(names.split(' '));
const reasons: [ReadonlySet<string>, (name: string) => string][] = [
  [set(clock), (name) => `${name} answers differently next time. Add a date parameter and use its $name.`],
  [set(chance), (name) => `${name} answers differently next time. Use hash(key) or quantile_cont instead.`],
  [
    set(surroundings),
    (name) => `${name} depends on this computer or this moment, so another could not reproduce it. Leave it out.`,
  ],
  [set(hidden), (name) => `${name} runs SQL that can't be seen. Write the statement itself.`],
];
const keywords = set(
  'current_date current_time current_timestamp localtime localtimestamp current_user session_user user current_role current_catalog current_schema',
);

/** Table functions that read no file and no catalogue. */
const allowedTables = set(
  'range generate_series unnest repeat repeat_row json_each json_tree histogram histogram_values summary',
);

export function refusedFunction(name: string, parameters: number): string | undefined {
  const lower = name.toLowerCase();
  if (lower === 'age' && parameters === 1) return 'age with one argument counts from today. Give it two.';
  return reasons.find(([names]) => names.has(lower))?.[1](lower);
}

/** Words that parse as columns and answer like functions. */
export const refusedColumn = (name: string): string | undefined =>
  keywords.has(name.toLowerCase()) ? refusedFunction(name, 0) : undefined;

export function refusedTableFunction(name: string): string | undefined {
  const lower = name.toLowerCase();
  if (allowedTables.has(lower)) return undefined;
  if (/^(read_|glob|parquet_|sniff_|arrow_|seq_scan)/.test(lower))
    return `${lower} reads a file directly. Import the file, and use its extract as a table.`;
  return (
    refusedFunction(lower, 0) ?? `The table function ${lower} is not for notebooks. Use range, unnest or an extract.`
  );
}
