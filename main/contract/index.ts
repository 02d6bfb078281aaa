import type { ExtractsApi, TablesApi } from './extracts.ts';
import type { MethodsApi, TemplatesApi } from './library.ts';
import type { NotebooksApi } from './notebooks.ts';
import type { QueriesApi } from './queries.ts';

export interface JobsApi {
  /** Stops a job by the name that its request gave; one that has ended is left alone. */
  cancel(job: string): Promise<void>;
}

/** All that the outside may ask of a workspace, over any wire. */
export interface Contract {
  extracts: ExtractsApi;
  tables: TablesApi;
  queries: QueriesApi;
  notebooks: NotebooksApi;
  methods: MethodsApi;
  templates: TemplatesApi;
  jobs: JobsApi;
}

/** What is told without being asked. */
export interface Events {
  /** `fraction` is 0–1, or null when unknown. */
  'job.progressed': { job: string; fraction: number | null; label: string };
  'cell.changed': { job: string; cell: string; status: string };
}
