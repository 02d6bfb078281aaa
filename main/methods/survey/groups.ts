import type { Warning } from '../../contract/data.ts';
import { Fault } from '../../contract/fault.ts';
import type { Grouping } from './measure.ts';
import type { Options } from './options.ts';

const outcomes = ['identity', 'visibility', 'equipped', 'engaged'] as const;

/** Names among `items` that a pattern stands for; * is any letters. */
export function matching(patterns: string | readonly string[], items: readonly string[]): string[] {
  const found = (typeof patterns === 'string' ? [patterns] : patterns).map((pattern) => {
    const escaped = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
    const like = new RegExp(`^${escaped.join('.*')}$`, 'i');
    return { pattern, names: items.filter((item) => like.test(item)) };
  });
  const nothing = found.find(({ names }) => names.length === 0);
  if (nothing)
    throw new Fault(
      'name-unknown',
      `No item is called "${nothing.pattern}". The items are ${items.slice(0, 40).join(', ')}.`,
    );
  return items.filter((item) => found.some(({ names }) => names.includes(item)));
}

/** Which items make which theme and index, and a word on what was taken for granted. */
export function groupItems(options: Options, items: readonly string[]): { grouping: Grouping; warnings: Warning[] } {
  const named = (groups: Options['themes']) =>
    new Map(Object.entries(groups).map(([name, patterns]) => [name, matching(patterns, items)] as const));
  const given = Object.keys(options.indices).length > 0;
  const indices = given ? named(options.indices) : usual(items);
  const themes = Object.keys(options.themes).length > 0 ? named(options.themes) : indices;
  const warnings: Warning[] = [];
  if (!given && items.length > 0) {
    const list = [...indices].map(([name, names]) => `${name} (${names.length})`).join(', ');
    const why = indices.has('all') ? 'no item begins with one of the four outcomes' : 'by the items’ first word';
    warnings.push({
      code: 'indices-assumed',
      text: `No indices were given, so the items were grouped as ${list}: ${why}.`,
      count: indices.size,
    });
  }
  const lone = items.filter((item) => ![...indices.values(), ...themes.values()].some((names) => names.includes(item)));
  if (lone.length > 0)
    warnings.push({
      code: 'items-ungrouped',
      text: `These items belong to no theme or index, and are shown by themselves: ${lone.join(', ')}.`,
      count: lone.length,
    });
  return { grouping: { themes, indices }, warnings };
}

function usual(items: readonly string[]): Map<string, readonly string[]> {
  const found = outcomes
    .map((outcome) => [outcome, items.filter((item) => new RegExp(`^${outcome}([^a-z]|$)`, 'i').test(item))] as const)
    .filter(([, names]) => names.length > 0);
  if (found.length > 0) return new Map(found);
  return items.length > 0 ? new Map([['all', items]]) : new Map();
}
