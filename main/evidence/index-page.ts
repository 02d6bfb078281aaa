import { html } from './report/markup.ts';
import { pageOf } from './report/page.ts';

export interface IndexEntry {
  title: string;
  /** The question that the report answers. */
  question: string;
  /** Path of the report, relative to the index page. */
  file: string;
  lessons?: readonly string[];
  /** How its run ended, when that was not well. */
  note?: string;
}

/** A page that leads to several reports by the questions that they answer. */
export function printIndex(
  { title, about, marking }: { title: string; about: string; marking: string },
  entries: readonly IndexEntry[],
): string {
  const address = (file: string) => file.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/');
  return pageOf({
    title,
    marking,
    banner: 'Working reports, not checked for disclosure',
    main: html`
<h1>${title}</h1>
<p class="lead">${about}</p>
<ul class="reports">${entries.map(
      ({ title: name, question, file, lessons, note }) => html`
<li><h2><a href="./${address(file)}">${name}</a></h2>
<p>${question}</p>${
        lessons &&
        lessons.length > 0 &&
        html`
<p class="source">Lessons of operational capability: ${lessons.join(', ')}</p>`
      }${
        note &&
        html`
<p class="notice warned">${note}</p>`
      }</li>`,
    )}
</ul>
`,
  });
}
