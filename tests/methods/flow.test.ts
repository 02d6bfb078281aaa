import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Value } from '../../main/contract/data.ts';
import { flow } from '../../main/methods/flow.ts';
import { testEngine } from '../engine.ts';
import { runMethod } from '../method.ts';

let host: Awaited<ReturnType<typeof testEngine>>;
beforeAll(async () => {
  host = await testEngine();
});
afterAll(() => host.close());

type Run = Awaited<ReturnType<typeof runMethod>>;
const h = (hours: number) => Math.round(hours * 3600);
const codes = (run: Run) => Object.fromEntries(run.warnings.map(({ code, count }) => [code, count]));
const only = (run: Run, table: string, columns: readonly string[]) =>
  run.tables[table]!.map((row) => columns.map((column) => row[column]));

/** A log from rows of text, with `types` for the columns. */
const run = (rows: string, columns: string, options: Record<string, unknown> = {}) =>
  runMethod(flow, host.query, { relation: `(SELECT * FROM (VALUES ${rows}) AS log (${columns}))`, options });
const COLUMNS = '"case", activity, start, "end", organisation, resource, type, contact';
const at = (text: string) => `TIMESTAMP '2026-${text}'`;
const row = (name: string, activity: string, start: string, end: string, rest: string) =>
  `('${name}', '${activity}', ${at(start)}, ${at(end)}, ${rest})`;

// By hand. Monday to Friday 09:00–17:00; Good Friday is 3 April and Easter Monday 6 April 2026.
// A: lead 5×8 + ½ h; touch 1 + 2 + ½ + 1; gaps 6 + 7 + 23. B: parallel, 9–14 and 15–16 under way of 9–16. C: 16–17 and 9–10.
const three = [
  row('A', 'Receive', '01-05 09:00', '01-05 10:00', `'P', 'r1', 'X', false`),
  row('A', 'Check', '01-05 16:00', '01-06 10:00', `'Q', 'r2', 'X', false`),
  row('A', 'Check', '01-07 09:00', '01-07 09:30', `'P', 'r1', 'X', false`),
  row('A', 'Decide', '01-09 16:30', '01-12 09:30', `'P', 'r3', 'X', false`),
  row('B', 'Receive', '01-12 09:00', '01-12 11:00', `'P', 'r1', 'Y', false`),
  row('B', 'Check', '01-12 10:00', '01-12 14:00', `'Q', 'r2', 'Y', false`),
  row('B', 'Pay', '01-12 10:30', '01-12 12:00', `'R', 'r4', 'Y', false`),
  row('B', 'Decide', '01-12 15:00', '01-12 16:00', `'P', 'r1', 'Y', false`),
  row('C', 'Receive', '04-02 16:00', '04-02 16:00', `'P', 'r1', 'Y', false`),
  row('C', 'Decide', '04-07 10:00', '04-07 10:00', `'P', 'r1', 'Y', true`),
].join(', ');

