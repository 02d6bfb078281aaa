import type { Contract } from '../contract/index.ts';
import { connect, directWire, type Emit, type Wire } from '../contract/wire.ts';
import { extractsService, type Importer } from './extracts.ts';
import { Jobs } from './jobs.ts';
import { methodsService, templatesService } from './library.ts';
import { notebooksService } from './notebooks.ts';
import { queriesService } from './queries.ts';
import { tablesService } from './tables.ts';
import { Templates } from './templates.ts';
import { Workspace } from './workspace.ts';

export { type IndexEntry, printIndex } from '../evidence/index-page.ts';
export type { Importer } from './extracts.ts';

export interface Surroundings {
  /** Folder of the workspace. */
  workspace: string;
  /** Folder of the templates and their samples. */
  content: string;
  importer: Importer;
}

/** The contract on one workspace, and how to close it. */
export function startServices(
  { workspace: path, content, importer }: Surroundings,
  emit: Emit,
): { services: Contract; close(): Promise<void> } {
  const workspace = new Workspace(path);
  const jobs = new Jobs(emit);
  const templates = new Templates(content);
  const extracts = extractsService(workspace, jobs, importer);
  const importSample = async (file: string, name: string, job: string) => {
    await extracts.import({ job: `${job} sample`, file, name });
  };
  return {
    services: {
      extracts,
      tables: tablesService(workspace),
      queries: queriesService(workspace, jobs),
      notebooks: notebooksService(workspace, jobs, emit, templates, importSample),
      methods: methodsService,
      templates: templatesService(templates),
      jobs: { cancel: (job) => jobs.cancel(job) },
    },
    close: () => workspace.close(),
  };
}

/** A workspace through the contract, in this process. */
export function openWorkspace(surroundings: Surroundings): { contract: Contract; wire: Wire; close(): Promise<void> } {
  let close = async () => {};
  const wire = directWire((emit) => {
    const started = startServices(surroundings, emit);
    close = started.close;
    return started.services;
  });
  return { contract: connect(wire), wire, close: () => close() };
}
