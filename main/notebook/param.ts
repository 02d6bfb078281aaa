import type { Bindings, Bound, Value } from '../contract/data.ts';
import { Fault } from '../contract/fault.ts';
import type { Cell, ParamBody } from './cell.ts';

export type ParamCell = Extract<Cell, { kind: 'param' }>;

/** Reads a parameter's value from what was typed (`--param name=text`), by its type. An empty text is null: no choice made. */
export function readParam(cell: ParamCell, text: string): Value {
  const { body, name } = cell;
  const wrong = (what: string) =>
    new Fault('parameter-invalid', `The parameter ${name} takes ${what}, and "${text}" is not that.`, {
      place: { line: cell.line },
    });
  if (text === '') return null;
  switch (body.type) {
    case 'text':
      return text;
    case 'integer':
      if (!/^[+-]?\d+$/.test(text) || !Number.isSafeInteger(Number(text)))
        throw wrong('a whole number up to 9,007,199,254,740,991');
      return Number(text);
    case 'number':
      if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) throw wrong('a number, such as 12.5');
      if (!Number.isFinite(Number(text))) throw wrong('a number that a computer can hold');
      return Number(text);
    case 'date':
      if (!isDate(text)) throw wrong('a date, such as 2026-11-23');
      return text;
    case 'boolean':
      if (!/^(true|false|yes|no)$/i.test(text)) throw wrong('true or false');
      return /^(true|yes)$/i.test(text);
    case 'choice':
      return asListed(body.values, text);
    case 'choices':
      return text.split(',').map((part) => asListed(body.values, part.trim()));
    case 'range': {
      const [from, to, ...more] = text.split(/\.\.|,/).map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
      if (from === undefined || to === undefined || more.length > 0 || !(from <= to))
        throw wrong('two numbers, the smaller first, such as 1..10');
      return [from, to];
    }
  }
}

/** A typed text stands for the listed value that prints the same. */
const asListed = (values: readonly (string | number | boolean | null)[] | undefined, text: string): Value =>
  values?.find((value) => String(value) === text) ?? text;

function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** Checks a value against its parameter's limits and choices. `choices` are the values that `from` lists. */
export function checkParam(cell: ParamCell, value: Value, choices: readonly Value[] | undefined): void {
  if (value === null) return;
  const { body, name } = cell;
  const refuse = (what: string) => {
    throw new Fault('parameter-invalid', `The parameter ${name} ${what}.`, { place: { line: cell.line } });
  };
  if (body.type === 'date' && !isDate(String(value)))
    refuse(`takes a date, such as 2026-11-23, and "${value}" is not one`);
  if (body.type === 'integer' && !Number.isSafeInteger(value)) refuse(`takes a whole number, and ${value} is not one`);
  if (body.type === 'number' && !Number.isFinite(value)) refuse(`takes a number, and ${value} is not one`);
  for (const part of body.type === 'range' ? (value as Value[]) : [value]) {
    const { min, max } = body as { min?: number | string; max?: number | string };
    if (min !== undefined && part !== null && part < min) refuse(`is at least ${min}, and ${part} was given`);
    if (max !== undefined && part !== null && part > max) refuse(`is at most ${max}, and ${part} was given`);
  }
  const listed = choices ?? (body as { values?: Value[] }).values;
  if (!listed || (body.type !== 'choice' && body.type !== 'choices')) return;
  for (const chosen of body.type === 'choices' ? (value as Value[]) : [value])
    if (!listed.some((choice) => String(choice) === String(chosen)))
      refuse(
        `has no choice "${chosen}": the choices are ${listed.slice(0, 20).join(', ')}${listed.length > 20 ? ' …' : ''}`,
      );
}

/** A parameter's value as it is bound: by its declared type, whatever was typed. */
export function bindParam(body: ParamBody, value: Value): Bound {
  if (value === null) return null;
  if (body.type === 'date') return { date: String(value) };
  if (body.type === 'integer') return BigInt(value as number);
  if (body.type === 'number') return { double: value as number };
  return value as Bound;
}

export const bindingsFor = (names: readonly string[], all: Bindings): Bindings =>
  Object.fromEntries(names.map((name) => [name, all[name] ?? null]));
