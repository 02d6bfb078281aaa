/**
 * Survey: what the respondents of a questionnaire on a five-point scale think, as the population would, and how sure that is.
 *
 * Answers: how many are positive about each item and theme, how each index stands, which barriers people name, how that
 * differs between groups, organisations and waves, and which of the differences are more than chance. For a sample or a
 * census-type staff survey, one row per respondent (and wave), one column per item.
 * Not for: scores already published per organisation (there is nothing to weight or test), panels of the same people,
 * replicate weights, scales of other than five points.
 *
 * Shapes: respondents → one table per kind of figure, a row per measure × variable × category (× wave). Shares are 0–1, index
 * points 0–100; nothing is rounded. A blank, a question not put ("not applicable"), "prefer not to say" and a value that is
 * no answer are four things, counted in `quality`, and none is in a base.
 *
 * Figures: positive = scale points 4 and 5 of those who answered; theme = positive answers over all answers to its items;
 * index = mean over respondents of the mean of their items scored 0, 25, 50, 75, 100. Every figure is a ratio Σwy/Σwx whose
 * variance is Taylor-linearised over sampling units within strata, drawn with replacement; unweighted simple samples have
 * the textbook p(1−p)/n and s²/n. Weights, given or raked, are taken as fixed, which errs on the wide side for raked ones.
 * Intervals: Wilson's on the effective n with t, or Korn and Graubard's. Tests: z for shares, Welch's t for indices,
 * with Benjamini and Hochberg's adjustment within the declared family.
 *
 * Source: Lumley, Complex Surveys (2010); Korn and Graubard, Survey Methodology 24 (1998); Deming and Stephan (1940);
 * Feldt, Psychometrika 30 (1965); Benjamini and Hochberg, JRSS B 57 (1995); NCHS Vital and Health Statistics 2/175 (2017);
 * Civil Service People Survey technical guides (scoring).
 */
import { Fault } from '../contract/fault.ts';
import { method } from './method.ts';
import type { Wording } from './survey/codes.ts';
import { cross, readCrosswalk } from './survey/crosswalk.ts';
import { designOf } from './survey/design.ts';
import { groupItems, matching } from './survey/groups.ts';
import { readMargins } from './survey/margins.ts';
import { measuresOf } from './survey/measure.ts';
import { type Options, options } from './survey/options.ts';
import { outputs } from './survey/outputs.ts';
import { readSample } from './survey/read.ts';
import { blank, type Done, report } from './survey/report.ts';
import { repeated, usable, wavesOf } from './survey/respondents.ts';
import { adjust, changeRow, write } from './survey/rows.ts';
import { sceneOf, score } from './survey/score.ts';
import { cautions, homeless, marks, strangers } from './survey/warnings.ts';
import { changes } from './survey/waves.ts';
import { kindOf, weigh } from './survey/weighting.ts';

const how = (options: Options) => ({
  positive: options.positive,
  precision: { level: options.level, interval: options.interval, effective: options.effective },
  testing: {
    variance: options.test_variance,
    reference: options.test_reference,
    significance: options.significance,
    level: options.level,
    minimum: {
      item: options.minimum_item,
      multi: options.minimum_item,
      theme: options.minimum_theme,
      index: options.minimum_index,
    },
  },
});

