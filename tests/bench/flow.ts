import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEngine } from '../../main/engine/open.ts';
import { queryOn } from '../../main/engine/query.ts';
import { applyMethod } from '../../main/methods/apply.ts';
import { flow } from '../../main/methods/flow.ts';
import { quietTask } from '../engine.ts';
import type { Measured } from './measure.ts';

export interface FlowSize {
  events: number;
  cases: number;
}

/** Events in the order of their starts, with half of the cases on the main path, as an SQL statement; the same at every run. */
function eventLog({ events, cases }: FlowSize): string {
  const each = events / cases;
  const fewest = Math.max(1, Math.round(each * 0.6));
  const spread = Math.max(1, Math.round((each - fewest) * 2) + 1);
  const minute = (sum: string) => `TIMESTAMP '2024-01-02 09:00' + to_minutes((${sum})::BIGINT)`;
  const begin = 'hash(c) % 700000 + i * 1500 + hash(c * 7 + i) % 1000';
  return `SELECT 'case-' || c AS case_id,
      'Step ' || chr((65 + (CASE WHEN hash(c * 31 + i) % 100 < 90 THEN i ELSE hash(c * 17 + i) % 20 END) % 20)::INTEGER) AS activity,
      ${minute(begin)} AS started, ${minute(`${begin} + hash(c * 5 + i) % 600`)} AS done,
      'Organisation ' || (hash(c + (i // 3) * 1000003) % 12) AS organisation, 'Officer ' || (hash(c * 3 + i) % 400) AS officer,
      'Type ' || (hash(c * 11) % 6) AS kind
    FROM (SELECT c, unnest(range(${fewest} + (hash(c * 13) % ${spread})::BIGINT)) AS i FROM range(${cases}) AS numbered(c))
    ORDER BY started, c, i`;
}

/** Times `flow` with its working calendar on a log in a Parquet file, on an engine with a file and 1.2 GB of memory. */
export async function benchFlow(
  report: (measured: Measured) => void,
  size: FlowSize = { events: 10_000_000, cases: 1_000_000 },
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'odp-flow-'));
  const engine = await openEngine({
    file: join(folder, 'engine.duckdb'),
    folders: [folder],
    scratch: folder,
    memory: '1.2GB',
  });
  try {
    const connection = await engine.connect();
    await connection.run('CREATE SCHEMA out');
    const file = join(folder, 'log.parquet');
    await connection.run(`COPY (${eventLog(size)}) TO '${file}'`);
    const query = queryOn(connection, { catalogue: engine.catalogue, schema: 'out' });
    const start = performance.now();
    await applyMethod(
      flow,
      query,
      {
        relation: `read_parquet('${file}')`,
        roles: {
          case: 'case_id',
          activity: 'activity',
          start: 'started',
          end: 'done',
          organisation: 'organisation',
          resource: 'officer',
          type: 'kind',
        },
        also: {},
        options: {},
        settings: { calendar: 'england-and-wales', zone: 'Europe/London' },
      },
      quietTask,
    );
    const seconds = (performance.now() - start) / 1000;
    const [row] = await query.rows('SELECT events, cases, variants FROM out.summary');
    report({
      name: 'flow with its working calendar',
      seconds,
      detail: `${row?.events} events, ${row?.cases} cases, ${row?.variants} variants; peak ${(process.resourceUsage().maxRSS / 1024 / 1024).toFixed(2)} GB resident`,
    });
    connection.closeSync();
  } finally {
    engine.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
