import { describe, expect, test } from 'vitest';
import { guessRoles } from '../../main/methods/guess.ts';
import { methodNamed } from '../../main/methods/index.ts';
import type { Role } from '../../main/methods/method.ts';

/** `name TYPE` a column. */
const columns = (...given: string[]) =>
  given.map((column) => {
    const [, name = '', type = ''] = /^(.*?) (TIMESTAMP WITH TIME ZONE|\S+)$/.exec(column) ?? [];
    return { name, type };
  });
const guess = (roles: Readonly<Record<string, Role>>, ...given: string[]) => guessRoles(roles, columns(...given));
const chosen = ({ roles }: ReturnType<typeof guess>) =>
  Object.fromEntries(Object.entries(roles).map(([role, { columns: names }]) => [role, names.join()]));

const spc = methodNamed('xmr').inputs;

describe('one column a role', () => {
  test('the name of the role wins, in any case and with any signs', () => {
    const found = guess(spc, 'Month DATE', 'DATE DATE', 'V_alue DOUBLE', 'Target DOUBLE', 'Improve VARCHAR');
    expect(chosen(found)).toEqual({ date: 'DATE', value: 'V_alue', target: 'Target', improve: 'Improve' });
    expect(found.roles.date).toEqual({ columns: ['DATE'], confidence: 1, why: 'the column has the name of the role' });
    expect(found.unresolved).toEqual([]);
  });

  test('words in names suggest a role', () => {
    const found = guess(spc, 'Reporting month DATE', 'serviceName VARCHAR', 'breach_rate DOUBLE', 'Notes VARCHAR');
    expect(chosen(found)).toEqual({ date: 'Reporting month', series: 'serviceName', value: 'breach_rate' });
    expect(found.roles.date!.why).toBe('"month" in its name suggests it');
    expect(found.roles.series!.confidence).toBeLessThan(found.roles.date!.confidence);
  });

  test('the only column of a type is taken for what is required, and nothing else is', () => {
    const found = guess(spc, 'zzz TIMESTAMP', 'yyy DECIMAL(9,2)', 'xxx VARCHAR');
    expect(chosen(found)).toEqual({ date: 'zzz', value: 'yyy' });
    expect(found.roles.value).toMatchObject({ confidence: 0.4, why: 'it is the only column left of numbers' });
  });

  test('two that are equally likely are left to the person', () => {
    const found = guess(spc, 'start date DATE', 'end date DATE', 'aa DOUBLE', 'bb BIGINT', 'note VARCHAR');
    expect(found.roles.date).toBeUndefined();
    expect(found.unresolved).toEqual([
      { role: 'date', candidates: ['start date', 'end date', 'aa', 'bb', 'note'] },
      { role: 'value', candidates: ['aa', 'bb'] },
    ]);
  });

  test('of two equal names the one of the role’s own type is taken', () => {
    expect(chosen(guess(spc, 'month_name VARCHAR', 'name_month DATE', 'month_date DATE', 'n DOUBLE')).date).toBe(
      'month_date',
    );
  });

  test('a type that does not fit is no candidate, and a column plays one role', () => {
    const found = guess(spc, 'value VARCHAR', 'date DATE');
    expect(chosen(found)).toEqual({ date: 'date' });
    expect(found.unresolved).toEqual([{ role: 'value', candidates: [] }]);
  });

  test('an empty column is not guessed', () => {
    const profile = { value: { rows: 5, missing: 5 }, rate: { rows: 5, missing: 1 } };
    const found = guessRoles(spc, columns('date DATE', 'value DOUBLE', 'rate DOUBLE'), profile);
    expect(chosen(found)).toEqual({ date: 'date', value: 'rate' });
  });
});

describe('many columns a role', () => {
  const items: Record<string, Role> = {
    respondent: { types: ['any'], about: 'who', hints: ['id'] },
    items: { types: ['number'], about: 'answers', required: true, many: true, hints: ['q'] },
  };

  test('hints and numbers gather them', () => {
    const found = guess(
      items,
      'id BIGINT',
      'Q1 INTEGER',
      'Q2 INTEGER',
      'q_03 INTEGER',
      'Q4_text VARCHAR',
      'age INTEGER',
    );
    expect(chosen(found)).toEqual({ respondent: 'id', items: 'Q1,Q2,q_03' });
  });

  test('else the largest family that differs only in a number', () => {
    const found = guess(items, 'ID BIGINT', 'B01 INTEGER', 'B02 INTEGER', 'B03 INTEGER', 'x1 DOUBLE', 'x2 DOUBLE');
    expect(chosen(found).items).toBe('B01,B02,B03');
    expect(found.roles.items!.why).toBe('their names differ only in a number after "B"');
    const open = guess(items, 'a1 INTEGER', 'a2 INTEGER', 'b1 INTEGER', 'b2 INTEGER');
    expect(open.unresolved).toEqual([{ role: 'items', candidates: ['a1', 'a2', 'b1', 'b2'] }]);
  });
});

