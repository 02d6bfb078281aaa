import type { Kind } from './estimate.ts';
import type { Item, Question, Sample } from './sample.ts';

/** Something to score: an item by its codes, anything else by a numerator y and a denominator x per respondent. */
export interface Measure {
  kind: Kind;
  name: string;
  /** Items behind it; for a multi-select, its question and choice. */
  parts: readonly string[];
  codes?: Uint8Array;
  x?: Float64Array;
  y?: Float64Array;
}

export interface Grouping {
  /** Names of items of each theme and index. */
  themes: ReadonlyMap<string, readonly string[]>;
  indices: ReadonlyMap<string, readonly string[]>;
}

export const itemMeasure = (item: Item): Measure => ({
  kind: 'item',
  name: item.name,
  parts: [item.name],
  codes: item.codes,
});

/** Positive answers pooled over all answers to the theme's items. */
export function themeMeasure(name: string, items: readonly Item[], positive: Uint8Array, count: number): Measure {
  const x = new Float64Array(count);
  const y = new Float64Array(count);
  for (const { codes } of items)
    for (let k = 0; k < count; k++) {
      const code = codes[k]!;
      if (code < 1 || code > 5) continue;
      x[k]! += 1;
      y[k]! += positive[code]!;
    }
  return { kind: 'theme', name, parts: items.map((item) => item.name), x, y };
}

/** Mean over respondents of the mean of their items, each scored 0, 25, 50, 75, 100. */
export function indexMeasure(name: string, items: readonly Item[], requires: 'any' | 'all', count: number): Measure {
  const x = new Float64Array(count);
  const y = new Float64Array(count);
  for (const { codes } of items)
    for (let k = 0; k < count; k++) {
      const code = codes[k]!;
      if (code < 1 || code > 5) continue;
      x[k]! += 1;
      y[k]! += (code - 1) * 25;
    }
  const needed = requires === 'all' ? items.length : 1;
  for (let k = 0; k < count; k++) {
    const answered = x[k]!;
    const counts = answered >= needed;
    y[k] = counts ? y[k]! / answered : 0;
    x[k] = counts ? 1 : 0;
  }
  return { kind: 'index', name, parts: items.map((item) => item.name), x, y };
}

/** Share of those who answered the question that ticked the choice. */
export function choiceMeasure(question: Question, choice: number): Measure {
  const chosen = question.chosen[choice]!;
  const name = question.choices[choice]!;
  return {
    kind: 'multi',
    name: `${question.name}: ${name}`,
    parts: [question.name, name],
    x: Float64Array.from(question.state, (state) => (state === 1 ? 1 : 0)),
    y: Float64Array.from(chosen),
  };
}

/** All measures of a sample, in the order of its tables. Themes and indices without an item here are left out. */
export function measuresOf(
  sample: Sample,
  grouping: Grouping,
  positive: Uint8Array,
  requires: 'any' | 'all',
): Measure[] {
  const items = (names: readonly string[]) => sample.items.filter((item) => names.includes(item.name));
  return [
    ...sample.items.map(itemMeasure),
    ...[...grouping.themes].map(([name, names]) => themeMeasure(name, items(names), positive, sample.count)),
    ...[...grouping.indices].map(([name, names]) => indexMeasure(name, items(names), requires, sample.count)),
    ...sample.questions.flatMap((question) => question.choices.map((_, choice) => choiceMeasure(question, choice))),
  ];
}
