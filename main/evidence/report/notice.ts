import type { Warning } from '../../contract/data.ts';
import type { CellError, CheckResult, CheckStatus } from '../../contract/run.ts';
import { counted, html, type Markup } from './markup.ts';

export const warningNotice = (warning: Warning): Markup =>
  html`<div class="notice warned"><p><strong><span aria-hidden="true">▲ </span>Warning:</strong> ${warningText(warning)}</p></div>`;

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
