import type { Task } from '../../contract/data.ts';
import { Fault } from '../../contract/fault.ts';
import { type Comparison, compare, compareBenchmark, type Testing } from './compare.ts';
import type { Design } from './design.ts';
import { type Estimate, estimate, type Precise, type Precision, precision } from './estimate.ts';
import { covariance, type Domain, domainOf, union, without } from './linear.ts';
import type { Measure } from './measure.ts';
import type { Sample, Variable } from './sample.ts';
import { type Cells, cellsOf, type Sums, tally, tallyItem, together } from './tally.ts';

/** A measure in one category of one variable. */
export interface Scored {
  measure: Measure;
  variable: string;
  category: string;
  estimate: Estimate;
  /** Share of answers at each scale point; items only. */
  points: readonly number[] | null;
  /** Σwy: for a choice, its weighted selections. */
  selections: number;
}

export interface Tested extends Comparison {
  comparison: 'rest' | 'overall' | 'pairwise' | 'benchmark';
  measure: Measure;
  variable: string;
  category: string;
  other: string;
}

/** A wave's respondents with their design, ready for any number of measures. */
export interface Scene {
  sample: Sample;
  design: Design;
  positive: Uint8Array;
  precision: Precision;
  testing: Testing;
  /** Everyone first. */
  variables: readonly { variable: Variable; cells: Cells }[];
  /** A variable with a category for everyone, from whose sums everyone's follow. */
  whole: Cells | null;
}

export function sceneOf(
  sample: Sample,
  design: Design,
  how: { positive: readonly number[]; precision: Precision; testing: Omit<Testing, 'simple'> },
): Scene {
  const all: Variable = { name: 'all', labels: ['all'], codes: new Int32Array(sample.count) };
  const variables = [all, ...sample.groups].map((variable) => ({ variable, cells: cellsOf(design, variable) }));
  return {
    sample,
    design,
    variables,
    whole: variables.slice(1).find(({ variable }) => !variable.codes.includes(-1))?.cells ?? null,
    positive: Uint8Array.from({ length: 16 }, (_, code) => (how.positive.includes(code) ? 1 : 0)),
    precision: how.precision,
    testing: { ...how.testing, simple: design.simple },
  };
}

export interface Scores {
  scored: Scored[];
  tested: Tested[];
}

export async function score(
  scene: Scene,
  measures: readonly Measure[],
  comparison: 'rest' | 'overall' | 'pairwise' | 'none',
  task: Task,
): Promise<Scores> {
  const scores: Scores = { scored: [], tested: [] };
  for (const [at, measure] of measures.entries()) {
    scoreMeasure(scene, measure, comparison, scores);
    if (at % 8 !== 7) continue;
    if (task.signal.aborted) throw new Fault('cancelled', 'Cancelled.');
    task.progress(0.3 + (0.6 * at) / measures.length, `scoring ${measure.name}`);
    await new Promise((resume) => setImmediate(resume));
  }
  return scores;
}

function scoreMeasure(scene: Scene, measure: Measure, comparison: string, scores: Scores): void {
  const { design, precision } = scene;
  let everyone: Figure | null = null;
  const sumsOf = (cells: Cells) =>
    measure.codes
      ? tallyItem(measure.codes, scene.positive, design, cells)
      : tally(measure.x!, measure.y!, design, cells);
  const whole = scene.whole && sumsOf(scene.whole);
  for (const { variable, cells } of scene.variables) {
    const known = cells === scene.whole ? whole : variable.name === 'all' && whole ? together(whole) : null;
    const sums = known ?? sumsOf(cells);
    const figures = variable.labels.map((category, g): Figure => {
      const domain = domainOf(sums, g);
      return { category, domain, estimate: estimate(measure.kind, domain, design, precision) };
    });
    figures.forEach(({ category, domain, estimate: figure }, g) => {
      const selections = domain.base === 0 ? 0 : domain.ratio * domain.total;
      scores.scored.push({
        measure,
        variable: variable.name,
        category,
        estimate: figure,
        points: pointsOf(sums, g),
        selections,
      });
    });
    everyone ??= figures[0]!;
    if (variable.name === 'all' || comparison === 'none') continue;
    for (const { category, other, result } of comparisons(scene, measure, figures, everyone, comparison))
      scores.tested.push({
        ...result,
        measure,
        variable: variable.name,
        category,
        other,
        comparison: comparison as Tested['comparison'],
      });
  }
}

interface Figure {
  category: string;
  domain: Domain;
  estimate: Estimate;
}

type Other = Omit<Figure, 'estimate'> & { estimate: Precise };

function pointsOf(sums: Sums, g: number): number[] | null {
  if (!sums.points) return null;
  const total = sums.w[g]!;
  return [0, 1, 2, 3, 4].map((point) => (total === 0 ? Number.NaN : sums.points![g * 5 + point]! / total));
}

/** Each category against what the declared family says; categories in which nobody answered take no part. */
function* comparisons(scene: Scene, measure: Measure, all: readonly Figure[], everyone: Figure, comparison: string) {
  const { design, testing } = scene;
  const figures = all.filter(({ domain }) => domain.base > 0);
  const shared = (a: Domain, b: Domain, overlap: Domain | null) => ({
    covariance: design.simple && !overlap ? 0 : covariance(a, b, overlap, design),
    overlap: overlap !== null,
  });
  const test = (a: Figure, b: Other, overlap: Domain | null) => ({
    category: a.category,
    other: b.category,
    result: compare(measure.kind, a.estimate, b.estimate, shared(a.domain, b.domain, overlap), testing),
  });
  const together =
    comparison === 'rest'
      ? union(
          figures.map(({ domain }) => domain),
          design.units,
        )
      : null;
  for (const [at, figure] of figures.entries()) {
    if (comparison === 'overall') yield test(figure, { ...everyone, category: 'overall' }, figure.domain);
    if (together && figures.length > 1) {
      const domain = without(together, figure.domain);
      yield test(
        figure,
        { category: 'rest', domain, estimate: precision(measure.kind, domain, design, scene.precision) },
        null,
      );
    }
    if (comparison === 'pairwise') for (const later of figures.slice(at + 1)) yield test(figure, later, null);
  }
}

/** Figures against their benchmarks; measures without one are left out. */
export function againstBenchmarks(
  scored: readonly Scored[],
  benchmarks: ReadonlyMap<string, number>,
  variables: (name: string) => boolean,
  testing: Testing,
): Tested[] {
  return scored
    .filter(({ variable, estimate: { base } }) => variables(variable) && base > 0)
    .flatMap(({ measure, variable, category, estimate: figure }) => {
      const benchmark = benchmarks.get(`${measure.kind} ${measure.name}`);
      if (benchmark === undefined) return [];
      const result = compareBenchmark(measure.kind, figure, benchmark, testing);
      return [{ ...result, measure, variable, category, other: 'benchmark', comparison: 'benchmark' as const }];
    });
}
