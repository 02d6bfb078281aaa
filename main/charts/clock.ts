import type { Specification } from './chart.ts';

type Tree = Record<string, unknown>;
const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads and shows every time of a Vega-Lite specification in UTC, so that what is written is what is drawn. */
export function inUtc(specification: Specification): Specification {
  return walk(specification) as Specification;
}

function walk(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(walk);
  if (!isTree(node)) return node;
  const out: Tree = {};
  for (const [key, value] of Object.entries(node))
    out[key] = key === 'values' && Array.isArray(value) ? value.map(zoned) : walk(value);
  if (typeof out.timeUnit === 'string' && !out.timeUnit.startsWith('utc')) out.timeUnit = `utc${out.timeUnit}`;
  if (out.type === 'temporal' && !('scale' in out && out.scale === null)) {
    const scale = isTree(out.scale) ? out.scale : {};
    out.scale = { ...scale, type: 'utc' };
  }
  return out;
}

const local = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?$/;

/** A time without a zone would be read in this machine's own. */
function zoned(row: unknown): unknown {
  if (typeof row === 'string') return local.test(row) ? `${row.replace(' ', 'T')}Z` : row;
  if (!isTree(row)) return row;
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, typeof value === 'string' ? zoned(value) : value]),
  );
}

/** Gives each axis of times that has no format of its own British labels that suit its span. */
export function withTimeLabels(compiled: Tree): Tree {
  const times = new Set<string>();
  const collect = (node: unknown): void => {
    if (Array.isArray(node)) for (const entry of node) collect(entry);
    else if (isTree(node)) {
      if (Array.isArray(node.scales))
        for (const scale of node.scales as Tree[])
          if (scale.type === 'utc' || scale.type === 'time') times.add(String(scale.name));
      collect(node.marks);
    }
  };
  collect(compiled);
  const text = (scale: string) => {
    const span = `span(domain('${scale}'))`;
    const days = (count: number) => `${span} > ${count * 86_400_000}`;
    const format = `${days(3300)} ? '%Y' : ${days(120)} ? '%b %Y' : ${days(3)} || !${span} ? '%-d %b %Y' : '%-d %b %H:%M'`;
    return { signal: `utcFormat(datum.value, ${format})` };
  };
  const labelled = (axis: Tree): Tree => {
    const scale = String(axis.scale);
    if (axis.labels === false || axis.format !== undefined || !times.has(scale)) return axis;
    const encode = branch(axis, 'encode');
    const labels = branch(encode, 'labels');
    const update = branch(labels, 'update');
    if ('text' in update) return axis;
    return { ...axis, encode: { ...encode, labels: { ...labels, update: { ...update, text: text(scale) } } } };
  };
  const apply = (node: Tree): Tree => ({
    ...node,
    ...(Array.isArray(node.axes) && { axes: (node.axes as Tree[]).map(labelled) }),
    ...(Array.isArray(node.marks) && { marks: (node.marks as Tree[]).map(apply) }),
  });
  return apply(compiled);
}

const branch = (tree: Tree, name: string): Tree => (isTree(tree[name]) ? tree[name] : {});
