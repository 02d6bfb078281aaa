import { createReadStream, createWriteStream, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import iconv from 'iconv-lite';
import { openEngine } from '../../main/engine/open.ts';
import { queryOn } from '../../main/engine/query.ts';
import { sniffCsv } from '../../main/extracts/csv/sniff.ts';
import { readCsv } from '../../main/extracts/csv.ts';
import type { Desk } from '../../main/extracts/reader.ts';
import type { Recipe } from '../../main/extracts/recipe.ts';

export interface CsvBench {
  bytes: number;
  rows: number;
  rejected: number;
  /** Seconds, a value per round: the engine's own COPY to Parquet, our reading of UTF-8 and of Windows-1252, and the sniffing once. */
  raw: number[];
  utf8: number[];
  windows: number[];
  /** With `amounts`: the rejects are in the columns of £ and %, which the engine can't place, so that it has to look twice. */
  amounts: number[];
  sniff: number;
  /** Medians of the rounds' ratios to raw. */
  utf8Ratio: number;
  windowsRatio: number;
  amountsRatio: number | undefined;
}

/** Twelve columns, one with £, one with %, two with markers; one row in 3,000 has a value that fits no rule: in numbers, or in `amounts`. */
const sheet = (rows: number, amounts: boolean) => `
  SELECT CASE WHEN ${!amounts} AND i % 6000 = 17 THEN 'x' || i ELSE (i + 1)::VARCHAR END AS case_id,
    ['Alpha', 'Bravo', 'Charlie', 'Delta', 'Echo', 'Foxtrot'][1 + (i % 6)::INT] || ' directorate' AS directorate,
    'Region ' || (i * 7 % 9) AS region,
    DATE '2019-04-01' + ((i * 13) % 1800)::INT AS received,
    strftime(TIMESTAMP '2019-04-01' + INTERVAL (i * 61 % 86400) SECOND + INTERVAL ((i * 17) % 1800) DAY, '%Y-%m-%d %H:%M:%S') AS updated,
    i * 37 % 500 AS items,
    CASE WHEN ${!amounts} AND i % 6000 = 2017 THEN 'bad ' || i ELSE round(((i * 7919) % 1000003) / 97.0, 3)::VARCHAR END AS score,
    CASE WHEN ${amounts} AND i % 6000 = 2017 THEN 'about £' || i ELSE '£' || format('{:,.2f}', ((i * 104729) % 10000000) / 100.0) END AS fee,
    CASE WHEN ${amounts} AND i % 6000 = 4017 THEN i || '%%' ELSE ((i * 31) % 101) || '%' END AS share,
    CASE WHEN i % 50 = 0 THEN '[c]' WHEN i % 77 = 0 THEN '..' ELSE (i % 300)::VARCHAR END AS waits,
    CASE WHEN i % 60 = 0 THEN '[x]' ELSE round((i * 3 % 10007) / 10.0, 1)::VARCHAR END AS days,
    'Note on the case’s number ' || (i * 99991 % 1000000) || ' with words' AS note
  FROM range(${rows}) t(i)`;

const median = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Our reading of a large CSV beside the engine's own COPY of the same file to Parquet, in turn; 8,000,000 rows are 1.2 GB. */
export async function benchCsv(
  report: (line: string) => void,
  options: { rows: number; rounds: number; amounts?: boolean },
): Promise<CsvBench> {
  const folder = mkdtempSync(join(tmpdir(), 'odp-bench-csv-'));
  const scratch = join(folder, 'scratch');
  mkdirSync(scratch);
  const engine = await openEngine({ file: join(folder, 'engine.duckdb'), folders: [folder], scratch: folder });
  const connection = await engine.connect();
  const desk: Desk = {
    run: queryOn(connection, { catalogue: engine.catalogue, schema: 'main' }).rows,
    scratch,
    caps: { inflated: 2 ** 36, columns: 1000, rows: 2 ** 31 },
    task: { signal: new AbortController().signal, progress: () => undefined },
  };
  try {
    const path = join(folder, 'sheet.csv');
    await desk.run(`COPY (${sheet(options.rows, false)}) TO '${path}' (HEADER)`);
    const amounts = join(folder, 'amounts.csv');
    if (options.amounts) await desk.run(`COPY (${sheet(options.rows, true)}) TO '${amounts}' (HEADER)`);
    const file = { path, name: 'sheet.csv', bytes: statSync(path).size };
    const old = join(folder, 'windows.csv');
    await pipeline(
      createReadStream(path),
      iconv.decodeStream('utf-8'),
      iconv.encodeStream('win1252'),
      createWriteStream(old),
    );
    const windowsFile = { path: old, name: 'windows.csv', bytes: statSync(old).size };
    const time = async (work: () => Promise<unknown>) => {
      const start = performance.now();
      await work();
      return (performance.now() - start) / 1000;
    };
    let recipe!: Recipe;
    const sniff = await time(async () => {
      recipe = await sniffCsv(file, desk);
    });
    if (recipe.read.as !== 'csv') throw new Error('the sheet was not taken for CSV');
    const windowsRecipe: Recipe = { ...recipe, read: { ...recipe.read, encoding: 'windows-1252' } };
    const result: CsvBench = {
      bytes: file.bytes,
      rows: options.rows,
      rejected: 0,
      raw: [],
      utf8: [],
      windows: [],
      amounts: [],
      sniff,
      utf8Ratio: 0,
      windowsRatio: 0,
      amountsRatio: undefined,
    };
    for (let round = 0; round < options.rounds; round++) {
      result.raw.push(
        await time(() =>
          desk.run(
            `COPY (FROM read_csv('${path}', all_varchar = false, ignore_errors = true)) TO '${join(folder, 'raw.parquet')}'`,
          ),
        ),
      );
      result.utf8.push(
        await time(async () => (result.rejected = (await readCsv(file, recipe, folder, desk)).rejected)),
      );
      result.windows.push(await time(() => readCsv(windowsFile, windowsRecipe, folder, desk)));
      if (options.amounts) {
        const amountsFile = { path: amounts, name: 'amounts.csv', bytes: statSync(amounts).size };
        result.amounts.push(await time(() => readCsv(amountsFile, recipe, folder, desk)));
      }
      const [raw = 0, utf8 = 0, windows = 0] = [result.raw, result.utf8, result.windows].map((times) => times.at(-1));
      report(
        `round ${round + 1}: COPY ${raw.toFixed(2)} s, UTF-8 ${utf8.toFixed(2)} s, Windows-1252 ${windows.toFixed(2)} s`,
      );
    }
    result.utf8Ratio = median(result.utf8.map((seconds, round) => seconds / result.raw[round]!));
    result.windowsRatio = median(result.windows.map((seconds, round) => seconds / result.raw[round]!));
    if (options.amounts)
      result.amountsRatio = median(result.amounts.map((seconds, round) => seconds / result.raw[round]!));
    report(
      `${(file.bytes / 1e9).toFixed(2)} GB, ${result.rejected} rejected: UTF-8 ${result.utf8Ratio.toFixed(2)} ×, Windows-1252 ${result.windowsRatio.toFixed(2)} × COPY${result.amountsRatio === undefined ? '' : `, rejects in £ and % ${result.amountsRatio.toFixed(2)} ×`} (median ${median(result.raw).toFixed(2)} s); sniffing ${sniff.toFixed(2)} s`,
    );
    return result;
  } finally {
    connection.closeSync();
    engine.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
