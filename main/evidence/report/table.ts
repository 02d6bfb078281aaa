import type { ColumnInfo, Page, Value } from '../../contract/data.ts';
import { hoursText } from '../span.ts';
import { counted, html, type Markup } from './markup.ts';

/** Rows of a table that stands open; one with more is folded. */
const open = 20;
/** Rows of a folded table that are still printed on paper. */
const printed = 60;

/** A value exactly as it is: the shortest text that reads back the same. */
export function exactText(value: Value, type: string): string {
  if (value === null) return '[x]';
  if (typeof value === 'object') return JSON.stringify(value);
  const text = String(value);
  if (!type.startsWith('TIMESTAMP')) return text;
  return text
    .replace('T', ' ')
    .replace(/\.(\d*?)0*(Z?)$/, (_, rest: string, zone: string) => (rest ? `.${rest}` : '') + zone);
}

const isNumber = (type: string) => /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|DOUBLE|FLOAT|DECIMAL|INTERVAL)/.test(type);

/** Which rows of how many are shown. */
export function rowsShown(page: Page, limit = Number.POSITIVE_INFINITY): string {
  const here = Math.min(page.values[0]?.length ?? 0, limit);
  if (here === page.rowCount) return counted(here, 'row');
  const total = page.rowCount.toLocaleString('en-GB');
  if (page.offset === 0) return `showing the first ${here.toLocaleString('en-GB')} of ${total} rows`;
  return `showing rows ${(page.offset + 1).toLocaleString('en-GB')} to ${(page.offset + here).toLocaleString('en-GB')} of ${total}`;
}

/** A table with its caption; `path` names its figures, as `cell.table`. One row of many columns is shown down the page. */
export function tableOf(page: Page, path: string, caption: string, limit = Number.POSITIVE_INFINITY): Markup {
  if (page.columns.length === 0) return html`<p class="empty">${caption}: a table without columns.</p>`;
  const count = Math.min(page.values[0]?.length ?? 0, limit);
  const down = count === 1 && page.rowCount === 1 && page.columns.length > 4;
  const absent = page.values.some((column) => column.slice(0, count).includes(null));
  const title = html`<caption>${caption} <span class="rows">${rowsShown(page, limit)}${absent && '. [x]: not available'}</span></caption>`;
  const body = down ? downward(page, path) : across(page, path, count);
  return html`<div class="scroll" role="group" tabindex="0" aria-label="Table: ${caption}"><table${!down && page.columns.length > 8 && html` class="wide"`}>${title}${body}</table></div>`;
}

function across(page: Page, path: string, count: number): Markup {
  const head = page.columns.map(
    (column) => html`<th scope="col"${isNumber(column.type) && html` class="number"`}>${headText(column)}</th>`,
  );
  const rows = Array.from(
    { length: count },
    (_, row) => html`
<tr>${page.columns.map((column, index) => cellOf(page.values[index]?.[row] ?? null, column, `${path}.${column.name}.${page.offset + row}`))}</tr>`,
  );
  return html`<thead><tr>${head}</tr></thead><tbody>${rows}</tbody>`;
}

function downward(page: Page, path: string): Markup {
  const rows = page.columns.map(
    (column, index) => html`
<tr><th scope="row">${headText(column)}</th>${cellOf(page.values[index]?.[0] ?? null, column, `${path}.${column.name}.${page.offset}`, true)}</tr>`,
  );
  return html`<thead><tr><th scope="col">Measure</th><th scope="col" class="number">Value</th></tr></thead><tbody>${rows}</tbody>`;
}

const headText = ({ name, unit }: ColumnInfo) => html`${name}${unit && html` <span class="unit">(${unit})</span>`}`;

function cellOf(value: Value, column: ColumnInfo, figure: string, right = false): Markup {
  const number = isNumber(column.type) || right;
  const said =
    number && typeof value === 'number' && column.unit === 's' && Math.abs(value) >= 60 ? hoursText(value) : '';
  return html`<td${number && html` class="number"`} data-figure="${figure}">${exactText(value, column.type)}${said && html` <span class="said">${said}</span>`}</td>`;
}

/** A table under what it belongs to: open when it is short, else folded with its size in sight. */
export function foldedTable(page: Page, path: string, caption: string, fold: boolean, limit?: number): Markup {
  const shown = Math.min(page.values[0]?.length ?? 0, limit ?? Number.POSITIVE_INFINITY);
  const table = tableOf(page, path, caption, limit);
  if (!fold && shown <= open) return table;
  const size = html`${rowsShown(page, limit)}, ${counted(page.columns.length, 'column')}`;
  if (shown <= printed) return html`<details><summary>${caption}: ${size}</summary>${table}</details>`;
  return html`<details class="long"><summary>${caption}: ${size}<span class="onpaper"> (in the HTML file)</span></summary>${table}</details>`;
}
