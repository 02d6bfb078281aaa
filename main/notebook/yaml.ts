import { LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { Fault } from '../contract/fault.ts';

/**
 * Parses a piece of YAML inside a notebook and checks it. `line` is the notebook's line of the piece's first line, and
 * every fault names the line that it concerns.
 */
export function readYaml<Schema extends z.ZodType>(
  text: string,
  schema: Schema,
  line: number,
  what: string,
): z.output<Schema> {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, uniqueKeys: true });
  const [problem] = document.errors;
  if (problem) {
    const at = line + counter.linePos(problem.pos[0]).line - 1;
    const [message = ''] = problem.message.split('\n');
    throw invalid(`${what} is not valid YAML: ${message.replace(/ at line \d+, column \d+:?$/, '')}.`, at);
  }
  const parsed = schema.safeParse(document.toJS() ?? {});
  if (parsed.success) return parsed.data;
  const issue = deepest(parsed.error.issues[0]!);
  const keys = issue.code === 'unrecognized_keys' ? (issue as unknown as { keys: string[] }).keys : [];
  const path = [...issue.path, ...keys.slice(0, 1)] as (string | number)[];
  const node = document.getIn(path, true) as { range?: [number, number, number] } | undefined;
  const at = node?.range ? line + counter.linePos(node.range[0]).line - 1 : line;
  if (keys.length > 0) throw invalid(`${what} has a key that means nothing here: ${keys.join(', ')}.`, at);
  const name = path.length ? `"${path.join('.')}"` : 'the body';
  throw invalid(`${what}: ${name} does not fit: ${issue.message}.`, at);
}

type Issue = z.core.$ZodIssue;

/** The issue inside a union that got furthest says most. */
function deepest(issue: Issue): Issue {
  if (issue.code !== 'invalid_union') return issue;
  const inner = issue.errors.flat().map((nested) => deepest({ ...nested, path: [...issue.path, ...nested.path] }));
  return inner.sort((a, b) => b.path.length - a.path.length)[0] ?? issue;
}

export const invalid = (message: string, line: number) => new Fault('notebook-invalid', message, { place: { line } });
