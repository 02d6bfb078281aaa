import cliProgress from 'cli-progress';
import type { Wire } from '../../contract/wire.ts';

const LINE_EVERY_MS = 5_000;

/** Shows how a job goes on stderr: a bar on a terminal, otherwise a line now and then. Returns how to stop. */
export function showProgress(wire: Wire, job: string, title: string): () => void {
  return process.stderr.isTTY ? bar(wire, job, title) : lines(wire, job, title);
}

function bar(wire: Wire, job: string, title: string): () => void {
  const shown = new cliProgress.SingleBar({
    format: `${title}  {bar} {percentage}%  {duration_formatted}  {label}`,
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
    barsize: 24,
  });
  shown.start(100, 0, { label: '' });
  const stop = wire.listen('job.progressed', (news) => {
    if (news.job !== job) return;
    const label = news.label ? { label: news.label } : {};
    if (news.fraction === null) shown.update(label);
    else shown.update(Math.round(news.fraction * 100), label);
  });
  return () => {
    stop();
    shown.stop();
  };
}

function lines(wire: Wire, job: string, title: string): () => void {
  const started = Date.now();
  let last = started;
  return wire.listen('job.progressed', ({ job: other, fraction, label }) => {
    if (other !== job || Date.now() - last < LINE_EVERY_MS) return;
    last = Date.now();
    const share = fraction === null ? '' : ` ${Math.round(fraction * 100)} %`;
    process.stderr.write(`${title}:${share} ${label} (${Math.round((last - started) / 1000)} s)\n`);
  });
}
