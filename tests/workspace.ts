import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Contract } from '../main/contract/index.ts';
import type { RunReply } from '../main/contract/notebooks.ts';
import { forkImporter } from '../main/hosts/fork.ts';
import { openWorkspace } from '../main/services/index.ts';

export const content = resolve(import.meta.dirname, '../notebooks');

export interface TestWorkspace {
  folder: string;
  contract: Contract;
  /** Writes a file beside the workspace and imports it. */
  importText(name: string, text: string | Buffer): ReturnType<Contract['extracts']['import']>;
  /** Runs a notebook's text; what is given as parameters is as typed. */
  run(text: string, parameters?: Record<string, string>): Promise<RunReply>;
  /** Closes the services and starts them again on the same folder, as another process would. */
  reopen(): Promise<void>;
  close(): Promise<void>;
}

/** A real workspace through the contract, with a real import process. */
export function testWorkspace(): TestWorkspace {
  const home = mkdtempSync(join(tmpdir(), 'odp-workspace-'));
  const folder = join(home, 'work');
  const open = () => openWorkspace({ workspace: folder, content, importer: forkImporter });
  let opened = open();
  let jobs = 0;
  return {
    folder,
    get contract() {
      return opened.contract;
    },
    importText(name, text) {
      const file = join(home, name);
      writeFileSync(file, text);
      return opened.contract.extracts.import({ job: `job ${++jobs}`, file });
    },
    run: (text, parameters = {}) =>
      opened.contract.notebooks.run({
        job: `job ${++jobs}`,
        notebook: { text, file: 'test.md' },
        parameters,
        report: true,
        command: 'odp run test.md',
      }),
    async reopen() {
      await opened.close();
      opened = open();
    },
    async close() {
      await opened.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** A notebook on one input, `log`, made of an extract of the same columns. */
export const notebook = (extract: string, body: string): string =>
  `---\nnotebook: 1\ntitle: Test\ninputs:\n  log: { extract: ${extract} }\n---\n\n${body}`;

export const cell = (kind: string, name: string, body: string): string => `\`\`\`${kind} ${name}\n${body}\n\`\`\`\n\n`;
