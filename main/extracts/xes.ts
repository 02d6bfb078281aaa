import type { Warning } from '../contract/data.ts';
import { Fault } from '../contract/fault.ts';
import { digest } from './digest.ts';
import { type Column, convert } from './json/convert.ts';
import { filesPattern } from './pattern.ts';
import type { Desk, Reader, Reading, SourceFile } from './reader.ts';
import type { Recipe, XesRead } from './recipe.ts';
import { follow, zoned } from './xes/follow.ts';
import { warningsOf } from './xes/notice.ts';
import { isGzip } from './xes/source.ts';
import { type Survey, survey } from './xes/survey.ts';

/** Event logs by the IEEE standard 1849, gzipped or not: a row per event, or per activity from its start to its end. */
export const xes: Reader = {
  kind: 'xes',
  title: 'XES event log',
  recognises(name, head) {
    if (/\.(xes|xez)(\.gz)?$/i.test(name)) return true;
    if (isGzip(head)) return /\.xml\.gz$/i.test(name);
    return /<log[\s>][^>]*xes/i.test(head.toString('latin1', 0, 4096).replaceAll('\0', ''));
  },
  sniff,
  read,
};

async function sniff(file: SourceFile, desk: Desk): Promise<Recipe> {
  const found = await survey(file, desk);
  if (found.events === 0) throw empty(file, found.traces);
  const lifecycle = chosenLifecycle(found);
  const { columns, decided } = found.columns.rules(lifecycle.read.lifecycle === 'pairs');
  const classifiers = found.classifiers.length > 0 ? `; its classifiers are ${found.classifiers.join(', ')}` : '';
  return {
    recipe: 1,
    files: filesPattern(file.name),
    read: lifecycle.read,
    columns,
    rejects: '1%',
    decided: {
      'read.lifecycle': { by: 'guess', confidence: lifecycle.confidence, why: `${lifecycle.why}${classifiers}` },
      ...decided,
    },
  };
}

/** Pairs, if most activities are both started and completed and most starts find their complete. */
function chosenLifecycle(found: Survey): { read: XesRead; why: string; confidence: number } {
  const { starts, completes, activities, both, byInstance, byOrder } = found;
  const pairs = byInstance >= 0.9 * byOrder ? 'instance' : 'order';
  const matched = pairs === 'instance' ? byInstance : byOrder;
  const counts = `${both} of ${activities} activities have both a start and a complete`;
  if (both * 2 > activities && matched * 2 >= Math.min(starts, completes) && matched > 0)
    return {
      read: { as: 'xes', lifecycle: 'pairs', pairs },
      why: `${counts}, and ${matched} of ${starts} starts find their complete by ${pairs === 'instance' ? 'concept:instance' : 'order'}`,
      confidence: 0.9,
    };
  return {
    read: { as: 'xes', lifecycle: 'events' },
    why: starts === 0 ? 'there is no start event' : counts,
    confidence: starts === 0 ? 1 : 0.8,
  };
}

const empty = (file: SourceFile, traces: number) =>
  new Fault(
    'file-empty',
    `${file.name} holds ${traces === 0 ? 'no trace' : `${traces} traces but no event`}. Ask for the log again.`,
    {
      place: { file: file.name },
    },
  );

async function read(file: SourceFile, recipe: Recipe, folder: string, desk: Desk): Promise<Reading> {
  const { read: how } = recipe;
  if (how.as !== 'xes')
    throw new Fault(
      'recipe-mismatch',
      `The recipe reads ${how.as}, and ${file.name} is an event log. Use another recipe.`,
    );
  const { sha256, bytes } = await digest(file.path, desk.task.signal);
  let rules = recipe.columns;
  const warnings: Warning[] = [];
  let followed = await follow(file, how, rules, folder, desk);
  if (followed.noticed.strangers) {
    const found = (await survey(file, desk)).columns.rules(how.lifecycle === 'pairs').columns;
    const known = rules;
    const added = [...found].filter(([name]) => !known.has(name));
    rules = new Map([...known, ...added]);
    for (const [name, rule] of added)
      warnings.push({
        code: 'drift-new-column',
        text: `“${name}” is not in the recipe; it was read as ${rule.type}. Add it to the recipe to say how.`,
      });
    followed = await follow(file, how, rules, folder, desk);
  }
  const { noticed, rows, wrong } = followed;
  if (noticed.events === 0) throw empty(file, noticed.traces);
  const { columns, cells } = columnsOf(rules);
  const { accepted, rejected } = await convert(desk, folder, rows, cells, columns, wrong);
  const setAside: Record<string, number> = {};
  if (noticed.joined > 0) setAside.joined = noticed.joined;
  if (noticed.lifecycle > 0) setAside.lifecycle = noticed.lifecycle;
  return {
    sha256,
    bytes,
    read: noticed.events,
    accepted,
    rejected,
    setAside,
    warnings: [...warnings, ...warningsOf(noticed, [...rules.keys()], file)],
  };
}

/** The columns of the extract: an instant is followed by the offset that it was written with. */
function columnsOf(rules: Recipe['columns']): { columns: Column[]; cells: number } {
  const entries = [...rules];
  let cells = entries.length;
  const columns = entries.flatMap(([source, rule], cell): Column[] => {
    if (!zoned(rule)) return [{ source, rule, cell }];
    const offset: Column = {
      source: `${source} offset`,
      rule: { as: `${rule.as}__offset`, type: 'text' },
      cell: cells++,
    };
    return [{ source, rule, cell }, rule.use === false ? { ...offset, rule: { ...offset.rule, use: false } } : offset];
  });
  return { columns, cells };
}
