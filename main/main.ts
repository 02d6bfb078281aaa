import type { Contract } from './contract/index.ts';

/**
 * The tour: the life of a run, from file to figure, as the command line does it in three commands and the window in three clicks.
 *
 * A workspace is a folder. `services/` wires the floors below it (engine, extracts, notebook, methods, charts, evidence) into one
 * contract, and a wire carries calls to it: directly, or over a port or a pipe. Whoever has the contract has the whole workbench.
 */
export interface Tour {
  file: string;
  template: string;
  input: string;
}

export async function tour(contract: Contract, { file, template, input }: Tour) {
  // A file becomes an extract. `extracts/` finds its encoding, header, types and markers, and says why; a process of its
  // own reads it, and what it leaves is Parquet, a recipe for next month, and a line in the ledger in which every row is counted.
  const imported = await contract.extracts.import({ job: 'import', file });

  // A template becomes a notebook. `methods/guess.ts` finds the column for each role and says why; what is made is Markdown.
  const made = await contract.notebooks.create({ job: 'new', template, use: { [input]: imported.extract }, map: {} });

  // The notebook runs. `notebook/parse.ts` reads its cells, `graph.ts` what each needs, from the engine's own parse of its
  // SQL, and `run.ts` goes through them: the key of each is the hash of all that shaped it, and what is kept under a key is reused.
  const text = await contract.notebooks.text(made.file);
  const { result, html } = await contract.notebooks.run({
    job: 'run',
    notebook: { file: made.file, text },
    parameters: {},
    report: true,
    command: `odp run ${made.file} --html report.html`,
  });

  // A figure in the prose is bound to one row of a result: {{waits.summary.lead_p50 | duration}}. Its record leads back to a line.
  const { line } = await contract.extracts.lineOf(imported.extract, 1);
  return { imported, made, result, html, line };
}
