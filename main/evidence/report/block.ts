import type { Page } from '../../contract/data.ts';
import type { Report, ReportBlock, ReportChart } from '../../contract/report.ts';
import { counted, html, Markup, type Piece } from './markup.ts';
import { checkLine, errorNotice, warningsNotice } from './notice.ts';
import type { ProsePrinter } from './prose.ts';
import { exactText, foldedTable } from './table.ts';

type Of<Kind extends ReportBlock['kind']> = Extract<ReportBlock, { kind: Kind }>;

/** Rows of a chart's data that the page holds. */
const CHART_DATA = 500;
/** Columns past which a method's summary is folded. */
const OPEN_COLUMNS = 12;

/** One block of the notebook on the page, with the warnings of its cell at its place. */
export function blockOf(block: ReportBlock, report: Report, prose: ProsePrinter): Markup {
  if (block.kind === 'prose') return html`<div class="prose">${prose.print(block.html)}</div>`;
  const name = block.kind === 'check' ? block.result.name : block.name;
  const warnings = block.kind === 'method' ? block.warnings : (report.run.cells[name]?.warnings ?? []);
  const error = 'error' in block && block.error ? errorNotice(block.error) : undefined;
  return html`
<div class="cell" id="cell-${name}">${warningsNotice(warnings)}${error}${content(block)}</div>`;
}

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
  return html`
<p class="source"><span class="name">${name}</span>: ${text.title}, worked out on <span class="name">${on}</span>. <a href="#method-${text.id}">How, and with which options</a></p>
${methodTables(tables, name)}`;
}

/** A short summary stands open; the other tables are folded together: the prose and the statements after them pick what matters. */
function methodTables(tables: Of<'method'>['tables'], name: string): Piece {
  const folded = (table: string, page: Page, fold: boolean) =>
    foldedTable(page, `${name}.${table}`, `${name}.${table}`, fold);
  const { summary } = tables;
  const isOpen = summary !== undefined && summary.columns.length <= OPEN_COLUMNS;
  const rest = Object.entries(tables).filter(([table]) => !(isOpen && table === 'summary'));
  if (rest.length === 0) return isOpen && folded('summary', summary, false);
  return html`
${isOpen && folded('summary', summary, false)}
<details><summary>${isOpen ? 'Other results' : 'Results'} of ${name}: ${counted(rest.length, 'table')}</summary>${rest.map(([table, page]) => folded(table, page, true))}</details>`;
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
