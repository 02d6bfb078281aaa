import type { Task } from '../contract/data.ts';
import type { Emit } from '../contract/wire.ts';

/** Long work that can be watched and stopped by name. */
export class Jobs {
  private readonly running = new Map<string, AbortController>();
  private readonly emit: Emit;

  constructor(emit: Emit) {
    this.emit = emit;
  }

  async run<Result>(job: string, work: (task: Task) => Promise<Result>): Promise<Result> {
    const controller = new AbortController();
    this.running.set(job, controller);
    const progress: Task['progress'] = (fraction, label) => this.emit('job.progressed', { job, fraction, label });
    try {
      return await work({ signal: controller.signal, progress });
    } finally {
      this.running.delete(job);
    }
  }

  async cancel(job: string): Promise<void> {
    this.running.get(job)?.abort();
  }
}
