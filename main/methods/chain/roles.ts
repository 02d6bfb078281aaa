import type { Role } from '../method.ts';

/** What is known of a measure, in the chain's own table and in those that feed it. */
const figures: Record<string, Role> = {
  unit: { types: ['text'], about: 'unit of the measure', hints: ['unit'] },
  date: { types: ['time'], about: 'date of the latest value', hints: ['date'] },
  baseline: { types: ['number'], about: 'value before', hints: ['baseline', 'before'] },
  value: { types: ['number'], about: 'latest value', hints: ['value', 'latest', 'after'] },
  change: {
    types: ['number'],
    about: 'change, or effect; without it value − baseline',
    hints: ['change', 'effect', 'difference'],
  },
  lower: {
    types: ['number'],
    about:
      'lower end of the interval of the change; of the value when no change is given and the interval holds the value',
    hints: ['lower'],
  },
  upper: { types: ['number'], about: 'upper end of the same interval', hints: ['upper'] },
  p: { types: ['number'], about: 'p-value of the change', hints: ['p', 'p_value'] },
};

export const chainInputs: Record<string, Role> = {
  initiative: {
    types: ['text'],
    required: true,
    about: 'what was done',
    hints: ['initiative', 'programme', 'project'],
  },
  link: {
    types: ['text'],
    required: true,
    about: 'which link of the chain: initiative, output, capability, behaviour, service or outcome',
    hints: ['link', 'stage', 'level'],
  },
  measure: {
    types: ['text'],
    required: true,
    about: 'what is measured; the name by which measured effects and indices find it',
    hints: ['measure', 'indicator', 'metric'],
  },
  ...figures,
  period: {
    types: ['any'],
    about:
      'period of the value; several rows of a measure are put in order by it, first is the baseline and last the value',
    hints: ['period', 'year', 'wave'],
  },
  treated: {
    types: ['flag'],
    about:
      '1 for those that the initiative reached, 0 for those that it is compared with, where a measure has rows of both',
    hints: ['treated', 'treatment'],
  },
  target: { types: ['number'], about: 'value aimed for', hints: ['target', 'aim', 'goal'] },
  better: {
    types: ['text'],
    about: 'up or down: which way is better; without it the way from the baseline to the target',
    hints: ['better', 'direction'],
  },
  method: {
    types: ['text'],
    about:
      'how the change was measured: before-after, survey-waves, count, its, its-control, did, natural-experiment, randomised …; document for a claim',
    hints: ['method', 'design'],
  },
  claimed: {
    types: ['flag'],
    about: '1 for a statement from a document that nobody has audited',
    hints: ['claimed', 'claim'],
  },
  data: { types: ['text'], about: 'data that the measure comes from', hints: ['data', 'dataset', 'extract'] },
  source: { types: ['text'], about: 'document or system that says so', hints: ['source', 'document'] },
  owner: { types: ['text'], about: 'who answers for the measure', hints: ['owner', 'lead'] },
  cost: { types: ['number'], about: 'cost in pounds, summed by initiative', hints: ['cost'] },
  follows: {
    types: ['text'],
    about: 'measure of the same initiative that this one follows from',
    hints: ['follows', 'from', 'caused_by'],
  },
  strength: {
    types: ['any'],
    about: 'not used: strength is computed from the method, and a column of it is reported and ignored',
    hints: [],
  },
};

const feed = (method: Role): Record<string, Role> => ({
  measure: { types: ['text'], required: true, about: 'measure of the chain that it belongs to', hints: ['measure'] },
  initiative: { types: ['text'], about: 'only for this initiative', hints: ['initiative'] },
  ...figures,
  method,
  source: { types: ['text'], about: 'where it comes from', hints: ['source', 'cell'] },
});

export const chainTables = {
  effects: {
    about: 'Measured effects, one row per measure: the table `effect` of `its`, or the like from another method.',
    roles: feed({
      types: ['text'],
      required: true,
      about: 'how it was measured: its, its-control, did …',
      hints: ['method'],
    }),
  },
  indices: {
    about: 'Indices of a survey and how they changed between waves, one row per measure.',
    roles: feed({ types: ['text'], about: 'how it was measured; survey-waves when absent', hints: ['method'] }),
  },
} as const;
