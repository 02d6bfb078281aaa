/** A column to break figures down by: `codes[k]` is the label of respondent k, -1 where there is none. */
export interface Variable {
  name: string;
  labels: readonly string[];
  codes: Int32Array;
  /** The column was one of true and false, whose labels are Yes and No. */
  truth?: boolean;
}

/** An item's answers, one code each (see codes.ts). */
export interface Item {
  name: string;
  codes: Uint8Array;
}

/** A multi-select question: `state` says whether respondent k answered it (1) or was silent (0, 6, 7); `chosen[c][k]` is 1 where choice c was ticked. */
export interface Question {
  name: string;
  choices: readonly string[];
  state: Uint8Array;
  chosen: readonly Uint8Array[];
}

/** Respondents as columns of numbers, in the order of the file. */
export interface Sample {
  count: number;
  items: readonly Item[];
  questions: readonly Question[];
  /** Organisation first where given, then the `group` columns. */
  groups: readonly Variable[];
  /** Columns for raking that are not reported. */
  rakes: readonly Variable[];
  wave: Variable | null;
  stratum: Variable | null;
  cluster: Variable | null;
  weight: Float64Array | null;
  /** Units in the population of each respondent's stratum, or the fraction sampled. */
  population: Float64Array | null;
}

/** The respondents at `rows`. */
export function take(sample: Sample, rows: Int32Array): Sample {
  const bytes = (from: Uint8Array) => Uint8Array.from(rows, (row) => from[row]!);
  const variable = (from: Variable): Variable => ({ ...from, codes: Int32Array.from(rows, (row) => from.codes[row]!) });
  const numbers = (from: Float64Array | null) => from && Float64Array.from(rows, (row) => from[row]!);
  return {
    count: rows.length,
    items: sample.items.map((item) => ({ ...item, codes: bytes(item.codes) })),
    questions: sample.questions.map((question) => ({
      ...question,
      state: bytes(question.state),
      chosen: question.chosen.map(bytes),
    })),
    groups: sample.groups.map(variable),
    rakes: sample.rakes.map(variable),
    wave: sample.wave && variable(sample.wave),
    stratum: sample.stratum && variable(sample.stratum),
    cluster: sample.cluster && variable(sample.cluster),
    weight: numbers(sample.weight),
    population: numbers(sample.population),
  };
}
