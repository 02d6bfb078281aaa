import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../contract/fault.ts';
import { methodNamed } from '../methods/index.ts';
import type { Role } from '../methods/method.ts';
import type { Ask } from '../notebook/front.ts';
import { type Notebook, parse } from '../notebook/parse.ts';
import { near } from './near.ts';

/** A template: a notebook that asks for tables, with samples that stand in for them. */
export interface Template {
  id: string;
  /** The folder that it is in: whole-system, demand, information, improvement, profession. */
  capability: string;
  notebook: Notebook;
  asks: Record<string, Ask>;
}

/** The templates that come with the workbench, read from its folder of notebooks. */
export class Templates {
  private readonly content: string;
  private loaded: Promise<Template[]> | undefined;

  constructor(content: string) {
    this.content = content;
  }

  list(): Promise<Template[]> {
    this.loaded ??= this.load();
    return this.loaded;
  }

  async get(id: string): Promise<Template> {
    const all = await this.list();
    const found = all.find((template) => template.id === id);
    if (found) return found;
    const names = all.map((template) => template.id);
    throw new Fault(
      'name-unknown',
      `There is no template "${id}".${near(id, names)} The templates are ${names.join(', ')}.`,
    );
  }

  samplePath(ask: Ask): string {
    return join(this.content, 'samples', ask.sample);
  }

  private async load(): Promise<Template[]> {
    const templates: Template[] = [];
    const folders = (await readdir(this.content, { withFileTypes: true })).filter((entry) => entry.isDirectory());
    for (const { name: capability } of folders.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const files = (await readdir(join(this.content, capability)))
        .filter((file) => file.endsWith('.md') && file !== 'README.md')
        .sort();
      for (const file of files) {
        const notebook = parse(await readFile(join(this.content, capability, file), 'utf8'));
        templates.push({ id: file.replace(/\.md$/, ''), capability, notebook, asks: notebook.front.asks ?? {} });
      }
    }
    return templates;
  }
}

/** The roles that a template's table has: those of the method that it feeds, or as many of them as the template uses. */
export function rolesOf(ask: Ask): Record<string, Role> {
  const method = methodNamed(ask.method);
  const all = ask.table ? method.also?.[ask.table]?.roles : method.inputs;
  if (!all) throw new Fault('notebook-invalid', `The method ${ask.method} has no table "${ask.table}".`);
  const wanted = ask.roles ?? Object.keys(all);
  return Object.fromEntries(
    wanted.map((name) => {
      const role = all[name];
      if (!role) throw new Fault('notebook-invalid', `The method ${ask.method} has no role "${name}".`);
      return [name, role];
    }),
  );
}
