import type { Design } from './design.ts';
import type { Variable } from './sample.ts';

/**
 * Weighted sums of a measure, whose value is Σwy / Σwx, by unit u and group g at `u * groups + g`. The squares hold where respondents were drawn
 * singly; with clusters the sums by cluster are enough.
 */
export interface Sums {
  groups: number;
  units: number;
  /** Respondents who answered. */
  n: Float64Array;
  x: Float64Array;
  y: Float64Array;
  xx: Float64Array;
  xy: Float64Array;
  yy: Float64Array;
  /** By group, over those who answered: Σw, Σw², Σwy². */
  w: Float64Array;
  ww: Float64Array;
  wyy: Float64Array;
  /** Σw by group and scale point, at `g * 5 + point - 1`; items only. */
  points: Float64Array | null;
}

/** Where each respondent counts: a cell of the sums, or one past the last for a respondent of no group. */
export interface Cells {
  groups: number;
  units: number;
  cell: Int32Array;
  group: Int32Array;
}

export function cellsOf(design: Design, variable: Variable): Cells {
  const groups = variable.labels.length;
  const outside = design.units * groups;
  const cell = variable.codes.map((code, k) => (code < 0 ? outside : design.unit[k]! * groups + code));
  return { groups, units: design.units, cell, group: variable.codes.map((code) => (code < 0 ? groups : code)) };
}

function blank(cells: Cells, points: boolean): Sums {
  const size = cells.units * cells.groups + 1;
  const by = () => new Float64Array(size);
  const group = () => new Float64Array(cells.groups + 1);
  return {
    groups: cells.groups,
    units: cells.units,
    n: by(),
    x: by(),
    y: by(),
    xx: by(),
    xy: by(),
    yy: by(),
    w: group(),
    ww: group(),
    wyy: group(),
    points: points ? new Float64Array(cells.groups * 5) : null,
  };
}

/** Sums of an item: x is having answered, y a positive answer. */
export function tallyItem(codes: Uint8Array, positive: Uint8Array, design: Design, cells: Cells): Sums {
  return design.clustered
    ? tallyItemByCluster(codes, positive, design, cells)
    : tallyItemByStratum(codes, positive, design, cells);
}

/** One histogram of codes per cell holds all that an item needs. */
function tallyItemByStratum(codes: Uint8Array, positive: Uint8Array, design: Design, cells: Cells): Sums {
  const sums = blank(cells, true);
  const size = (cells.units * cells.groups + 1) * 16;
  const count = new Int32Array(size);
  const first = design.weighted ? new Float64Array(size) : count;
  const second = design.weighted ? new Float64Array(size) : count;
  const { cell } = cells;
  const { weight } = design;
  if (design.weighted)
    for (let k = 0; k < codes.length; k++) {
      const at = cell[k]! * 16 + codes[k]!;
      const w = weight[k]!;
      count[at]! += 1;
      first[at]! += w;
      second[at]! += w * w;
    }
  else for (let k = 0; k < codes.length; k++) count[cell[k]! * 16 + codes[k]!]! += 1;
  for (let unit = 0; unit < cells.units; unit++)
    for (let g = 0; g < cells.groups; g++) {
      const c = unit * cells.groups + g;
      for (let code = 1; code <= 5; code++) {
        const at = c * 16 + code;
        const w = first[at]!;
        const ww = second[at]!;
        sums.n[c]! += count[at]!;
        sums.x[c]! += w;
        sums.xx[c]! += ww;
        sums.w[g]! += w;
        sums.ww[g]! += ww;
        sums.points![g * 5 + code - 1]! += w;
        if (positive[code]) {
          sums.y[c]! += w;
          sums.xy[c]! += ww;
          sums.yy[c]! += ww;
          sums.wyy[g]! += w;
        }
      }
    }
  return sums;
}

function tallyItemByCluster(codes: Uint8Array, positive: Uint8Array, design: Design, cells: Cells): Sums {
  const sums = blank(cells, true);
  for (let k = 0; k < codes.length; k++) {
    const code = codes[k]!;
    const g = cells.group[k]!;
    if (code < 1 || code > 5 || g === cells.groups) continue;
    const c = cells.cell[k]!;
    const w = design.weight[k]!;
    sums.n[c]! += 1;
    sums.x[c]! += w;
    sums.w[g]! += w;
    sums.ww[g]! += w * w;
    sums.points![g * 5 + code - 1]! += w;
    if (positive[code]) {
      sums.y[c]! += w;
      sums.wyy[g]! += w;
    }
  }
  return sums;
}

/** Sums of any other measure: x > 0 for those who answered. */
export function tally(x: Float64Array, y: Float64Array, design: Design, cells: Cells): Sums {
  const sums = blank(cells, false);
  for (let k = 0; k < x.length; k++) {
    const xk = x[k]!;
    if (xk === 0) continue;
    const w = design.weight[k]!;
    const c = cells.cell[k]!;
    const g = cells.group[k]!;
    const wx = w * xk;
    const wy = w * y[k]!;
    sums.n[c]! += 1;
    sums.x[c]! += wx;
    sums.y[c]! += wy;
    sums.xx[c]! += wx * wx;
    sums.xy[c]! += wx * wy;
    sums.yy[c]! += wy * wy;
    sums.w[g]! += w;
    sums.ww[g]! += w * w;
    sums.wyy[g]! += wy * y[k]!;
  }
  return sums;
}
