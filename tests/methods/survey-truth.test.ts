import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { survey } from '../../main/methods/survey.ts';
import { testEngine } from '../engine.ts';
import { runMethod } from '../method.ts';

let host: Awaited<ReturnType<typeof testEngine>>;
beforeAll(async () => {
  host = await testEngine();
});
afterAll(() => host.close());

type Roles = Record<string, string | readonly string[]>;
const run = (relation: string, roles: Roles, options = {}, also: Record<string, string> = {}) =>
  runMethod(survey, host.query, {
    relation,
    roles,
    options,
    also: Object.fromEntries(Object.entries(also).map(([name, relation]) => [name, { relation, roles: {} }])),
  });
const margins = (...values: string[]) =>
  `(SELECT * FROM (VALUES ${values.join(', ')}) v(variable, category, population))`;
/** 30 of 100 are line managers; the importer has read Yes and No as true and false. */
const people = `(SELECT i < 30 AS manager, CASE WHEN i % 2 = 0 THEN 'North' ELSE 'South' END AS region, 1 + i % 5 AS q FROM range(100) r(i))`;

describe('a column of Yes and No', () => {
  test.each([
    ['Yes', 'No'],
    ['yes', 'NO'],
    ['true', 'false'],
    ['1', '0'],
    ['Y', 'n'],
  ])('meets margins spelled %s and %s', async (yes, no) => {
    const { tables } = await run(
      people,
      { items: 'q', group: ['manager', 'region'] },
      {},
      {
        margins: margins(
          `('manager', '${yes}', 400)`,
          `('manager', '${no}', 600)`,
          `('region', 'North', 500)`,
          `('region', 'South', 500)`,
        ),
      },
    );
    expect(tables.margins!.slice(0, 2).map((row) => [row.category, row.respondents])).toEqual([
      ['Yes', 30],
      ['No', 70],
    ]);
    expect(tables.margins![0]!.weighted_share).toBeCloseTo(0.4, 6);
    const rows = tables.items!.filter((row) => row.variable === 'manager');
    expect(rows.map((row) => [row.category, row.base, row.population])).toEqual([
      ['No', 70, 600],
      ['Yes', 30, 400],
    ]);
  });

  test('meets margins that were themselves read as true and false, as do texts', async () => {
    const both = margins("('manager', true, 400)", "('manager', false, 600)");
    for (const relation of [
      people,
      `(SELECT * REPLACE (CASE WHEN manager THEN 'Yes' ELSE 'No' END AS manager) FROM ${people})`,
    ]) {
      const { tables } = await run(relation, { items: 'q', group: 'manager' }, {}, { margins: both });
      expect(tables.margins!.map((row) => [row.category, row.respondents])).toEqual([
        ['Yes', 30],
        ['No', 70],
      ]);
    }
  });

  test('can’t be given one category twice', async () => {
    const twice = margins("('manager', 'Yes', 400)", "('manager', 'true', 400)", "('manager', 'No', 600)");
    const wanted = run(people, { items: 'q', group: 'manager' }, {}, { margins: twice });
    await expect(wanted).rejects.toMatchObject({
      code: 'data-unfit',
      message: expect.stringContaining('more than once'),
    });
  });

  test.each([
    { Yes: 5, No: 1 },
    { true: 5, false: 1 },
    { y: 5, N: 1 },
    { '1': 5, '0': 1 },
  ])('is an item by %o', async (scale) => {
    const { tables } = await run(people, { items: 'manager' }, { scale });
    expect(tables.items![0]).toMatchObject({ base: 100, positive_pct: 0.3, pct_5: 0.3, pct_1: 0.7 });
    expect(tables.quality![0]).toMatchObject({ answered: 100, unrecognised: 0 });
  });

  test('is no answer without a scale, and is shown as Yes and No', async () => {
    const { tables, warnings } = await run(people, { items: 'manager' });
    expect(tables.quality![0]).toMatchObject({ answered: 0, unrecognised: 100 });
    expect(warnings.find(({ code }) => code === 'unrecognised-answers')!.text).toContain('"No" 70 times');
  });

  test.each(['Yes', 'true', 'y', '1'])('has its population by %s', async (yes) => {
    const { tables } = await run(people, { items: 'q', group: 'manager' }, { population: { [yes]: 40 } });
    const of = (category: string) =>
      tables.items!.find((row) => row.variable === 'manager' && row.category === category);
    expect([of('Yes')!.population, of('No')!.population]).toEqual([40, null]);
  });

  test('as a wave is found in a crosswalk and in margins', async () => {
    const waves = '(SELECT i < 50 AS later, 4 AS a, 2 AS b, i % 2 AS g FROM range(100) r(i))';
    const crosswalk = `(SELECT * FROM (VALUES ('pride', 'Yes', 'a'), ('pride', 'false', 'b')) v(item, wave, "column"))`;
    const { tables } = await run(waves, { items: ['a', 'b'], wave: 'later' }, { indices: { all: '*' } }, { crosswalk });
    expect(tables.items!.map((row) => [row.wave, row.item, row.positive_pct])).toEqual([
      ['No', 'pride', 0],
      ['Yes', 'pride', 1],
    ]);
  });
});

describe('R writes a blank as NA', () => {
  const answers = `(SELECT CASE WHEN i < 10 THEN 'NA' ELSE '4' END AS q, CASE WHEN i >= 95 THEN 'NA' ELSE 'a' END AS team, CASE WHEN i < 7 THEN 'NA' ELSE 'time; money' END AS barriers FROM range(100) r(i))`;
  const roles = { items: 'q', group: 'team', multi: 'barriers' };

  test('which is missing, not routed, and is counted', async () => {
    const { tables, warnings } = await run(answers, roles);
    expect(tables.quality!.map((row) => [row.field, row.answered, row.missing, row.routed])).toEqual([
      ['q', 90, 10, 0],
      ['barriers', 93, 7, 0],
    ]);
    expect(tables.quality![0]!.answered_share).toBeCloseTo(0.9, 12);
    expect([...new Set(tables.items!.map((row) => row.category))]).toEqual(['all', 'a']);
    const said = warnings.find(({ code }) => code === 'na-blank')!;
    expect(said.count).toBe(22);
    expect(said.text).toContain('q 10, barriers 7, team 5');
    expect(warnings.find(({ code }) => code === 'no-category')).toMatchObject({ count: 5 });
  });

  test('unless the questionnaire says what it means', async () => {
    const { tables, warnings } = await run(answers, roles, { routed: ['NA'] });
    expect(tables.quality!.map((row) => [row.missing, row.routed])).toEqual([
      [0, 10],
      [0, 7],
    ]);
    expect(warnings.map(({ code }) => code)).not.toContain('na-blank');
  });

  test('and flags of 0, 1 and NA are still flags', async () => {
    const flags = `(SELECT * FROM (VALUES ('1', '0'), ('0', 'NA'), ('NA', 'NA')) v(barrier_time, barrier_money))`;
    const { tables } = await run(flags, { multi: ['barrier_time', 'barrier_money'] });
    expect(tables.quality![0]).toMatchObject({ field: 'barrier', answered: 2, missing: 1 });
  });
});
