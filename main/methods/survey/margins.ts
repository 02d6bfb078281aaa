import type { Query, Warning } from '../../contract/data.ts';
import { Fault } from '../../contract/fault.ts';
import type { Input } from '../method.ts';
import { reader, refused, routed, type Wording } from './codes.ts';
import { folded, tidy } from './labels.ts';
import type { Target } from './rake.ts';
import type { Sample, Variable } from './sample.ts';
import { isTruth, textSql, truth } from './truth.ts';

export interface Margin {
  variable: string;
  category: string;
  population: number;
  /** The wave it holds for; null for all. */
  wave: string | null;
  /** The table's categories were true and false. */
  truth: boolean;
}

/** A margin as a sample meets it. */
export interface Matched extends Target {
  /** Respondents in each category. */
  respondents: Float64Array;
  /** Respondents who gave no category. */
  unknown: number;
  /** Categories of the respondents that the margin does not have, with their respondents. */
  unmatched: { label: string; respondents: number }[];
}

export async function readMargins(query: Query, input: Input): Promise<Margin[]> {
  const wave = input.columns.wave ? textSql(input, 'wave') : 'NULL';
  const rows = await query.rows(
    `SELECT CAST(variable AS VARCHAR) AS variable, ${textSql(input, 'category')} AS category, CAST(population AS DOUBLE) AS population, ${wave} AS wave FROM ${input.table}`,
  );
  const margins = rows.map((row) => ({
    variable: tidy(String(row.variable ?? '')),
    category: tidy(String(row.category ?? '')),
    population: typeof row.population === 'number' ? row.population : Number.NaN,
    wave: row.wave === null || row.wave === undefined ? null : tidy(String(row.wave)),
    truth: isTruth(input, 'category'),
  }));
  const seen = new Set<string>();
  for (const margin of margins) {
    const name = `${margin.variable}: ${margin.category}`;
    if (!margin.variable || !margin.category || !(margin.population >= 0))
      throw new Fault(
        'data-unfit',
        `The margins need a variable, a category and a population of 0 or more on each row; "${name}" has not.`,
      );
    const key = [folded(margin.variable), folded(margin.category), margin.wave].join('\n');
    if (seen.has(key)) throw new Fault('data-unfit', `The margins give "${name}" twice. Keep one of them.`);
    seen.add(key);
  }
  return margins;
}

/** Each declared margin beside the respondents of one wave, in the order of the table. */
export function matchMargins(
  margins: readonly Margin[],
  sample: Sample,
  wave: string | null,
  wording: Wording,
): Matched[] {
  const here = margins.filter((margin) => margin.wave === null || margin.wave === wave);
  const variables = [...sample.groups, ...sample.rakes];
  return [...new Set(here.map(({ variable }) => folded(variable)))].map((key) => {
    const rows = here.filter((margin) => folded(margin.variable) === key);
    const variable = variables.find(({ name }) => folded(name) === key);
    if (!variable)
      throw new Fault(
        'name-unknown',
        `The margins name "${rows[0]!.variable}", and no column given to "group" or "rake" has that name (${variables.map(({ name }) => name).join(', ') || 'none is given'}). Give the column to "rake" as well, under its own name.`,
      );
    return match(variable, rows, wording);
  });
}

