import { readFile, writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import type { ImportResult } from '../../contract/extracts.ts';
import { Fault } from '../../contract/fault.ts';
import { outputOf, pathOf, withWorkspace, workspaceOf } from './open.ts';
import { showProgress } from './progress.ts';
import { columns, count, counted } from './table.ts';

const SURE = 0.9;

interface Options {
  workspace?: string;
  name?: string;
  recipe?: string;
  json?: string;
}

export const importCommand = () =>
  new Command('import')
    .description('Read files into extracts of a workspace, which is made if it is not there.')
    .argument('<files...>', 'CSV, TSV, JSON, NDJSON, Parquet, XES and XES.gz files')
    .option('-w, --workspace <folder>', 'the workspace')
    .option('--name <name>', 'name of the extract (one file only); made from the file’s name otherwise')
    .option('--recipe <file>', 'follow this recipe; the extract’s own otherwise, or one guessed from the file')
    .option('--json <file>', 'write what was done as JSON')
    .addHelpText(
      'after',
      `
Examples:
  odp import receipt.csv --workspace housing
  odp import may.csv --workspace housing --name receipt      the next version of an extract, by its recipe
  odp import odd.csv --workspace housing --recipe odd.yaml`,
    )
    .action(async (files: string[], options: Options) => {
      if (options.name !== undefined && files.length > 1)
        throw new Fault('usage', '--name goes with one file. Import the files one by one.');
      const recipe = options.recipe === undefined ? undefined : await readRecipe(options.recipe);
      const json = options.json === undefined ? undefined : await outputOf(options.json);
      const results: ImportResult[] = [];
      const job = 'import';
      await withWorkspace(workspaceOf(options.workspace), job, async ({ contract, wire }) => {
        for (const file of files) {
          const stop = showProgress(wire, job, file);
          try {
            const name = options.name === undefined ? {} : { name: options.name };
            results.push(
              await contract.extracts.import({ job, file: pathOf(file), ...name, ...(recipe && { recipe }) }),
            );
          } finally {
            stop();
          }
          process.stdout.write(story(results.at(-1)!));
        }
      });
      if (json !== undefined) await writeFile(json, `${JSON.stringify({ imported: results }, null, 2)}\n`);
    });

async function readRecipe(path: string): Promise<{ text: string; file: string }> {
  const text = await readFile(pathOf(path), 'utf8').catch(() => undefined);
  if (text === undefined) throw new Fault('file-missing', `There is no recipe ${path}. Check its name and folder.`);
  return { text, file: path };
}

function story(result: ImportResult): string {
  const { read, accepted, rejected, setAside } = result;
  const aside = Object.entries(setAside).filter(([, value]) => value > 0);
  const total = aside.reduce((sum, [, value]) => sum + value, 0);
  const why = aside.length > 0 ? ` (${aside.map(([reason, value]) => `${reason} ${count(value)}`).join(', ')})` : '';
  const doubts = Object.entries(result.decided).filter(([, { confidence = 1 }]) => confidence < SURE);
  return [
    `${result.file} → ${result.extract}, version ${result.version}${result.recipeReused ? ', by its recipe' : ''}\n`,
    `  ${count(read)} read = ${count(accepted)} accepted + ${count(rejected)} rejected + ${count(total)} set aside${why}\n`,
    ...result.rejects
      .slice(0, 5)
      .map(
        ({ row, column, value, reason }) =>
          `  rejected line ${count(row)}, ${column || 'whole row'}: ${reason}: ${value.slice(0, 80)}\n`,
      ),
    rejected > 5 ? `  … ${counted(rejected, 'reject')} in all, in rejects.csv beside the data\n` : '',
    columns(
      result.columns.map(({ name, type }) => [name, type]),
      '  ',
    ),
    ...result.warnings.map(({ text }) => `  note: ${text}\n`),
    ...doubts.map(
      ([what, { why: reason, confidence = 0 }]) =>
        `  please check ${what} (${Math.round(confidence * 100)} % sure): ${reason}\n`,
    ),
  ].join('');
}
