import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { forkImporter } from '../../main/hosts/fork.ts';
import { openWorkspace } from '../../main/services/index.ts';
import { content } from '../workspace.ts';
import { type Line, paired } from './measure.ts';

const ROWS = 5_000_000;

/** The same three statements as cells of a notebook, and on the engine's own binding into tables of a file. */
export async function benchNotebook(rounds: number): Promise<Line[]> {
  const home = mkdtempSync(join(tmpdir(), 'odp-bench-'));
  const file = join(home, 'rows.parquet');
  const maker = await DuckDBInstance.create(':memory:');
  const making = await maker.connect();
  await making.run(
    `COPY (SELECT i AS id, i % 37 AS team, (i * 7919) % 100003 / 7 AS minutes FROM range(${ROWS}) r(i)) TO '${file}'`,
  );
  maker.closeSync();
  const workspace = join(home, 'work');
  const { contract, close } = openWorkspace({ workspace, content, importer: forkImporter });
  await contract.extracts.import({ job: 'import', file });
  const [extract] = await contract.tables.list();
  const data = join(workspace, 'extracts/rows/versions', extract!.version, 'data.parquet');
  const raw = await DuckDBInstance.create(join(home, 'raw.duckdb'), { memory_limit: '1200MB' });
  const connection = await raw.connect();
  await connection.run(`CREATE VIEW rows AS FROM read_parquet('${data}')`);
  const statements = (round: number) => [
    `SELECT id, team, minutes + ${round} AS minutes FROM rows WHERE team < 30`,
    'SELECT team, count(*) AS n, median(minutes) AS p50, sum(minutes) AS total FROM first GROUP BY team ORDER BY team',
    'SELECT a.team, a.n, count(*) AS above FROM second a JOIN first f ON f.team = a.team AND f.minutes > a.p50 GROUP BY ALL ORDER BY 1',
  ];
  const names = ['first', 'second', 'third'];
  let round = 0;
  try {
    const line = await paired(
      `notebook of three cells on ${ROWS / 1e6}M rows, beside the same SQL on the binding`,
      rounds,
      async () => {
        round += 1;
        const cells = statements(round).map((sql, index) => `\`\`\`sql ${names[index]}\n${sql}\n\`\`\`\n`);
        const text = `---\nnotebook: 1\ntitle: Bench\n---\n${cells.join('\n')}`;
        const { result } = await contract.notebooks.run({
          job: 'run',
          notebook: { text, file: 'bench.md' },
          parameters: {},
          rows: 0,
          report: false,
          command: '',
        });
        if (result.status !== 'done') throw new Error(JSON.stringify(result.cells));
      },
      async () => {
        for (const [index, sql] of statements(round).entries())
          await connection.run(`CREATE OR REPLACE TABLE ${names[index]} AS ${sql}`);
      },
    );
    return [{ ...line, limit: '≤ 1.05 × + 50 ms', within: line.median.ours <= 1.05 * line.median.theirs + 0.05 }];
  } finally {
    await close();
    raw.closeSync();
    rmSync(home, { recursive: true, force: true });
  }
}
