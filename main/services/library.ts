import { z } from 'zod';
import type { MethodPage, MethodsApi, RolePage, TemplatePage, TemplatesApi } from '../contract/library.ts';
import { methodNamed, methods } from '../methods/index.ts';
import type { Method, Role } from '../methods/method.ts';
import { rolesOf, type Template, type Templates } from './templates.ts';

export const methodsService: MethodsApi = {
  list: async () => methods.map(methodPage),
  get: async (id) => methodPage(methodNamed(id)),
};

export const templatesService = (templates: Templates): TemplatesApi => ({
  list: async () => (await templates.list()).map(templatePage),
  get: async (id) => templatePage(await templates.get(id)),
});

const rolePages = (roles: Readonly<Record<string, Role>>): RolePage[] =>
  Object.entries(roles).map(([name, { types, required = false, many = false, about }]) => ({
    name,
    types,
    required,
    many,
    about,
  }));

function methodPage(method: Method): MethodPage {
  const { id, version, title, question, lessons, assumptions, notFor, reference } = method;
  return {
    id,
    version,
    title,
    question,
    lessons,
    roles: rolePages(method.inputs),
    also: Object.entries(method.also ?? {}).map(([name, { about, required = false, roles }]) => ({
      name,
      about,
      required,
      roles: rolePages(roles),
    })),
    options: optionsOf(method),
    tables: Object.entries(method.outputs).map(([name, { about, columns }]) => ({
      name,
      about,
      columns: Object.entries(columns).map(([column, output]) => ({ name: column, ...output })),
    })),
    charts: method.charts.map(({ name, chart, title: heading }) => ({ name, chart, title: heading })),
    assumptions,
    notFor,
    reference,
  };
}

interface JsonSchema {
  type?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: JsonSchema[];
  items?: JsonSchema;
  additionalProperties?: JsonSchema | boolean;
  properties?: Record<string, JsonSchema>;
  default?: unknown;
  description?: string;
  minimum?: number;
  maximum?: number;
}

function optionsOf(method: Method): MethodPage['options'] {
  const { properties = {} } = z.toJSONSchema(method.options, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    type: typeText(schema),
    default: schema.default ?? null,
    about: schema.description ?? '',
  }));
}

/** A JSON schema in a few words. */
function typeText(schema: JsonSchema): string {
  if (schema.enum) return schema.enum.map(String).join(' | ');
  if (schema.const !== undefined) return String(schema.const);
  if (schema.anyOf) return [...new Set(schema.anyOf.map(typeText))].join(' | ');
  if (schema.type === 'array') return `list of ${schema.items ? typeText(schema.items) : 'values'}`;
  if (schema.type === 'object') {
    if (schema.properties)
      return `{ ${Object.entries(schema.properties)
        .map(([key, value]) => `${key}: ${typeText(value)}`)
        .join(', ')} }`;
    const values = schema.additionalProperties;
    return typeof values === 'object' ? `names, each with ${typeText(values)}` : 'names with values';
  }
  return schema.type ?? 'any';
}

function templatePage(template: Template): TemplatePage {
  const { front } = template.notebook;
  return {
    id: template.id,
    capability: template.capability,
    title: front.title,
    question: front.question ?? front.title,
    lessons: front.lessons ?? [],
    inputs: Object.entries(template.asks).map(([name, ask]) => ({
      name,
      about: ask.about,
      sample: ask.sample,
      source: ask.source,
      roles: rolePages(rolesOf(ask)),
    })),
  };
}
