import type { Task } from '../contract/data.ts';
import { Fault } from '../contract/fault.ts';
import type { ReadingReply, ReadingRequest } from '../services/extracts.ts';
import { readInto } from '../services/reading.ts';

/** The import process: reads one untrusted file, says how it goes, and ends. Its parent kills it when it overruns. */
export type Order = { read: ReadingRequest } | { cancel: true };

export type Report =
  | { progress: { fraction: number | null; label: string } }
  | { beat: { rss: number } }
  | { reply: ReadingReply }
  | { fault: { code: Fault['code']; message: string; detail?: string; place: Fault['place'] } };

const BEAT_MS = 250;
const controller = new AbortController();
const tell = (report: Report) => process.send?.(report);

const task: Task = {
  signal: controller.signal,
  progress: (fraction, label) => tell({ progress: { fraction, label } }),
};

process.on('message', (order: Order) => {
  if ('cancel' in order) controller.abort();
  else void perform(order.read);
});
process.on('disconnect', () => process.exit(1));
/** Ctrl+C in a terminal reaches every process at once; this one waits to be told by its parent. */
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);

async function perform(request: ReadingRequest): Promise<void> {
  const beat = setInterval(() => tell({ beat: { rss: process.memoryUsage.rss() } }), BEAT_MS);
  try {
    tell({ reply: await readInto(request, task) });
  } catch (error) {
    const { code, message, detail, place } = Fault.from(error);
    tell({ fault: { code, message, place, ...(detail && { detail }) } });
  } finally {
    clearInterval(beat);
    process.disconnect?.();
  }
}