describe('three cases worked out by hand', () => {
  let result: Run;
  beforeAll(async () => {
    result = await run(three, COLUMNS);
  });

  test('cases', () => {
    expect(result.tables.cases).toEqual([
      {
        case: 'A',
        type: 'X',
        variant: 1,
        first_event: '2026-01-05T09:00:00.000000',
        last_event: '2026-01-12T09:30:00.000000',
        events: 4,
        lead: h(40.5),
        lead_elapsed: h(168.5),
        touch: h(4.5),
        wait: h(36),
        flow_efficiency: 4.5 / 40.5,
        handoffs: 2,
        resource_handoffs: 3,
        rework: 1,
        pingpong: 1,
        failure_contacts: 0,
        right_first_time: false,
      },
      {
        case: 'B',
        type: 'Y',
        variant: 2,
        first_event: '2026-01-12T09:00:00.000000',
        last_event: '2026-01-12T16:00:00.000000',
        events: 4,
        lead: h(7),
        lead_elapsed: h(7),
        touch: h(8.5),
        wait: h(1),
        flow_efficiency: 8.5 / 7,
        handoffs: 3,
        resource_handoffs: 3,
        rework: 0,
        pingpong: 1,
        failure_contacts: 0,
        right_first_time: true,
      },
      {
        case: 'C',
        type: 'Y',
        variant: 3,
        first_event: '2026-04-02T16:00:00.000000',
        last_event: '2026-04-07T10:00:00.000000',
        events: 2,
        lead: h(2),
        lead_elapsed: h(114),
        touch: 0,
        wait: h(2),
        flow_efficiency: 0,
        handoffs: 0,
        resource_handoffs: 0,
        rework: 0,
        pingpong: 0,
        failure_contacts: 1,
        right_first_time: false,
      },
    ]);
  });

  test('summary', () => {
    expect(result.tables.summary).toEqual([
      {
        cases: 3,
        events: 10,
        activities: 4,
        variants: 3,
        organisations: 3,
        resources: 4,
        first_event: '2026-01-05T09:00:00.000000',
        last_event: '2026-04-07T10:00:00.000000',
        lead_mean: h(16.5),
        lead_p50: h(7),
        lead_p90: h(33.8),
        lead_elapsed_p50: h(114),
        lead_elapsed_p90: expect.closeTo(h(157.6), 6),
        touch_p50: h(4.5),
        touch_p90: h(7.7),
        wait_p50: h(2),
        wait_p90: expect.closeTo(h(29.2), 6),
        flow_efficiency: 13 / 49.5,
        flow_efficiency_p50: 4.5 / 40.5,
        handoffs_per_case: 5 / 3,
        resource_handoffs_per_case: 2,
        rework_share: 1 / 3,
        pingpong_share: 2 / 3,
        right_first_time_share: 1 / 3,
        lead_total: h(49.5),
        touch_total: h(13),
        wait_total: h(39),
        handoffs: 5,
        resource_handoffs: 6,
        rework_cases: 1,
        rework_events: 1,
        pingpong_cases: 2,
        returns: 2,
        failure_contacts: 1,
        right_first_time_cases: 1,
        rolled_throughput_yield: 0.5,
        bottleneck: 'Decide',
        bottleneck_share: 26 / 39,
        rows: 10,
        excluded: 0,
        missing_case: 0,
        missing_activity: 0,
        missing_end: 0,
        missing_start: 0,
        reversed: 0,
        ties: 0,
        missing_organisation: 0,
        missing_resource: 0,
        missing_type: 0,
        mixed_type: 0,
        outside_hours: 0,
        parallel_cases: 1,
        merged_transitions: 0,
        other_transitions: 0,
        calendar: 'england-and-wales',
        zone: 'Europe/London',
        working_days: 65,
        hours_per_day: 8,
      },
    ]);
    expect(codes(result)).toEqual({ parallel: 1 });
  });

  test('steps, the one with most waiting first', () => {
    const columns = ['activity', 'events', 'cases', 'wait_total', 'wait_p50', 'wait_p90', 'touch_total', 'touch_p50'];
    expect(only(result, 'steps', columns)).toEqual([
      ['Decide', 3, 3, h(26), h(2), expect.closeTo(h(18.8), 6), h(2), h(1)],
      ['Check', 3, 2, h(13), h(6), h(6.8), h(6.5), h(2)],
      ['Receive', 3, 3, 0, null, null, h(3), h(1)],
      ['Pay', 1, 1, 0, 0, 0, h(1.5), h(1.5)],
    ]);
    const quality = ['activity', 'rework_cases', 'rework_events', 'rework_share', 'first_pass_yield', 'starts', 'ends'];
    expect(only(result, 'steps', quality)).toEqual([
      ['Decide', 0, 0, 0, 1, 0, 3],
      ['Check', 1, 1, 0.5, 0.5, 0, 0],
      ['Receive', 0, 0, 0, 1, 3, 0],
      ['Pay', 0, 0, 0, 1, 0, 0],
    ]);
  });

  test('edges', () => {
    const columns = [
      'from',
      'to',
      'count',
      'cases',
      'share',
      'wait_total',
      'wait_p50',
      'handoffs',
      'resource_handoffs',
    ];
    expect(only(result, 'edges', columns)).toEqual([
      ['Receive', 'Check', 2, 2, 2 / 7, h(6), h(3), 2, 2],
      ['Check', 'Check', 1, 1, 1 / 7, h(7), h(7), 1, 1],
      ['Check', 'Decide', 1, 1, 1 / 7, h(23), h(23), 0, 1],
      ['Check', 'Pay', 1, 1, 1 / 7, 0, 0, 1, 1],
      ['Pay', 'Decide', 1, 1, 1 / 7, h(1), h(1), 1, 1],
      ['Receive', 'Decide', 1, 1, 1 / 7, h(2), h(2), 0, 0],
    ]);
  });

  test('variants, types, places', () => {
    expect(only(result, 'variants', ['rank', 'variant', 'events', 'cases', 'cumulative_share', 'lead_p50'])).toEqual([
      [1, 'Receive → Check → Check → Decide', 4, 1, 1 / 3, h(40.5)],
      [2, 'Receive → Check → Pay → Decide', 4, 1, 2 / 3, h(7)],
      [3, 'Receive → Decide', 2, 1, 1, h(2)],
    ]);
    expect(
      only(result, 'types', [
        'type',
        'cases',
        'share',
        'lead_p50',
        'lead_p90',
        'overall_lead_mean',
        'overall_lead_p50',
      ]),
    ).toEqual([
      ['Y', 2, 2 / 3, h(4.5), h(6.5), h(16.5), h(7)],
      ['X', 1, 1 / 3, h(40.5), h(40.5), h(16.5), h(7)],
    ]);
    expect(only(result, 'handoffs', ['level', 'from', 'to', 'count', 'share', 'wait_total']).slice(0, 4)).toEqual([
      ['organisation', 'P', 'Q', 2, 0.4, h(6)],
      ['organisation', 'Q', 'P', 1, 0.2, h(7)],
      ['organisation', 'Q', 'R', 1, 0.2, 0],
      ['organisation', 'R', 'P', 1, 0.2, h(1)],
    ]);
    expect(
      only(result, 'organisations', [
        'organisation',
        'events',
        'cases',
        'wait_total',
        'handoffs_in',
        'handoffs_out',
        'returns',
      ]),
    ).toEqual([
      ['P', 7, 3, h(33), 2, 2, 2],
      ['Q', 2, 2, h(6), 2, 2, 0],
      ['R', 1, 1, 0, 1, 1, 0],
    ]);
    expect(only(result, 'landings', ['month', 'from', 'to', 'count', 'share'])).toEqual([
      ['2026-01-01', 'P', 'Q', 2, 1],
      ['2026-01-01', 'Q', 'P', 1, 0.5],
      ['2026-01-01', 'Q', 'R', 1, 0.5],
      ['2026-01-01', 'R', 'P', 1, 1],
    ]);
    expect(result.tables.days).toHaveLength(93);
  });
});

