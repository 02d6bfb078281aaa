import type { Query } from '../../contract/data.ts';
import { asColumns, type Cell } from '../its/columns.ts';
import { type Level, strength, strengthLabels } from '../strength.ts';
import { type Judged, wantedOf } from './judge.ts';
import type { Link } from './links.ts';
import { chainOutputs } from './outputs.ts';
import { type Stage, stages } from './stages.ts';

type Row = Record<string, Cell>;
type Status = 'measured' | 'not evidenced' | 'claimed' | 'missing';

/** One link of one initiative's chain. */
interface Step {
  stage: Stage;
  status: Status;
  links: readonly Judged[];
  claims: readonly Link[];
  /** The measure with the strongest evidence. */
  best: Judged | undefined;
  level: Level;
}

interface Chain {
  initiative: string;
  steps: readonly Step[];
  weakest: Level;
}

/** Writes the chain's tables. Initiatives keep the order of the input. */
export async function writeChain(query: Query, links: readonly Judged[], claims: readonly Link[]): Promise<void> {
  const initiatives = [...new Set([...links, ...claims].map((link) => link.initiative))];
  const chains = initiatives.map((name) => chainOf(name, links, claims));
  const steps = chains.flatMap((chain) => chain.steps);
  const ordered = steps.flatMap((step) => step.links);
  const tables: Record<keyof typeof chainOutputs, Row[]> = {
    summary: chains.map(summaryRow),
    stages: chains.flatMap((chain) => chain.steps.map((step) => stageRow(chain, step))),
    links: ordered.map(linkRow),
    gaps: chains.flatMap(gapRows),
    contradictions: ordered.flatMap((link) => link.contradictions.map((one) => ({ ...place(link), ...one }))),
    claims: steps.flatMap((step) => step.claims.map(claimRow)),
    progress: ordered.filter((link) => link.target !== null).map(progressRow),
  };
  for (const [name, rows] of Object.entries(tables))
    await query.put(name, asColumns(chainOutputs[name as keyof typeof chainOutputs].columns, rows));
}

const orderOf = (stage: Stage) => stages.indexOf(stage) + 1;
const place = (link: Link): Row => ({
  initiative: link.initiative,
  stage_order: orderOf(link.stage),
  link: link.stage,
  measure: link.measure,
});

function chainOf(initiative: string, links: readonly Judged[], claims: readonly Link[]): Chain {
  const steps = stages.map((stage): Step => {
    const own = links.filter((link) => link.initiative === initiative && link.stage === stage);
    const claimed = claims.filter((link) => link.initiative === initiative && link.stage === stage);
    const level = Math.max(0, ...own.map((link) => link.strength.level)) as Level;
    const best = own.find((link) => link.strength.level === level);
    const status =
      level > 0 ? 'measured' : own.length > 0 ? 'not evidenced' : claimed.length > 0 ? 'claimed' : 'missing';
    return { stage, status, links: own, claims: claimed, best, level };
  });
  return { initiative, steps, weakest: Math.min(...steps.map((step) => step.level)) as Level };
}

function stageRow(chain: Chain, step: Step): Row {
  const best: Link | undefined = step.best ?? step.claims[0];
  const figures = step.best
    ? {
        baseline: step.best.baseline,
        value: step.best.value,
        change: step.best.change,
        lower: step.best.changeLower,
        upper: step.best.changeUpper,
        target: step.best.target,
        progress: step.best.progress,
        method: step.best.method,
        contradictions: sentences(step.best.contradictions),
      }
    : {};
  return {
    initiative: chain.initiative,
    stage_order: orderOf(step.stage),
    link: step.stage,
    status: step.status,
    measures: step.links.length,
    claims: step.claims.length,
    measure: best?.measure ?? null,
    unit: best?.unit ?? null,
    ...figures,
    strength: step.level,
    strength_label: strengthLabels[step.level],
    weakest: step.level === chain.weakest,
  };
}

const sentences = (all: readonly { words: string }[]): string | null => all.map((one) => one.words).join('; ') || null;

function linkRow(link: Judged): Row {
  return {
    ...place(link),
    unit: link.unit,
    baseline: link.baseline,
    value: link.value,
    change: link.change,
    lower: link.changeLower,
    upper: link.changeUpper,
    p: link.p,
    target: link.target,
    progress: link.progress,
    method: link.method,
    strength: link.strength.level,
    strength_label: link.strength.label,
    data: link.data,
    source: link.source,
    owner: link.owner,
    period: link.period,
    date: link.date,
    fed: link.fed,
    points: link.points,
    gaps: link.gaps.map((gap) => gap.part).join(', ') || null,
    contradictions: sentences(link.contradictions),
  };
}

