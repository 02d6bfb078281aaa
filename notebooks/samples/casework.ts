import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bankHolidays } from '../../main/methods/calendar/holidays.ts';

/**
 * Makes casework.csv: a synthetic event log of a grant that several organisations handle, the same bytes at every run.
 * No real case, person or organisation is in it. `npx tsx notebooks/samples/casework.ts` writes it again.
 * Built in: waits before medical assessment and quality check, a surge in January 2025 and after September 2025, incomplete forms
 * that come back (rework), cases passed to and fro between casework and verification (ping-pong), chasers about late cases
 * (failure contacts), and an export's habits: title rows, both offsets, blanks, ties, unfinished events, three clocks that run backwards.
 */
const CASES = 2_100;
const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const FIRST = Date.UTC(2024, 9, 1);
const EXTRACTED = Date.UTC(2026, 2, 31, 18);
const OPENS = 9 * 60;
const CLOSES = 17 * 60;

/** mulberry32: 32 bits of state, the same numbers everywhere. */
const SEED = 20_261_123;
let state = SEED;
function random(): number {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
}
const chance = (probability: number) => random() < probability;
const between = (low: number, high: number) => low + (high - low) * random();
const pick = <T>(options: readonly T[]): T => options[Math.floor(random() * options.length)]!;
/** A time in minutes with a long right tail, around a median. */
const around = (median: number, spread = 0.8) =>
  median * Math.exp(spread * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()));

const closed = new Set(bankHolidays('england-and-wales', 2024, 2026).map((holiday) => holiday.date));
const isWorked = (time: number) => {
  const weekday = new Date(time).getUTCDay();
  return weekday !== 0 && weekday !== 6 && !closed.has(new Date(time).toISOString().slice(0, 10));
};

/** Local time after some working minutes; times are milliseconds by the clock on the wall. */
function after(time: number, minutes: number): number {
  let day = Math.floor(time / DAY) * DAY;
  let at = Math.max((time - day) / MINUTE, OPENS);
  let left = minutes;
  for (;;) {
    if (isWorked(day)) {
      if (at + left < CLOSES) return day + Math.round((at + left) * 60) * 1000;
      left -= Math.max(0, CLOSES - at);
    }
    day += DAY;
    at = OPENS;
  }
}

const lastSunday = (year: number, month: number) => {
  const last = new Date(Date.UTC(year, month, 0));
  return last.getTime() - last.getUTCDay() * DAY;
};
const isSummer = (time: number) => {
  const year = new Date(time).getUTCFullYear();
  return time >= lastSunday(year, 3) + DAY / 24 && time < lastSunday(year, 10) + DAY / 12;
};
const written = (time: number) => `${new Date(time).toISOString().slice(0, 19)}${isSummer(time) ? '+01:00' : '+00:00'}`;

interface Desk {
  organisation: string;
  team: string;
  grade: string;
  officers: readonly string[];
}
const desk = (organisation: string, team: string, grade: string, count: number): Desk => ({
  organisation,
  team,
  grade,
  officers:
    count === 0
      ? ['System']
      : Array.from({ length: count }, (_, at) => `${team.slice(0, 2).toUpperCase()}${String(at + 1).padStart(2, '0')}`),
});
const desks = {
  contact: desk('Contact Centre', 'Enquiries', 'AO', 14),
  online: desk('Contact Centre', 'Online service', '', 0),
  intake: desk('Contact Centre', 'Intake', 'AO', 9),
  letters: desk('Casework Directorate', 'Letters', '', 0),
  assess: desk('Casework Directorate', 'Assessment', 'EO', 16),
  quality: desk('Casework Directorate', 'Quality', 'HEO', 4),
  verify: desk('Verification Unit', 'Checks', 'EO', 7),
  medical: desk('Medical Assessor', 'Panel', 'HEO', 5),
  pay: desk('Payments Centre', 'Disbursement', 'AO', 6),
  review: desk('Review Service', 'Reconsideration', 'SEO', 3),
};

interface Event {
  reference: string;
  step: string;
  starts: number;
  ends: number | null;
  desk: Desk;
  officer: string;
  type: string;
  channel: string;
  failure: boolean;
}
const events: Event[] = [];

/** Work arrives faster than it is done in the two surges, so everything waits longer. */
function pressure(time: number): number {
  const month = new Date(time).toISOString().slice(0, 7);
  if (month === '2025-01' || month === '2025-02') return 2.1;
  return month >= '2025-09' && month <= '2025-12' ? 1.6 : 1;
}