describe('the calendar is a parameter of every duration', () => {
  const lead = async (options: Record<string, unknown>, rows = three) =>
    (await run(rows, COLUMNS, options)).tables.cases!.map((found) => found.lead);
  test('by nation, hours, weekdays, closed days', async () => {
    expect(await lead({ calendar: 'scotland' })).toEqual([h(40.5), h(7), h(10)]);
    expect(await lead({ calendar: 'continuous' })).toEqual([h(168.5), h(7), h(114)]);
    expect(await lead({ hours: '08:00-18:00' })).toEqual([h(50.5), h(7), h(4)]);
    expect(await lead({ weekdays: ['monday', 'saturday'] })).toEqual([h(16.5), h(7), h(8)]);
    expect(await lead({ closed: ['2026-01-07'] })).toEqual([h(32.5), h(7), h(2)]);
  });

  test('times with an offset are converted, and elapsed time is real time across a change of clocks', async () => {
    // Clocks go forward on Sunday 29 March 2026: Saturday noon to Sunday noon is 23 hours.
    const zoned = `('A', 'x', TIMESTAMPTZ '2026-03-27 16:00:00+00'), ('A', 'y', TIMESTAMPTZ '2026-03-30 10:00:00+01'),
      ('B', 'x', TIMESTAMPTZ '2026-03-28 12:00:00+00'), ('B', 'y', TIMESTAMPTZ '2026-03-29 12:00:00+01')`;
    const result = await run(zoned, '"case", activity, "end"');
    expect(only(result, 'cases', ['lead', 'lead_elapsed', 'last_event'])).toEqual([
      [h(2), h(65), '2026-03-30T10:00:00.000000'],
      [0, h(23), '2026-03-29T12:00:00.000000'],
    ]);
    const paris = await run(zoned, '"case", activity, "end"', { zone: 'Europe/Paris', calendar: 'continuous' });
    expect(only(paris, 'cases', ['lead', 'last_event'])[0]).toEqual([h(65), '2026-03-30T11:00:00.000000']);
  });
});

