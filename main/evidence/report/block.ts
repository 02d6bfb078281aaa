import type { Warning } from '../../contract/data.ts';
import type { Report, ReportBlock, ReportChart } from '../../contract/report.ts';
import { html, Markup, type Piece } from './markup.ts';
import { checkLine, errorNotice, warningNotice } from './notice.ts';
import type { ProsePrinter } from './prose.ts';
import { exactText, foldedTable } from './table.ts';

type Of<Kind extends ReportBlock['kind']> = Extract<ReportBlock, { kind: Kind }>;

/** Rows of a chart's data that the page holds. */
const CHART_DATA = 500;
/** Columns past which a method's summary is folded: the prose and the statements after it pick what matters. */
const OPEN_COLUMNS = 12;

/** One block of the notebook on the page, with the warnings of its cell at its place. */
export function blockOf(block: ReportBlock, report: Report, prose: ProsePrinter): Markup {
  if (block.kind === 'prose') return html`<div class="prose">${prose.print(block.html)}</div>`;
  const name = block.kind === 'check' ? block.result.name : block.name;
  const warnings = block.kind === 'method' ? block.warnings : (report.run.cells[name]?.warnings ?? []);
  const error = 'error' in block && block.error ? errorNotice(block.error) : undefined;
  return html`
<div class="cell" id="cell-${name}">${noticesOf(warnings)}${error}${content(block)}</div>`;
}

const noticesOf = (warnings: readonly Warning[]) => warnings.map(warningNotice);

function content(block: Exclude<ReportBlock, { kind: 'prose' }>): Piece {
  switch (block.kind) {
    case 'sql':
      return sql(block);
    case 'method':
      return method(block);
    case 'chart':
      return block.chart && chart(block.name, block.chart);
    case 'param':
      return param(block);
    case 'check':
      return check(block);
  }
}

const sql = ({ name, source, table }: Of<'sql'>): Markup => html`
${table && foldedTable(table, `${name}.${name}`, name, false)}
<details class="code"><summary>SQL of ${name}</summary><pre tabindex="0"><code>${source}</code></pre></details>`;

function method({ name, method: text, on, tables }: Of<'method'>): Markup {
  const shown = Object.entries(tables).map(([table, page], index) =>
    foldedTable(page, `${name}.${table}`, `${name}.${table}`, index > 0 || page.columns.length > 10),
  );
  return html`
<p class="source"><span class="name">${name}</span>: ${text.title}, worked out on <span class="name">${on}</span>. <a href="#method-${text.id}">How, and with which options</a></p>
${summaryFirst(tables, name) ?? shown}`;
}

/** The summary comes first whatever its place among the tables, and stands open where it is short. */
function summaryFirst(tables: Of<'method'>['tables'], name: string): Markup[] | undefined {
  const summary = tables.summary;
  if (!summary) return undefined;
  const rest = Object.entries(tables).filter(([table]) => table !== 'summary');
  return [
    foldedTable(summary, `${name}.summary`, `${name}.summary`, summary.columns.length > OPEN_COLUMNS),
    ...rest.map(([table, page]) => foldedTable(page, `${name}.${table}`, `${name}.${table}`, true)),
  ];
}

function chart(name: string, { title, alt, svg, data }: ReportChart): Markup {
  return html`
<figure><div class="card" role="img" aria-label="${title}. ${alt}">${new Markup(svg.replace('<svg ', '<svg aria-hidden="true" focusable="false" '))}</div>
<figcaption>${alt}</figcaption>
${foldedTable(data, `${name}.data`, `Data of the chart “${title}”`, true, CHART_DATA)}</figure>`;
}

const param = ({ label, value, about }: Of<'param'>): Markup =>
  html`<p class="param"><span class="label">${label}:</span> ${value === null ? 'not set' : exactText(value, 'VARCHAR')}${about && html` <span class="about">${about}</span>`}</p>`;

const check = ({ result, table }: Of<'check'>): Markup => html`<p class="check">${checkLine(result)}</p>
${table && foldedTable(table, `${result.name}.${result.name}`, `Rows that break ${result.name}`, true)}`;
