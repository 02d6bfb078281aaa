import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Value } from '../../main/contract/data.ts';
import { survey } from '../../main/methods/survey.ts';
import { testEngine } from '../engine.ts';
import { runMethod } from '../method.ts';

let host: Awaited<ReturnType<typeof testEngine>>;
beforeAll(async () => {
  host = await testEngine();
});
afterAll(() => host.close());

type Given = string | readonly string[];
const run = (relation: string, roles: Record<string, Given>, options = {}, also: Record<string, string> = {}) =>
  runMethod(survey, host.query, {
    relation,
    roles,
    options,
    also: Object.fromEntries(Object.entries(also).map(([name, relation]) => [name, { relation, roles: {} }])),
  });
/** So many respondents of each answer to one item. */
const counts = (...each: [string, number][]) =>
  `(SELECT answer FROM (VALUES ${each.map(([answer, n]) => `('${answer.replaceAll("'", "''")}', ${n})`).join(', ')}) v(answer, n), range(n))`;
const only = (rows: Record<string, Value>[] | undefined, where: Record<string, Value> = {}) => {
  const found = (rows ?? []).filter((row) => Object.entries(where).every(([name, value]) => row[name] === value));
  expect(found).toHaveLength(1);
  return found[0]!;
};
const codes = (warnings: { code: string }[]) => warnings.map(({ code }) => code);
const percent = (value: Value | undefined) => Math.round(Number(value) * 100);

describe('figures of the definition', () => {
  test('103/166/176/96/24 of 565 show as 18/29/31/17/4 % and 48 % positive', async () => {
    const answers = counts(['5', 103], ['4', 166], ['3', 176], ['2', 96], ['1', 24]);
    const { tables } = await run(answers, { items: 'answer' });
    const row = only(tables.items);
    expect([row.pct_5, row.pct_4, row.pct_3, row.pct_2, row.pct_1].map(percent)).toEqual([18, 29, 31, 17, 4]);
    expect(percent(row.positive_pct)).toBe(48);
    expect(row).toMatchObject({ base: 565, weighted_base: 565, effective_n: 565, deff: 1, df: 564 });
    expect(row.se).toBeCloseTo(Math.sqrt(((269 / 565) * (296 / 565)) / 565), 14);
  });

  /** R: t <- qt(.975, 564); p <- 272/565; the formula of the definition. */
  test('Wilson on n with t', async () => {
    const { tables } = await run(counts(['4', 272], ['1', 293]), { items: 'answer' });
    expect(only(tables.items).lower).toBeCloseTo(0.440393752847, 11);
    expect(only(tables.items).upper).toBeCloseTo(0.522690180177, 11);
  });

  test.each([
    [120, 200, 0.425, 0.43, 5.62],
    [80, 150, 0.5, 0.5, 7.51],
    [40, 50, 0.3, 0.3, 6.42],
    [375, 500, 0.6, 0.6, 2.48],
  ])('margin of error of %i of %i', async (n, population, p, declared, points) => {
    const positive = Math.round(n * p);
    const { tables } = await run(counts(['4', positive], ['2', n - positive]), { items: 'answer' }, { population });
    const row = only(tables.items);
    const q = positive / n;
    const scale = Math.sqrt((declared * (1 - declared)) / (q * (1 - q)));
    expect(100 * Number(row.moe) * scale).toBeCloseTo(points, 2);
    expect(row.moe_without_fpc).toBeCloseTo(1.96 * Math.sqrt((q * (1 - q)) / n), 4);
    expect(row.population).toBe(population);
  });

  test('a change of 52.952 − 58.495 is −6, never 53 − 58', async () => {
    const waves = `(SELECT 2025 AS wave, CASE WHEN i < 58495 THEN 4 ELSE 2 END AS q FROM range(100000) r(i)
      UNION ALL SELECT 2026, CASE WHEN i < 52952 THEN 4 ELSE 2 END FROM range(100000) r(i))`;
    const { tables } = await run(waves, { items: 'q', wave: 'wave' });
    const row = only(tables.waves, { kind: 'item' });
    expect(row).toMatchObject({ wave_from: '2025', wave_to: '2026', base_from: 100000, unit: 'share', untested: null });
    expect(row.change).toBeCloseTo(-0.05543, 12);
    expect(percent(row.change)).toBe(-6);
    expect(tables.summary!.map(({ wave }) => wave)).toEqual(['2025', '2026']);
  });

  test('a theme pools answers, an index averages respondents', async () => {
    const answers = '(SELECT * FROM (VALUES (5, 5, 5), (1, NULL, NULL), (2, 3, NULL)) v(a, b, c))';
    const { tables } = await run(answers, { items: ['a', 'b', 'c'] }, { indices: { all: '*' } });
    expect(only(tables.themes).positive_pct).toBeCloseTo(3 / 6, 14);
    expect(only(tables.indices).score).toBeCloseTo((100 + 0 + 37.5) / 3, 12);
    const strict = await run(answers, { items: ['a', 'b', 'c'] }, { indices: { all: '*' }, index_requires: 'all' });
    expect(only(strict.tables.indices)).toMatchObject({ score: 100, base: 1, lower: null });
  });
});

describe('what respondents wrote', () => {
  test('usual texts in any dress, and four kinds of silence', async () => {
    const answers = counts(
      ['Strongly agree', 1],
      ['  AGREE ', 1],
      ['4 - Agree', 1],
      ['Neither agree nor disagree', 1],
      ['Tend to disagree', 1],
      ['1', 1],
      ['', 2],
      ['Not applicable', 3],
      ['Prefer not to say', 4],
      ['Dunno', 5],
      ['2 - Agree', 1],
    );
    const { tables, warnings } = await run(answers, { items: 'answer' });
    expect(only(tables.quality)).toEqual({
      wave: null,
      field: 'answer',
      role: 'item',
      respondents: 21,
      answered: 6,
      missing: 2,
      routed: 3,
      refused: 4,
      unrecognised: 6,
      answered_share: 6 / 18,
    });
    const row = only(tables.items);
    expect([row.pct_1, row.pct_2, row.pct_3, row.pct_4, row.pct_5]).toEqual([1, 1, 1, 2, 1].map((n) => n / 6));
    const strange = warnings.find(({ code }) => code === 'unrecognised-answers')!;
    expect(strange.count).toBe(6);
    expect(strange.text).toContain('"Dunno" 5 times');
  });

  test('own words and codes win', async () => {
    const answers = '(SELECT * FROM (VALUES (1), (2), (9), (8)) v(q))';
    const scale = { '1': 5, '2': 1 };
    const { tables, warnings } = await run(answers, { items: 'q' }, { scale, routed: ['9'], refused: ['8'] });
    expect(only(tables.items)).toMatchObject({ pct_5: 0.5, pct_1: 0.5, base: 2 });
    expect(only(tables.quality)).toMatchObject({ routed: 1, refused: 1, unrecognised: 0 });
    expect(codes(warnings)).not.toContain('unrecognised-answers');
  });

  test('numbers read as doubles or decimals', async () => {
    const answers = '(SELECT q::DOUBLE AS q, q::DECIMAL(4,1) AS d FROM (VALUES (1), (5), (NULL), (2.5)) v(q))';
    const { tables } = await run(answers, { items: ['q', 'd'] });
    expect(tables.quality!.map((row) => [row.answered, row.missing, row.unrecognised])).toEqual([
      [2, 1, 1],
      [2, 1, 1],
    ]);
  });

  test('multi-selects: of respondents beside of selections, from lists or flags', async () => {
    const answers = `(SELECT * FROM (VALUES ('Time; Access', 1, 0), ('time', 1, NULL), ('Relevance;Time;time', 1, 1), (NULL, NULL, NULL), ('Prefer not to say', 0, 0)) v(barriers, tool_one, tool_two))`;
    const { tables } = await run(answers, { multi: ['barriers', 'tool_one', 'tool_two'] });
    const shown = tables.multi!.map((row) => [
      row.question,
      row.choice,
      row.base,
      row.selections,
      row.respondent_pct,
      row.selection_pct,
    ]);
    expect(shown).toEqual([
      ['tool', 'one', 4, 3, 0.75, 0.75],
      ['tool', 'two', 4, 1, 0.25, 0.25],
      ['barriers', 'Access', 3, 1, 1 / 3, 0.2],
      ['barriers', 'Relevance', 3, 1, 1 / 3, 0.2],
      ['barriers', 'Time', 3, 3, 1, 0.6],
    ]);
    expect(only(tables.quality, { field: 'barriers' })).toMatchObject({ answered: 3, missing: 1, refused: 1 });
  });

  test('labels that differ in spaces or capitals are one, and it is said', async () => {
    const answers = `(SELECT * FROM (VALUES ('North West', 4), ('north west ', 2), ('North West', 4), (NULL, 1)) v(region, q))`;
    const { tables, warnings } = await run(answers, { items: 'q', group: 'region' });
    expect(only(tables.items, { variable: 'region' })).toMatchObject({ category: 'North West', base: 3 });
    expect(warnings.find(({ code }) => code === 'respelled')).toMatchObject({ count: 1 });
    expect(warnings.find(({ code }) => code === 'no-category')).toMatchObject({ count: 1 });
  });
});

describe('tests, marks and waves', () => {
  const two = (a: number, b: number) =>
    `(SELECT 'a' AS team, CASE WHEN i % 3 = 0 THEN 5 ELSE 2 END AS q FROM range(${a}) r(i) UNION ALL SELECT 'b', CASE WHEN i % 2 = 0 THEN 5 ELSE 2 END FROM range(${b}) r(i))`;

  test('no test below 30 responses to an item, 10 to an index', async () => {
    const { tables } = await run(two(40, 29), { items: 'q', group: 'team' }, { indices: { all: 'q' } });
    expect(tables.tests!.map((row) => [row.kind, row.category, row.untested, row.p_value === null])).toEqual([
      ['item', 'a', 'fewer than 30 responses', true],
      ['item', 'b', 'fewer than 30 responses', true],
      ['theme', 'a', null, false],
      ['theme', 'b', null, false],
      ['index', 'a', null, false],
      ['index', 'b', null, false],
    ]);
  });

  test('an unreliable figure is marked, and blank only when asked', async () => {
    const shown = await run(two(40, 20), { items: 'q', group: 'team' });
    const row = only(shown.tables.items, { category: 'b' });
    expect(row).toMatchObject({ flag: '[u]', positive_pct: 0.5, base: 20 });
    expect(row.flag_reason).toContain('effective n below 30');
    const hidden = await run(two(40, 20), { items: 'q', group: 'team' }, { hide_unreliable: true });
    expect(only(hidden.tables.items, { category: 'b' })).toMatchObject({
      flag: '[u]',
      positive_pct: null,
      pct_5: null,
      base: 20,
    });
    expect(only(hidden.tables.tests, { kind: 'item', category: 'b' })).toMatchObject({
      value: null,
      untested: 'hidden: low reliability',
    });
  });

  test('pairs, and shares that nobody varies in', async () => {
    const answers = `(SELECT chr(97 + (i % 3)::INTEGER) AS team, 4 AS q FROM range(150) r(i))`;
    const { tables } = await run(answers, { items: 'q', group: 'team' }, { compare: 'pairwise' });
    const rows = tables.tests!.filter((row) => row.kind === 'item');
    expect(rows.map((row) => [row.category, row.against, row.untested])).toEqual([
      ['a', 'b', 'no variation to test against'],
      ['a', 'c', 'no variation to test against'],
      ['b', 'c', 'no variation to test against'],
    ]);
    expect(only(tables.items, { variable: 'all' })).toMatchObject({ positive_pct: 1, se: 0, upper: 1 });
    expect(Number(only(tables.items, { variable: 'all' }).lower)).toBeGreaterThan(0.97);
  });

  test('a crosswalk follows renumbered questions, and what is not alike is not compared', async () => {
    const waves = `(SELECT 'first' AS wave, 4 AS b01, 2 AS b02, NULL AS b03 FROM range(60) UNION ALL SELECT 'second', 1, 4, 5 FROM range(60))`;
    const crosswalk = `(SELECT * FROM (VALUES ('pride','first','b01'), ('pride','second','b02'), ('tools','first','b02'), ('new','second','b03')) v(item, wave, "column"))`;
    const { tables } = await run(
      waves,
      { items: ['b01', 'b02', 'b03'], wave: 'wave' },
      { indices: { all: '*' } },
      { crosswalk },
    );
    expect(tables.items!.map((row) => [row.wave, row.item, row.base, row.positive_pct])).toEqual([
      ['first', 'pride', 60, 1],
      ['first', 'tools', 60, 0],
      ['first', 'new', 0, null],
      ['second', 'pride', 60, 1],
      ['second', 'tools', 0, null],
      ['second', 'new', 60, 1],
    ]);
    const changes = tables.waves!.map((row) => [
      row.kind,
      row.measure,
      row.items_alike,
      row.items,
      row.change,
      row.untested,
    ]);
    expect(changes).toEqual([
      ['item', 'pride', 1, 1, 0, 'no variation to test against'],
      ['item', 'tools', 0, 1, null, 'not asked alike in both waves'],
      ['item', 'new', 0, 1, null, 'not asked alike in both waves'],
      ['theme', 'all', 1, 3, 0, 'no variation to test against'],
      ['index', 'all', 1, 3, 0, 'no variation to test against'],
    ]);
  });
});

describe('edges', () => {
  test('nobody', async () => {
    const { tables, warnings } = await run('(SELECT 1 AS q, 4.0 AS w, NULL::VARCHAR AS team WHERE false)', {
      items: 'q',
      weight: 'w',
      group: 'team',
    });
    for (const rows of Object.values(tables)) expect(rows).toEqual([]);
    expect(codes(warnings)).toContain('no-respondents');
  });

  test('one respondent, and an item nobody answered', async () => {
    const { tables } = await run("(SELECT 5 AS q, NULL::INTEGER AS r, 'x' AS team)", {
      items: ['q', 'r'],
      group: 'team',
    });
    expect(only(tables.items, { item: 'q', variable: 'all' })).toMatchObject({
      base: 1,
      positive_pct: 1,
      lower: null,
      flag: '[u]',
    });
    expect(only(tables.items, { item: 'r', variable: 'team' })).toMatchObject({
      base: 0,
      positive_pct: null,
      pct_1: null,
    });
    expect(only(tables.indices, { variable: 'all' }).score).toBe(100);
  });

  test('weights that are missing, negative or naught', async () => {
    const of = (weight: string) => `(SELECT 4 AS q, ${weight} AS w FROM range(10) r(i))`;
    const some = await run(of('CASE WHEN i < 3 THEN NULL ELSE 2.0 END'), { items: 'q', weight: 'w' });
    expect(only(some.tables.summary)).toMatchObject({ respondents: 7, weighted_n: 14 });
    expect(some.warnings.find(({ code }) => code === 'no-weight')).toMatchObject({ count: 3 });
    await expect(run(of('-1.0'), { items: 'q', weight: 'w' })).rejects.toMatchObject({ code: 'data-unfit' });
    await expect(run(of('0.0'), { items: 'q', weight: 'w' })).rejects.toMatchObject({ code: 'data-unfit' });
  });

  test('what was asked for must be there', async () => {
    await expect(run('(SELECT 1 AS q)', {})).rejects.toMatchObject({ code: 'input-missing' });
    await expect(run('(SELECT 1 AS q)', { items: 'q' }, { weights: 'rake' })).rejects.toMatchObject({
      code: 'input-missing',
    });
    await expect(run('(SELECT 1 AS q)', { items: 'q' }, { weights: 'given' })).rejects.toMatchObject({
      code: 'input-missing',
    });
    await expect(run('(SELECT 1 AS q)', { items: 'q' }, { indices: { x: 'z*' } })).rejects.toMatchObject({
      code: 'name-unknown',
    });
    await expect(run("(SELECT i::VARCHAR || 'x' AS q FROM range(2000) r(i))", { items: 'q' })).rejects.toMatchObject({
      code: 'data-unfit',
    });
  });

  test('labels of any kind: empty, quoted, accented, numbers', async () => {
    const answers = `(SELECT * FROM (VALUES ('', 1, 4), ('O''Hara', 2, 4), ('Ynys Môn', 10, 2), (' ', NULL, 2)) v(place, band, q))`;
    const { tables } = await run(answers, { items: 'q', group: ['place', 'band'] });
    const rows = tables.items!.filter((row) => row.variable !== 'all');
    expect(rows.map((row) => [row.variable, row.category, row.base])).toEqual([
      ['place', "O'Hara", 1],
      ['place', 'Ynys Môn', 1],
      ['band', '1', 1],
      ['band', '2', 1],
      ['band', '10', 1],
    ]);
  });

  test('repeated respondents are counted, and said', async () => {
    const { tables, warnings } = await run("(SELECT 4 AS q, 'a' AS id FROM range(3))", {
      items: 'q',
      respondent: 'id',
    });
    expect(only(tables.summary).respondents).toBe(3);
    expect(warnings.find(({ code }) => code === 'repeated-respondents')).toMatchObject({ count: 2 });
  });
});
