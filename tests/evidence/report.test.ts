import { expect, test } from 'vitest';
import { printIndex } from '../../main/evidence/index-page.ts';
import { ProsePrinter } from '../../main/evidence/report/prose.ts';
import { printReport } from '../../main/evidence/report.ts';
import { expectGolden } from '../golden.ts';
import { page } from '../page.ts';
import { sampleReport } from './sample.ts';

const report = await sampleReport();
const html = printReport(report);
const text = html
  .replace(/<style>[\s\S]*?<\/style>/, '')
  .replace(/<[^>]*>/g, ' ')
  .replace(/\s+/g, ' ');

test('the whole page', () => expectGolden('report.html', html));

test('one file, no script, nothing fetched', () => {
  expect(html).toContain(
    `content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"`,
  );
  expect(html).not.toMatch(
    /<(script|iframe|object|embed|link|img|image|use|form|base)\b|\son\w+="|javascript:|@import|url\((?!#)/i,
  );
  expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
});

test('marking and banner at the top, marking at the bottom', () => {
  expect(html.match(/class="marking">OFFICIAL</g)).toHaveLength(2);
  expect(text).toContain('Working report, not checked for disclosure');
  expect(printReport({ ...report, checkedForDisclosure: true })).not.toContain('not checked for disclosure');
});

test('headings start at one h1 and skip no level', () => {
  const levels = Array.from(html.matchAll(/<h([1-6])/g), (match) => Number(match[1]));
  expect(levels[0]).toBe(1);
  expect(levels.filter((level) => level === 1)).toHaveLength(1);
  for (const [index, level] of levels.entries()) expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1);
});

test('every id is there once, and every inner link leads somewhere', () => {
  const ids = Array.from(html.matchAll(/\sid="([^"]+)"/g), (match) => match[1]!);
  expect(new Set(ids).size).toBe(ids.length);
  const links = Array.from(html.matchAll(/href="#([^"]+)"/g), (match) => match[1]!).filter(
    (id) => id !== 'cell-no_negative_wait',
  );
  expect(ids).toEqual(expect.arrayContaining(links));
});

test('tables have captions and scoped headers; charts a label and their data', () => {
  const tables = html.match(/<table/g)!.length;
  expect(html.match(/<caption>/g)).toHaveLength(tables);
  expect(html).not.toMatch(/<th(?![^>]*scope=)(?!ead)/);
  expect(html).toContain('role="img" aria-label="Where the waiting is. Share of all waiting time by step"');
  expect(html).toContain('Data of the chart “Where the waiting is”');
  expect(html).toContain('<html lang="en-GB">');
});

test('values stand as they are, each with the path of its figure', () => {
  for (const [path, value] of [
    ['waits.steps.cases.2', '9007199254740993'],
    ['waits.steps.wait_p50.1', '5e-7'],
    ['waits.steps.share.2', '-0.0100'],
    ['waits.steps.wait_p50.2', '[x]'],
    ['waits.summary.last.0', '2012-01-02 09:15:00.12Z'],
    ['waits.summary.first.0', '2010-10-02 09:15:00'],
    ['scope.scope.case_id.99', 'case-99'],
  ])
    expect(html).toMatch(
      new RegExp(`data-figure="${path!.replaceAll('.', '\\.')}">${value!.replace(/[[\].]/g, '\\$&')}<`),
    );
  expect(text).toContain('showing the first 100 of 8,577 rows');
  expect(text).toMatch(/99873\.25 27 hours 45 minutes/);
});

test('warnings, failures, failed checks and rejected rows come first, and are told at their place too', () => {
  const first = text.slice(0, text.indexOf('Contents'));
  for (const told of [
    'There is no column "stpe"'.replaceAll('"', '&quot;'),
    'keep the order of the file. (1,212)',
    'Failed every_case_ends : Open cases make lead times look short. 12 rows break it.',
    'No value for late.share',
    '6 rows of the extract receipt',
    '1 of 2 checks passed',
  ])
    expect(first).toContain(told);
  expect(text.match(/keep the order of the file/g)).toHaveLength(2);
});

test('how to recompute it', () => {
  for (const told of [
    'odp run notebooks/where.md --workspace housing',
    '7f3a'.repeat(16),
    'a'.repeat(64),
    'Option calendar england-and-wales',
    'Option limit not set',
    'Each row is one completed step of one case.',
    'Logs whose times are only dates.',
    'A textbook, chapter 5.',
    'version 1',
    'DuckDB 1.5.5',
    'Time zone Europe/London',
    'Team not set',
    '23 November 2026 at 9:15am',
  ])
    expect(text).toContain(told);
});

test('prose passes a list of what may appear', () => {
  const print = (rendered: string) => new ProsePrinter('T').print(rendered).text;
  expect(print('<p>a <strong>b</strong> &lt;c&gt;</p>')).toBe('<p>a <strong>b</strong> &lt;c&gt;</p>');
  expect(print('<script>x</script>')).toBe('&lt;script&gt;x&lt;/script&gt;');
  expect(print('<img src="https://example.org/x.png">')).toBe('&lt;img src=&quot;https://example.org/x.png&quot;&gt;');
  expect(print('<a href="javascript:alert(1)">x</a>')).toBe('<a>x</a>');
  expect(print('<a href="https://www.gov.uk" onclick="x">x</a>')).toBe(
    '<a href="https://www.gov.uk" rel="noreferrer">x</a>',
  );
  expect(print('<p style="position:fixed">x</p>')).toBe('<p>x</p>');
  expect(print('<th style="text-align:right">x</th>')).toBe('<th scope="col" style="text-align:right">x</th>');
});

test('an empty table and a page from the middle are told as they are', () => {
  const block = { kind: 'sql' as const, name: 'none', source: 'SELECT 1', line: 1 };
  const empty = printReport({ ...report, blocks: [{ ...block, table: page({ a: ['INTEGER', []] }) }] });
  expect(empty).toContain('>0 rows</span>');
  const middle = { ...page({ a: ['INTEGER', [1, 2]] }, 400), offset: 200 };
  expect(printReport({ ...report, blocks: [{ ...block, table: middle }] })).toContain('showing rows 201 to 202 of 400');
});

test('an index leads to its reports', () => {
  const index = printIndex({ title: 'Demo', about: 'Seven notebooks', marking: 'OFFICIAL' }, [
    { title: 'Where <work> waits', question: 'Where?', file: 'runs\\a b\\report.html', note: 'One check failed.' },
  ]);
  expect(index).toContain('<a href="./runs/a%20b/report.html">Where &lt;work&gt; waits</a>');
  expect(index).toContain('One check failed.');
});
