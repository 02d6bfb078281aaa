import type { Query } from '../../contract/data.ts';
import { Fault } from '../../contract/fault.ts';
import { type Calendar, localTime } from '../calendar.ts';
import type { Input } from '../method.ts';

/** An event log before it is read: SQL for each of its parts, and what a first look at it showed. */
export interface Log {
  table: string;
  /** SQL for a text role, as it stands; null where absent. */
  text(role: TextRole): string;
  /** SQL for the failure contact as 0 or 1, null where absent. */
  contact: string;
  /** SQL for a time in microseconds since 1970: an instant where all times carry a zone, else by the local clock. */
  instant(role: TimeRole): string;
  /** SQL for a time by the local clock, in microseconds since 1970. */
  local(role: TimeRole): string;
  /** SQL that turns an instant into a local TIMESTAMP. */
  clock(instant: string): string;
  /** Roles that the log has; `start` only when at least one event has one. */
  has: { start: boolean; organisation: boolean; resource: boolean; type: boolean; contact: boolean };
  rows: number;
  /** True when every time is a date without a time of day. */
  datesOnly: boolean;
  /** First and last local day, ISO dates; null without a single time. */
  span: { first: string; last: string } | null;
}

export type TextRole = 'case' | 'activity' | 'organisation' | 'resource' | 'type';
type TimeRole = 'start' | 'end';

const ZONED = 'TIMESTAMP WITH TIME ZONE';
const DAY = 86_400_000_000;

export async function readLog(query: Query, input: Input, calendar: Calendar): Promise<Log> {
  const given = (role: string) => input.columns[role] !== undefined;
  const type = (role: TimeRole) => input.types[role] ?? '';
  const zoned = (['start', 'end'] as const).every((role) => !given(role) || type(role) === ZONED);
  const finite = (role: TimeRole, value: string) =>
    given(role) ? `CASE WHEN isfinite("${role}") THEN ${value} END` : 'NULL::BIGINT';
  const local = (role: TimeRole) => finite(role, `epoch_us(${localTime(`"${role}"`, type(role), calendar)})`);
  const contact = given('contact') ? 'CAST(contact AS INTEGER)' : 'NULL::INTEGER';
  const [look = {}] = await query.rows(
    `SELECT count(*) AS rows, count(starts) AS starts, min(contact) AS least, max(contact) AS most,
      coalesce(bool_and(ends % ${DAY} = 0 AND coalesce(starts, 0) % ${DAY} = 0), false) AS dates_only,
      CAST(make_timestamp(least(min(starts), min(ends))) AS DATE) AS first,
      CAST(make_timestamp(greatest(max(starts), max(ends))) AS DATE) AS last
    FROM (SELECT ${local('start')} AS starts, ${local('end')} AS ends, ${contact} AS contact FROM ${input.table})`,
  );
  if (Number(look.least ?? 0) < 0 || Number(look.most ?? 1) > 1)
    throw new Fault(
      'data-unfit',
      `The column for "contact" holds values from ${look.least} to ${look.most}. Give one with true and false, or 0 and 1.`,
    );
  return {
    table: input.table,
    text(role) {
      if (!given(role)) return 'NULL::VARCHAR';
      return input.types[role] === 'VARCHAR' ? `"${role}"` : `CAST("${role}" AS VARCHAR)`;
    },
    contact,
    instant: (role) => (zoned ? finite(role, `epoch_us("${role}")`) : local(role)),
    local,
    clock: (instant) =>
      zoned
        ? `timezone('${calendar.zone}', timezone('UTC', make_timestamp(${instant})))`
        : `make_timestamp(${instant})`,
    has: {
      start: Number(look.starts ?? 0) > 0,
      organisation: given('organisation'),
      resource: given('resource'),
      type: given('type'),
      contact: given('contact'),
    },
    rows: Number(look.rows ?? 0),
    datesOnly: look.dates_only === true,
    span: look.first ? { first: String(look.first), last: String(look.last) } : null,
  };
}