function walk(number: number): void {
  const reference = `SG-${String(240_000 + number * 7)}`;
  const draw = random();
  const type =
    draw < 0.58 ? 'Standard' : draw < 0.76 ? 'Complex needs' : draw < 0.94 ? 'Change of circumstances' : 'Urgent';
  const channel = chance(0.64) ? 'Online' : chance(0.6) ? 'Telephone' : 'Post';
  let now = arrival(channel);
  let complete = true;
  const begun = now;
  const hurry = type === 'Urgent' ? 0.2 : 1;
  const add = (step: string, place: Desk, starts: number, ends: number, failure = false) => {
    if (starts >= EXTRACTED) {
      complete = false;
      return;
    }
    const officer = pick(place.officers);
    events.push({
      reference,
      step,
      starts,
      ends: ends < EXTRACTED ? ends : null,
      desk: place,
      officer,
      type,
      channel,
      failure,
    });
    now = ends;
  };
  const work = (step: string, place: Desk, wait: number, minutes: number, failure = false) => {
    const starts = after(now, around(wait * pressure(now) * hurry));
    add(step, place, starts, after(starts, around(minutes, 0.5)), failure);
  };

  if (channel === 'Online') {
    add('Receive application', desks.online, now, now);
    add('Acknowledge', desks.online, now, now);
  } else {
    work('Receive application', desks.contact, 20, 12);
    work('Acknowledge', desks.intake, 90, 6);
  }
  work('Check application', desks.intake, type === 'Urgent' ? 60 : 420, 18);
  for (let round = 0; round < 3 && chance(channel === 'Post' ? 0.42 : 0.24); round++) {
    work('Request missing information', desks.intake, 60, 10);
    work('Check application', desks.intake, 2400, 15);
  }
  if (chance(0.22)) work('Chaser answered', desks.contact, 900, 8, true);
  for (let round = 0; round < 4 && (round === 0 ? type !== 'Change of circumstances' : chance(0.19)); round++) {
    work('Verify identity and income', desks.verify, 700, 25);
    if (chance(0.16)) work('Answer verification query', desks.assess, 480, 15);
    else break;
  }
  if (type === 'Complex needs') {
    work('Medical assessment', desks.medical, 4300, 70);
    if (chance(0.35)) work('Chaser answered', desks.contact, 600, 8, true);
    if (chance(0.12)) work('Medical assessment', desks.medical, 3200, 55);
  }
  work('Assess eligibility', desks.assess, 900, type === 'Complex needs' ? 140 : 55);
  for (let round = 0; round < 2 && chance(type === 'Urgent' ? 0.1 : 0.34); round++) {
    work('Quality check', desks.quality, 1300, 30);
    if (!chance(0.2)) break;
    work('Assess eligibility', desks.assess, 500, 40);
  }
  work('Decide', desks.assess, 120, 12);
  if (complete && now - begun > 45 * DAY && chance(0.4)) work('Chaser answered', desks.contact, 60, 8, true);
  if (chance(0.72)) {
    if (complete) add('Notify of award', desks.letters, now, now);
    if (complete) work('Pay', desks.pay, 500, 7);
    if (complete && chance(0.04)) {
      work('Correct payment', desks.contact, 1900, 20, true);
      work('Pay', desks.pay, 300, 9);
    }
  } else {
    if (complete) add('Notify of refusal', desks.letters, now, now);
    if (complete && chance(0.16)) {
      work('Reconsider', desks.review, 3900, 110);
      work('Decide', desks.assess, 500, 14);
    }
  }
}

/** Online at any hour, most in the evening; the rest in opening hours. More come in the surges. */
function arrival(channel: string): number {
  for (;;) {
    const day = FIRST + Math.floor(between(0, 545)) * DAY;
    if (!chance(pressure(day) / 2.1)) continue;
    if (channel === 'Online') return day + Math.floor(between(6 * 3600, 24 * 3600)) * 1000;
    if (isWorked(day)) return day + Math.floor(between(OPENS * 60, CLOSES * 60 - 1800)) * 1000;
  }
}

/** The whole file. */
export function casework(): string {
  state = SEED;
  events.length = 0;
  for (let number = 0; number < CASES; number++) walk(number);
  const order = events.map((event, index) => ({ event, index }));
  order.sort((a, b) => a.event.starts - b.event.starts || a.index - b.index);

  const header =
    'Case reference,Step,Started,Finished,Organisation,Team,Grade,Officer,Case type,Channel,Failure contact';
  let reversed = 3;
  const lines = order.map(({ event }) => {
    const { starts, ends, desk: place } = event;
    const backwards = reversed > 0 && ends !== null && place.team === 'Checks' && chance(0.01);
    if (backwards) reversed -= 1;
    const lost = chance(0.0004);
    return [
      lost ? '' : event.reference,
      event.step,
      written(starts),
      ends === null || chance(0.002) ? '' : written(backwards ? starts - 3600_000 : ends),
      chance(0.004) ? '' : place.organisation,
      place.team,
      place.grade,
      chance(0.015) ? '' : event.officer,
      event.type,
      event.channel,
      event.failure ? 'true' : 'false',
    ].join(',');
  });
  const title = [
    '"Synthetic casework log: made by a program, no real cases, people or organisations"',
    '"Supported grant, events from 1 October 2024, as extracted on 31 March 2026 at 18:00"',
    '',
  ];
  return `${[...title, header, ...lines].join('\r\n')}\r\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(new URL('casework.csv', import.meta.url), casework());
