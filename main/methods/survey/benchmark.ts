import type { Kind } from './estimate.ts';
import type { Scored } from './score.ts';

export interface Benchmark {
  kind: Kind;
  measure: string;
  organisations: number;
  median: number;
  upperQuartile: number;
  lowest: number;
  highest: number;
}

/** Quantile of type 7, as R and DuckDB's quantile_cont take it. */
export function quantile(values: readonly number[], p: number): number {
  if (values.length === 0) return Number.NaN;
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * p;
  const below = Math.floor(place);
  const above = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return sorted[below]! + (place - below) * (above - sorted[below]!);
}

/** Median (the benchmark) and upper quartile (the high performers) of the organisations' scores of each measure. */
export function benchmarksOf(scored: readonly Scored[]): Benchmark[] {
  const by = new Map<string, Scored[]>();
  for (const score of scored) {
    if (score.variable !== 'organisation' || score.estimate.base === 0) continue;
    const key = `${score.measure.kind} ${score.measure.name}`;
    by.set(key, [...(by.get(key) ?? []), score]);
  }
  return [...by.values()].map((scores) => {
    const values = scores.map(({ estimate }) => estimate.value);
    return {
      kind: scores[0]!.measure.kind,
      measure: scores[0]!.measure.name,
      organisations: values.length,
      median: quantile(values, 0.5),
      upperQuartile: quantile(values, 0.75),
      lowest: Math.min(...values),
      highest: Math.max(...values),
    };
  });
}
