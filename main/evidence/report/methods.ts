import type { Report, ReportBlock } from '../../contract/report.ts';
import { html, type Markup } from './markup.ts';

type Used = Extract<ReportBlock, { kind: 'method' }>;

/** What each method is, and how each of its cells used it: enough to recompute its figures. */
export function methodsOf({ blocks }: Report): Markup | undefined {
  const used = blocks.filter((block) => block.kind === 'method');
  const ids = [...new Set(used.map((block) => block.method.id))];
  if (ids.length === 0) return undefined;
  return html`
<section aria-labelledby="methods"><h2 id="methods">Methods</h2>
${ids.map((id) => definition(used.filter((block) => block.method.id === id)))}
</section>`;
}

function definition(cells: readonly Used[]): Markup {
  const { id, title, version, question, assumptions, notFor, reference } = cells[0]!.method;
  return html`
<h3 id="method-${id}">${title} <span class="version">(${id}, version ${version})</span></h3>
<p>${question}</p>
${cells.map(usage)}
<h4>It assumes</h4>${listOf(assumptions)}
<h4>Don’t use it</h4>${listOf(notFor)}
<p><strong>Source:</strong> ${reference || 'none given'}</p>`;
}

function usage({ name, on, roles, options }: Used): Markup {
  const rows = [
    ...Object.entries(roles).map(([role, columns]) => ['Column for', role, columns.join(', ')]),
    ...Object.entries(options).map(([option, value]) => ['Option', option, optionText(value)]),
  ];
  return html`<div class="scroll" role="group" tabindex="0" aria-label="Table: columns and options of ${name}"><table>
<caption>Columns and options of ${name}, on ${on}</caption>
<thead><tr><th scope="col">Kind</th><th scope="col">Name</th><th scope="col">As used</th></tr></thead>
<tbody>${rows.map(
    ([kind, key, value]) => html`
<tr><td>${kind}</td><th scope="row">${key}</th><td>${value}</td></tr>`,
  )}</tbody></table></div>`;
}

/** An option as a notebook would write it. */
function optionText(value: unknown): string {
  if (value === null || value === undefined) return 'not set';
  if (Array.isArray(value)) return value.length > 0 ? value.map(optionText).join(', ') : 'none';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

const listOf = (items: readonly string[]): Markup =>
  items.length > 0 ? html`<ul>${items.map((item) => html`<li>${item}</li>`)}</ul>` : html`<p>Nothing is stated.</p>`;
