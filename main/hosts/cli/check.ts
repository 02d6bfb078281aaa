import { Command } from 'commander';
import { said } from './exit.ts';
import { readNotebook } from './notebook.ts';
import { withWorkspace } from './open.ts';
import { columns } from './table.ts';

export const checkCommand = () =>
  new Command('check')
    .description('Read a notebook and say what is wrong with it; nothing is run.')
    .argument('<notebook>', 'a path, or a name in the workspace’s notebooks folder')
    .option('-w, --workspace <folder>', 'the workspace whose extracts it may use')
    .addHelpText('after', '\nExample:\n  odp check notebooks/process-map.md')
    .action(async (typed: string, options: { workspace?: string }) => {
      const { workspace, notebook } = await readNotebook(typed, options.workspace);
      await withWorkspace(workspace, 'check', async ({ contract }) => {
        const found = await contract.notebooks.check(notebook);
        process.stdout.write(`${found.title} (${found.file})\n`);
        process.stdout.write(
          columns(
            found.cells.map(({ name, kind, line, needs }) => [
              name,
              kind,
              `line ${line}`,
              needs.length ? `needs ${needs.join(', ')}` : '',
            ]),
          ),
        );
        for (const { message, place } of found.problems) process.stderr.write(`error: ${said(message, place)}\n`);
        if (found.problems.length > 0) process.exitCode = 2;
      });
    });
