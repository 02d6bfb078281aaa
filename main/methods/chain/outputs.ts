import type { Output, OutputTable } from '../method.ts';

const double = (about: string, unit?: string): Output => ({ type: 'DOUBLE', about, ...(unit && { unit }) });
const count = (about: string): Output => ({ type: 'INTEGER', about });
const text = (about: string): Output => ({ type: 'VARCHAR', about });
const day = (about: string): Output => ({ type: 'DATE', about });
const flag = (about: string): Output => ({ type: 'BOOLEAN', about });

const initiative = text('what was done');
const order = count('place of the link in the chain, 1–6');
const link = text('initiative, output, capability, behaviour, service or outcome');
const measure = text('what is measured');
const unit = text('unit of the measure');
const figures = {
  baseline: double('value before; for a measured effect, what was to be expected without it'),
  value: double('latest value'),
  change: double('change or effect'),
  lower: double('lower end of the interval of the change'),
  upper: double('upper end of the interval of the change'),
};
const progress = double(
  '(value − baseline) / (target − baseline): 1 is on target, below 0 is away from it, above 1 beyond it',
);
const strength = {
  strength: count('strength of evidence on the Maryland scale (0–5), computed from the method'),
  strength_label: text('the same in words'),
};

export const chainOutputs = {
  summary: {
    about: 'One row per initiative: how complete the chain is, and how strong its weakest link.',
    columns: {
      initiative,
      links_present: count('of the six links, those with a measured change (strength 1 or more)'),
      links_claimed: count('links with claims only'),
      links_missing: count('links with nothing at all, or with measures but no evidence of change'),
      missing: text('their names, in order'),
      weakest_link: text('the link or links of least strength'),
      ...strength,
      complete: flag('true when all six links are present'),
      measured_share: double('links_present / 6'),
      measures: count('measures, without claims'),
      claims: count('claims'),
      gaps: count('missing parts, as in gaps'),
      contradictions: count('as in contradictions'),
      targets: count('measures with a target'),
      targets_reached: count('of them reached'),
      cost: double('sum of the costs given, without claims', '£'),
      verdict: text('all this in a sentence'),
    },
  },
  stages: {
    about: 'Six rows per initiative, one for each link, with its best-evidenced measure.',
    columns: {
      initiative,
      stage_order: order,
      link,
      status: text('measured; not evidenced (measures without a change or a known method); claimed; missing'),
      measures: count('measures of the link'),
      claims: count('claims of the link'),
      measure: text(
        'the measure with the strongest evidence; of equals, the first; a claimed measure when there are only claims',
      ),
      unit,
      ...figures,
      target: double('value aimed for'),
      progress,
      method: text('how it was measured'),
      ...strength,
      weakest: flag('true for the link or links of least strength'),
      contradictions: text('what speaks against it, in words'),
    },
  },
  links: {
    about: 'Every measure, in the order of the chain and then of the input. Claims are not among them.',
    columns: {
      initiative,
      stage_order: order,
      link,
      measure,
      unit,
      ...figures,
      p: double('p-value of the change'),
      target: double('value aimed for'),
      progress,
      method: text('how it was measured; derived from the rows when it was not given'),
      ...strength,
      data: text('data that it comes from'),
      source: text('document or system that says so'),
      owner: text('who answers for it'),
      period: text('period of the latest value'),
      date: day('date of the latest value'),
      fed: text('table that the figures come from: chain, effects or indices'),
      points: count('rows of the input behind it, 0 when only fed'),
      gaps: text('missing parts'),
      contradictions: text('what speaks against it, in words'),
    },
  },
  gaps: {
    about: 'What is missing: links, and parts of measures.',
    columns: {
      initiative,
      stage_order: order,
      link,
      measure: text('null for a missing link'),
      part: text('link, evidence, unit, baseline, value, data, method, owner or date'),
      words: text('the same in a sentence'),
    },
  },
  contradictions: {
    about: 'What speaks against a measure.',
    columns: {
      initiative,
      stage_order: order,
      link,
      measure,
      kind: text('wrong-way, interval-includes-zero, not-significant, interval-outside or change-differs'),
      words: text('the same in a sentence'),
    },
  },
  claims: {
    about:
      'Claims taken from documents: claimed, not audited. They have no strength and count for nothing in the chain.',
    columns: {
      initiative,
      stage_order: order,
      link,
      measure,
      unit,
      claimed_baseline: double('as claimed'),
      claimed_value: double('as claimed'),
      claimed_change: double('as claimed'),
      source: text('document that says so'),
      owner: text('who answers for it'),
      period: text('as claimed'),
      date: day('as claimed'),
      status: text('always: claimed, not audited'),
    },
  },
  progress: {
    about: 'Measures with a target and how far they are on the way to it.',
    columns: {
      initiative,
      stage_order: order,
      link,
      measure,
      unit,
      baseline: figures.baseline,
      value: figures.value,
      target: double('value aimed for'),
      wanted: text('up, down, or hold when the target is the baseline'),
      progress,
      remaining: double('target − value'),
      status: text('reached, beyond, on the way, no movement, away, or unknown when a figure is missing'),
    },
  },
} satisfies Record<string, OutputTable>;
