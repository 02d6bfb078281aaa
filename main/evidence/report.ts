import type { Report } from '../contract/report.ts';
import { momentText } from './moment.ts';
import { aboutOf } from './report/about.ts';
import { blockOf } from './report/block.ts';
import { html, Markup } from './report/markup.ts';
import { methodsOf } from './report/methods.ts';
import { pageOf } from './report/page.ts';
import { ProsePrinter } from './report/prose.ts';
import { summaryOf } from './report/summary.ts';

const unchecked = 'Working report, not checked for disclosure';

/** A run as one self-contained, accessible page: no script, nothing fetched, every value escaped. */
export function printReport(report: Report): string {
  const { title, workspace, ranAt, run } = report;
  const prose = new ProsePrinter(title);
  const blocks = report.blocks.map((block) => blockOf(block, report, prose));
  const methods = methodsOf(report);
  const contents = [
    ...prose.headings.filter((heading) => heading.level === 2).map(({ id, text }) => ({ id, text: new Markup(text) })),
    ...(methods ? [{ id: 'methods', text: 'Methods' }] : []),
    { id: 'about', text: 'Where the figures come from' },
  ];
  return pageOf({
    title: `${title} – ${workspace.title}`,
    marking: workspace.marking,
    banner: report.checkedForDisclosure ? '' : unchecked,
    main: html`
<h1>${title}</h1>
<p class="lead">${workspace.title}. Run on ${momentText(ranAt.replace(/\.\d+Z$/, 'Z'), workspace.zone) ?? ranAt} from <span class="name">${run.notebook.file}</span>.</p>
${summaryOf(report)}
<nav aria-labelledby="contents"><h2 id="contents">Contents</h2><ol>${contents.map(({ id, text }) => html`<li><a href="#${id}">${text}</a></li>`)}</ol></nav>
${blocks}
${methods}
${aboutOf(report)}
`,
  });
}
