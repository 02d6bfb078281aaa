import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Value } from '../../main/contract/data.ts';
import { chain } from '../../main/methods/chain.ts';
import { testEngine } from '../engine.ts';
import { runMethod } from '../method.ts';

let bench: Awaited<ReturnType<typeof testEngine>>;
beforeAll(async () => {
  bench = await testEngine();
});
afterAll(() => bench.close());

type Line = Record<string, string | number | boolean | null>;
const literal = (value: string | number | boolean | null | undefined) =>
  typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value ?? 'NULL');
/** A relation from lines; a column has the type of its first value. */
function relation(lines: readonly Line[]): string {
  const names = [...new Set(lines.flatMap((line) => Object.keys(line)))];
  const typeOf = (name: string) => {
    const value = lines.map((line) => line[name]).find((one) => one !== null && one !== undefined);
    return name === 'date'
      ? 'DATE'
      : name === 'treated'
        ? 'INTEGER'
        : typeof value === 'number'
          ? 'DOUBLE'
          : typeof value === 'boolean'
            ? 'BOOLEAN'
            : 'VARCHAR';
  };
  const rows = lines.map(
    (line) =>
      `SELECT ${names.map((name) => `CAST(${literal(line[name])} AS ${typeOf(name)}) AS "${name}"`).join(', ')}`,
  );
  return `(${rows.join(' UNION ALL ')})`;
}
const run = (lines: readonly Line[], also: Record<string, Line[]> = {}) =>
  runMethod(chain, bench.query, {
    relation: relation(lines),
    also: Object.fromEntries(
      Object.entries(also).map(([name, rows]) => [name, { relation: relation(rows), roles: {} }]),
    ),
  });

const common = {
  initiative: 'Clearer letters',
  unit: '%',
  owner: 'Head of letters',
  date: '2026-03-31',
  data: 'contact log',
};
const full: Line[] = [
  { ...common, link: 'Initiative', measure: 'letters rewritten', method: 'count', baseline: 0, value: 40, target: 40 },
  { ...common, link: 'outputs', measure: 'letters sent', method: 'before-after', baseline: 0, value: 90, target: 100 },
  {
    ...common,
    link: 'capability',
    measure: 'writers trained',
    method: 'survey-waves',
    baseline: 20,
    value: 55,
    target: 50,
  },
  {
    ...common,
    link: 'behaviour',
    measure: 'plain words used',
    method: 'its',
    baseline: 30,
    value: 25,
    change: -5,
    lower: -8,
    upper: -2,
    target: 50,
  },
  {
    ...common,
    link: 'service',
    measure: 'avoidable contact',
    method: 'its-control',
    baseline: 40,
    value: 34,
    change: -6,
    lower: -9,
    upper: 3,
    target: 20,
  },
  {
    ...common,
    link: 'outcome',
    measure: 'payments on time',
    method: 'randomised',
    baseline: 70,
    value: 80,
    target: 70,
  },
];
const byMeasure = (rows: Record<string, Value>[], name: string) => rows.find((row) => row.measure === name)!;

describe('a whole chain', () => {
  test('is as strong as its weakest link', async () => {
    const { tables, warnings } = await run(full);
    expect(warnings).toEqual([]);
    expect(tables.summary).toEqual([
      {
        initiative: 'Clearer letters',
        links_present: 6,
        links_claimed: 0,
        links_missing: 0,
        missing: null,
        weakest_link: 'initiative, output, capability',
        strength: 1,
        strength_label: '1 before/after or cross-section',
        complete: true,
        measured_share: 1,
        measures: 6,
        claims: 0,
        gaps: 0,
        contradictions: 2,
        targets: 6,
        targets_reached: 2,
        cost: null,
        verdict:
          'Clearer letters: the chain holds at strength 1 before/after or cross-section, which is that of its weakest links, initiative, output, capability. 2 things speak against it.',
      },
    ]);
    expect(tables.stages!.map((row) => [row.stage_order, row.link, row.status, row.strength, row.weakest])).toEqual([
      [1, 'initiative', 'measured', 1, true],
      [2, 'output', 'measured', 1, true],
      [3, 'capability', 'measured', 1, true],
      [4, 'behaviour', 'measured', 2, false],
      [5, 'service', 'measured', 3, false],
      [6, 'outcome', 'measured', 5, false],
    ]);
  });

  test('progress knows which way is better, and does not stop at 100 %', async () => {
    const { tables } = await run(full);
    const told = tables.progress!.map((row) => [row.measure, row.wanted, row.status]);
    expect(told).toEqual([
      ['letters rewritten', 'up', 'reached'],
      ['letters sent', 'up', 'on the way'],
      ['writers trained', 'up', 'beyond'],
      ['plain words used', 'up', 'away'],
      ['avoidable contact', 'down', 'on the way'],
      ['payments on time', 'hold', 'away'],
    ]);
    expect(byMeasure(tables.progress!, 'writers trained').progress).toBeCloseTo(35 / 30, 12);
    expect(byMeasure(tables.progress!, 'avoidable contact').progress).toBeCloseTo(6 / 20, 12);
  });

  test('what speaks against a measure is said in words', async () => {
    const { tables } = await run(full);
    expect(tables.contradictions!.map((row) => [row.measure, row.kind, row.words])).toEqual([
      ['plain words used', 'wrong-way', 'it moved by -5, away from where it was to go (up)'],
      ['avoidable contact', 'interval-includes-zero', 'its interval, -9 to 3, includes no change'],
    ]);
  });
});

