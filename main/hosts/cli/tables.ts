import { writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import { pathOf, withWorkspace, workspaceOf } from './open.ts';
import { columns, counted } from './table.ts';

export const tablesCommand = () =>
  new Command('tables')
    .description('List the extracts of a workspace, with their columns.')
    .option('-w, --workspace <folder>', 'the workspace')
    .option('--json <file>', 'write the list as JSON')
    .addHelpText('after', '\nExample:\n  odp tables --workspace housing')
    .action(async (options: { workspace?: string; json?: string }) => {
      await withWorkspace(workspaceOf(options.workspace), 'tables', async ({ contract }) => {
        const tables = await contract.tables.list();
        if (options.json !== undefined)
          await writeFile(pathOf(options.json), `${JSON.stringify({ tables }, null, 2)}\n`);
        if (tables.length === 0)
          process.stdout.write('No extracts yet. Import a file: odp import FILE --workspace FOLDER\n');
        for (const table of tables) {
          process.stdout.write(`${table.name}: ${counted(table.rowCount, 'row')}, version ${table.version}\n`);
          process.stdout.write(columns(table.columns.map(({ name, type }) => [name, type])));
        }
      });
    });
