import { readdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Fault } from '../contract/fault.ts';
import type { TemplatePage } from '../contract/library.ts';
import { type IndexEntry, openWorkspace, printIndex } from '../services/index.ts';
import { complain, exitOf, exitOfRun } from './cli/exit.ts';
import { content } from './cli/open.ts';
import { showProgress } from './cli/progress.ts';
import { counted } from './cli/table.ts';
import { forkImporter } from './fork.ts';

/** Makes a workspace of the samples, runs every template on it, and writes the reports and a page that lists them. */
async function demo(folder: string): Promise<number> {
  const { contract, wire, close } = openWorkspace({ workspace: folder, content, importer: forkImporter });
  const entries: IndexEntry[] = [];
  let worst = 0;
  try {
    const templates = await contract.templates.list();
    for (const [index, template] of templates.entries()) {
      const job = template.id;
      const stop = showProgress(wire, job, `${index + 1} of ${templates.length}  ${template.id}`);
      const started = performance.now();
      try {
        const { file } = await contract.notebooks.create({ template: template.id, use: {}, map: {}, job });
        const notebook = { file, text: await contract.notebooks.text(file) };
        const command = `odp run ${file} --html report.html`;
        const { result, html } = await contract.notebooks.run({
          job,
          notebook,
          parameters: {},
          rows: 0,
          report: true,
          command,
        });
        stop();
        const report = `${template.id}.html`;
        await writeFile(join(folder, report), html ?? '');
        entries.push(entry(template, report, result.notebook.title));
        worst = Math.max(worst, exitOfRun(result));
        const seconds = ((performance.now() - started) / 1000).toFixed(1);
        const checks = result.checks.filter(({ status }) => status === 'passed').length;
        process.stdout.write(
          `${template.id}: ${result.status}, ${counted(Object.keys(result.cells).length, 'cell')}, ${checks} of ${counted(result.checks.length, 'check')} passed, ${seconds} s\n`,
        );
        for (const { error } of [...Object.values(result.cells), ...result.figures])
          if (error) process.stderr.write(`error: ${file}, line ${error.line ?? '?'}: ${error.message}\n`);
      } finally {
        stop();
      }
    }
    await writeFile(join(folder, 'index.html'), printIndex(about, entries));
  } finally {
    await close();
  }
  process.stdout.write(
    `\nThe workspace is ${folder}\nThe reports are listed in ${join(folder, 'index.html')}: open it in a browser.\n`,
  );
  process.stdout.write('To work on it: npm run -s odp -- tables --workspace demo, then npm run -s odp -- --help\n');
  return worst;
}

const about = {
  title: 'What the workbench finds in its samples',
  about:
    'Each report answers one question, on synthetic or published data. The data, the notebooks and these pages are in one folder.',
  marking: 'OFFICIAL',
};

const entry = ({ question, lessons }: TemplatePage, file: string, title: string): IndexEntry => ({
  file,
  title,
  question,
  lessons,
});

try {
  const folder = resolve(process.argv[2] ?? 'demo');
  if (process.argv[2] === undefined) await rm(folder, { recursive: true, force: true });
  else if ((await readdir(folder).catch(() => [])).length > 0)
    throw new Fault('usage', `${folder} is not empty. Name a folder that is, or none for "demo".`);
  if (process.argv.length > 3)
    throw new Fault('usage', 'npm run demo takes one folder at most, as in npm run demo -- my-demo.');
  process.exitCode = await demo(folder);
} catch (error) {
  complain(error, true);
  process.exitCode = exitOf(error);
}
