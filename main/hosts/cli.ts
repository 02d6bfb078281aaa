#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { checkCommand } from './cli/check.ts';
import { complain, exitOf } from './cli/exit.ts';
import { importCommand } from './cli/import.ts';
import { lineCommand } from './cli/line.ts';
import { methodsCommand } from './cli/methods.ts';
import { newCommand } from './cli/new.ts';
import { runCommand } from './cli/run.ts';
import { tablesCommand } from './cli/tables.ts';
import { templatesCommand } from './cli/templates.ts';

/** Commander's complaint as one sentence of ours. */
function usageError(text: string): string {
  const [what = '', hint = ''] = text
    .replace(/^error: /, '')
    .trim()
    .split('\n');
  const sentence = what.charAt(0).toUpperCase() + what.slice(1).replace(/\.?$/, '.');
  return `error: ${sentence} ${hint.replace(/^\(|\)$/g, '') || 'Add --help to see what the command takes.'}\n`;
}

const program = new Command('odp')
  .description('Operational analysis offline: import extracts, run notebooks, write reports that anyone can reproduce.')
  .version('0.1.0')
  .option('--verbose', 'add the technical details to an error')
  .addHelpText(
    'after',
    `
Examples:
  odp import receipt.csv --workspace housing
  odp new process-map --workspace housing --use log=receipt --map log.case=case_id
  odp run housing/notebooks/process-map.md --workspace housing --html report.html

Exit codes: 0 all well, 1 a check failed, 2 something for you to mend, 3 something for us to mend, 130 cancelled.`,
  )
  .configureOutput({ outputError: (text, write) => write(usageError(text)) })
  .exitOverride();

for (const command of [
  importCommand,
  newCommand,
  runCommand,
  checkCommand,
  tablesCommand,
  methodsCommand,
  templatesCommand,
  lineCommand,
])
  program.addCommand(command().exitOverride().copyInheritedSettings(program));

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  } else {
    complain(error, program.opts<{ verbose?: boolean }>().verbose === true);
    process.exitCode = exitOf(error);
  }
}
