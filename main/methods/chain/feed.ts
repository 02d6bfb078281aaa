import type { Query, Warning } from '../../contract/data.ts';
import { Fault } from '../../contract/fault.ts';
import type { Input } from '../method.ts';
import { type Figures, figuresOf, type Link, sameName, textOf } from './links.ts';
import { nearest } from './stages.ts';

/** A row of a table that feeds the chain. */
interface Feed extends Figures {
  measure: string;
  initiative: string | null;
}

export type FeedName = 'effects' | 'indices';

/** Puts measured figures in the place of typed ones, by the measure's name; a measure known only from a claim becomes a link of its own. */
export async function feed(
  query: Query,
  from: FeedName,
  input: Input,
  links: readonly Link[],
  claims: readonly Link[],
): Promise<{ links: Link[]; warnings: Warning[] }> {
  const warnings: Warning[] = [];
  const feeds = await readFeed(query, from, input);
  const taken = new Set<Feed>();
  const find = (link: Link) => {
    const found =
      feeds.find((one) => fits(one, link) && one.initiative !== null) ?? feeds.find((one) => fits(one, link));
    if (found) taken.add(found);
    return found;
  };
  let replaced = 0;
  const fed = links.map((link) => {
    const found = find(link);
    if (!found) return link;
    if (link.change !== null && found.change !== null && Math.abs(link.change - found.change) > 1e-9) replaced++;
    return filled(link, found, from);
  });
  const known = new Set(links.map((link) => key(link)));
  for (const claim of claims) {
    if (known.has(key(claim))) continue;
    const found = find(claim);
    if (!found) continue;
    known.add(key(claim));
    const bare: Link = { ...claim, baseline: null, value: null, change: null, lower: null, upper: null, p: null };
    fed.push(
      filled({ ...bare, method: null, source: null, date: null, period: null, cost: null, points: 0 }, found, from),
    );
  }
  if (replaced > 0)
    warnings.push({
      code: 'replaced',
      text: `${replaced} ${replaced === 1 ? 'change that was given was' : 'changes that were given were'} replaced by what ${from} measured.`,
      count: replaced,
    });
  const lost = feeds.filter((one) => !taken.has(one));
  const names = [...new Set([...links, ...claims].map((link) => link.measure))];
  if (lost.length > 0)
    warnings.push({
      code: 'unmatched',
      text: `${lost.length} of ${feeds.length} rows of ${from} belong to no measure of the chain: ${lost
        .slice(0, 5)
        .map((one) => `"${one.measure}" (nearest: ${nearest(one.measure, names, 1).join('')})`)
        .join(', ')}.`,
      count: lost.length,
    });
  return { links: fed, warnings };
}

const key = (link: Link) => JSON.stringify([link.initiative, link.stage, sameName(link.measure)]);

const fits = (one: Feed, link: Link) =>
  sameName(one.measure) === sameName(link.measure) &&
  (one.initiative === null || sameName(one.initiative) === sameName(link.initiative));

async function readFeed(query: Query, from: FeedName, input: Input): Promise<Feed[]> {
  const date = input.columns.date ? 'REPLACE (CAST(CAST("date" AS DATE) AS VARCHAR) AS "date")' : '';
  const casts = ['baseline', 'value', 'change', 'lower', 'upper', 'p'].filter((role) => input.columns[role]);
  const numeric = casts.map((role) => `CAST("${role}" AS DOUBLE) AS "${role}"`).join(', ');
  const select = `SELECT * ${date} FROM ${input.table}`;
  const rows = await query.rows(casts.length > 0 ? `SELECT * REPLACE (${numeric}) FROM (${select})` : select);
  const feeds = rows.flatMap((row): Feed[] => {
    const measure = textOf(row.measure);
    const method = textOf(row.method) ?? (from === 'indices' ? 'survey-waves' : null);
    return measure ? [{ ...figuresOf(row), measure, method, initiative: textOf(row.initiative) }] : [];
  });
  const names = feeds.map((one) => JSON.stringify([sameName(one.measure), one.initiative && sameName(one.initiative)]));
  const twice = names.findIndex((name, index) => names.indexOf(name) !== index);
  if (twice >= 0)
    throw new Fault(
      'data-unfit',
      `The table ${from} has more than one row for "${feeds[twice]!.measure}". Keep the one that the chain should use.`,
    );
  return feeds;
}

function filled(link: Link, found: Feed, from: FeedName): Link {
  return {
    ...link,
    unit: link.unit ?? found.unit,
    baseline: found.baseline ?? (found.value === null ? link.baseline : null),
    value: found.value ?? (found.baseline === null ? link.value : null),
    change: found.change,
    lower: found.lower,
    upper: found.upper,
    p: found.p,
    method: found.method,
    date: found.date ?? link.date,
    source: found.source ?? link.source,
    data: link.data ?? from,
    fed: from,
  };
}