export const survey = method({
  id: 'survey',
  version: 2,
  title: 'Survey scores with their uncertainty',
  question: 'What do people think, how sure are we, and where does it differ?',
  lessons: ['ODP'],
  inputs: {
    items: {
      types: ['number', 'text'],
      many: true,
      about: 'five-point items: 1–5, or texts such as "Strongly agree"',
      hints: ['item', 'question', 'q'],
    },
    multi: {
      types: ['text', 'flag', 'number'],
      many: true,
      about: 'multi-select questions: one column of delimited choices each, or 0/1 columns named question_choice',
      hints: ['barriers', 'multi'],
    },
    group: {
      types: ['text', 'number', 'flag'],
      many: true,
      about: 'columns to break figures down by',
      hints: ['grade', 'region', 'job_family', 'age', 'sex'],
    },
    organisation: {
      types: ['text'],
      about: 'organisation; the benchmark is the median of their scores',
      hints: ['organisation', 'department'],
    },
    wave: {
      types: ['text', 'number', 'time'],
      about: 'wave of the survey; figures are per wave, and each is compared with the one before',
      hints: ['wave', 'year'],
    },
    respondent: {
      types: ['any'],
      about: 'pseudonym of the respondent, to find repeated ones',
      hints: ['respondent', 'id'],
    },
    weight: { types: ['number'], about: 'survey weight', hints: ['weight', 'wt', 'pw'] },
    stratum: {
      types: ['text', 'number'],
      about: 'stratum that the respondent was sampled in',
      hints: ['stratum', 'strata', 'stype'],
    },
    cluster: {
      types: ['text', 'number'],
      about: 'primary sampling unit, where respondents came in clusters',
      hints: ['cluster', 'psu', 'dnum'],
    },
    population: {
      types: ['number'],
      about:
        'sampling units in the population of the stratum, or the fraction sampled, on every row: for variances and margins of error (the option population is for margins of error only)',
      hints: ['fpc', 'population'],
    },
    rake: {
      types: ['text', 'number', 'flag'],
      many: true,
      about: 'columns of the margins that are not to be reported',
    },
  },
  also: {
    margins: {
      about: 'population margins, a row per variable and category, for raking and for checking weighted shares.',
      roles: {
        variable: {
          types: ['text'],
          about:
            'name of a column given to group or rake; "organisation" for that role, whose column goes by its own name if it is given to group or rake too',
          required: true,
        },
        category: {
          types: ['text', 'number'],
          about: 'category, spelled as among the respondents; for a column of true and false, Yes or No',
          required: true,
        },
        population: { types: ['number'], about: 'people in it, or its share', required: true },
        wave: { types: ['text', 'number', 'time'], about: 'wave that it holds for; all where absent' },
      },
    },
    crosswalk: {
      about: 'which column asked an item in which wave, where questions were renumbered.',
      roles: {
        item: { types: ['text'], about: 'name of the item in the results', required: true },
        wave: { types: ['text', 'number', 'time'], about: 'wave', required: true },
        column: { types: ['text'], about: 'column of the items that asked it in that wave', required: true },
      },
    },
  },
  options,
  outputs,
  assumptions: [
    'Respondents stand for those who did not answer, within the weighting margins: no more than that is put right by weighting.',
    'Sampling units were drawn independently with replacement within strata, or the fraction sampled is small or given.',
    'Weights are taken as known; raked ones are in truth somewhat more precise than shown.',
    'A wave’s respondents are independent of those of the wave before.',
  ],
  notFor: [
    'scores that were published per organisation, without the respondents behind them',
    'changes of the same people between waves (a panel)',
    'replicate weights, and scales of other than five points',
    'publishing cells of few people: that needs disclosure control, which this is not',
  ],
  reference:
    'Lumley 2010, Complex Surveys; Korn and Graubard 1998; Feldt 1965; Benjamini and Hochberg 1995; NCHS 2017, series 2 no. 175; checked against R survey 4.1 and psych 2.2',
  async run(query, input, options, task, also) {
    if (!input.columns.items && !input.columns.multi)
      throw new Fault(
        'input-missing',
        'survey needs at least one column for "items" or "multi". Give the columns that hold the answers.',
      );
    const wording: Wording = { scale: options.scale, routed: options.routed, refused: options.refused };
    const read = await readSample(query, input, wording, options.delimiter, task);
    const crossed = cross(read.sample, also.crosswalk ? await readCrosswalk(query, also.crosswalk) : []);
    const margins = also.margins ? await readMargins(query, also.margins) : [];
    const kind = kindOf(options, input.columns.weight !== undefined, margins.length > 0);
    const { sample, warnings: left } = usable(crossed, kind !== 'none');
    const names = sample.items.map(({ name }) => name);
    const { grouping, warnings: assumed } = groupItems(options, names);
    const changed = new Set(options.changed.length > 0 ? matching(options.changed, names) : []);
    const warnings = [
      ...strangers(read.unrecognised),
      ...left,
      ...(await repeated(query, input)),
      ...read.warnings,
      ...homeless(sample),
      ...assumed,
    ];
    if (sample.count === 0)
      warnings.push({ code: 'no-respondents', text: 'There are no respondents, so there are no figures.', count: 0 });

    const tables = blank();
    const waves: Done[] = [];
    for (const { wave, sample: respondents } of wavesOf(sample)) {
      const weighting = await weigh(respondents, margins, wave, kind, options, wording, task);
      const design = designOf(respondents, weighting.weights, kind !== 'none', options);
      const scene = sceneOf(respondents, design, how(options));
      const measures = measuresOf(respondents, grouping, scene.positive, options.index_requires);
      const done: Done = { wave, scene, weighting, scores: await score(scene, measures, options.compare, task) };
      report(tables, done, grouping, options);
      warnings.push(...weighting.warnings, ...cautions(done));
      waves.push(done);
    }
    const scored = waves.map(({ wave, scene, scores }) => ({ label: wave ?? '', scene, scored: scores.scored }));
    const moved = await changes(scored, changed, options.index_requires, task);
    warnings.push(...marks(tables, options.hide_unreliable));

    task.progress(0.95, 'writing the tables');
    for (const name of [
      'summary',
      'items',
      'themes',
      'indices',
      'multi',
      'benchmarks',
      'reliability',
      'item_drops',
      'weights',
      'margins',
      'quality',
    ] as const)
      await write(query, name, tables[name]);
    await write(query, 'tests', adjust(tables.tests, options));
    await write(
      query,
      'waves',
      adjust(
        moved.map((change) => changeRow(change, options.hide_unreliable)),
        options,
      ),
    );
    return { warnings };
  },
  charts: [
    {
      name: 'answers',
      chart: 'likert',
      on: 'items',
      only: { variable: 'all' },
      label: 'item',
      answers: ['pct_1', 'pct_2', 'pct_3', 'pct_4', 'pct_5'],
      title: 'How people answered each item',
      alt: 'Share of answers at each of the five scale points, by item, most positive first',
    },
    {
      name: 'outcomes',
      chart: 'interval',
      on: 'indices',
      only: { variable: 'all' },
      label: 'index',
      value: 'score',
      title: 'How each index stands',
      alt: 'Index scores from 0 to 100 with their 95 % intervals',
    },
  ],
});
