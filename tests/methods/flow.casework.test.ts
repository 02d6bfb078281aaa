import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { flow } from '../../main/methods/flow.ts';
import { guessRoles } from '../../main/methods/guess.ts';
import { casework } from '../../notebooks/samples/casework.ts';
import { testEngine } from '../engine.ts';
import { runMethod } from '../method.ts';

/**
 * Figures for the synthetic log from a program of its own in Python 3.11: pandas 3 to read and to sort, loops over cases and
 * events, the union of touched intervals by a sweep, numpy.quantile (type 7), numpy.busday_count with the bank holidays of
 * the package `holidays` 0.109 (UnitedKingdom, ENG) and 09:00–17:00 by the local clock of Europe/London. Times are whole seconds,
 * so sums agree exactly, and interpolated quantiles to 1e-6 s.
 */
const folder = fileURLToPath(new URL('../../notebooks/samples', import.meta.url));
const relation = `(SELECT * REPLACE ("Started"::TIMESTAMPTZ AS "Started", "Finished"::TIMESTAMPTZ AS "Finished", "Failure contact"::BOOLEAN AS "Failure contact")
  FROM read_csv('${folder}/casework.csv', all_varchar = true, skip = 3, header = true))`;

let host: Awaited<ReturnType<typeof testEngine>>;
let result: Awaited<ReturnType<typeof runMethod>>;
beforeAll(async () => {
  host = await testEngine([folder]);
  const guessed = guessRoles(flow.inputs, await host.query.describe(`SELECT * FROM ${relation}`));
  const roles = Object.fromEntries(Object.entries(guessed.roles).map(([role, { columns }]) => [role, columns[0]!]));
  expect(roles).toEqual({
    case: 'Case reference',
    activity: 'Step',
    start: 'Started',
    end: 'Finished',
    organisation: 'Organisation',
    resource: 'Officer',
    type: 'Case type',
    contact: 'Failure contact',
  });
  result = await runMethod(flow, host.query, { relation, roles });
});
afterAll(() => host.close());

test('the sample is what its program writes', () => {
  expect(casework()).toBe(readFileSync(`${folder}/casework.csv`, 'utf8'));
});

describe('agrees with an independent computation', () => {
  test('summary', () => {
    expect(result.tables.summary![0]).toMatchObject({
      rows: 19_762,
      excluded: 48,
      missing_case: 4,
      missing_end: 44,
      reversed: 3,
      ties: 2618,
      cases: 2100,
      events: 19_714,
      variants: 416,
      lead_mean: expect.closeTo(534_467.0757142857, 6),
      lead_p50: 401_732.5,
      lead_p90: expect.closeTo(1_093_749.2, 6),
      lead_elapsed_p50: 1_731_519,
      lead_elapsed_p90: expect.closeTo(4_753_861.9, 6),
      touch_p50: 10_305.5,
      touch_p90: expect.closeTo(20_574.2, 6),
      touch_total: 25_268_684,
      wait_p50: 390_721,
      wait_p90: expect.closeTo(1_077_302.4, 6),
      wait_total: 1_097_112_175,
      flow_efficiency: expect.closeTo(0.022513466616415276, 12),
      flow_efficiency_p50: expect.closeTo(0.025581861228290974, 12),
      handoffs: 6393,
      resource_handoffs: 15_725,
      rework_cases: 838,
      rework_events: 1456,
      pingpong_cases: 383,
      returns: 675,
      right_first_time_cases: 954,
      rolled_throughput_yield: expect.closeTo(0.3103633547753531, 12),
    });
  });

  test('steps', () => {
    const columns = ['activity', 'events', 'cases', 'first_pass_yield', 'wait_total', 'wait_p50', 'wait_p90'];
    expect(result.tables.steps!.slice(0, 4).map((row) => columns.map((column) => row[column]))).toEqual([
      [
        'Check application',
        2835,
        2092,
        expect.closeTo(0.7347036328871893, 12),
        274_459_878,
        43_125,
        expect.closeTo(231_065, 6),
      ],
      [
        'Assess eligibility',
        2212,
        2067,
        expect.closeTo(0.9322689888727624, 12),
        189_642_310,
        59_290.5,
        expect.closeTo(181_253.7, 6),
      ],
      [
        'Medical assessment',
        382,
        343,
        expect.closeTo(0.8862973760932945, 12),
        177_486_858,
        321_622.5,
        expect.closeTo(976_385, 6),
      ],
      [
        'Verify identity and income',
        1802,
        1738,
        expect.closeTo(0.9637514384349828, 12),
        126_888_597,
        49_047.5,
        expect.closeTo(150_832.3, 6),
      ],
    ]);
  });

  test('edges, variants and types', () => {
    const edges = ['from', 'to', 'count', 'wait_total', 'wait_p50', 'wait_p90'];
    expect(result.tables.edges!.slice(0, 2).map((row) => edges.map((column) => row[column]))).toEqual([
      ['Receive application', 'Acknowledge', 2089, 7_809_243, 0, expect.closeTo(11_736.4, 6)],
      ['Acknowledge', 'Check application', 2084, 93_368_209, 30_556.5, expect.closeTo(97_443, 6)],
    ]);
    expect(result.tables.variants![0]).toMatchObject({
      rank: 1,
      variant:
        'Receive application → Acknowledge → Check application → Verify identity and income → Assess eligibility → Decide → Notify of award → Pay',
      cases: 316,
    });
    expect(result.tables.types!.map((row) => [row.type, row.cases, row.lead_p50, row.lead_p90])).toEqual([
      ['Standard', 1257, 391_893, expect.closeTo(899_927.4, 6)],
      ['Complex needs', 353, 882_717, expect.closeTo(1_845_030.2, 6)],
      ['Change of circumstances', 349, 298_034, expect.closeTo(831_220.2, 6)],
      ['Urgent', 141, 66_205, expect.closeTo(181_027, 6)],
    ]);
  });

  test('what must add up does', async () => {
    const [sums] =
      await host.query.rows(`SELECT (SELECT sum(wait) FROM out.cases) - (SELECT sum(wait_total) FROM out.steps) AS steps,
      (SELECT sum(wait_total) FROM out.edges) - (SELECT sum(wait_total) FROM out.steps) AS edges,
      (SELECT sum(count) FROM out.edges) - (SELECT sum(events - 1) FROM out.cases) AS followings,
      (SELECT sum(starts) - 2100 FROM out.steps) AS starts, (SELECT sum(ends) - 2100 FROM out.steps) AS ends,
      (SELECT sum(cases) - 2100 FROM out.variants) AS variants, (SELECT sum(returns) FROM out.organisations) - (SELECT sum(pingpong) FROM out.cases) AS returns,
      (SELECT sum(count) FROM out.landings) - (SELECT sum(count) FROM out.handoffs WHERE level = 'organisation') AS landings,
      (SELECT round(max(cumulative_share) - 1, 9) FROM out.variants) AS shares`);
    expect(Object.values(sums!).map(Number)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0]);
  });
});
