import type { Report } from '../../contract/report.ts';
import { html, type Markup, type Piece } from './markup.ts';
import { exactText } from './table.ts';

/** Where the figures come from, and how to make them again. */
export function aboutOf(report: Report): Markup {
  const { run, workspace, lessons } = report;
  const parameters = Object.entries(run.parameters);
  const labels = new Map(report.blocks.flatMap((block) => (block.kind === 'param' ? [[block.name, block.label]] : [])));
  return html`
<section aria-labelledby="about"><h2 id="about">Where the figures come from</h2>
<h3>Parameters</h3>
${
  parameters.length === 0
    ? html`<p>The notebook has none.</p>`
    : grid(
        'Parameters as used',
        ['Parameter', 'What it is', 'Value'],
        parameters.map(([name, value]) => [
          name,
          labels.get(name) ?? name,
          value === null ? 'not set' : exactText(value, 'VARCHAR'),
        ]),
      )
}
<h3>Inputs</h3>
${run.inputs.length === 0 ? html`<p>The notebook reads no extract.</p>` : inputs(report)}
<h3>Versions and settings</h3>
${grid(
  'Versions and settings',
  ['What', 'As used'],
  [
    ['Notebook', run.notebook.file],
    ['Notebook’s SHA-256', hash(run.notebook.sha256)],
    ['ODP Workbench', run.versions.app],
    ['DuckDB', run.versions.engine],
    ...Object.entries(run.versions.methods).map(([id, version]) => [`Method ${id}`, `version ${version}`]),
    ['Time zone', workspace.zone],
    ['Working calendar', workspace.calendar],
    ...(lessons.length > 0 ? [['Lessons of operational capability', lessons.join(', ')]] : []),
  ],
)}
<h3>How to make these figures again</h3>
<p>With the same workspace, run:</p>
<pre tabindex="0"><code>${report.reproduce}</code></pre>
</section>`;
}

const hash = (sha256: string) => html`<code class="hash">${sha256}</code>`;

const inputs = ({ run }: Report): Markup =>
  grid(
    'Extracts that were read',
    ['Table', 'Extract', 'Version', 'Rows', 'Rejected', 'Set aside', 'SHA-256 of the file'],
    run.inputs.map(({ name, extract, version, rows, rejected, setAside, sha256 }) => {
      const aside = Object.entries(setAside).map(([kind, count]) => `${count.toLocaleString('en-GB')} ${kind}`);
      return [name, extract, version, number(rows), number(rejected), aside.join(', ') || '0', hash(sha256)];
    }),
    ['Rows', 'Rejected'],
  );

const number = (count: number) => count.toLocaleString('en-GB');

/** `right` names the columns of numbers. */
function grid(
  caption: string,
  head: readonly string[],
  rows: readonly (readonly Piece[])[],
  right: readonly string[] = [],
): Markup {
  const side = head.map((name) => right.includes(name) && html` class="number"`);
  return html`<div class="scroll" role="group" tabindex="0" aria-label="Table: ${caption}"><table><caption>${caption}</caption>
<thead><tr>${head.map((name, index) => html`<th scope="col"${side[index]}>${name}</th>`)}</tr></thead>
<tbody>${rows.map(
    ([first, ...rest]) => html`
<tr><th scope="row">${first}</th>${rest.map((piece, index) => html`<td${side[index + 1]}>${piece}</td>`)}</tr>`,
  )}</tbody></table></div>`;
}