describe('gaps, claims and typed strength', () => {
  test('a missing link breaks the chain; claims have no strength', async () => {
    const { tables, warnings } = await run([
      ...full.slice(0, 4),
      {
        ...common,
        link: 'outcome',
        measure: 'people helped',
        method: 'document',
        value: 5000,
        source: 'annual report',
      },
      { initiative: 'Other', link: 'output', measure: 'events', strength: 5, cost: 1200 },
    ]);
    expect(warnings.map((warning) => warning.code)).toEqual(['strength-ignored', 'claims']);
    const [first, other] = tables.summary!;
    expect(first).toMatchObject({
      strength: 0,
      weakest_link: 'service, outcome',
      links_present: 4,
      links_claimed: 1,
      links_missing: 1,
      missing: 'service',
      complete: false,
      claims: 1,
    });
    expect(tables.stages![5]).toMatchObject({
      link: 'outcome',
      status: 'claimed',
      measure: 'people helped',
      value: null,
      strength: 0,
    });
    expect(tables.claims).toEqual([
      expect.objectContaining({
        measure: 'people helped',
        claimed_value: 5000,
        source: 'annual report',
        status: 'claimed, not audited',
      }),
    ]);
    expect(other).toMatchObject({ strength: 0, links_present: 0, links_missing: 6, cost: 1200 });
    const parts = tables
      .gaps!.filter((row) => row.initiative === 'Other' && row.measure === 'events')
      .map((row) => row.part);
    expect(parts).toEqual(['unit', 'baseline', 'value', 'data', 'method', 'owner', 'date']);
  });

  test('a method that the scale does not know has strength 0, with names that are near', async () => {
    const { tables, warnings } = await run([
      { ...common, link: 'output', measure: 'm', method: 'randomisd', baseline: 1, value: 2 },
    ]);
    expect(tables.links![0]).toMatchObject({ strength: 0 });
    expect(warnings[0]).toMatchObject({ code: 'unknown-method', count: 1 });
    expect(warnings[0]!.text).toContain('randomised');
  });

  test('odd figures: interval apart from the change, change apart from the values, p alone', async () => {
    const { tables } = await run([
      { ...common, link: 'output', measure: 'a', method: 'did', change: 5, lower: 6, upper: 9, p: null },
      {
        ...common,
        link: 'output',
        measure: 'b',
        method: 'before-after',
        baseline: 10,
        value: 12,
        change: 5,
        lower: null,
        upper: null,
      },
      { ...common, link: 'output', measure: 'c', method: 'did', change: 5, p: 0.4 },
      {
        ...common,
        link: 'output',
        measure: 'd',
        method: 'survey-waves',
        baseline: 50,
        value: 54,
        lower: 49,
        upper: 59,
      },
    ]);
    expect(tables.contradictions!.map((row) => [row.measure, row.kind])).toEqual([
      ['a', 'interval-outside'],
      ['b', 'change-differs'],
      ['c', 'not-significant'],
      ['d', 'interval-includes-zero'],
    ]);
    expect(byMeasure(tables.links!, 'd')).toMatchObject({ change: 4, lower: -1, upper: 9 });
  });
});

describe('rows by period', () => {
  const row = (period: string, treated: number, value: number, more: Line = {}): Line => ({
    initiative: 'I',
    link: 'service',
    measure: 'wait',
    unit: 'days',
    period,
    treated,
    value,
    ...more,
  });

  test('before and after with a comparison group is a difference in differences, strength 3', async () => {
    const { tables } = await run([
      row('2024/25', 1, 8, { cost: 10 }),
      row('2023/24', 1, 10, { cost: 20 }),
      row('2023/24', 0, 9),
      row('2024/25', 0, 8.5),
    ]);
    expect(tables.links).toEqual([
      expect.objectContaining({
        baseline: 10,
        value: 8,
        change: -1.5,
        method: 'before-after-comparison',
        strength: 3,
        points: 4,
        period: '2024/25',
      }),
    ]);
    expect(tables.summary![0]).toMatchObject({ cost: 30 });
  });

  test('without one it is before and after, strength 1; one period with both groups a cross-section, 1', async () => {
    const alone = await run([row('Q1 2024', 1, 10), row('Q3 2024', 1, 7), row('Q4 2023', 1, 12)]);
    expect(alone.tables.links![0]).toMatchObject({
      baseline: 12,
      value: 7,
      change: -5,
      method: 'before-after',
      strength: 1,
    });
    const across = await run([row('2024', 1, 10), row('2024', 0, 13)]);
    expect(across.tables.links![0]).toMatchObject({
      baseline: 13,
      value: 10,
      change: -3,
      method: 'cross-section',
      strength: 1,
    });
  });

  test('periods that have no order keep that of the rows, and it is said', async () => {
    const { tables, warnings } = await run([row('spring', 1, 10), row('autumn', 1, 7)]);
    expect(tables.links![0]).toMatchObject({ baseline: 10, value: 7 });
    expect(warnings[0]).toMatchObject({ code: 'period-order', count: 2 });
  });
});

