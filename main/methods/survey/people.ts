import type { Design } from './design.ts';
import { folded } from './labels.ts';
import type { Matched } from './margins.ts';
import type { Sample } from './sample.ts';
import { alike } from './truth.ts';

/** People in the population of a category of a variable, where anything says so. */
export type People = (variable: string, category: string) => number | undefined;

/** Looks first in the option, then in the margins, then in the strata's populations, which a category has when whole strata make it up. */
export function peopleOf(
  option: number | Readonly<Record<string, number>> | null,
  margins: readonly Matched[] | null,
  sample: Sample,
  design: Design,
): People {
  const known = new Map<string, number>();
  const key = (variable: string, category: string) => `${folded(variable)}\n${folded(category)}`;
  fromStrata(sample, design, (variable, category, people) => known.set(key(variable, category), people));
  for (const margin of margins ?? []) {
    margin.labels.forEach((label, at) => {
      known.set(key(margin.name, label), margin.population[at]!);
    });
    const total = margin.population.reduce((sum, people) => sum + people, 0);
    known.set(key('all', 'all'), Math.max(total, known.get(key('all', 'all')) ?? 0));
  }
  const named = typeof option === 'number' ? { all: option } : (option ?? {});
  const own = new Map(Object.entries(named).map(([category, people]) => [folded(category), people]));
  const truths = new Set(sample.groups.flatMap(({ name, truth }) => (truth ? [name] : [])));
  const given = (variable: string, category: string) =>
    (truths.has(variable) ? alike(category) : [folded(category)])
      .map((word) => own.get(word))
      .find((people) => people !== undefined);
  return (variable, category) => given(variable, category) ?? known.get(key(variable, category));
}

function fromStrata(
  sample: Sample,
  design: Design,
  add: (variable: string, category: string, people: number) => void,
): void {
  const { population } = sample;
  if (!population || design.clustered || population.some((people) => !(people > 1))) return;
  const people = new Float64Array(design.strata);
  for (let k = 0; k < sample.count; k++) people[design.stratumOf[design.unit[k]!]!] = population[k]!;
  add(
    'all',
    'all',
    people.reduce((sum, value) => sum + value, 0),
  );
  for (const variable of sample.groups) {
    const of = new Int32Array(design.strata).fill(-2);
    const split = new Set<number>();
    variable.codes.forEach((code, k) => {
      const h = design.stratumOf[design.unit[k]!]!;
      if (of[h] !== -2 && of[h] !== code) for (const category of [of[h]!, code]) split.add(category);
      of[h] = code;
    });
    variable.labels.forEach((label, category) => {
      if (split.has(category)) return;
      const total = people.reduce((sum, value, h) => sum + (of[h] === category ? value : 0), 0);
      if (total > 0) add(variable.name, label, total);
    });
  }
}
