import { type ChildProcess, fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { basename } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Task } from '../contract/data.ts';
import { Fault } from '../contract/fault.ts';
import type { Importer, ReadingReply, ReadingRequest } from '../services/extracts.ts';
import type { Order, Report } from './importer.ts';

const LIMITS = { rss: 4 * 2 ** 30, silenceMs: 120_000, heapMb: 2048 };
const isSource = import.meta.url.endsWith('.ts');
const module = fileURLToPath(new URL(`./importer.${isSource ? 'ts' : 'js'}`, import.meta.url));
/** Source is run through the loader that runs it here. */
const loader = isSource ? ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href] : [];

/** Reads a file in a process of its own, which is killed when it takes too much memory, falls silent or is cancelled. */
export const forkImporter: Importer = (request, task) =>
  new Promise<ReadingReply>((resolve, reject) => {
    const child = fork(module, {
      execArgv: [...required(), ...loader, `--max-old-space-size=${LIMITS.heapMb}`],
      env: { ...process.env, UV_THREADPOOL_SIZE: '16' },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      serialization: 'advanced',
    });
    watch(child, request, task, resolve, reject);
  });

/** Modules that this process was told to load first hold in the import process too. */
const required = (): string[] =>
  process.execArgv.flatMap((argument, index, all) =>
    argument === '--require' ? [argument, all[index + 1] ?? ''] : [],
  );

function watch(
  child: ChildProcess,
  request: ReadingRequest,
  task: Task,
  resolve: (reply: ReadingReply) => void,
  reject: (fault: Fault) => void,
): void {
  const name = basename(request.file);
  let complaint = '';
  let silence: NodeJS.Timeout | undefined;
  const order = (message: Order) => child.connected && child.send(message);
  const cancel = () => order({ cancel: true });
  const end = (settle: () => void) => {
    clearTimeout(silence);
    task.signal.removeEventListener('abort', cancel);
    child.kill('SIGKILL');
    settle();
  };
  const heard = () => {
    clearTimeout(silence);
    silence = setTimeout(() => end(() => reject(overrun(name, 'made no progress for two minutes'))), LIMITS.silenceMs);
  };
  child.stderr?.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.toString()).slice(-4000);
  });
  child.on('message', (report: Report) => {
    heard();
    if ('progress' in report) task.progress(report.progress.fraction, report.progress.label);
    else if ('beat' in report && report.beat.rss > LIMITS.rss)
      end(() => reject(overrun(name, 'took more than 4 GB of memory')));
    else if ('reply' in report) end(() => resolve(report.reply));
    else if ('fault' in report) end(() => reject(new Fault(report.fault.code, report.fault.message, report.fault)));
  });
  child.on('exit', (code, signal) =>
    end(() =>
      reject(
        task.signal.aborted
          ? new Fault('cancelled', 'Cancelled.')
          : new Fault(
              'file-unreadable',
              `Reading ${name} broke off, so nothing was imported. The file may be damaged, or too large for this computer.`,
              {
                detail: `exit ${code ?? signal}: ${complaint}`,
              },
            ),
      ),
    ),
  );
  task.signal.addEventListener('abort', cancel);
  heard();
  order({ read: request });
}

const overrun = (name: string, what: string) =>
  new Fault('file-too-large', `Reading ${name} ${what}, so it was stopped and nothing was imported.`);
