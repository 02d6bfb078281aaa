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
  const counts = design.weighted ? weightedCounts(codes, design.weight, cells) : plainCounts(codes, cells);
  for (let unit = 0; unit < cells.units; unit++)
    for (let g = 0; g < cells.groups; g++) {
      const c = unit * cells.groups + g;
      for (let code = 1; code <= 5; code++) {
        const at = (c * 16 + code) * 4;
        const w = counts[at + 1]!;
        const ww = counts[at + 2]!;
        sums.n[c]! += counts[at]!;
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

/** n, Σw and Σw² by cell and code, side by side at `(cell * 16 + code) * 4`. */
function weightedCounts(codes: Uint8Array, weight: Float64Array, { cell, units, groups }: Cells): Float64Array {
  const counts = new Float64Array((units * groups + 1) * 64);
  for (let k = 0; k < codes.length; k++) {
    const at = ((cell[k]! << 4) | codes[k]!) << 2;
    const w = weight[k]!;
    counts[at] = counts[at]! + 1;
    counts[at + 1] = counts[at + 1]! + w;
    counts[at + 2] = counts[at + 2]! + w * w;
  }
  return counts;
}

function plainCounts(codes: Uint8Array, { cell, units, groups }: Cells): Float64Array {
  const size = (units * groups + 1) * 16;
  const count = new Int32Array(size);
  for (let k = 0; k < codes.length; k++) {
    const at = (cell[k]! << 4) | codes[k]!;
    count[at] = count[at]! + 1;
  }
  const counts = new Float64Array(size * 4);
  for (let at = 0; at < size; at++) counts.fill(count[at]!, at * 4, at * 4 + 3);
  return counts;
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

const fields = ['n', 'x', 'y', 'xx', 'xy', 'yy'] as const;

/** Sums of any other measure: x > 0 for those who answered. What belongs to one cell is summed side by side. */
export function tally(x: Float64Array, y: Float64Array, design: Design, cells: Cells): Sums {
  const sums = blank(cells, false);
  const size = cells.units * cells.groups;
  const beside = new Float64Array((size + 1) * 16);
  for (let k = 0; k < x.length; k++) {
    const xk = x[k]!;
    if (xk === 0) continue;
    const w = design.weight[k]!;
    const at = cells.cell[k]! << 4;
    const wx = w * xk;
    const yk = y[k]!;
    const wy = w * yk;
    beside[at] = beside[at]! + 1;
    beside[at + 1] = beside[at + 1]! + wx;
    beside[at + 2] = beside[at + 2]! + wy;
    beside[at + 3] = beside[at + 3]! + wx * wx;
    beside[at + 4] = beside[at + 4]! + wx * wy;
    beside[at + 5] = beside[at + 5]! + wy * wy;
    beside[at + 6] = beside[at + 6]! + w;
    beside[at + 7] = beside[at + 7]! + w * w;
    beside[at + 8] = beside[at + 8]! + wy * yk;
  }
  for (let c = 0; c < size; c++) {
    const g = c % cells.groups;
    fields.forEach((field, place) => {
      sums[field][c] = beside[c * 16 + place]!;
    });
    sums.w[g]! += beside[c * 16 + 6]!;
    sums.ww[g]! += beside[c * 16 + 7]!;
    sums.wyy[g]! += beside[c * 16 + 8]!;
  }
  return sums;
}

/** The sums of everyone, from those of a variable that has a category for each respondent. */
export function together(sums: Sums): Sums {
  const { units, groups } = sums;
  const total = (from: Float64Array, at: number, count: number, step = 1) => {
    let sum = 0;
    for (let part = 0; part < count; part++) sum += from[at + part * step]!;
    return sum;
  };
  const by = (from: Float64Array) =>
    Float64Array.from({ length: units }, (_, unit) => total(from, unit * groups, groups));
  const one = (from: Float64Array) => Float64Array.of(total(from, 0, groups));
  const { points } = sums;
  return {
    groups: 1,
    units,
    n: by(sums.n),
    x: by(sums.x),
    y: by(sums.y),
    xx: by(sums.xx),
    xy: by(sums.xy),
    yy: by(sums.yy),
    w: one(sums.w),
    ww: one(sums.ww),
    wyy: one(sums.wyy),
    points: points && Float64Array.from({ length: 5 }, (_, point) => total(points, point, groups, 5)),
  };
}