describe('fed by measured effects and indices', () => {
  const effects: Line[] = [
    {
      measure: 'Avoidable  Contact',
      unit: '%',
      date: '2026-02-01',
      baseline: 41,
      value: 33,
      change: -8,
      lower: -11,
      upper: -5,
      p: 0.001,
      method: 'its-control',
    },
  ];
  const indices: Line[] = [
    { measure: 'equipped', baseline: 52.1, value: 55.3, change: 3.2, lower: 1, upper: 5.4 },
    { measure: 'engaged', baseline: 1, value: 2, change: 1, lower: 0, upper: 2 },
  ];

  test('they fill the links of their name, and strength follows their method', async () => {
    const { tables, warnings } = await run(
      [
        { initiative: 'I', link: 'capability', measure: 'Equipped', owner: 'o', target: 60, change: null },
        {
          initiative: 'I',
          link: 'service',
          measure: 'avoidable contact',
          owner: 'o',
          target: 30,
          change: -2,
          method: null,
        },
        { initiative: 'I', link: 'outcome', measure: 'engaged people', owner: 'o', change: null, method: 'document' },
      ],
      { effects, indices },
    );
    expect(
      tables.links!.map((row) => [row.measure, row.change, row.lower, row.upper, row.method, row.strength, row.fed]),
    ).toEqual([
      ['Equipped', 3.2, 1, 5.4, 'survey-waves', 1, 'indices'],
      ['avoidable contact', -8, -11, -5, 'its-control', 3, 'effects'],
    ]);
    expect(byMeasure(tables.progress!, 'Equipped').progress).toBeCloseTo((55.3 - 52.1) / (60 - 52.1), 12);
    expect(warnings.map((warning) => [warning.code, warning.count])).toEqual([
      ['unmatched', 1],
      ['replaced', 1],
      ['claims', 1],
    ]);
    expect(warnings[0]!.text).toContain('"engaged" (nearest: engaged people)');
  });

  test('a claim that is measured elsewhere becomes a link, and stays a claim beside it', async () => {
    const { tables } = await run(
      [
        {
          initiative: 'I',
          link: 'service',
          measure: 'avoidable contact',
          method: 'document',
          source: 'report',
          change: -20,
          target: 30,
        },
      ],
      { effects },
    );
    expect(tables.claims![0]).toMatchObject({ claimed_change: -20 });
    expect(tables.links![0]).toMatchObject({ change: -8, strength: 3, source: null, target: 30 });
  });
});

describe('says no', () => {
  const one: Line = { initiative: 'I', link: 'output', measure: 'm' };
  test.each<[string, Line[], RegExp]>([
    ['unknown link', [{ ...one, link: 'servise' }], /"servise" is not a link.*did you mean service\?/],
    ['no link', [{ ...one, link: null }, one], /Row 1 of the chain has no link/],
    ['two rows, no period', [one, one], /not all have a period/],
    [
      'twice a period',
      [
        { ...one, period: '2024' },
        { ...one, period: '2024' },
      ],
      /more than one row for 2024/,
    ],
    ['better', [{ ...one, better: 'sideways' }], /no way for a measure to be better/],
    [
      'ring',
      [
        { ...one, follows: 'n' },
        { ...one, measure: 'n', follows: 'm' },
      ],
      /round in a ring: m → n → m/,
    ],
    ['follows nothing', [{ ...one, follows: 'x' }], /no measure of it/],
    ['control only', [{ ...one, treated: 0 }], /only for those that the initiative did not reach/],
  ])('%s', (_, lines, sentence) => expect(run(lines)).rejects.toThrow(sentence));

  test('nothing at all', () =>
    expect(
      runMethod(chain, bench.query, { relation: `(SELECT * FROM ${relation([one])} WHERE false)` }),
    ).rejects.toThrow(/no row with an initiative/));
  test('the same measure fed twice', () =>
    expect(
      run([one], {
        indices: [
          { measure: 'm', value: 1 },
          { measure: 'M', value: 2 },
        ],
      }),
    ).rejects.toThrow(/more than one row for "M"/));
});
