import type { Query, Value, Warning } from '../main/contract/data.ts';
import { type Application, applyMethod } from '../main/methods/apply.ts';
import type { Method } from '../main/methods/method.ts';
import { quietTask } from './engine.ts';

/** Runs a method as a notebook would, and brings back its tables after checking them against what it declares. */
export async function runMethod(
  method: Method,
  query: Query,
  application: Partial<Application> & { relation: string },
): Promise<{ options: Record<string, unknown>; warnings: Warning[]; tables: Record<string, Record<string, Value>[]> }> {
  const applied = await applyMethod(
    method,
    query,
    {
      roles: {},
      also: {},
      options: {},
      settings: { calendar: 'england-and-wales', zone: 'Europe/London' },
      ...application,
    },
    quietTask,
  );
  const tables: Record<string, Record<string, Value>[]> = {};
  for (const [name, output] of Object.entries(method.outputs)) {
    const columns = await query.describe(`SELECT * FROM out."${name}"`);
    const declared = Object.entries(output.columns).map(([column, { type }]) => ({ name: column, type }));
    const got = JSON.stringify(columns);
    if (got !== JSON.stringify(declared))
      throw new Error(`${method.id}.${name} is ${got}, and declares ${JSON.stringify(declared)}`);
    tables[name] = await query.rows(`SELECT * FROM out."${name}"`);
  }
  return { options: applied.options, warnings: applied.warnings, tables };
}
