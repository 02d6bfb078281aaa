import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cellsOf, parse } from '../../main/notebook/parse.ts';
import { print, printCell, withSource } from '../../main/notebook/print.ts';

const front = '---\nnotebook: 1\ntitle: T\n---\n';
const fails = (text: string) => {
  try {
    parse(text);
  } catch (error) {
    return error as { message: string; code: string; place: { line: number } };
  }
  throw new Error('it parsed');
};

const example = `---
notebook: 1
title: Where does work wait?
template: process-map
lessons: [A.2, B.3, C.2]
inputs:
  log: { extract: receipt, roles: { case: case_id, activity: step, end: done_at, organisation: team } }
---

# Where does work wait?

Half take longer than {{waits.summary.lead_p50 | duration}}.

\`\`\`param team
type: choice
from: SELECT DISTINCT organisation FROM log ORDER BY 1
default: null
label: Team
\`\`\`

\`\`\`sql scope
SELECT * FROM log WHERE $team IS NULL OR organisation = $team
\`\`\`

~~~~method waits
method: flow
on: scope
options: { calendar: workspace }
~~~~

\`\`\`python
not a cell
\`\`\`

\`\`\`check no_negative_wait
on: SELECT * FROM waits.steps WHERE wait_p50 < 0
because: A step cannot end before it starts
\`\`\`
the end, with no line break`;

test('a notebook is its cells and its prose', () => {
  const notebook = parse(example);
  expect(cellsOf(notebook).map(({ kind, name, line }) => [kind, name, line])).toEqual([
    ['param', 'team', 14],
    ['sql', 'scope', 21],
    ['method', 'waits', 25],
    ['check', 'no_negative_wait', 35],
  ]);
  expect(notebook.front.inputs?.log?.roles).toEqual({
    case: 'case_id',
    activity: 'step',
    end: 'done_at',
    organisation: 'team',
  });
});

test('printing gives back the same bytes, whatever the line ends', () => {
  for (const text of [example, example.replaceAll('\n', '\r\n'), `\uFEFF${example}`, `${example}\n\n\n`, front])
    expect(print(parse(text))).toBe(text);
});

test('any text between cells survives, and so do cells', () => {
  const name = fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/);
  const prose = fc
    .string({ unit: fc.constantFrom('a', ' ', '\n', '#', '*', '{', '`', '~', '-', '|', 'é', '\t', '\r\n') })
    .map((text) => text.replaceAll(/[`~]{3,}/g, '``'));
  const source = fc.string({ unit: fc.constantFrom('x', ' ', '\n', '`', ';', 'é') });
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.tuple(name, source, prose), { selector: ([key]) => key, maxLength: 5 }),
      prose,
      (cells, start) => {
        const text = `${front}${start}\n${cells.map(([key, body, after]) => `${printCell('sql', key, body)}${after}\n`).join('')}`;
        const notebook = parse(text);
        expect(print(notebook)).toBe(text);
        expect(cellsOf(notebook).map((cell) => cell.name)).toEqual(cells.map(([key]) => key));
      },
    ),
  );
});

test('one cell can be changed and the rest keeps its bytes', () => {
  const notebook = parse(example);
  const scope = cellsOf(notebook).find((cell) => cell.name === 'scope')!;
  expect(withSource(notebook, scope, 'SELECT 1')).toBe(
    example.replace('SELECT * FROM log WHERE $team IS NULL OR organisation = $team', 'SELECT 1'),
  );
});

test.each([
  ['# no front matter', 1, 'begins with its front matter'],
  ['---\nnotebook: 1\ntitle: T\n', 1, 'no closing'],
  ['---\nnotebook: 1\n---\n', 2, 'has no "title"'],
  ['---\nnotebook: 1\ntitle: T\ncolour: red\n---\n', 4, 'means nothing here: colour'],
  ['---\nnotebook: 1\ntitle: [\n---\n', 4, 'not valid YAML'],
  [`${front}\`\`\`sql\nSELECT 1\n\`\`\`\n`, 5, 'has no name'],
  [`${front}\`\`\`sql One\nSELECT 1\n\`\`\`\n`, 5, '"One" can\'t name a cell'],
  [`${front}\`\`\`graph one\nx\n\`\`\`\n`, 5, '"graph" is not a kind of cell'],
  [`${front}\`\`\`sql one\nSELECT 1\n`, 5, 'never closed'],
  [
    `${front}\`\`\`sql one\nSELECT 1\n\`\`\`\n\`\`\`sql one\nSELECT 2\n\`\`\`\n`,
    8,
    'the same name as the sql cell on line 5',
  ],
  [`${front}\`\`\`method m\nmethod: flow\non: log\nwhere: here\n\`\`\`\n`, 8, 'means nothing here: where'],
  [`${front}\`\`\`param p\ntype: colour\n\`\`\`\n`, 6, '"type" does not fit'],
  [`${front}\`\`\`chart c\non: x\ntitle: T\nalt: A\n\`\`\`\n`, 5, 'needs either "chart"'],
])('%j is refused on line %i', (text, line, words) => {
  const fault = fails(text);
  expect(fault).toMatchObject({ code: 'notebook-invalid', place: { line } });
  expect(fault.message).toContain(words);
});

test('a later version is refused before its keys are judged', () => {
  expect(fails('---\nnotebook: 2\ntitle: T\nnew: 1\n---\n').code).toBe('workspace-newer');
});
