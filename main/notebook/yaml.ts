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
  if (issue.code === 'invalid_type' && /received undefined/.test(issue.message))
    throw invalid(`${what} has no "${path.join('.')}".`, at);
  const name = path.length ? `"${path.join('.')}"` : 'the body';
  throw invalid(`${what}: ${name} does not fit: ${words(issue)}.`, at);
}

type Issue = z.core.$ZodIssue;

/** What the schema says, in plain words. */
function words(issue: Issue): string {
  if (issue.code === 'invalid_key') return 'its name has letters that a name can’t have';
  return issue.message
    .replace(/^Invalid input: expected (.*), received .*$/, 'it should be $1')
    .replace(/^Invalid option: expected one of /, 'it should be one of ');
}

/** The issue inside a union that got furthest says most. */
function deepest(issue: Issue): Issue {
  if (issue.code !== 'invalid_union') return issue;
  const inner = issue.errors.flat().map((nested) => deepest({ ...nested, path: [...issue.path, ...nested.path] }));
  return inner.sort((a, b) => b.path.length - a.path.length)[0] ?? issue;
}

export const invalid = (message: string, line: number) => new Fault('notebook-invalid', message, { place: { line } });
