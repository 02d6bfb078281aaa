import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Task } from '../../contract/data.ts';
import { Fault } from '../../contract/fault.ts';
import { type Analysis, analyse, type Job, type Plan } from './backtest.ts';

/** Below this many fits of a series a thread costs more than it saves. */
const WORTH = 150;
const SHARE = 8;

const cancelled = () => new Fault('cancelled', 'Cancelled.');

/** Analyses every series, on as many threads as there are processors when there is enough to do; in the order of the jobs. */
export async function analyseAll(jobs: readonly Job[], plan: Plan, task: Task): Promise<Analysis[]> {
  const threads = Math.min(availableParallelism(), 8, Math.ceil(jobs.length / SHARE));
  const workers = jobs.length * (plan.origins + 1) >= WORTH && threads > 1 ? await startWorkers(threads) : [];
  if (workers.length === 0) return analyseHere(jobs, plan, task);
  try {
    return await share(workers, jobs, plan, task);
  } catch (error) {
    if (error instanceof Fault) throw error;
    return await analyseHere(jobs, plan, task);
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

async function analyseHere(jobs: readonly Job[], plan: Plan, task: Task): Promise<Analysis[]> {
  const done: Analysis[] = [];
  for (const job of jobs) {
    if (task.signal.aborted) throw cancelled();
    done.push(analyse(job, plan));
    task.progress(done.length / jobs.length, 'fitting');
    await setImmediate();
  }
  return done;
}

/** From source a thread begins with thread.mjs, from a bundle with the file beside it. None where they can't start. */
async function startWorkers(count: number): Promise<Worker[]> {
  const open = opener();
  if (!open) return [];
  const start = async () => {
    const worker = open();
    await new Promise<void>((resolve, reject) => {
      worker.once('message', () => resolve());
      worker.once('error', reject);
      worker.once('exit', () => reject(new Error('the thread ended')));
    });
    worker.removeAllListeners('message').removeAllListeners('error').removeAllListeners('exit');
    return worker;
  };
  const started = await Promise.allSettled(Array.from({ length: count }, start));
  return started.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
}

function opener(): (() => Worker) | undefined {
  const own = import.meta.url;
  if (!own.startsWith('file:')) return undefined;
  const file = new URL(own.endsWith('.ts') ? './thread.mjs' : './forecast-worker.js', own);
  return existsSync(fileURLToPath(file)) ? () => new Worker(file, { execArgv: [] }) : undefined;
}

function share(workers: readonly Worker[], jobs: readonly Job[], plan: Plan, task: Task): Promise<Analysis[]> {
  const done: Analysis[] = new Array(jobs.length);
  let next = 0;
  let finished = 0;
  return new Promise((resolve, reject) => {
    const stop = () => reject(cancelled());
    if (task.signal.aborted) return stop();
    task.signal.addEventListener('abort', stop, { once: true });
    const give = (worker: Worker) => {
      if (next >= jobs.length) return;
      worker.postMessage({ jobs: jobs.slice(next, next + SHARE), plan, from: next });
      next += SHARE;
    };
    for (const worker of workers) {
      worker.on('error', reject);
      worker.on('message', ({ from, analyses }: { from: number; analyses: Analysis[] }) => {
        analyses.forEach((analysis, i) => {
          done[from + i] = analysis;
        });
        finished += analyses.length;
        task.progress(finished / jobs.length, 'fitting');
        if (finished === jobs.length) {
          task.signal.removeEventListener('abort', stop);
          resolve(done);
        } else give(worker);
      });
      give(worker);
    }
  });
}
