import { freeName } from '../name.ts';
import type { ColumnRule, Recipe } from '../recipe.ts';
import type { Attribute, Tag } from './log.ts';

/** What an attribute has been in a log so far. */
interface Seen {
  tags: Set<Tag>;
  zoned: number;
  local: number;
}

/** The name of a column in the recipe: attributes of the trace are `case:NAME`. */
export const traceColumn = (name: string): string => `case:${name}`;
export const eventColumn = (name: string): string => (name.startsWith('case:') ? `event:${name}` : name);

const OFFSET = /(Z|[+-]\d{2}(?::?\d{2})?)$/i;

/** The offset from UTC that a date is written with; null where there is none. */
export function offsetOf(date: string): string | null {
  const at = date.indexOf('T');
  return (OFFSET.exec(at < 0 ? '' : date.slice(at))?.[1] ?? null)?.toUpperCase() ?? null;
}

/** The attributes of a log, in the order in which they first occur. */
export class LogColumns {
  private readonly seen = new Map<string, Seen>();
  private readonly events = new Map<string, Seen>();

  trace(attributes: readonly Attribute[]): void {
    for (const attribute of attributes) note(this.seen, traceColumn(attribute.name), attribute);
  }

  event(attributes: readonly Attribute[]): void {
    for (const attribute of attributes) note(this.events, eventColumn(attribute.name), attribute);
  }

  /** Proposed rules by name. In pairs an event's time becomes `start` and `end`, and its transition is what they are. */
  rules(pairs: boolean): Pick<Required<Recipe>, 'columns' | 'decided'> {
    const columns: Recipe['columns'] = new Map();
    const decided: Required<Recipe>['decided'] = {};
    const taken = new Set<string>();
    const add = (name: string, seen: Seen) => {
      const { rule, why } = ruleOf(seen, freeName(name === '' ? 'column' : name, taken));
      if (rule.type === 'timestamp') taken.add(`${rule.as}__offset`.toLowerCase());
      columns.set(name, rule);
      decided[`${name}.type`] = { by: 'guess', confidence: seen.tags.size === 1 ? 1 : 0.7, why };
    };
    for (const [name, seen] of this.seen) add(name, seen);
    const time = this.events.get('time:timestamp') ?? { tags: new Set<Tag>(['date']), zoned: 0, local: 0 };
    for (const [name, seen] of this.events)
      if (!pairs || (name !== 'time:timestamp' && name !== 'lifecycle:transition')) add(name, seen);
    if (pairs) for (const name of ['start', 'end']) add(name, time);
    return { columns, decided };
  }
}

function note(columns: Map<string, Seen>, name: string, { tag, value }: Attribute): void {
  let seen = columns.get(name);
  if (!seen) {
    seen = { tags: new Set(), zoned: 0, local: 0 };
    columns.set(name, seen);
  }
  seen.tags.add(tag);
  if (tag !== 'date' || value === null) return;
  if (offsetOf(value) === null) seen.local++;
  else seen.zoned++;
}

function ruleOf({ tags, zoned, local }: Seen, as: string): { rule: ColumnRule; why: string } {
  const [tag] = tags;
  if (tags.size > 1) {
    const all = [...tags].join(' and ');
    return tags.size === 2 && tags.has('int') && tags.has('float')
      ? { rule: { as, type: 'number' }, why: `marked ${all} in the log` }
      : { rule: { as, type: 'text' }, why: `marked ${all} in the log, so kept as text` };
  }
  if (tag === 'int') return { rule: { as, type: 'integer' }, why: 'marked int in the log' };
  if (tag === 'float') return { rule: { as, type: 'number' }, why: 'marked float in the log' };
  if (tag === 'boolean')
    return {
      rule: { as, type: 'boolean', true: ['true', '1'], false: ['false', '0'] },
      why: 'marked boolean in the log',
    };
  if (tag !== 'date') return { rule: { as, type: 'text' }, why: `marked ${tag} in the log` };
  const rule: ColumnRule = { as, type: 'timestamp' };
  if (zoned === 0 && local > 0) return { rule, why: 'marked date in the log, without an offset from UTC' };
  return {
    rule: { ...rule, format: '%Y-%m-%dT%H:%M:%S%z' },
    why: `marked date in the log${local > 0 ? `; ${local} without an offset are taken as UTC` : ''}; offsets are kept beside`,
  };
}
