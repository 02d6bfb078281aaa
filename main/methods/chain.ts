/**
 * Impact chain: from an initiative through its output, the capability and the behaviour it built, and the service, to the outcome.
 *
 * It gathers, for each link, what was measured, from where, with which target and how strong the evidence is that the link moved,
 * and it names what is missing. Use it to say how far a story of impact is evidenced, and where to measure next. Do not use it to add
 * effects up, to compare initiatives by size, or as evidence in itself: it is only as good as the methods that measured its links.
 *
 * Strength is the Maryland scale (0–5), computed from the method that measured a change and never typed in. A link is as strong as the
 * best-evidenced of its measures, and the chain as strong as its weakest link; a link without one has strength 0 and breaks
 * the chain. Claims from documents are "claimed, not audited": shown apart, without strength. Progress = (value − baseline) / (target −
 * baseline). Units are those of each measure, cost in pounds.
 *
 * Sources: HM Treasury, Magenta Book 2020 (theory of change); Sherman et al. 1997 and the What Works network (strength).
 */
import { z } from 'zod';
import type { Warning } from '../contract/data.ts';
import { feed } from './chain/feed.ts';
import { checkFollowing } from './chain/follow.ts';
import { type Judged, judge } from './chain/judge.ts';
import { readLinks } from './chain/links.ts';
import { chainOutputs } from './chain/outputs.ts';
import { chainInputs, chainTables } from './chain/roles.ts';
import { writeChain } from './chain/tables.ts';
import { method } from './method.ts';

export const chain = method({
  id: 'chain',
  version: 1,
  title: 'Impact chain: from initiative to outcome',
  question: 'How far is it evidenced that what was done changed the outcome, and which link is the weakest?',
  lessons: ['ODP', 'A.2', 'C.4'],
  inputs: chainInputs,
  also: chainTables,
  options: z.object({}),
  outputs: chainOutputs,
  assumptions: [
    'The links are in the right order and the theory behind them is right; the chain shows evidence for each link, not for the arrows between them.',
    'The method named for a measure is the one that was used, and was used well.',
    'A link is as strong as the best-evidenced of its measures; the chain as its weakest link.',
    'Measures are matched to effects and indices by name.',
  ],
  notFor: [
    'Adding up the effects of links or initiatives.',
    'Claims of cause where the weakest link is below 3: those are before and after, or a series alone.',
    'Ranking initiatives: strength says how sure, not how much.',
  ],
  reference:
    'Sherman et al. 1997, Preventing Crime; What Works Centre for Local Economic Growth, scoring guide; HM Treasury, Magenta Book 2020.',
  async run(query, input, _options, _task, also) {
    const { links, claims, warnings } = await readLinks(query, input);
    let fed = links;
    for (const name of ['indices', 'effects'] as const) {
      const table = also[name];
      if (!table) continue;
      const outcome = await feed(query, name, table, fed, claims);
      fed = outcome.links;
      warnings.push(...outcome.warnings);
    }
    warnings.push(...checkFollowing(fed));
    const judged = fed.map(judge);
    warnings.push(...unknownMethods(judged));
    if (claims.length > 0)
      warnings.push({
        code: 'claims',
        text: `${claims.length} ${claims.length === 1 ? 'claim is' : 'claims are'} kept apart: claimed, not audited.`,
        count: claims.length,
      });
    await writeChain(query, judged, claims);
    return { warnings };
  },
  charts: [
    {
      name: 'chain',
      chart: 'chain',
      on: 'stages',
      title: 'From initiative to outcome',
      alt: 'The six links of each impact chain from left to right, each with its measure, change and strength of evidence; the weakest is marked',
    },
  ],
});

function unknownMethods(links: readonly Judged[]): Warning[] {
  const unknown = links.filter((link) => link.unknownMethod);
  if (unknown.length === 0) return [];
  const names = [...new Map(unknown.map((link) => [link.method, link.unknownMethod])).entries()];
  return [
    {
      code: 'unknown-method',
      text: `${unknown.length} ${unknown.length === 1 ? 'measure names a method' : 'measures name methods'} that the scale does not know, and so ${unknown.length === 1 ? 'has' : 'have'} strength 0: ${names
        .map(([name, near]) => `"${name}" (nearest: ${near?.join(', ')})`)
        .join('; ')}.`,
      count: unknown.length,
    },
  ];
}
