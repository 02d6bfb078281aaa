/** A method as `odp methods ID` prints it. */
export interface MethodPage {
  id: string;
  version: number;
  title: string;
  question: string;
  lessons: readonly string[];
  roles: RolePage[];
  also: { name: string; about: string; required: boolean; roles: RolePage[] }[];
  options: { name: string; type: string; default: unknown; about: string }[];
  tables: { name: string; about: string; columns: { name: string; type: string; unit?: string; about: string }[] }[];
  charts: { name: string; chart: string; title: string }[];
  assumptions: readonly string[];
  notFor: readonly string[];
  reference: string;
}

export interface RolePage {
  name: string;
  types: readonly string[];
  required: boolean;
  many: boolean;
  about: string;
}

export interface TemplatePage {
  id: string;
  capability: string;
  title: string;
  question: string;
  lessons: readonly string[];
  inputs: { name: string; about: string; sample: string; source: string; roles: RolePage[] }[];
}

export interface MethodsApi {
  list(): Promise<MethodPage[]>;
  get(id: string): Promise<MethodPage>;
}

export interface TemplatesApi {
  list(): Promise<TemplatePage[]>;
  get(id: string): Promise<TemplatePage>;
}
