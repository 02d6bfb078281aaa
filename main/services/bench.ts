import type { Bindings, Page, Task, Value } from '../contract/data.ts';
import { quotePath } from '../contract/quote.ts';
import type { Engine } from '../engine/open.ts';
import { firstRows, pageOf } from '../engine/page.ts';
import { runStatement } from '../engine/query.ts';
import { Namespace, openResults, type Results, resultSchema } from '../engine/results.ts';
import { openSession, type Session } from '../engine/session.ts';
import { toValue } from '../engine/value.ts';
import { applyMethod, type Source } from '../methods/apply.ts';
import { methodNamed } from '../methods/index.ts';
import type { Method } from '../methods/method.ts';
import type { MethodBody } from '../notebook/cell.ts';
import type { InputRoles } from '../notebook/front.ts';
import type { Bench, Outcome, Relation } from '../notebook/run.ts';
import type { Settings } from '../workspace/settings.ts';
import { picture, specify } from './picture.ts';

/** The one table of a SQL cell, inside the schema of its key. */
const OWN = 'result';

/** An engine's session as the notebook's workbench: makes results by key, keeps them, and shows them under their cells' names. */
export class EngineBench implements Bench {
  readonly session: Session;
  readonly namespace: Namespace;
  private readonly engine: Engine;
  private readonly results: Results;
  private readonly settings: Settings;
  private readonly task: Task;
  /** Roles of the notebook's inputs, by input. */
  inputRoles: Readonly<Record<string, InputRoles>> = {};
  /** The stored table behind each name that is shown, and its columns' units. */
  private readonly stored = new Map<string, { path: string; units: Record<string, string> }>();

  private constructor(
    engine: Engine,
    session: Session,
    namespace: Namespace,
    results: Results,
    settings: Settings,
    task: Task,
  ) {
    this.engine = engine;
    this.session = session;
    this.namespace = namespace;
    this.results = results;
    this.settings = settings;
    this.task = task;
  }

  static async open(engine: Engine, settings: Settings, name: string, task: Task): Promise<EngineBench> {
    const session = await openSession(engine, task);
    const results = await openResults(engine, session.connection);
    const namespace = await Namespace.open(session.connection, name);
    return new EngineBench(engine, session, namespace, results, settings, task);
  }

  async close(): Promise<void> {
    await this.namespace.close(this.engine.catalogue);
    this.session.close();
  }

  async kept(key: string): Promise<Outcome | undefined> {
    const note = await this.results.find(key);
    return note === undefined ? undefined : (JSON.parse(note) as Outcome);
  }

  async statement(key: string, sql: string, bindings: Bindings): Promise<Outcome> {
    return this.keeping(key, async (schema) => {
      await this.queryIn(schema).make(OWN, withoutEnd(sql), bindings);
      return { tables: [''], warnings: [] };
    });
  }

  async method(
    key: string,
    body: MethodBody,
    options: Record<string, unknown>,
    relation: (on: string) => Relation,
  ): Promise<Outcome> {
    const method = methodNamed(body.method);
    return this.keeping(key, async (schema) => {
      const query = this.queryIn(schema);
      const sources: string[] = [];
      const bind = async (on: string, given: Source['roles'] = {}): Promise<Source> => {
        const found = relation(on);
        const roles = 'table' in found ? { ...this.manyRoles(found.table, method), ...given } : given;
        if ('table' in found) return { relation: quotePath(...found.table.split('.')), roles };
        const name = `source_${sources.length}`;
        sources.push(name);
        return { relation: await query.make(name, withoutEnd(found.statement), found.bindings), roles };
      };
      const main = await bind(body.on, body.roles);
      const also: Record<string, Source> = {};
      for (const [name, source] of Object.entries(body.with ?? {}))
        also[name] = typeof source === 'string' ? await bind(source) : await bind(source.on, source.roles);
      const { calendar, zone } = this.settings;
      const applied = await applyMethod(
        method,
        query,
        { ...main, also, options, settings: { calendar, zone } },
        this.task,
      );
      for (const name of sources) await query.drop(name);
      return { tables: Object.keys(method.outputs), units: unitsOf(method), ...applied };
    });
  }

  /** Roles of an input that take several columns hold in a method on it, where its cell says nothing else. */
  private manyRoles(table: string, method: Method): Source['roles'] {
    const roles = Object.entries(this.inputRoles[table] ?? {});
    return Object.fromEntries(
      roles.flatMap(([role, columns]) => (columns !== null && method.inputs[role]?.many ? [[role, columns]] : [])),
    );
  }

  forget(key: string): Promise<void> {
    return this.results.forget(key);
  }

  private queryIn(schema: string) {
    return this.session.queryIn({ catalogue: this.engine.catalogue, schema });
  }

  private async keeping(key: string, work: (schema: string) => Promise<Outcome>): Promise<Outcome> {
    const schema = await this.results.schemaFor(key);
    try {
      const outcome = await work(schema);
      await this.results.keep(key, JSON.stringify(outcome));
      return outcome;
    } catch (error) {
      await this.results.forget(key);
      throw error;
    }
  }

  async show(cell: string, key: string, outcome: Outcome): Promise<void> {
    for (const table of outcome.tables) {
      const stored = quotePath(this.engine.catalogue, resultSchema(key), table || OWN);
      if (table) await this.namespace.show(table, `SELECT * FROM ${stored}`, cell);
      else await this.namespace.show(cell, `SELECT * FROM ${stored}`);
      this.stored.set(table ? `${cell}.${table}` : cell, { path: stored, units: outcome.units?.[table] ?? {} });
    }
  }

  /** Rows of a shown table from an offset; of an input or extract, which is not stored here, the first. */
  async page(table: string, limit: number, offset = 0): Promise<Page> {
    const shown = this.stored.get(table);
    if (!shown) return firstRows(this.session.connection, quotePath(...table.split('.')), limit);
    const page = await pageOf(this.session.connection, shown.path, offset, limit);
    const columns = page.columns.map((column) => {
      const unit = shown.units[column.name];
      return unit ? { ...column, unit } : column;
    });
    return { ...page, columns };
  }

  async choices(sql: string, bindings: Bindings): Promise<Value[]> {
    const result = await runStatement(this.session.connection, withoutEnd(sql), bindings);
    return ((await result.getColumns())[0] ?? []).map(toValue);
  }

  /** A specification of the notebook's own is drawn to its end, since only that shows whether it can be. */
  draw: Bench['draw'] = async (body, data, line) => {
    if (body.spec) await picture(body, data, line);
    else specify(body, data, { line });
  };
}

const unitsOf = (method: Method): Record<string, Record<string, string>> =>
  Object.fromEntries(
    Object.entries(method.outputs).map(([table, { columns }]) => [
      table,
      Object.fromEntries(Object.entries(columns).flatMap(([name, { unit }]) => (unit ? [[name, unit]] : []))),
    ]),
  );

/** A statement without what may stand after it, so that it can be part of another. */
const withoutEnd = (sql: string): string => sql.replace(/[\s;]+$/, '');
