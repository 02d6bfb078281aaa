import type { TablesApi } from '../contract/extracts.ts';
import { quoteText } from '../contract/quote.ts';
import { describe } from '../engine/query.ts';
import { extractsOf } from './inputs.ts';
import type { Workspace } from './workspace.ts';

export const tablesService = (workspace: Workspace): TablesApi => ({
  async list() {
    const extracts = await extractsOf(await workspace.folder());
    const connection = await (await workspace.engine()).connect();
    try {
      const tables = [];
      for (const { name, version, data, entry } of extracts) {
        const columns = await describe(connection, `SELECT * FROM read_parquet(${quoteText(data)})`);
        tables.push({ name, version, rowCount: entry.rows, columns });
      }
      return tables;
    } finally {
      connection.closeSync();
    }
  },
});
