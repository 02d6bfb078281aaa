import { Fault } from '../contract/fault.ts';
import { chain } from './chain.ts';
import { flow } from './flow.ts';
import { forecast } from './forecast.ts';
import { distance } from './guess/name.ts';
import { its } from './its.ts';
import type { Method } from './method.ts';
import { pareto } from './pareto.ts';
import { survey } from './survey.ts';
import { xmr } from './xmr.ts';

/** Every method, in the order in which lists show them. */
export const methods: readonly Method[] = [xmr, flow, forecast, pareto, survey, its, chain];

/** The method of that id; a fault names the nearest ones when there is none. */
export function methodNamed(id: string): Method {
  const found = methods.find((method) => method.id === id);
  if (found) return found;
  const wanted = id.toLowerCase();
  const near = methods.filter((method) => closeness(wanted, method) <= (wanted.length > 5 ? 2 : 1));
  const hint = near.length > 0 ? ` Did you mean ${near.map((method) => method.id).join(' or ')}?` : '';
  const all = methods.map((method) => method.id).join(', ');
  throw new Fault('name-unknown', `There is no method "${id}".${hint} The methods are ${all}.`);
}

/** How far a word is from a method's id, or from a longer word of its title. */
const closeness = (wanted: string, { id, title }: Method): number => {
  const words = title.toLowerCase().split(/\W+/);
  return Math.min(
    distance(wanted, id),
    ...words.filter((word) => word.length > 4).map((word) => distance(wanted, word)),
  );
};
