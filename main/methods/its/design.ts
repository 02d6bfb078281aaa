import { Fault } from '../../contract/fault.ts';
import type { ItsOptions } from './options.ts';
import { isoDay } from './period.ts';
import { type Case, interruptionDays, type Point } from './series.ts';

/** An interruption on the clock of a case. */
export interface Interruption {
  day: number;
  /** First period that it could touch. */
  from: number;
  /** First period of the new segment: later than `from` where there is a washout. */
  counted: number;
}

/** A column of the model matrix, named as in the table of coefficients. */
export interface Term {
  name: string;
  meaning: string;
  /** The interruption whose effect this term is part of, from 0; absent for all others. */
  effectOf?: number;
  part?: 'level' | 'trend';
  at(point: Point, treated: boolean): number;
}

export interface Design {
  terms: readonly Term[];
  interruptions: readonly Interruption[];
  /** Periods in a season, 0 when none is known. */
  season: number;
}

/** One row of the regression, in order of arm (treated first) and time. */
export interface Row {
  point: Point;
  treated: boolean;
  /** As modelled: the value, or its logarithm. */
  y: number;
  x: Float64Array;
}

/** Columns of the segmented regression of one case. */
export function designOf(study: Case, options: ItsOptions): Design {
  const interruptions = locate(study, options);
  const season = options.season === 'auto' ? study.clock.season : options.season;
  const controlled = study.control.length > 0;
  const terms: Term[] = [
    { name: 'intercept', meaning: 'level one period before the first', at: () => 1 },
    { name: 'time', meaning: 'trend before the interruption, per period', at: (point) => point.time },
  ];
  const changes = (prefix: string, of: string, only: (treated: boolean) => boolean, effect: boolean): Term[] =>
    interruptions.flatMap((interruption, index) => {
      const since = (time: number) => time - interruption.counted + options.origin;
      const after = (time: number) => time >= interruption.counted;
      const suffix = index === 0 ? '' : `_${index + 1}`;
      const own = effect ? { effectOf: index } : {};
      const level: Term = {
        ...own,
        name: `${prefix}level${suffix}`,
        meaning: `change of level at ${isoDay(interruption.day)}${of}`,
        part: 'level',
        at: (point, treated) => (only(treated) && after(point.time) ? 1 : 0),
      };
      const trend: Term = {
        ...own,
        name: `${prefix}trend${suffix}`,
        meaning: `change of trend from ${isoDay(interruption.day)}, per period${of}`,
        part: 'trend',
        at: (point, treated) => (only(treated) && after(point.time) ? since(point.time) : 0),
      };
      return options.change === 'both' ? [level, trend] : options.change === 'level' ? [level] : [trend];
    });
  terms.push(...changes('', controlled ? ' in the control series' : '', () => true, !controlled));
  if (controlled) {
    terms.push(
      { name: 'treated', meaning: 'treated minus control, level', at: (_, treated) => (treated ? 1 : 0) },
      {
        name: 'treated_time',
        meaning: 'treated minus control, trend before the interruption, per period',
        at: (point, treated) => (treated ? point.time : 0),
      },
      ...changes('treated_', ', treated minus control', (treated) => treated, true),
    );
  }
  terms.push(...seasonTerms(study, options, season));
  study.covariates.forEach((name, index) => {
    terms.push({ name, meaning: `covariate ${name}, per unit`, at: (point) => point.covariates[index]! });
  });
  const names = terms.map((term) => term.name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice)
    throw new Fault(
      'data-unfit',
      `its has a term of its own named "${twice}", and a covariate has the same name. Rename the column first.`,
    );
  return { terms, interruptions, season };
}

/** Phase of a period within the calendar's season: 0 is January, the first quarter, or the first period of the series. */
export const phase = (study: Case, point: Point, season: number): number =>
  (((study.base + point.time - 1) % season) + season) % season;

