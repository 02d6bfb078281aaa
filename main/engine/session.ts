import type { DuckDBConnection } from '@duckdb/node-api';
import type { Query, Task } from '../contract/data.ts';
import { Fault } from '../contract/fault.ts';
import type { Engine } from './open.ts';
import { type Place, queryOn } from './query.ts';

const POLL_MS = 100;

export interface Session {
  connection: DuckDBConnection;
  /** A query whose tables go to a place. */
  queryIn(place: Place): Query;
  close(): void;
}

/** A connection that stops when the task is cancelled and reports the engine's progress on it (null past 95 %, where DuckDB guesses). */
export async function openSession(engine: Engine, task: Task): Promise<Session> {
  const connection = await engine.connect();
  const interrupt = () => connection.interrupt();
  task.signal.addEventListener('abort', interrupt);
  const timer = setInterval(() => {
    const { percentage } = connection.progress;
    if (percentage >= 0) task.progress(percentage > 95 ? null : percentage / 100, '');
  }, POLL_MS);
  timer.unref();
  return {
    connection,
    queryIn: (place) => stoppable(queryOn(connection, place), task.signal),
    close() {
      clearInterval(timer);
      task.signal.removeEventListener('abort', interrupt);
      connection.closeSync();
    },
  };
}

/** An interrupt that falls between two statements would be lost, so each begins by looking. */
function stoppable(query: Query, signal: AbortSignal): Query {
  const guard =
    <Arguments extends unknown[], Result>(act: (...values: Arguments) => Promise<Result>) =>
    async (...values: Arguments): Promise<Result> => {
      if (signal.aborted) throw new Fault('cancelled', 'Cancelled.');
      return act(...values);
    };
  return {
    rows: guard(query.rows),
    numbers: guard(query.numbers),
    texts: guard(query.texts),
    make: guard(query.make),
    put: guard(query.put),
    drop: guard(query.drop),
    describe: guard(query.describe),
  };
}
