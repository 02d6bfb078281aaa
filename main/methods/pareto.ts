import { method } from './method.ts';
import { readLog } from './pareto/log.ts';
import { paretoOptions } from './pareto/options.ts';
import { paretoOutputs } from './pareto/outputs.ts';
import { recur } from './pareto/recurrence.ts';
import { rank, split } from './pareto/tables.ts';

/**
 * Pareto of problems: which few causes make up most of the trouble, and did it stop after a fix?
 *
 * Use it on a log of problems, complaints, errors or exceptions with a category each; add a value (minutes lost, cost) to rank by
 * harm, a date for the trend, and the day on which a cause was fixed for recurrence. Not for categories that overlap, and not to
 * rank teams or people: a large team has more problems. Shares are 0 to 1; rates are per month of 30.4375 days; a negative value
 * is an error. Recurrence compares two Poisson rates exactly; problems that come in bursts make its intervals too narrow.
 * Source: Juran, Quality Control Handbook (the vital few); Garwood (1936) for intervals of counts; Przyborowski and Wilenski (1940).
 */
export const pareto = method({
  id: 'pareto',
  version: 2,
  title: 'Pareto of problems',
  question: 'Which few problems make up most of the trouble, and do they come back after a fix?',
  lessons: ['D.1', 'D.3'],
  inputs: {
    category: {
      types: ['any'],
      required: true,
      about: 'kind of problem',
      hints: ['category', 'problem', 'cause', 'reason', 'type', 'code', 'issue', 'exception', 'defect'],
    },
    subcategory: {
      types: ['any'],
      about: 'finer kind, inside the category',
      hints: ['subcategory', 'subtype', 'sub', 'detail'],
    },
    value: {
      types: ['number'],
      about: 'size of each problem, such as minutes lost or cost; rows are counted without it',
      hints: ['minutes', 'lost', 'cost', 'hours', 'value', 'weight', 'amount', 'impact', 'count'],
    },
    date: {
      types: ['time'],
      about: 'day on which it was raised',
      hints: ['date', 'raised', 'reported', 'opened', 'created', 'logged'],
    },
    fixed: {
      types: ['time'],
      about: 'day on which the cause was fixed, on any row of the category',
      hints: ['fixed', 'fix', 'resolved', 'closed'],
    },
    team: { types: ['any'], about: 'team that raised it', hints: ['team', 'unit', 'office', 'site', 'group'] },
  },
  options: paretoOptions,
  outputs: paretoOutputs,
  assumptions: [
    'Each row is one problem and has one category; categories do not overlap.',
    'Rows are a full log of the days covered, so a period without rows has none.',
    'Recurrence takes problems as independent events at a steady rate on each side of a fix, and claims no cause.',
  ],
  notFor: [
    'Comparing teams, sites or people of different size: use rates and a funnel.',
    'Categories that are mostly "other" or blank: mend the coding first.',
    'Showing that a fix worked by itself: chart the measure over time with limits.',
  ],
  reference:
    'Juran, J. M. (1951), Quality Control Handbook; Garwood, F. (1936), Biometrika 28; Przyborowski, J. and Wilenski, H. (1940), Biometrika 31.',
  async run(query, input, options, task) {
    task.progress(null, 'reading the log');
    const log = await readLog(query, input, options);
    task.progress(0.3, 'ranking');
    const ranking = await rank(query, log, options);
    const given = { subcategory: Boolean(input.columns.subcategory), team: Boolean(input.columns.team) };
    await split(query, log, ranking, given, options);
    task.progress(0.7, 'recurrence after fixes');
    const recurring = await recur(query, log, options, task);
    const [close] = await query.rows(
      `SELECT count(*) FILTER (NOT vital AND weight = (SELECT min(weight) FROM ${ranking.places} WHERE vital)) AS tied,
        count(*) FILTER (vital AND place > CAST($top AS INTEGER)) AS hidden, sum(weight) AS total, count(*) AS categories FROM ${ranking.places}`,
      { top: options.top },
    );
    const warnings = [...log.warnings, ...recurring];
    if (Number(close!.tied) > 0)
      warnings.push({
        code: 'tie-at-threshold',
        text: 'Categories are as large as the last of the vital few, and are not among them only for their place in the order.',
        count: Number(close!.tied),
      });
    if (Number(close!.hidden) > 0)
      warnings.push({
        code: 'vital-pooled',
        text: 'Categories of the vital few are in "(all others)", where they are not marked. A larger top, or none, shows them.',
        count: Number(close!.hidden),
      });
    if (close!.total === 0)
      warnings.push({
        code: 'no-total',
        text: 'The values add up to 0, so there are no shares.',
        count: Number(close!.categories),
      });
    return { warnings };
  },
  charts: [
    {
      name: 'pareto',
      chart: 'pareto',
      on: 'ranked',
      title: 'Which few problems make up most of the trouble',
      alt: 'Share of each problem, largest first, with the cumulative share and the threshold',
    },
  ],
});
