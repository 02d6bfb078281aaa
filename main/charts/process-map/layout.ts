import { type EdgeLabel, Graph, type GraphLabel, layout, type NodeLabel } from '@dagrejs/dagre';
import { textWidth, wrap } from '../measure.ts';
import type { Path } from './read.ts';

export const fontSize = 12;
export const lineHeight = 15;
const BOX = 136;

export interface Box {
  name: string;
  lines: string[];
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Arrow {
  path: Path;
  /** Where the line runs, from the edge of one box to that of another. */
  points: { x: number; y: number }[];
  lines: string[];
  label: { x: number; y: number; width: number; height: number };
}

export interface Layout {
  width: number;
  height: number;
  boxes: Box[];
  arrows: Arrow[];
}

/** Places boxes in layers from top to bottom, so that most arrows point down and few cross. */
export function layOut(paths: readonly Path[], label: (path: Path) => string[]): Layout {
  const graph = new Graph<GraphLabel, NodeLabel, EdgeLabel>({ directed: true });
  graph.setGraph({ rankdir: 'TB', nodesep: 34, edgesep: 18, ranksep: 30, marginx: 4, marginy: 4 });
  const sizes = new Map<string, { lines: string[]; width: number; height: number }>();
  for (const name of new Set(paths.flatMap((path) => [path.from, path.to]))) {
    const lines = wrap(name, BOX - 16, fontSize, true);
    const size = { lines, width: BOX, height: lines.length * lineHeight + 14 };
    sizes.set(name, size);
    graph.setNode(name, { width: size.width, height: size.height });
  }
  for (const path of paths) {
    const lines = label(path);
    const wide = Math.max(...lines.map((line) => textWidth(line, fontSize - 1)));
    graph.setEdge(path.from, path.to, {
      width: wide + 8,
      height: lines.length * (lineHeight - 1) + 4,
      labelpos: 'c',
      weight: Math.max(1, Math.round(Math.log2(path.count))),
    });
  }
  layout(graph);
  const size = graph.graph();
  return {
    width: Math.ceil(size.width ?? 0),
    height: Math.ceil(size.height ?? 0),
    boxes: [...sizes].map(([name, { lines, width, height }]) => {
      const { x = 0, y = 0 } = graph.node(name);
      return { name, lines, x, y, width, height };
    }),
    arrows: paths.map((path) => {
      const { points = [], x = 0, y = 0, width = 0, height = 0 } = graph.edge(path.from, path.to);
      const place = { x, y, width, height };
      return {
        path,
        points: path.from === path.to ? loop(graph.node(path.to), place) : points,
        lines: label(path),
        label: place,
      };
    }),
  };
}

/** Out of the right side of a box and back into it, beside its label. */
function loop(box: NodeLabel, label: { x: number; width: number }): { x: number; y: number }[] {
  const { x = 0, y = 0, width = 0, height = 0 } = box;
  const side = x + width / 2;
  const out = Math.max(label.x - label.width / 2, side + 16);
  return [
    { x: side, y: y - height / 4 },
    { x: out, y: y - height * 0.6 },
    { x: out, y: y + height * 0.6 },
    { x: side, y: y + height / 4 },
  ];
}
