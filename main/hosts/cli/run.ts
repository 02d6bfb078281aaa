import { writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import { Fault } from '../../contract/fault.ts';
import type { CellResult, RunResult } from '../../contract/run.ts';
import { exitOfRun, oneLine, said } from './exit.ts';
import { readNotebook } from './notebook.ts';
import { outputOf, withWorkspace } from './open.ts';
import { showProgress } from './progress.ts';
import { columns, counted } from './table.ts';

interface Options {
  workspace?: string;
  param: Record<string, string>;
  json?: string;
  html?: string;
  rows?: number;
}

const collect = (typed: string, all: Record<string, string>) => {
  const at = typed.indexOf('=');
  if (at < 1) throw new Fault('usage', `"${typed}" is not name=value, as in --param team=North.`);
  return { ...all, [typed.slice(0, at)]: typed.slice(at + 1) };
};

function wholeNumber(typed: string): number {
  if (!/^\d+$/.test(typed)) throw new Fault('usage', `--rows takes a whole number, and "${typed}" is not one.`);
  return Number(typed);
}

export const runCommand = () =>
  new Command('run')
    .description('Run a notebook: what is unchanged is reused, the rest runs again.')
    .argument('<notebook>', 'a path, or a name in the workspace’s notebooks folder')
    .option('-w, --workspace <folder>', 'the workspace; by default the one that the notebook is in')
    .option('--param <name=value>', 'set a parameter; repeat for more', collect, {})
    .option('--json <file>', 'write every result as JSON; - for standard output')
    .option('--html <file>', 'write the report, one page that needs nothing else')
    .option('--rows <n>', 'rows of each table in the JSON; all otherwise', wholeNumber)
    .addHelpText(
      'after',
      `
Examples:
  odp run process-map --workspace housing --html report.html
  odp run notebooks/process-map.md --param team=North --json result.json`,
    )
    .action(async (typed: string, options: Options) => {
      const { workspace, notebook } = await readNotebook(typed, options.workspace);
      const json = options.json === undefined || options.json === '-' ? undefined : await outputOf(options.json);
      const page = options.html === undefined ? undefined : await outputOf(options.html);
      const job = 'run';
      await withWorkspace(workspace, job, async ({ contract, wire }) => {
        const stop = showProgress(wire, job, notebook.file);
        const rows =
          options.json === undefined ? { rows: 0 } : options.rows === undefined ? {} : { rows: options.rows };
        const { result, html } = await contract.notebooks
          .run({
            job,
            notebook,
            parameters: options.param,
            report: options.html !== undefined,
            command: commandOf(notebook.file, options),
            ...rows,
          })
          .finally(stop);
        const text = `${JSON.stringify(result, null, 2)}\n`;
        if (options.json === '-') process.stdout.write(text);
        else {
          if (json !== undefined) await writeFile(json, text);
          process.stdout.write(story(result));
        }
        if (html !== undefined && page !== undefined) {
          await writeFile(page, html);
          if (options.json !== '-') process.stdout.write(`report: ${page}\n`);
        }
        complainOfCells(result);
        process.exitCode = exitOfRun(result);
      });
    });

const commandOf = (file: string, options: Options): string =>
  [
    'odp run',
    quoted(file),
    ...Object.entries(options.param).map(([name, value]) => `--param ${quoted(`${name}=${value}`)}`),
    '--html report.html',
  ].join(' ');

const quoted = (text: string): string => (/^[\w./=:-]+$/.test(text) ? text : `"${text.replaceAll('"', '\\"')}"`);

function story(result: RunResult): string {
  const cells = Object.entries(result.cells).filter(([, { kind }]) => kind !== 'check' && kind !== 'param');
  const rows = cells.map(([name, cell]) => [name, cell.kind, cell.status, rowsText(cell), `${Math.round(cell.ms)} ms`]);
  const notes = Object.entries(result.cells).flatMap(([name, { warnings = [] }]) =>
    warnings.map(({ text }) => `  note: ${name}: ${oneLine(text)}\n`),
  );
  const checks = result.checks.map(
    ({ name, status, because }) =>
      `  check ${name}: ${status}${because && status !== 'passed' ? `: ${because}` : ''}\n`,
  );
  const inputs = result.inputs
    .filter(({ rejected }) => rejected > 0)
    .map(({ extract, rejected }) => `  note: ${extract}: ${counted(rejected, 'row')} rejected at import\n`);
  return [
    `${result.notebook.title} (${result.notebook.file}): ${result.status}\n`,
    columns(rows),
    ...inputs,
    ...notes,
    ...checks,
  ].join('');
}

function rowsText(cell: CellResult): string {
  const tables = Object.entries(cell.tables ?? {});
  if (tables.length === 0) return '';
  if (tables.length === 1) return counted(tables[0]![1].rowCount, 'row');
  return counted(tables.length, 'table');
}

function complainOfCells(result: RunResult): void {
  const { file } = result.notebook;
  const failures = [...Object.values(result.cells), ...result.figures].flatMap(({ error }) => (error ? [error] : []));
  for (const { message, line } of failures.filter(({ code }) => code !== 'cancelled' && code !== 'skipped'))
    process.stderr.write(`error: ${said(message, { file, ...(line !== undefined && { line }) })}\n`);
  for (const { name, because } of result.checks.filter(({ status }) => status === 'failed'))
    process.stderr.write(`error: the check "${name}" failed${because ? `: ${because}` : ''}.\n`);
  if (result.status === 'cancelled') process.stderr.write('Cancelled.\n');
}
