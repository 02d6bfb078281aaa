import { Command } from 'commander';
import type { MethodPage, RolePage } from '../../contract/library.ts';
import { withWorkspace, workspaceOf } from './open.ts';
import { columns, wrapped } from './table.ts';

export const methodsCommand = () =>
  new Command('methods')
    .description('List the methods, or print one whole: its roles, options, tables, assumptions and source.')
    .argument('[id]', 'a method, such as flow')
    .option('--json', 'print as JSON')
    .addHelpText('after', '\nExamples:\n  odp methods\n  odp methods flow')
    .action(async (id: string | undefined, options: { json?: boolean }) => {
      await withWorkspace(workspaceOf(undefined), 'methods', async ({ contract }) => {
        const pages = id === undefined ? await contract.methods.list() : [await contract.methods.get(id)];
        if (options.json) process.stdout.write(`${JSON.stringify(id === undefined ? pages : pages[0], null, 2)}\n`);
        else if (id === undefined)
          process.stdout.write(
            columns(
              pages.map((page) => [page.id, page.question]),
              '',
            ),
          );
        else process.stdout.write(page(pages[0]!));
      });
    });

export const roleRows = (roles: readonly RolePage[]): string[][] =>
  roles.map(({ name, types, required, many, about }) => [
    name,
    types.join(' or '),
    [required ? 'needed' : 'optional', many ? 'several' : ''].filter(Boolean).join(', '),
    about,
  ]);

function page(method: MethodPage): string {
  const parts = [
    `${method.id}: ${method.title} (version ${method.version})\n`,
    wrapped(`${method.question} Lessons ${method.lessons.join(', ')}.`, '  '),
    '\nRoles that columns play (roles: in a cell)\n',
    columns(roleRows(method.roles)),
  ];
  for (const { name, about, required, roles } of method.also)
    parts.push(
      `\nFurther table ${name}${required ? '' : ', optional'} (with: { ${name}: … })\n`,
      wrapped(about, '  '),
      columns(roleRows(roles)),
    );
  parts.push('\nOptions (options:)\n');
  for (const { name, type, default: value, about } of method.options)
    parts.push(`  ${name}: ${type}, by default ${JSON.stringify(value)}\n`, about ? wrapped(about, '      ') : '');
  for (const { name, about, columns: outputs } of method.tables)
    parts.push(
      `\nTable ${name}\n`,
      wrapped(about, '  '),
      columns(outputs.map(({ name: column, type, unit = '', about: meaning }) => [column, type, unit, meaning])),
    );
  parts.push('\nCharts\n', columns(method.charts.map(({ name, chart, title }) => [name, chart, title])));
  parts.push('\nAssumes\n', ...method.assumptions.map((text) => wrapped(text, '  ')));
  parts.push('\nNot for\n', ...method.notFor.map((text) => wrapped(text, '  ')));
  parts.push('\nSource\n', wrapped(method.reference, '  '));
  return parts.join('');
}
