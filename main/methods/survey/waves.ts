import type { Task } from '../../contract/data.ts';
import { type Comparison, compare } from './compare.ts';
import { indexMeasure, type Measure, themeMeasure } from './measure.ts';
import { type Scene, type Scored, score } from './score.ts';

/** One wave, scored. */
export interface Wave {
  label: string;
  scene: Scene;
  scored: readonly Scored[];
}

export interface Change {
  measure: Measure;
  variable: string;
  category: string;
  from: string;
  to: string;
  /** Items that both waves asked alike, of those behind the measure. */
  likeForLike: number;
  parts: number;
  /** Later less earlier, unrounded; null where the two are not like for like. */
  result: Comparison | null;
  reason: string | null;
}

/**
 * Each wave against the one before. A measure is compared on the items that both waves asked alike: where that is
 * only some of them, both waves are scored again on those alone; where it is none, no change is given.
 */
export async function changes(
  waves: readonly Wave[],
  changed: ReadonlySet<string>,
  requires: 'any' | 'all',
  task: Task,
): Promise<Change[]> {
  const found: Change[] = [];
  for (const [at, later] of waves.entries()) {
    const earlier = waves[at - 1];
    if (!earlier) continue;
    const alike = new Set([...asked(later)].filter((item) => asked(earlier).has(item) && !changed.has(item)));
    const before = await comparable(earlier, alike, requires, task);
    const after = await comparable(later, alike, requires, task);
    const past = new Map(before.map((scored) => [keyOf(scored), scored]));
    for (const now of after) {
      const then = past.get(keyOf(now));
      found.push(changeOf(earlier, later, now, then, alike));
    }
  }
  return found;
}

const keyOf = ({ measure, variable, category }: Scored) => [measure.kind, measure.name, variable, category].join('\n');

/** Items that anyone answered. */
function asked(wave: Wave): Set<string> {
  const items = wave.scored.filter(({ measure, variable }) => measure.kind === 'item' && variable === 'all');
  return new Set(items.filter(({ estimate }) => estimate.base > 0).map(({ measure }) => measure.name));
}

const grouped = (measure: Measure) => measure.kind === 'theme' || measure.kind === 'index';

/** The wave's figures, with themes and indices that are only partly like for like scored again on what is. */
async function comparable(
  wave: Wave,
  alike: ReadonlySet<string>,
  requires: 'any' | 'all',
  task: Task,
): Promise<Scored[]> {
  const { sample, positive } = wave.scene;
  const measures = [...new Set(wave.scored.map(({ measure }) => measure))];
  const partly = measures.filter(
    (measure) =>
      grouped(measure) &&
      measure.parts.some((item) => alike.has(item)) &&
      !measure.parts.every((item) => alike.has(item)),
  );
  const narrower = partly.map((measure) => {
    const items = sample.items.filter(({ name }) => measure.parts.includes(name) && alike.has(name));
    const narrowed =
      measure.kind === 'theme'
        ? themeMeasure(measure.name, items, positive, sample.count)
        : indexMeasure(measure.name, items, requires, sample.count);
    return { ...narrowed, parts: measure.parts };
  });
  const again = new Map(
    (await score(wave.scene, narrower, 'none', task)).scored.map((scored) => [keyOf(scored), scored]),
  );
  return wave.scored.map((scored) => again.get(keyOf(scored)) ?? scored);
}

function changeOf(
  earlier: Wave,
  later: Wave,
  now: Scored,
  then: Scored | undefined,
  alike: ReadonlySet<string>,
): Change {
  const { measure, variable, category } = now;
  const items = measure.kind === 'multi' ? [] : measure.parts;
  const kept = items.filter((item) => alike.has(item)).length;
  const reason =
    measure.kind !== 'multi' && kept === 0
      ? 'not asked alike in both waves'
      : !then || then.estimate.base === 0 || now.estimate.base === 0
        ? 'no answers in one of the waves'
        : null;
  const how = { ...later.scene.testing, simple: later.scene.testing.simple && earlier.scene.testing.simple };
  const apart = { covariance: 0, overlap: false };
  return {
    measure,
    variable,
    category,
    from: earlier.label,
    to: later.label,
    likeForLike: kept,
    parts: items.length,
    reason,
    result: reason ? null : compare(measure.kind, now.estimate, then!.estimate, apart, how),
  };
}
