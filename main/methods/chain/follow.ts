import type { Warning } from '../../contract/data.ts';
import { Fault } from '../../contract/fault.ts';
import { type Link, sameName } from './links.ts';
import { nearest, stages } from './stages.ts';

/** Checks what follows from what: names that exist, no ring, and no step back in the chain. */
export function checkFollowing(links: readonly Link[]): Warning[] {
  const backwards: string[] = [];
  for (const link of links) {
    if (!link.follows) continue;
    const from = before(link, links);
    if (!from) {
      const names = links.filter((one) => one.initiative === link.initiative).map((one) => one.measure);
      throw new Fault(
        'data-unfit',
        `"${link.measure}" of ${link.initiative} follows from "${link.follows}", which is no measure of it. The nearest are ${nearest(link.follows, names).join(', ')}.`,
      );
    }
    const ring = ringFrom(link, links);
    if (ring)
      throw new Fault(
        'cycle',
        `The measures of ${link.initiative} go round in a ring: ${ring.join(' → ')}. Take out one step of it.`,
      );
    if (stages.indexOf(from.stage) > stages.indexOf(link.stage))
      backwards.push(`"${link.measure}" (${link.stage}) from "${from.measure}" (${from.stage})`);
  }
  if (backwards.length === 0) return [];
  return [
    {
      code: 'backwards',
      text: `${backwards.length} ${backwards.length === 1 ? 'measure follows' : 'measures follow'} from a later link: ${backwards.join(', ')}.`,
      count: backwards.length,
    },
  ];
}

const before = (link: Link, links: readonly Link[]): Link | undefined =>
  links.find((one) => one.initiative === link.initiative && sameName(one.measure) === sameName(link.follows ?? ''));

function ringFrom(start: Link, links: readonly Link[]): string[] | null {
  const path = [start];
  for (let link = start; link.follows; ) {
    const next = before(link, links);
    if (!next) return null;
    const again = path.indexOf(next);
    if (again >= 0) return [...path.slice(again), next].map((one) => one.measure);
    path.push(next);
    link = next;
  }
  return null;
}
