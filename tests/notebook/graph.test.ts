import { afterAll, beforeAll, expect, test } from 'vitest';
import { readStatement } from '../../main/engine/statement.ts';
import { buildGraph, needsOf } from '../../main/notebook/graph.ts';
import { parse } from '../../main/notebook/parse.ts';
import { testEngine } from '../engine.ts';

let host: Awaited<ReturnType<typeof testEngine>>;
let connection: Awaited<ReturnType<typeof host.engine.connect>>;
beforeAll(async () => {
  host = await testEngine();
  connection = await host.engine.connect();
});
afterAll(() => host.close());

const graph = (body: string) =>
  buildGraph(parse(`---\nnotebook: 1\ntitle: T\ninputs: { log: { extract: e } }\n---\n${body}`), {
    read: (sql) => readStatement(connection, sql),
    extracts: ['e', 'other-one'],
    methods: ['flow'],
    methodTables: (id) => (id === 'flow' ? ['summary', 'steps'] : undefined),
  });
const sql = (name: string, text: string) => `\`\`\`sql ${name}\n${text}\n\`\`\`\n`;

test('cells come after what they need, and otherwise in the order of the file', async () => {
  const { nodes } = await graph(
    sql('last', 'SELECT * FROM m.steps JOIN first ON true') +
      '```method m\nmethod: flow\non: first\n```\n' +
      sql('first', 'SELECT * FROM log WHERE x = $p') +
      '```param p\ntype: text\n```\n' +
      sql('alone', 'SELECT * FROM "other-one"'),
  );
  expect(nodes.map((node) => [node.cell.name, needsOf(node)])).toEqual([
    ['p', []],
    ['first', ['p']],
    ['m', ['first']],
    ['last', ['m', 'first']],
    ['alone', []],
  ]);
  expect(nodes.at(-1)?.sources).toEqual([{ kind: 'extract', name: 'other-one' }]);
});

test('a circle is an error that names both ends', async () => {
  await expect(graph(sql('a', 'FROM b') + sql('b', 'FROM c') + sql('c', 'FROM a'))).rejects.toMatchObject({
    code: 'cycle',
    message: expect.stringContaining('"a" (line 6) needs "b" (line 9), which leads back to it: a → b → c → a'),
  });
  await expect(graph(sql('a', 'FROM a'))).rejects.toMatchObject({
    message: expect.stringContaining('"a" (line 6) needs itself'),
  });
});

test.each([
  [
    sql('a', 'SELECT 1,\n FROM nowhere'),
    'name-unknown',
    8,
    'There is no table "nowhere". The tables here are log, a, e, other-one',
  ],
  [sql('a', 'FROM m'), 'name-unknown', 7, 'There is no table "m"'],
  [`\`\`\`method m\nmethod: flow\non: log\n\`\`\`\n${sql('a', 'FROM m')}`, 'name-unknown', 11, 'm.summary, m.steps'],
  [
    `\`\`\`method m\nmethod: flow\non: log\n\`\`\`\n${sql('a', 'FROM m.paths')}`,
    'name-unknown',
    11,
    'has no table "paths"',
  ],
  [sql('a', 'SELECT $q'), 'name-unknown', 6, 'uses $q'],
  [sql('a', 'SELECT now()'), 'sql-refused', 7, 'now answers differently'],
  ['```method m\nmethod: spin\non: log\n```\n', 'name-unknown', 6, 'no method "spin". The methods are flow'],
])('%j is the cell’s own problem', async (body, code, line, words) => {
  const { nodes } = await graph(body);
  const problem = nodes.find((node) => node.problem)?.problem;
  expect(problem).toMatchObject({ code, place: line === undefined ? {} : { line } });
  expect(problem?.message).toContain(words);
});

test('a value in prose must name a cell', async () => {
  await expect(graph('Text {{nope.x}}.\n')).rejects.toMatchObject({ code: 'name-unknown', place: { line: 6 } });
  await expect(graph('\n\nText {{nope}}.\n')).rejects.toMatchObject({ code: 'notebook-invalid', place: { line: 8 } });
  const { placeholders } = await graph(`${sql('a', 'SELECT 1 AS x')}A {{a.x | number 1}} and \`{{not.this}}\`.\n`);
  expect(placeholders).toEqual([
    { cell: 'a', column: 'x', format: 'number', args: ['1'], text: 'a.x | number 1', line: 9 },
  ]);
  const table = await graph(
    `${sql('a', 'SELECT 1 AS x')}| n |\n|---|\n| {{a.x | number 1}} |\n\nand {{a.x\n| percent 0}}\n`,
  );
  expect(table.placeholders.map(({ text, line }) => [text, line])).toEqual([
    ['a.x | number 1', 11],
    ['a.x | percent 0', 13],
  ]);
  await expect(graph('Half {{open.x here\n')).rejects.toMatchObject({ code: 'notebook-invalid', place: { line: 6 } });
});
