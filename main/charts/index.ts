import { Fault } from '../contract/fault.ts';
import bar from './bar.ts';
import chain from './chain.ts';
import type { Chart } from './chart.ts';
import forecast from './forecast.ts';
import heatmap from './heatmap.ts';
import histogram from './histogram.ts';
import interval from './interval.ts';
import its from './its.ts';
import likert from './likert.ts';
import line from './line.ts';
import pareto from './pareto.ts';
import processMap from './process-map.ts';
import scatter from './scatter.ts';
import xmr from './xmr.ts';

/** Every chart of ours: first those for any table, then those that belong to a method. */
export const charts: readonly Chart[] = [
  bar,
  line,
  heatmap,
  histogram,
  scatter,
  xmr,
  processMap,
  forecast,
  pareto,
  likert,
  interval,
  its,
  chain,
];

/** The chart of that id; a fault names them all when there is none. */
export function chartNamed(id: string): Chart {
  const found = charts.find((chart) => chart.id === id);
  if (found) return found;
  throw new Fault(
    'name-unknown',
    `There is no chart "${id}". The charts are ${charts.map((chart) => chart.id).join(', ')}; or give a spec of Vega-Lite.`,
  );
}