describe('what is wrong with a log is counted, with the rule applied', () => {
  test('missing parts, reversals, ties, outside hours', async () => {
    const rows = `('A', 'x', ${at('01-05 09:00')}, ${at('01-05 10:00')}, 'P'),
      ('A', 'y', ${at('01-05 12:00')}, ${at('01-05 11:00')}, NULL),
      ('A', 'b', ${at('01-05 13:00')}, ${at('01-05 13:00')}, 'P'),
      ('A', 'a', ${at('01-05 13:00')}, ${at('01-05 13:00')}, 'Q'),
      ('A', 'z', NULL, ${at('01-05 20:00')}, ' '),
      ('A', 'x', ${at('01-05 21:00')}, NULL, 'P'),
      (NULL, 'x', ${at('01-05 09:00')}, ${at('01-05 10:00')}, 'P'),
      ('', 'x', ${at('01-05 09:00')}, ${at('01-05 10:00')}, 'P'),
      ('B', '  ', ${at('01-05 09:00')}, 'infinity', 'P')`;
    const result = await run(rows, '"case", activity, start, "end", organisation');
    expect(codes(result)).toEqual({
      'missing-case': 2,
      'missing-activity': 1,
      'missing-end': 2,
      'missing-start': 1,
      reversed: 1,
      ties: 2,
      'missing-organisation': 2,
      'outside-hours': 1,
      'no-contacts': undefined,
    });
    expect(only(result, 'summary', ['rows', 'events', 'excluded', 'cases', 'touch_total', 'handoffs'])).toEqual([
      [9, 5, 4, 1, h(1), 1],
    ]);
    expect(only(result, 'variants', ['variant'])).toEqual([['x → y → b → a → z']]);
  });

  test('ties keep the order of the file', async () => {
    const rows = Array.from(
      { length: 6000 },
      (_, index) => `('C${index % 2000}', 'step ${9 - Math.floor(index / 2000)}', DATE '2026-01-05')`,
    );
    const result = await run(rows.join(','), '"case", activity, "end"');
    expect(only(result, 'variants', ['variant', 'cases'])).toEqual([['step 9 → step 8 → step 7', 2000]]);
    expect(result.tables.summary![0]!.outside_hours).toBeNull();
    expect(codes(result)).toEqual({
      'no-starts': 6000,
      ties: 6000,
      'dates-only': 6000,
      'no-contacts': undefined,
    });
  });

  test('without starts there is no touch time', async () => {
    const rows = `(7, 1, ${at('01-05 09:00')}), (7, 2, ${at('01-05 11:00')}), (9, 1, ${at('01-05 11:00')})`;
    const result = await run(rows, '"case", activity, "end"');
    expect(only(result, 'cases', ['case', 'lead', 'touch', 'wait', 'flow_efficiency', 'handoffs'])).toEqual([
      ['7', h(2), null, h(2), null, null],
      ['9', 0, null, 0, null, null],
    ]);
    const { touch_p50, flow_efficiency, handoffs_per_case, pingpong_share, failure_contacts } =
      result.tables.summary![0]!;
    expect([touch_p50, flow_efficiency, handoffs_per_case, pingpong_share, failure_contacts]).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
    expect(result.tables.handoffs).toEqual([]);
    expect(result.tables.types).toEqual([]);
  });

  test('several types in one case, and none', async () => {
    const rows = `('A', 'x', ${at('01-05 09:00')}, NULL), ('A', 'y', ${at('01-05 10:00')}, 'T'), ('A', 'z', ${at('01-05 11:00')}, 'S'),
      ('B', 'x', ${at('01-05 09:00')}, NULL)`;
    const result = await run(rows, '"case", activity, "end", type');
    expect(only(result, 'types', ['type', 'cases'])).toEqual([
      ['T', 1],
      [null, 1],
    ]);
    expect(codes(result)).toMatchObject({ 'missing-type': 2, 'mixed-type': 1 });
  });

  test('an organisation that is missing in between is passed over', async () => {
    const rows = ['P', null, 'P', 'Q', null, 'P'].map(
      (name, index) => `('A', 's${index}', ${at(`01-05 1${index}:00`)}, ${name ? `'${name}'` : 'NULL'})`,
    );
    const result = await run(rows.join(','), '"case", activity, "end", organisation');
    expect(only(result, 'cases', ['handoffs', 'pingpong'])).toEqual([[2, 1]]);
  });

  test('the table of variants can be cut, which is said', async () => {
    const result = await run(three, COLUMNS, { top: 1 });
    expect(result.tables.variants).toHaveLength(1);
    expect(result.warnings.find((warning) => warning.code === 'variants-limited')).toEqual({
      code: 'variants-limited',
      text: 'The table of variants shows the commonest; 2 others with 2 cases are not listed. The option top sets how many are.',
      count: 2,
    });
  });
});

