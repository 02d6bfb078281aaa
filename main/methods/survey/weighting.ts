import type { Task, Warning } from '../../contract/data.ts';
import { Fault } from '../../contract/fault.ts';
import type { Wording } from './codes.ts';
import { judgeMargins, type Margin, type Matched, matchMargins, totalOf } from './margins.ts';
import type { Options } from './options.ts';
import { type Raking, rake } from './rake.ts';
import type { Sample } from './sample.ts';

export interface Weighting {
  kind: 'none' | 'given' | 'rake';
  weights: Float64Array;
  raking: Raking | null;
  /** Declared margins, whether or not they were raked to. */
  margins: readonly Matched[];
  /** The margins are shares, so that they don't say how many people there are. */
  shares: boolean;
  warnings: Warning[];
}

/** Which weights the options and the inputs ask for. */
export function kindOf(options: Options, given: boolean, margins: boolean): Weighting['kind'] {
  const kind = options.weights === 'auto' ? (margins ? 'rake' : given ? 'given' : 'none') : options.weights;
  if (kind === 'rake' && !margins)
    throw new Fault(
      'input-missing',
      'Raking needs the population’s margins. Give a table of variable, category and population as "margins".',
    );
  if (kind === 'given' && !given)
    throw new Fault(
      'input-missing',
      'The weights are to be the given ones, and no column plays "weight". Give one, or choose other weights.',
    );
  return kind;
}

/** Weights of one wave's respondents, with all that should be known about them. */
export async function weigh(
  sample: Sample,
  declared: readonly Margin[],
  wave: string | null,
  kind: Weighting['kind'],
  options: Options,
  wording: Wording,
  task: Task,
): Promise<Weighting> {
  const margins = sample.count > 0 ? matchMargins(declared, sample, wave, wording) : [];
  const base = kind !== 'none' && sample.weight ? sample.weight : new Float64Array(sample.count).fill(1);
  const { total, shares, warnings } = totalOf(margins, sample.count);
  const plain = { kind, weights: base, raking: null, margins, shares };
  if (kind !== 'rake') return { ...plain, warnings: drifts(margins, base, wave, options.margin_check) };
  if (margins.length === 0) return { ...plain, warnings: [] };
  const where = wave === null ? '' : `Wave ${wave}: `;
  warnings.push(...judgeMargins(margins, options.unmatched, where));
  const raking = await rake(base, margins, total, options, task);
  const beyond = options.cap === null ? [] : beyondCap(margins, sample.count, options.cap);
  if (beyond.length > 0)
    warnings.push({
      code: 'margin-beyond-cap',
      text: `${where}Too few respondents for the cap of ${options.cap} mean weights: ${beyond.join('; ')}. Join these categories to others, or raise the cap.`,
      count: beyond.length,
    });
  if (!raking.converged)
    warnings.push({
      code: 'raking-unconverged',
      text: `${where}Raking did not converge in ${raking.rounds} rounds: the last one still changed ${raking.where} by ${percent(raking.largest)}. The margins contradict each other, or the cap of ${options.cap} is too low for them; the weights do not meet them all.`,
      count: raking.rounds,
    });
  if (raking.capped > 0)
    warnings.push({
      code: 'weights-capped',
      text: `${where}${raking.capped.toLocaleString('en-GB')} weights were cut to the cap of ${options.cap} mean weights.`,
      count: raking.capped,
    });
  warnings.push({
    code: 'weighted',
    text: `${where}Figures are weighted by raking to ${margins.map(({ name }) => name).join(', ')}${sample.weight ? ' from the given weights' : ''}; their errors take the weights as given, which errs on the wide side.`,
    count: sample.count,
  });
  warnings.push(...drifts(margins, raking.weights, wave, options.margin_check));
  return { ...plain, weights: raking.weights, raking, warnings };
}

/** Cells that fall short of their population even with every weight at the cap. */
function beyondCap(margins: readonly Matched[], respondents: number, cap: number): string[] {
  return margins.flatMap((margin) => {
    const people = margin.population.reduce((sum, value) => sum + value, 0);
    return margin.labels.flatMap((label, at) => {
      const needed = ((margin.population[at]! / people) * respondents) / margin.respondents[at]!;
      return needed > cap && Number.isFinite(needed) ? [`${margin.name} ${label} would need ${needed.toFixed(1)}`] : [];
    });
  });
}

const percent = (share: number) => `${(100 * share).toPrecision(2)} %`;

/** Shares of a margin: declared, unweighted and weighted, among respondents of known category. */
export function sharesOf(margin: Matched, weights: Float64Array) {
  const weighted = new Float64Array(margin.labels.length);
  let unknown = 0;
  margin.codes.forEach((code, k) => {
    if (code < 0) unknown += weights[k]!;
    else weighted[code]! += weights[k]!;
  });
  const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
  const [people, respondents, weight] = [sum(margin.population), sum(margin.respondents), sum(weighted)];
  const cells = margin.labels.map((category, at) => ({
    category,
    population: margin.population[at]!,
    target: margin.population[at]! / people,
    respondents: margin.respondents[at]!,
    unweighted: margin.respondents[at]! / respondents,
    weighted: weighted[at]!,
    share: weighted[at]! / weight,
  }));
  return { cells, unknown };
}

/** The sanity check of weighted margins against the declared population. */
function drifts(margins: readonly Matched[], weights: Float64Array, wave: string | null, limit: number): Warning[] {
  const off = margins.flatMap((margin) =>
    sharesOf(margin, weights)
      .cells.filter(({ share, target }) => !(Math.abs(share - target) <= limit))
      .map(
        ({ category, share, target }) => `${margin.name} ${category} ${percent(share)} (declared ${percent(target)})`,
      ),
  );
  if (off.length === 0) return [];
  const list = off.length > 8 ? `${off.slice(0, 8).join('; ')} and ${off.length - 8} more` : off.join('; ');
  const where = wave === null ? '' : `Wave ${wave}: `;
  return [
    {
      code: 'margins-off',
      text: `${where}As weighted, the respondents differ from the declared population: ${list}.`,
      count: off.length,
    },
  ];
}
