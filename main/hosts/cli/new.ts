import { Command } from 'commander';
import { Fault } from '../../contract/fault.ts';
import { withWorkspace, workspaceOf } from './open.ts';
import { showProgress } from './progress.ts';

interface Options {
  workspace?: string;
  use: Record<string, string>;
  map: Record<string, string>;
}

const collect = (what: string) => (typed: string, all: Record<string, string>) => {
  const at = typed.indexOf('=');
  if (at < 1 || at === typed.length - 1) throw new Fault('usage', `"${typed}" is not ${what}.`);
  return { ...all, [typed.slice(0, at)]: typed.slice(at + 1) };
};

export const newCommand = () =>
  new Command('new')
    .description('Make a notebook from a template. Without --use, the template’s synthetic sample is imported.')
    .argument('<template>', 'see: odp templates')
    .option('-w, --workspace <folder>', 'the workspace')
    .option('--use <input=extract>', 'the extract for one of the template’s inputs', collect('input=extract'), {})
    .option(
      '--map <input.role=column>',
      'the column for a role; several, for roles that take many, with commas',
      collect('input.role=column'),
      {},
    )
    .addHelpText(
      'after',
      `
Examples:
  odp new process-map --workspace housing
  odp new process-map --workspace housing --use log=receipt --map log.case=case_id --map log.end=done_at`,
    )
    .action(async (template: string, options: Options) => {
      const job = 'new';
      await withWorkspace(workspaceOf(options.workspace), job, async ({ contract, wire }) => {
        const stop = showProgress(wire, job, template);
        const made = await contract.notebooks
          .create({ template, use: options.use, map: options.map, job })
          .finally(stop);
        process.stdout.write(`${made.file}\n`);
        for (const { name, extract, source, roles } of made.inputs) {
          process.stdout.write(`  ${name} = ${extract}${source ? ` (sample: ${source})` : ''}\n`);
          for (const { role, columns, why } of roles)
            process.stdout.write(`    ${role} = ${columns.join(', ') || 'nothing'}: ${why}\n`);
        }
      });
    });