function gapRows({ initiative, steps }: Chain): Row[] {
  return steps.flatMap((step): Row[] => {
    const at = { initiative, stage_order: orderOf(step.stage), link: step.stage };
    const whole: Record<Status, [string, string] | null> = {
      measured: null,
      missing: ['link', `nothing is said of the ${step.stage}: the chain is broken here`],
      claimed: ['evidence', `the ${step.stage} is claimed and not measured: the chain is broken here`],
      'not evidenced': [
        'evidence',
        `no measure of the ${step.stage} shows a change by a known method: the chain is broken here`,
      ],
    };
    const broken = whole[step.status];
    return [
      ...(broken ? [{ ...at, measure: null, part: broken[0], words: broken[1] }] : []),
      ...step.links.flatMap((link) => link.gaps.map((gap) => ({ ...place(link), ...gap }))),
    ];
  });
}

const claimRow = (link: Link): Row => ({
  ...place(link),
  unit: link.unit,
  claimed_baseline: link.baseline,
  claimed_value: link.value,
  claimed_change: link.change ?? (link.value !== null && link.baseline !== null ? link.value - link.baseline : null),
  source: link.source,
  owner: link.owner,
  period: link.period,
  date: link.date,
  status: 'claimed, not audited',
});

function progressRow(link: Judged): Row {
  const { value, target, progress } = link;
  return {
    ...place(link),
    unit: link.unit,
    baseline: link.baseline,
    value,
    target,
    wanted: wantedOf(link),
    progress,
    remaining: value !== null && target !== null ? target - value : null,
    status: statusOf(link),
  };
}

/** Floating-point dust does not decide whether a target was reached. */
const DUST = 1e-9;

function statusOf({ value, target, baseline, progress }: Judged): string {
  if (value === null || target === null || baseline === null) return 'unknown';
  if (progress === null) return Math.abs(value - target) <= DUST * Math.max(1, Math.abs(target)) ? 'reached' : 'away';
  if (progress > 1 + DUST) return 'beyond';
  if (progress >= 1 - DUST) return 'reached';
  return progress > DUST ? 'on the way' : progress < -DUST ? 'away' : 'no movement';
}

function summaryRow(chain: Chain): Row {
  const { initiative, steps, weakest } = chain;
  const links = steps.flatMap((step) => step.links);
  const claims = steps.flatMap((step) => step.claims);
  const present = steps.filter((step) => step.status === 'measured');
  const weak = steps.filter((step) => step.level === weakest).map((step) => step.stage);
  const broken = steps.filter((step) => step.status === 'missing' || step.status === 'not evidenced');
  const costs = links.flatMap((link) => link.cost ?? []);
  const targets = links.filter((link) => link.target !== null);
  const contradictions = links.reduce((sum, link) => sum + link.contradictions.length, 0);
  return {
    initiative,
    links_present: present.length,
    links_claimed: steps.filter((step) => step.status === 'claimed').length,
    links_missing: broken.length,
    missing: broken.map((step) => step.stage).join(', ') || null,
    weakest_link: weak.join(', '),
    strength: weakest,
    strength_label: strength(weakest).label,
    complete: present.length === stages.length,
    measured_share: present.length / stages.length,
    measures: links.length,
    claims: claims.length,
    gaps: gapRows(chain).length,
    contradictions,
    targets: targets.length,
    targets_reached: targets.filter((link) => ['reached', 'beyond'].includes(statusOf(link))).length,
    cost: costs.length > 0 ? costs.reduce((sum, cost) => sum + cost, 0) : null,
    verdict: verdict(chain, weak, contradictions),
  };
}

function verdict({ initiative, steps, weakest }: Chain, weak: readonly Stage[], contradictions: number): string {
  const against =
    contradictions > 0
      ? ` ${contradictions} ${contradictions === 1 ? 'thing speaks' : 'things speak'} against it.`
      : '';
  const at = weak.join(', ');
  if (weakest === 0) {
    const present = steps.filter((step) => step.level > 0).length;
    return `${initiative}: the chain is broken at ${at}; ${present} of ${steps.length} links are evidenced.${against}`;
  }
  return `${initiative}: the chain holds at strength ${strengthLabels[weakest]}, which is that of its weakest ${weak.length === 1 ? 'link' : 'links'}, ${at}.${against}`;
}
