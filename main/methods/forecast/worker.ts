import { parentPort } from 'node:worker_threads';
import { analyse, type Job, type Plan } from './backtest.ts';

/** Analyses a share of the series on a thread of its own: pure numbers, no engine. */
parentPort?.on('message', ({ jobs, plan, from }: { jobs: Job[]; plan: Plan; from: number }) => {
  parentPort?.postMessage({ from, analyses: jobs.map((job) => analyse(job, plan)) });
});
parentPort?.postMessage('ready');
