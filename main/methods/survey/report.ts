import { type Alpha, alphaOf } from './alpha.ts';
import { type Benchmark, benchmarksOf } from './benchmark.ts';
import type { Kind } from './estimate.ts';
import type { Grouping } from './measure.ts';
import type { Options } from './options.ts';
import { type People, peopleOf } from './people.ts';
import { figureRow, itemRow, marginRow, type Row, testRow } from './rows.ts';
import { againstBenchmarks, type Scene, type Scored, type Scores } from './score.ts';
import { sharesOf, type Weighting } from './weighting.ts';

/** A wave after scoring. */
export interface Done {
  wave: string | null;
  scene: Scene;
  scores: Scores;
  weighting: Weighting;
}

export interface Tables {
  summary: Row[];
  items: Row[];
  themes: Row[];
  indices: Row[];
  multi: Row[];
  tests: Row[];
  benchmarks: Row[];
  reliability: Row[];
  item_drops: Row[];
  weights: Row[];
  margins: Row[];
  quality: Row[];
}

export const blank = (): Tables => ({
  summary: [],
  items: [],
  themes: [],
  indices: [],
  multi: [],
  tests: [],
  benchmarks: [],
  reliability: [],
  item_drops: [],
  weights: [],
  margins: [],
  quality: [],
});

/** Adds one wave to the tables. */
export function report(tables: Tables, done: Done, grouping: Grouping, options: Options): void {
  const { wave, scene, scores, weighting } = done;
  const people = peopleOf(options.population, weighting.shares ? null : weighting.margins, scene.sample, scene.design);
  tables.summary.push(summaryRow(done, grouping, options, people));
  figures(tables, scores.scored, wave, people, options);
  const benchmarks = benchmarksOf(scores.scored);
  const declared = Object.keys(options.benchmarks).length > 0;
  const against = againstBenchmarks(
    scores.scored,
    declared
      ? declaredBenchmarks(options)
      : new Map(benchmarks.map((row) => [`${row.kind} ${row.measure}`, row.median])),
    (variable) => declared || variable === 'organisation',
    scene.testing,
  );
  tables.tests.push(...[...scores.tested, ...against].map((tested) => testRow(tested, wave, options.hide_unreliable)));
  tables.benchmarks.push(...benchmarks.map((row) => benchmarkRow(row, wave)));
  for (const [name, items] of grouping.indices) {
    const present = scene.sample.items.filter((item) => items.includes(item.name));
    if (present.length > 0) alphaRows(tables, name, alphaOf(present, options.alpha_cases, options.level), wave);
  }
  tables.weights.push(weightsRow(done, options));
  tables.margins.push(...marginRows(done));
  tables.quality.push(...qualityRows(done));
}

const kinds: readonly Kind[] = ['item', 'theme', 'index', 'multi'];

/** A name given in the option holds for whatever has it. */
const declaredBenchmarks = (options: Options) =>
  new Map(
    Object.entries(options.benchmarks).flatMap(([name, value]) =>
      kinds.map((kind) => [`${kind} ${name}`, value] as const),
    ),
  );

function figures(
  tables: Tables,
  scored: readonly Scored[],
  wave: string | null,
  people: People,
  options: Options,
): void {
  const hide = options.hide_unreliable;
  const selections = new Map<string, number>();
  const place = ({ measure, variable, category }: Scored) => [measure.parts[0], variable, category].join('\n');
  for (const score of scored)
    if (score.measure.kind === 'multi')
      selections.set(place(score), (selections.get(place(score)) ?? 0) + score.selections);
  for (const score of scored) {
    const { kind, name, parts } = score.measure;
    const value = score.estimate.value;
    const margin = () => marginRow(score, people, options.level);
    if (kind === 'item') tables.items.push({ item: name, ...figureRow(score, itemRow(score), margin(), wave, hide) });
    else if (kind === 'theme')
      tables.themes.push({ theme: name, ...figureRow(score, { positive_pct: value }, {}, wave, hide) });
    else if (kind === 'index')
      tables.indices.push({ index: name, ...figureRow(score, { score: value }, {}, wave, hide) });
    else {
      const all = selections.get(place(score))!;
      const own = { selections: score.selections, respondent_pct: value, selection_pct: score.selections / all };
      tables.multi.push({ question: parts[0]!, choice: parts[1]!, ...figureRow(score, own, margin(), wave, hide) });
    }
  }
}

function summaryRow({ wave, scene, weighting }: Done, grouping: Grouping, options: Options, people: People): Row {
  const { sample, design } = scene;
  const { sum, deff, effective } = kish(weighting.weights);
  const list = (groups: ReadonlyMap<string, readonly string[]>) =>
    [...groups].map(([name, items]) => `${name}: ${items.join(', ')}`).join('; ');
  return {
    wave,
    respondents: sample.count,
    answered: answeredOf(scene),
    items: sample.items.length,
    weights: weighting.kind,
    weighted_n: sum,
    kish_deff: deff,
    effective_n: effective,
    strata: design.strata,
    psus: design.size.reduce((all, size) => all + size, 0),
    lonely_strata: design.lonelyStrata,
    design_df: design.df,
    fpc: design.fraction.some((fraction) => fraction > 0),
    population: people('all', 'all') ?? null,
    level: options.level,
    interval: options.interval,
    index_items: list(grouping.indices),
    theme_items: list(grouping.themes),
  };
}

