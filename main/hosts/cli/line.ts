import { Command } from 'commander';
import { Fault } from '../../contract/fault.ts';
import { withWorkspace, workspaceOf } from './open.ts';
import { count } from './table.ts';

export const lineCommand = () =>
  new Command('line')
    .description('Say which line of the source file a record of an extract came from.')
    .argument('<extract>')
    .argument('<record>', 'counted from 1, in the extract’s order')
    .option('-w, --workspace <folder>', 'the workspace')
    .addHelpText('after', '\nExample:\n  odp line receipt 8577 --workspace housing')
    .action(async (extract: string, record: string, options: { workspace?: string }) => {
      if (!/^[1-9]\d*$/.test(record))
        throw new Fault('usage', `A record is a whole number from 1, and "${record}" is not one.`);
      await withWorkspace(workspaceOf(options.workspace), 'line', async ({ contract }) => {
        const { file, line } = await contract.extracts.lineOf(extract, Number(record));
        process.stdout.write(
          line === null ? `${file}: this kind of file has no lines\n` : `${file}, line ${count(line)}\n`,
        );
      });
    });
