import { Command } from 'commander';
import { roleRows } from './methods.ts';
import { withWorkspace, workspaceOf } from './open.ts';
import { columns } from './table.ts';

export const templatesCommand = () =>
  new Command('templates')
    .description('List the templates by the question that each answers, or print one with what it asks for.')
    .argument('[id]', 'a template, such as process-map')
    .option('--json', 'print as JSON')
    .addHelpText('after', '\nExamples:\n  odp templates\n  odp templates process-map')
    .action(async (id: string | undefined, options: { json?: boolean }) => {
      await withWorkspace(workspaceOf(undefined), 'templates', async ({ contract }) => {
        const pages = id === undefined ? await contract.templates.list() : [await contract.templates.get(id)];
        if (options.json) process.stdout.write(`${JSON.stringify(id === undefined ? pages : pages[0], null, 2)}\n`);
        else if (id === undefined)
          process.stdout.write(
            columns(
              pages.map((page) => [page.id, page.capability, page.lessons.join(' '), page.question]),
              '',
            ),
          );
        else
          for (const { title, question, lessons, capability, inputs } of pages) {
            process.stdout.write(`${title}\n  ${question}\n  ${capability}; lessons ${lessons.join(', ')}\n`);
            for (const { name, about, sample, source, roles } of inputs)
              process.stdout.write(
                `\nInput ${name}: ${about} Sample: ${sample} (${source})\n${columns(roleRows(roles))}`,
              );
          }
      });
    });
