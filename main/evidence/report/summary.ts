import type { Report } from '../../contract/report.ts';
import { counted, html, type Markup } from './markup.ts';
import { checkLine, warningText } from './notice.ts';

/** Everything that a reader should know before using a figure, in one place near the top; each line leads to its place. */
export function summaryOf({ run, blocks }: Report): Markup {
  const failed = Object.entries(run.cells).filter(
    ([, cell]) => cell.status === 'failed' || cell.status === 'skipped' || cell.status === 'cancelled',
  );
  const figures = run.figures.filter((figure) => figure.error);
  const warnings = Object.entries(run.cells).flatMap(([name, cell]) =>
    (cell.warnings ?? []).map((warning) => ({ name, warning })),
  );
  const told = new Set(warnings.map(({ name, warning }) => `${name}\n${warning.text}`));
  for (const block of blocks)
    if (block.kind === 'method')
      for (const warning of block.warnings)
        if (!told.has(`${block.name}\n${warning.text}`)) warnings.push({ name: block.name, warning });
  const rejected = run.inputs.filter((input) => input.rejected > 0);
  const passed = run.checks.filter((check) => check.status === 'passed');
  const broken = run.checks.filter((check) => check.status !== 'passed');
  const problems = failed.length + figures.length + broken.length;
  return html`
<section class="summary" aria-labelledby="read-first">
<h2 id="read-first">Read this first</h2>
<p>${verdict(run.status, problems, warnings.length)} ${checksText(run.checks.length, passed.length)}</p>
${list([
  ...failed.map(
    ([name, cell]) =>
      html`<strong>${cell.status === 'failed' ? 'Failed' : 'Not run'}:</strong> ${link(name)}. ${cell.error?.message}`,
  ),
  ...figures.map(
    ({ text, error }) => html`<strong>No value</strong> for <span class="name">${text}</span>: ${error?.message}`,
  ),
  ...broken.map((check) => checkLine(check, `#cell-${check.name}`)),
  ...warnings.map(({ name, warning }) => html`<strong>Warning</strong>, ${link(name)}: ${warningText(warning)}`),
  ...rejected.map(
    ({ name, rejected: rows, extract }) =>
      html`<strong>Left out:</strong> ${counted(rows, 'row')} of the extract <span class="name">${extract}</span> (${name}) could not be read and ${rows === 1 ? 'is' : 'are'} not in any figure.`,
  ),
])}
</section>`;
}

const link = (name: string) => html`<a href="#cell-${name}">${name}</a>`;
const list = (items: readonly Markup[]) =>
  items.length > 0 && html`<ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`;

function verdict(status: Report['run']['status'], problems: number, warnings: number): string {
  if (status === 'cancelled') return 'This run was cancelled before its end, so parts of it are missing.';
  if (problems > 0)
    return `${counted(problems, 'thing')} in this run went wrong${warnings > 0 ? `, and there ${warnings === 1 ? 'is' : 'are'} ${counted(warnings, 'warning')}` : ''}.`;
  return warnings > 0
    ? `There ${warnings === 1 ? 'is' : 'are'} ${counted(warnings, 'warning')}.`
    : 'There are no warnings.';
}

function checksText(all: number, passed: number): string {
  if (all === 0) return 'The notebook has no checks.';
  if (passed === all) return all === 1 ? 'Its one check passed.' : `All ${all} checks passed.`;
  return `${passed} of ${counted(all, 'check')} passed.`;
}