test('a log of completions only, with other transitions between', async () => {
  const rows = `('A', 'x', ${at('01-05 09:00')}, 'complete'), ('A', 'y', ${at('01-05 10:00')}, 'schedule'), ('A', 'y', ${at('01-05 11:00')}, 'Complete')`;
  const result = await run(rows, '"case", activity, "end", lifecycle');
  expect(only(result, 'summary', ['rows', 'events', 'other_transitions', 'wait_total', 'touch_total'])).toEqual([
    [3, 2, 1, h(2), null],
  ]);
});

test('times of every precision', async () => {
  for (const type of ['TIMESTAMP_S', 'TIMESTAMP_MS', 'TIMESTAMP_NS', 'TIMESTAMP', 'TIMESTAMPTZ', 'DATE']) {
    const relation = `(SELECT 'A' AS "case", step AS activity, moment::${type} AS "end"
      FROM (VALUES ('x', TIMESTAMP '2026-01-05 00:00:00'), ('y', TIMESTAMP '2026-01-07 00:00:00')) AS log (step, moment))`;
    const result = await runMethod(flow, host.query, { relation });
    expect([type, result.tables.cases![0]!.lead]).toEqual([type, h(16)]);
  }
});

test('a log with a row for each start and completion', async () => {
  const rows = `('A', 'x', ${at('01-05 09:00')}, 'start'), ('A', 'x', ${at('01-05 09:30')}, 'start'), ('A', 'x', ${at('01-05 10:00')}, 'COMPLETE'),
    ('A', 'x', ${at('01-05 11:00')}, 'complete'), ('A', 'y', ${at('01-05 12:00')}, 'complete'), ('A', 'z', ${at('01-05 12:30')}, 'start'),
    ('A', 'y', ${at('01-05 11:30')}, 'suspend')`;
  const result = await run(rows, '"case", activity, "end", lifecycle');
  expect(
    only(result, 'summary', [
      'rows',
      'events',
      'excluded',
      'merged_transitions',
      'other_transitions',
      'touch_total',
      'wait_total',
    ]),
  ).toEqual([[7, 3, 1, 2, 1, h(2.5), h(1)]]);
  expect(codes(result)).toMatchObject({ 'missing-end': 1, 'missing-start': 1, 'other-transitions': 1, parallel: 1 });
});

describe('transitions of which some are missing', () => {
  const figures = ['events', 'missing_start', 'missing_end', 'reversed', 'touch_total', 'wait_total'];
  const paired = async (...rows: [activity: string, time: string, transition: string | null, name?: string][]) => {
    const values = rows.map(
      ([activity, time, transition, name = 'A']) =>
        `('${name}', '${activity}', ${at(`01-05 ${time}`)}, ${transition ? `'${transition}'` : 'NULL'})`,
    );
    return only(await run(values.join(','), '"case", activity, "end", lifecycle'), 'summary', figures)[0];
  };

  test('a completion takes the oldest open start at or before it', async () => {
    expect(
      await paired(
        ['Open', '09:00', 'complete'],
        ['Check', '10:00', 'complete'],
        ['Check', '13:00', 'start'],
        ['Check', '14:00', 'complete'],
      ),
    ).toEqual([3, 2, 0, 0, h(1), h(4)]);
  });

  // By hand: 9–11, 10–12 in parallel; 13:00 finds none open; 14–15; the start at 16:00 has no end.
  test('several open at once, then none, then one', async () => {
    expect(
      await paired(
        ['x', '16:00', 'start'],
        ['x', '13:00', null],
        ['x', '12:00', 'complete'],
        ['x', '11:00', 'complete'],
        ['x', '10:00', 'start'],
        ['x', '09:00', 'start'],
        ['x', '15:00', 'complete'],
        ['x', '14:00', 'start'],
      ),
    ).toEqual([4, 1, 1, 0, h(5), h(2)]);
  });

  test('several missing one after the other, and starts at the moment of a completion', async () => {
    expect(
      await paired(
        ['x', '09:00', 'complete'],
        ['x', '10:00', 'complete'],
        ['x', '11:00', 'complete'],
        ['x', '11:00', 'start'],
        ['x', '11:00', 'start', 'B'],
        ['x', '12:00', 'start'],
        ['x', '14:00', 'complete'],
        ['y', '15:00', 'complete'],
      ),
    ).toEqual([5, 3, 1, 0, h(2), h(4)]);
  });

  test('as a queue kept event by event has it', async () => {
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * below);
    };
    const log = Array.from({ length: 3000 }, () => ({
      key: `${random(12)} ${random(3)}`,
      minute: random(470),
      begins: random(2) === 1,
    }));
    let [touch, unstarted, unended] = [0, 0, 0];
    for (const key of new Set(log.map((event) => event.key))) {
      const open: number[] = [];
      const own = log.filter((event) => event.key === key);
      for (const { minute, begins } of own.sort((a, b) => a.minute - b.minute || Number(b.begins) - Number(a.begins))) {
        if (begins) open.push(minute);
        else if (open.length > 0) touch += minute - open.shift()!;
        else unstarted += 1;
      }
      unended += open.length;
    }
    const values = log.map(
      ({ key, minute, begins }) =>
        `('${key.split(' ')[0]}', '${key.split(' ')[1]}', ${at('01-05 09:00')} + INTERVAL ${minute} MINUTE, '${begins ? 'start' : 'complete'}')`,
    );
    const result = await run(values.join(','), '"case", activity, "end", lifecycle');
    expect(only(result, 'summary', ['missing_start', 'missing_end', 'reversed', 'touch_total'])).toEqual([
      [unstarted, unended, 0, touch * 60],
    ]);
  });
});

