import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pareto } from '../../main/methods/pareto.ts';
import { xmr } from '../../main/methods/xmr.ts';
import { performance, title as performanceTitle } from '../../notebooks/samples/performance.ts';
import { problems, title as problemsTitle } from '../../notebooks/samples/problems.ts';
import { testEngine } from '../engine.ts';
import { runMethod } from '../method.ts';

let host: Awaited<ReturnType<typeof testEngine>>;
beforeAll(async () => {
  host = await testEngine();
});
afterAll(() => host.close());

/** The sample without its title, as a relation. */
function sample(name: string, csv: string): string {
  const file = join(host.folder, `${name}.csv`);
  writeFileSync(file, csv.split('\r\n').slice(2).join('\n'));
  return `(SELECT * FROM read_csv('${file.replaceAll("'", "''")}', header = true, delim = ',', quote = '"', dateformat = '%d/%m/%Y'))`;
}

test.each([
  ['performance', performance, performanceTitle],
  ['problems', problems, problemsTitle],
] as const)('%s.csv is what its generator makes, small, and says that it is synthetic', (name, make, title) => {
  const file = readFileSync(new URL(`../../notebooks/samples/${name}.csv`, import.meta.url), 'utf8');
  expect(file).toBe(make());
  expect(file.length).toBeLessThan(1_000_000);
  expect(title).toMatch(/^Synthetic data: /);
  expect(file.startsWith(`${title}\r\n\r\n`)).toBe(true);
});

test('the board shows each service as it was made', async () => {
  const roles = { date: 'Month', series: 'Service', value: 'Value', target: 'Target', improve: 'Better' };
  const why = { reason: 'Online renewal replaced paper', author: 'Performance team' };
  const rebase = [{ date: '2024-10-01', series: 'Licence renewals', ...why }];
  const relation = sample('performance', performance());
  const { tables, warnings } = await runMethod(xmr, host.query, { relation, roles, options: { rebase } });
  const row = (series: string) => tables.summary!.find((each) => each.series === series)!;
  expect(tables.summary).toHaveLength(8);
  expect(row('Licence renewals')).toMatchObject({ phases: 2, signals: 0, assurance: 'consistently hits' });
  expect(row('Grant applications')).toMatchObject({ missing: 1, assurance: 'consistently misses' });
  expect(row('Complaints')).toMatchObject({ variation: 'improvement' });
  expect(row('Registrations')).toMatchObject({ variation: 'concern', latest_signal: 'shift' });
  expect(row('Contact centre')).toMatchObject({ signals: 1, assurance: 'hit and miss' });
  expect(warnings.map(({ code, count }) => [code, count])).toEqual([
    ['no-value', 2],
    ['gaps', 3],
  ]);
});

test('the log has three fixes, of which one held', async () => {
  const roles = {
    date: 'Raised',
    category: 'Category',
    subcategory: 'Subcategory',
    value: 'Minutes lost',
    team: 'Team',
    fixed: 'Cause fixed on',
  };
  const relation = sample('problems', problems());
  const { tables } = await runMethod(pareto, host.query, { relation, roles, options: { to: '2026-03-31' } });
  const ratios = tables.recurrence!.map(({ category, ratio_lower, ratio_upper }) => [
    category,
    (ratio_upper as number) < 0.5,
    (ratio_lower as number) < 1 && (ratio_upper as number) > 1,
  ]);
  expect(ratios).toEqual([
    ['Missing evidence', true, false],
    ['System slow or down', false, false],
    ['Unclear letter', false, true],
  ]);
  expect(tables.trend).toHaveLength(24 * tables.ranked!.length);
});