describe('columns of event logs find their roles', () => {
  const roles = methodNamed('flow').inputs;
  const text = (...names: string[]) => names.map((name) => `${name} VARCHAR`);
  const times = (...names: string[]) => names.map((name) => `${name} TIMESTAMP WITH TIME ZONE`);

  test('a public log, whose columns named case: are those of the whole case', () => {
    const found = guess(
      roles,
      ...text('case:channel', 'case:concept:name'),
      ...times('case:deadline'),
      ...text('case:department'),
      ...times('case:enddate', 'case:enddate_planned'),
      ...text('case:group', 'case:responsible'),
      ...times('case:startdate'),
      ...text('concept:instance', 'concept:name', 'lifecycle:transition', 'org:group', 'org:resource'),
      ...times('time:timestamp'),
    );
    expect(chosen(found)).toEqual({
      case: 'case:concept:name',
      activity: 'concept:name',
      end: 'time:timestamp',
      organisation: 'org:group',
      resource: 'org:resource',
      type: 'case:channel',
      lifecycle: 'lifecycle:transition',
    });
    expect(found.unresolved).toEqual([]);
  });

  test.each([
    [
      'casework',
      [
        ...text('Case reference', 'Step'),
        ...times('Started', 'Finished'),
        ...text('Organisation', 'Team', 'Grade', 'Officer', 'Case type', 'Channel'),
        'Failure contact BOOLEAN',
      ],
      {
        case: 'Case reference',
        activity: 'Step',
        start: 'Started',
        end: 'Finished',
        organisation: 'Organisation',
        resource: 'Officer',
        type: 'Case type',
        contact: 'Failure contact',
      },
    ],
    [
      'claims',
      [...text('Claim Ref', 'Step'), ...times('Started', 'Finished'), ...text('Directorate', 'Officer')],
      {
        case: 'Claim Ref',
        activity: 'Step',
        start: 'Started',
        end: 'Finished',
        organisation: 'Directorate',
        resource: 'Officer',
      },
    ],
    [
      'the least',
      [...text('case_id', 'activity'), ...times('timestamp'), ...text('resource')],
      { case: 'case_id', activity: 'activity', end: 'timestamp', resource: 'resource' },
    ],
    [
      'a history of statuses',
      [...text('ticket', 'status'), ...times('changed_at'), ...text('team')],
      { case: 'ticket', activity: 'status', end: 'changed_at', organisation: 'team' },
    ],
    [
      'both times',
      [...text('case_id', 'activity'), ...times('start_timestamp', 'end_timestamp')],
      { case: 'case_id', activity: 'activity', start: 'start_timestamp', end: 'end_timestamp' },
    ],
    [
      'two dates',
      [...text('Application no', 'Task'), 'Date started DATE', 'Date finished DATE', 'Due date DATE', ...text('Unit')],
      {
        case: 'Application no',
        activity: 'Task',
        start: 'Date started',
        end: 'Date finished',
        organisation: 'Unit',
      },
    ],
    [
      'dates of the case and plans beside the one time of the event',
      [
        ...text('case_id', 'step', '(case) team'),
        ...times('Case opened', 'case_start_date', 'planned_start', 'Target end date', 'Expected completion'),
        'Date of birth DATE',
        ...times('event_time'),
        ...text('team', 'case worker'),
      ],
      { case: 'case_id', activity: 'step', end: 'event_time', organisation: 'team', resource: 'case worker' },
    ],
  ] as const)('%s', (_, given, wanted) => {
    const found = guess(roles, ...given);
    expect(chosen(found)).toEqual(wanted);
    expect(found.unresolved).toEqual([]);
  });

  test('what is not guessed can still be said', () => {
    const found = guess(roles, ...text('case:concept:name', 'concept:name'), ...times('case:enddate', 'deadline'));
    expect(chosen(found)).toEqual({ case: 'case:concept:name', activity: 'concept:name' });
    expect(found.unresolved).toEqual([{ role: 'end', candidates: ['case:enddate', 'deadline'] }]);
  });
});