describe('nothing much, and what does not fit', () => {
  test('no rows', async () => {
    const result = await runMethod(flow, host.query, {
      relation: `(SELECT 'a' AS "case", 'b' AS activity, TIMESTAMP '2026-01-05' AS "end" WHERE false)`,
    });
    expect(codes(result)).toEqual({ 'no-events': 0 });
    expect(only(result, 'summary', ['cases', 'events', 'lead_p50', 'rework_share'])).toEqual([[0, 0, null, null]]);
    for (const name of ['steps', 'edges', 'variants', 'cases', 'days']) expect(result.tables[name]).toEqual([]);
  });

  test('no row that counts', async () => {
    const result = await run(
      `(NULL, 'x', ${at('01-05 09:00')})`,
      '"case"::VARCHAR, activity, "end"'.replace('::VARCHAR', ''),
    );
    expect(codes(result)).toEqual({ 'missing-case': 1, 'no-events': 0 });
  });

  test('one event', async () => {
    const result = await run(`('A', 'x', ${at('01-05 09:00')})`, '"case", activity, "end"');
    expect(
      only(result, 'summary', ['cases', 'lead_p90', 'wait_total', 'rolled_throughput_yield', 'bottleneck']),
    ).toEqual([[1, 0, 0, 1, null]]);
    expect(result.tables.edges).toEqual([]);
  });

  test('wrong types and options', async () => {
    await expect(run(`('A', 'x', 'yesterday')`, '"case", activity, "end"')).rejects.toMatchObject({
      code: 'data-unfit',
    });
    await expect(run(`('A', 'x', ${at('01-05 09:00')}, 2)`, '"case", activity, "end", contact')).rejects.toThrow(
      /"contact" holds values from 2 to 2/,
    );
    await expect(run(three, COLUMNS, { zone: 'Nowhere' })).rejects.toMatchObject({ code: 'parameter-invalid' });
    await expect(run(three, COLUMNS, { calendar: 'wales' })).rejects.toMatchObject({ code: 'parameter-invalid' });
    await expect(run(three, COLUMNS, { top: 0 })).rejects.toMatchObject({ code: 'parameter-invalid' });
  });
});

test('numbers of cases and flags as numbers', async () => {
  const result = await run(
    `(1, 'x', ${at('01-05 09:00')}, 0), (1, 'y', ${at('01-05 10:00')}, 1), (2, 'x', ${at('01-05 10:00')}, NULL)`,
    '"case", activity, "end", contact',
  );
  const found: Value[][] = only(result, 'cases', ['case', 'failure_contacts', 'right_first_time']) as Value[][];
  expect(found).toEqual([
    ['1', 1, false],
    ['2', 0, true],
  ]);
});