function match(variable: Variable, rows: readonly Margin[], wording: Wording): Matched {
  const read = reader({ ...wording, scale: {} });
  const either = variable.truth || rows.some((row) => row.truth);
  const keyOf = (text: string) => folded((either ? truth(text) : null) ?? text);
  const labels = rows.map(({ category }) => (variable.truth ? truth(category) : null) ?? category);
  const of = new Map(rows.map(({ category }, at) => [keyOf(category), at]));
  if (of.size < rows.length)
    throw new Fault(
      'data-unfit',
      `The margins give a category of ${variable.name} more than once (${labels.join(', ')}). Keep one row of each.`,
    );
  const to = variable.labels.map((label) => of.get(keyOf(label)) ?? -1);
  const codes = variable.codes.map((code) => (code < 0 ? -1 : to[code]!));
  const respondents = new Float64Array(rows.length);
  const others = new Float64Array(variable.labels.length);
  let unknown = 0;
  codes.forEach((code, k) => {
    if (code >= 0) respondents[code]! += 1;
    else if (variable.codes[k]! < 0) unknown++;
    else others[variable.codes[k]!]! += 1;
  });
  const unmatched: Matched['unmatched'] = [];
  variable.labels.forEach((label, at) => {
    if (others[at] === 0) return;
    if ([routed, refused].includes(read(label))) unknown += others[at]!;
    else unmatched.push({ label, respondents: others[at]! });
  });
  return {
    name: variable.name,
    labels,
    population: Float64Array.from(rows, ({ population }) => population),
    codes,
    respondents,
    unknown,
    unmatched,
  };
}

/** What a person should know before weighting to these margins; margins that can't be met are refused. */
export function judgeMargins(matched: readonly Matched[], unmatched: 'refuse' | 'keep', wave: string): Warning[] {
  const warnings: Warning[] = [];
  const warn = (code: string, count: number, text: string) => warnings.push({ code, text: `${wave}${text}`, count });
  for (const margin of matched) {
    const { name } = margin;
    const strangers = margin.unmatched.map(({ label, respondents }) => `"${label}" (${respondents})`).join(', ');
    if (strangers && unmatched === 'refuse')
      throw new Fault(
        'data-unfit',
        `${wave}The margin ${name} does not have these categories of the respondents: ${strangers}. Add them to the margins, name them under "refused", or set the option "unmatched" to keep.`,
      );
    const people = margin.unmatched.reduce((sum, { respondents }) => sum + respondents, 0);
    if (strangers)
      warn(
        'margin-unmatched',
        people,
        `The margin ${name} lacks ${strangers}; these respondents keep their weight on it.`,
      );
    if (margin.unknown > 0)
      warn(
        'margin-unknown',
        margin.unknown,
        `${margin.unknown} respondents have no known ${name} and keep their weight on that margin; the others share the rest in the declared proportions.`,
      );
    margin.labels.forEach((label, at) => {
      const population = margin.population[at]!;
      if (population === 0 && margin.respondents[at]! > 0)
        throw new Fault(
          'data-unfit',
          `${wave}The margins say that nobody is "${label}" (${name}), and ${margin.respondents[at]} respondents are. Mend the margins.`,
        );
      if (population > 0 && margin.respondents[at] === 0)
        warn(
          'margin-empty',
          1,
          `No respondent is "${label}" (${name}, population ${population}): no weight can stand for them, and the other categories of ${name} are weighted up in their place.`,
        );
    });
    if (margin.respondents.every((count) => count === 0))
      throw new Fault(
        'data-unfit',
        `${wave}No respondent is in any category of the margin ${name}. Check that both are spelled alike.`,
      );
  }
  return warnings;
}

/** What weights add up to: the people that the margins declare, or the respondents where margins are shares. */
export function totalOf(
  matched: readonly Matched[],
  respondents: number,
): { total: number; shares: boolean; warnings: Warning[] } {
  const totals = matched.map((margin) => margin.population.reduce((sum, people) => sum + people, 0));
  const largest = Math.max(...totals);
  const shares = largest < 1.5 || (Math.abs(largest - 100) < 1.5 && respondents > 100);
  const apart = totals.filter((total) => Math.abs(total - largest) > 1e-6 * largest).length;
  const list = matched.map(({ name }, at) => `${name} ${totals[at]!.toLocaleString('en-GB')}`).join(', ');
  const warnings = apart
    ? [
        {
          code: 'margin-totals',
          text: `The margins add up to different totals (${list}); each is scaled to the largest.`,
          count: apart,
        },
      ]
    : [];
  return { total: shares ? respondents : largest, shares, warnings };
}
