import { Fault } from '../contract/fault.ts';
import type { QueriesApi, QueryReply } from '../contract/queries.ts';
import { quotePath } from '../contract/quote.ts';
import { catalogueOf } from '../engine/catalogue.ts';
import { complete } from '../engine/complete.ts';
import { pageOf } from '../engine/page.ts';
import { resultSchema } from '../engine/results.ts';
import { readStatement } from '../engine/statement.ts';
import { EngineBench } from './bench.ts';
import { extractsOf, Inputs } from './inputs.ts';
import type { Jobs } from './jobs.ts';
import type { Workspace } from './workspace.ts';

const quiet = { signal: new AbortController().signal, progress: () => undefined };
const LARGEST_PAGE = 10_000;

/** Ad-hoc SQL on a workspace's extracts, under the same rules as a notebook's. */
export function queriesService(workspace: Workspace, jobs: Jobs): QueriesApi {
  let opened = 0;
  const open = new Map<string, { key: string; rowCount: number }>();

  const withBench = async <Result>(
    task: Parameters<typeof EngineBench.open>[3],
    work: (bench: EngineBench, names: string[]) => Promise<Result>,
  ) => {
    const folder = await workspace.folder();
    const inputs = new Inputs(await extractsOf(folder), { notebook: 1, title: 'Query' });
    const bench = await EngineBench.open(await workspace.engine(), folder.settings, `query-${++opened}`, task);
    try {
      await inputs.show(bench);
      return await work(bench, inputs.names);
    } finally {
      await bench.close();
    }
  };

  return {
    open: ({ job, sql }) =>
      jobs.run(job, (task) =>
        withBench(task, async (bench, names): Promise<QueryReply> => {
          const { tables } = await readStatement(bench.session.connection, sql);
          const stranger = tables.find(
            ({ schema, name }) => schema !== '' || !names.some((known) => known.toLowerCase() === name.toLowerCase()),
          );
          if (stranger)
            throw new Fault(
              'name-unknown',
              `There is no table "${stranger.name}". There is ${names.join(', ') || 'none'}.`,
              { place: { line: stranger.line } },
            );
          const key = `query_${process.pid}_${opened}`;
          const outcome = await bench.statement(key, sql, {});
          await bench.show('query', key, outcome);
          const { columns, rowCount } = await bench.page('query', 0);
          open.set(key, { key, rowCount });
          return { id: key, columns, rowCount };
        }),
      ),
    async page(id, offset, limit) {
      const found = open.get(id);
      if (!found) throw new Fault('name-unknown', 'This result is closed. Run the query again.');
      if (
        !Number.isSafeInteger(offset) ||
        offset < 0 ||
        !Number.isSafeInteger(limit) ||
        limit < 0 ||
        limit > LARGEST_PAGE
      )
        throw new Fault('usage', `A page has 0 to ${LARGEST_PAGE} rows, from row 0.`);
      const engine = await workspace.engine();
      const connection = await engine.connect();
      try {
        return await pageOf(connection, quotePath(engine.catalogue, resultSchema(id), 'result'), offset, limit);
      } finally {
        connection.closeSync();
      }
    },
    async close(id) {
      if (!open.delete(id)) return;
      await withBench(quiet, (bench) => bench.forget(id));
    },
    complete: (sql) =>
      withBench(quiet, async (bench) =>
        complete(bench.session.connection, sql, await catalogueOf(bench.session.connection, bench.namespace.catalogue)),
      ),
  };
}
