import type { Warning } from '../../contract/data.ts';
import type { CellError, CheckResult, CheckStatus } from '../../contract/run.ts';
import { counted, html, type Markup } from './markup.ts';

/** The warnings of one cell, in one box. */
export function warningsNotice(warnings: readonly Warning[]): Markup | undefined {
  const [first] = warnings;
  if (!first) return undefined;
  const sign = html`<span aria-hidden="true">▲ </span>`;
  if (warnings.length === 1)
    return html`<div class="notice warned"><p><strong>${sign}Warning:</strong> ${warningText(first)}</p></div>`;
  return html`<div class="notice warned"><p><strong>${sign}${warnings.length} warnings</strong></p><ul>${warnings.map((warning) => html`<li>${warningText(warning)}</li>`)}</ul></div>`;
}

/** The count is told where the sentence does not tell it already. */
export function warningText({ text, count }: Warning): string {
  if (count === undefined) return text;
  const tells = text.replace(/[,\s]/g, '').includes(String(count));
  return tells ? text : `${text} (${count.toLocaleString('en-GB')})`;
}

export function errorNotice({ code, message, line }: CellError): Markup {
  const what = code === 'skipped' ? 'Not run:' : 'This failed:';
  const where = line === undefined ? '' : ` (line ${line} of the notebook)`;
  return html`<div class="notice failed"><p><strong><span aria-hidden="true">✕ </span>${what}</strong> ${message}${where}</p></div>`;
}

const words: Record<CheckStatus, { icon: string; word: string }> = {
  passed: { icon: '✓', word: 'Passed' },
  failed: { icon: '✕', word: 'Failed' },
  warned: { icon: '▲', word: 'Warning' },
  skipped: { icon: '–', word: 'Not run' },
};

/** A check's outcome in words and a sign; its name leads to `place` where that is given. */
export function checkLine({ name, status, rows, because }: CheckResult, place?: string): Markup {
  const { icon, word } = words[status];
  const found =
    rows > 0 && (status === 'failed' || status === 'warned')
      ? ` ${counted(rows, 'row breaks it', 'rows break it')}.`
      : '';
  const end = because && !/[.!?]$/.test(because) ? '.' : '';
  return html`<strong class="verdict ${status}"><span aria-hidden="true">${icon} </span>${word}</strong> ${place === undefined ? html`<span class="name">${name}</span>` : html`<a href="${place}">${name}</a>`}${because ? html`: ${because}${end}` : '.'}${found}`;
}