function seasonTerms(study: Case, options: ItsOptions, season: number): Term[] {
  if (options.seasonality === 'none') return [];
  if (season < 2)
    throw new Fault(
      'parameter-invalid',
      `its knows no season for a period of one ${study.clock.label}. Set the option season to the number of periods in one, or seasonality to none.`,
    );
  if (options.seasonality === 'dummies')
    return Array.from({ length: season - 1 }, (_, index) => ({
      name: `season_${index + 2}`,
      meaning: `${index + 2} of ${season} in the season, against the first`,
      at: (point: Point) => (phase(study, point, season) === index + 1 ? 1 : 0),
    }));
  if (options.harmonics > season / 2)
    throw new Fault(
      'parameter-invalid',
      `A season of ${season} periods has at most ${Math.floor(season / 2)} harmonics; ${options.harmonics} were asked for.`,
    );
  return Array.from({ length: options.harmonics }, (_, index) => index + 1).flatMap((harmonic) => {
    const angle = (point: Point) => (2 * Math.PI * harmonic * phase(study, point, season)) / season;
    const meaning = `season of ${season} periods, harmonic ${harmonic}`;
    const sine: Term = { name: `sin_${harmonic}`, meaning, at: (point) => Math.sin(angle(point)) };
    const cosine: Term = { name: `cos_${harmonic}`, meaning, at: (point) => Math.cos(angle(point)) };
    return 2 * harmonic === season ? [cosine] : [sine, cosine];
  });
}

function locate(study: Case, options: ItsOptions): Interruption[] {
  const points = [...study.treated, ...study.control].sort((a, b) => a.time - b.time);
  const days = interruptionDays(options.interruption);
  const found = days.length > 0 ? days.map((day) => ({ day, from: periodFrom(study, points, day) })) : fromFlag(points);
  const first = study.treated[0]!;
  const last = study.treated.at(-1)!;
  for (const { day, from } of found)
    if (from <= first.time || from > last.time)
      throw new Fault(
        'parameter-invalid',
        `The interruption on ${isoDay(day)} is not inside the treated series, which runs from ${isoDay(first.day)} to ${isoDay(last.day)}. Give a date with periods before and after it.`,
      );
  const located = found.map(({ day, from }) => ({ day, from, counted: from + options.washout }));
  checkSegments(study, located, options);
  return located;
}

/** The first period whose date is on or after a day, whether or not it was measured. */
function periodFrom(study: Case, points: readonly Point[], day: number): number {
  const { clock, base } = study;
  const time = clock.position(day) - base + 1;
  const same = points.find((point) => point.time === time);
  const stamped = same ?? points[0]!;
  const offset = stamped.day - clock.start(base + stamped.time - 1);
  return clock.start(base + time - 1) + offset >= day ? time : time + 1;
}

function fromFlag(points: readonly Point[]): { day: number; from: number }[] {
  if (points.every((point) => point.after === null))
    throw new Fault(
      'parameter-invalid',
      'its needs to know when the interruption was. Set the option interruption to a date such as 2026-11-23, or map the role "after" to a column of 0 and 1.',
    );
  const after = points.filter((point) => point.after);
  const start = after[0];
  if (!start)
    throw new Fault(
      'data-unfit',
      'No row is marked as after the interruption. The column for "after" must be 1 from it on.',
    );
  const back = points.find((point) => !point.after && point.time >= start.time);
  if (back)
    throw new Fault(
      'data-unfit',
      `The column for "after" is 1 from ${isoDay(start.day)} and 0 again on ${isoDay(back.day)}. It must be 0 before the interruption and 1 from it on, for every series.`,
    );
  return [{ day: start.day, from: start.time }];
}

function checkSegments(study: Case, interruptions: readonly Interruption[], options: ItsOptions): void {
  const needed = options.change === 'level' ? 1 : 2;
  const bounds = [Number.NEGATIVE_INFINITY, ...interruptions.map((one) => one.counted), Number.POSITIVE_INFINITY];
  for (const [arm, points] of [
    ['treated', study.treated],
    ['control', study.control],
  ] as const) {
    if (points.length === 0) continue;
    bounds.slice(1).forEach((end, index) => {
      const inside = used(points, interruptions).filter(
        (point) => point.time >= bounds[index]! && point.time < end,
      ).length;
      const least = index === 0 ? 2 : needed;
      if (inside >= least) return;
      const where =
        index === 0 ? 'before the interruption' : `from the interruption on ${isoDay(interruptions[index - 1]!.day)}`;
      throw new Fault(
        'data-unfit',
        `The ${arm} series has ${inside} ${inside === 1 ? 'point' : 'points'} ${where}${index < bounds.length - 2 && index > 0 ? ' to the next' : ''}, and ${least} are needed. Take a longer series, another date or a shorter washout.`,
      );
    });
  }
}

/** Whether a period is part of a transition. */
export const washedOut = (time: number, interruptions: readonly Interruption[]): boolean =>
  interruptions.some((one) => time >= one.from && time < one.counted);

/** Points that the model is fitted to. */
export const used = (points: readonly Point[], interruptions: readonly Interruption[]): Point[] =>
  points.filter((point) => !washedOut(point.time, interruptions));