function answeredOf({ sample }: Scene): number {
  const any = new Uint8Array(sample.count);
  for (const { codes } of sample.items)
    for (let k = 0; k < sample.count; k++) if (codes[k]! >= 1 && codes[k]! <= 5) any[k] = 1;
  for (const { state } of sample.questions) for (let k = 0; k < sample.count; k++) if (state[k] === 1) any[k] = 1;
  return any.reduce((sum, one) => sum + one, 0);
}

function kish(weights: Float64Array) {
  let [sum, squares, minimum, maximum] = [0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const weight of weights) {
    sum += weight;
    squares += weight * weight;
    minimum = Math.min(minimum, weight);
    maximum = Math.max(maximum, weight);
  }
  return { sum, deff: (weights.length * squares) / sum ** 2, effective: sum ** 2 / squares, minimum, maximum };
}

function weightsRow({ wave, weighting }: Done, options: Options): Row {
  const { sum, deff, effective, minimum, maximum } = kish(weighting.weights);
  const { raking } = weighting;
  return {
    wave,
    weights: weighting.kind,
    rounds: raking?.rounds ?? null,
    converged: raking?.converged ?? null,
    largest_change: raking?.largest ?? null,
    cap: raking ? options.cap : null,
    capped: raking?.capped ?? null,
    minimum,
    maximum,
    mean: sum / weighting.weights.length,
    sum,
    kish_deff: deff,
    effective_n: effective,
  };
}

function marginRows({ wave, weighting }: Done): Row[] {
  return weighting.margins.flatMap((margin): Row[] => {
    const { cells, unknown } = sharesOf(margin, weighting.weights);
    const others = margin.unknown + margin.unmatched.reduce((sum, { respondents }) => sum + respondents, 0);
    const rows = cells.map(
      (cell): Row => ({
        wave,
        variable: margin.name,
        category: cell.category,
        population: cell.population,
        target_share: cell.target,
        respondents: cell.respondents,
        unweighted_share: cell.unweighted,
        weighted: cell.weighted,
        weighted_share: cell.share,
        difference: cell.share - cell.target,
        empty: cell.population > 0 && cell.respondents === 0,
      }),
    );
    const rest: Row = { wave, variable: margin.name, respondents: others, weighted: unknown, empty: false };
    return others > 0 ? [...rows, rest] : rows;
  });
}

const benchmarkRow = (row: Benchmark, wave: string | null): Row => ({
  wave,
  kind: row.kind,
  measure: row.measure,
  unit: row.kind === 'index' ? 'points' : 'share',
  organisations: row.organisations,
  benchmark: row.median,
  high_performers: row.upperQuartile,
  lowest: row.lowest,
  highest: row.highest,
});

function alphaRows(tables: Tables, index: string, alpha: Alpha, wave: string | null): void {
  tables.reliability.push({
    wave,
    index,
    items: alpha.items,
    n: alpha.n,
    complete: alpha.complete,
    alpha: alpha.alpha,
    lower: alpha.lower,
    upper: alpha.upper,
    alpha_standardised: alpha.standardised,
    mean_correlation: alpha.meanCorrelation,
    reversed: alpha.drops.filter(({ itemRest }) => itemRest < 0).length,
  });
  for (const { item, n, mean, sd, itemRest, alphaIfDropped } of alpha.drops)
    tables.item_drops.push({
      wave,
      index,
      item,
      n,
      mean,
      sd,
      item_rest: itemRest,
      alpha_if_dropped: alphaIfDropped,
      reversed: itemRest < 0,
    });
}

function qualityRows({ wave, scene }: Done): Row[] {
  const { sample } = scene;
  const row = (field: string, role: string, codes: Uint8Array): Row => {
    const counts = new Int32Array(16);
    for (let k = 0; k < codes.length; k++) counts[codes[k]!]! += 1;
    const answered = counts[1]! + (role === 'item' ? counts[2]! + counts[3]! + counts[4]! + counts[5]! : 0);
    return {
      wave,
      field,
      role,
      respondents: sample.count,
      answered,
      missing: counts[0]!,
      routed: counts[6]!,
      refused: counts[7]!,
      unrecognised: counts[8]!,
      answered_share: answered / (sample.count - counts[6]!),
    };
  };
  return [
    ...sample.items.map(({ name, codes }) => row(name, 'item', codes)),
    ...sample.questions.map(({ name, state }) => row(name, 'multi', state)),
  ];
}
