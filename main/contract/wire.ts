import { Fault, type FaultCode, type Place } from './fault.ts';
import type { Contract, Events } from './index.ts';

/** Carries calls one way and events the other; a port, a pipe or a direct call. */
export interface Wire {
  invoke(name: string, args: unknown[]): Promise<Reply>;
  listen<Name extends keyof Events>(event: Name, told: (news: Events[Name]) => void): () => void;
}

export type Reply = { value: unknown } | { fault: { code: FaultCode; message: string; detail?: string; place: Place } };

export type Emit = <Name extends keyof Events>(event: Name, news: Events[Name]) => void;

type Area = Record<string, (...args: never[]) => Promise<unknown>>;

/** Answers calls by name from an allow-list made of the services themselves; nothing else can be reached. */
export function serve(services: Contract): (name: string, args: unknown[]) => Promise<Reply> {
  const allowed = new Map<string, (...args: never[]) => Promise<unknown>>();
  for (const [area, members] of Object.entries(services) as [string, Area][])
    for (const [name, member] of Object.entries(members)) allowed.set(`${area}.${name}`, member.bind(members));
  return async (name, args) => {
    const member = allowed.get(name);
    try {
      if (!member) throw new Fault('usage', `There is no call "${name}".`);
      return { value: await member(...(args as never[])) };
    } catch (error) {
      const { code, message, detail, place } = Fault.from(error);
      return { fault: { code, message, place, ...(detail && { detail }) } };
    }
  };
}

/** The services at the far end of a wire, as if they were here; faults are thrown as faults. */
export function connect<Services extends object = Contract>(wire: Wire): Services {
  const area = (prefix: string) =>
    new Proxy(
      {},
      {
        get:
          (_, name) =>
          async (...args: unknown[]) => {
            const reply = await wire.invoke(`${prefix}.${String(name)}`, args);
            if ('value' in reply) return reply.value;
            const { code, message, detail, place } = reply.fault;
            throw new Fault(code, message, { place, ...(detail && { detail }) });
          },
      },
    );
  return new Proxy({} as Services, { get: (_, name) => (typeof name === 'string' ? area(name) : undefined) });
}

/** A wire within one process; values are copied, as they would be on any other. */
export function directWire(start: (emit: Emit) => Contract): Wire {
  const listeners = new Map<string, Set<(news: never) => void>>();
  const emit: Emit = (event, news) => {
    for (const told of listeners.get(event) ?? []) told(structuredClone(news) as never);
  };
  const answer = serve(start(emit));
  return {
    invoke: async (name, args) => structuredClone(await answer(name, structuredClone(args))),
    listen(event, told) {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set.add(told as (news: never) => void));
      return () => set.delete(told as (news: never) => void);
    },
  };
}
