import { SaxesParser } from 'saxes';
import { Fault } from '../../contract/fault.ts';
import type { SourceFile } from '../reader.ts';

export type Tag = 'string' | 'date' | 'int' | 'float' | 'boolean' | 'id' | 'list';

/** An attribute by its full name: nested ones are `parent.child`. `null` where it has no value. */
export interface Attribute {
  name: string;
  tag: Tag;
  value: string | null;
}

export interface Event {
  /** Line of `<event`, from 1. */
  line: number;
  attributes: Attribute[];
}

/** Takes a log as it goes by. `trace` is null for events outside any trace. */
export interface LogTaker {
  /** All events of a trace, or the next part of a very long one. */
  trace(attributes: readonly Attribute[] | null, events: Event[], last: boolean): void;
  /** A trace's attribute that came after some of its events had been handed on. */
  late?(): void;
  classifier?(name: string, keys: string): void;
}

/** Nested attributes deeper than this are an attack, not a log. */
const DEPTH = 64;

const tags = new Set<string>(['string', 'date', 'int', 'float', 'boolean', 'id', 'list', 'container']);

interface Open {
  element: string;
  prefix: string;
  /** For a list: its members so far, as JSON text. */
  members: string[] | undefined;
}

/**
 * Goes through a log by the IEEE standard 1849 (and its forerunners 1.0 and 2.0): `write` pieces of text, then `close`.
 * Document types are refused, so no entity can be declared, let alone expanded.
 */
export class LogParser {
  private readonly parser = new SaxesParser({ position: true, xmlns: false });
  private readonly taker: LogTaker;
  private readonly file: SourceFile;
  /** Events of one trace that are held before they are handed on. */
  private readonly held: number;
  private readonly open: Open[] = [];
  private traceAttributes: Attribute[] | null = null;
  private event: Event | null = null;
  private events: Event[] = [];
  private handed = false;
  private started = false;
  private line = 1;

  constructor(file: SourceFile, taker: LogTaker, held: number) {
    this.file = file;
    this.taker = taker;
    this.held = held;
    const { parser } = this;
    parser.on('doctype', () => {
      throw this.fault('declares a document type, which can hide entities and other files, and no event log needs one');
    });
    parser.on('error', (error) => {
      throw this.fault(
        `is not well-formed XML: ${error.message.replace(/^.*?\d+:\d+: /, '').replace(/\.$/, '')}`,
        error,
      );
    });
    parser.on('opentagstart', () => {
      this.line = parser.line;
    });
    parser.on('opentag', ({ name, attributes }) =>
      this.begin(name.replace(/^.*:/, ''), attributes as Record<string, string>),
    );
    parser.on('closetag', ({ name }) => this.finish(name.replace(/^.*:/, '')));
  }

  write(text: string): void {
    this.parser.write(text);
  }

  close(): void {
    this.parser.close();
    if (!this.started) throw this.notALog();
    this.handOn(null, true);
  }

  private begin(element: string, given: Readonly<Record<string, string>>): void {
    if (!this.started) {
      if (element !== 'log') throw this.notALog();
      this.started = true;
    }
    if (this.open.length > DEPTH) throw this.fault(`nests elements more than ${DEPTH} deep`);
    const parent = this.open.at(-1);
    const opened: Open = { element, prefix: '', members: undefined };
    if (element === 'trace') {
      this.handOn(null, true);
      this.traceAttributes = [];
    } else if (element === 'event') this.event = { line: this.line, attributes: [] };
    else if (element === 'classifier') this.taker.classifier?.(given.name ?? '', given.keys ?? '');
    else if (element === 'values' && parent?.members) opened.members = parent.members;
    else if (tags.has(element) && parent) this.attribute(opened, parent, element, given);
    this.open.push(opened);
  }

  private attribute(opened: Open, parent: Open, element: string, given: Readonly<Record<string, string>>): void {
    const { key = '', value } = given;
    const isList = element === 'list' || element === 'container';
    if (parent.members) {
      if (isList) opened.members = [];
      else parent.members.push(`{${JSON.stringify(key)}:${literal(element, value)}}`);
      opened.prefix = key;
      return;
    }
    opened.prefix = parent.prefix === '' ? key : `${parent.prefix}.${key}`;
    const target = this.target();
    if (!target) return;
    if (isList) opened.members = [];
    else target.push({ name: opened.prefix, tag: element as Tag, value: value ?? null });
    if (this.handed && !this.event) this.taker.late?.();
  }

  /** Where attributes go now: an event's, a trace's, or nowhere (the log's own, and the globals that only describe defaults). */
  private target(): Attribute[] | null {
    if (this.event) return this.event.attributes;
    return this.traceAttributes;
  }

  private finish(element: string): void {
    const closed = this.open.pop();
    const parent = this.open.at(-1);
    if ((element === 'list' || element === 'container') && closed?.members) {
      const text = `[${closed.members.join(',')}]`;
      if (parent?.members) parent.members.push(`{${JSON.stringify(closed.prefix)}:${text}}`);
      else this.target()?.push({ name: closed.prefix, tag: 'list', value: text });
    } else if (element === 'event' && this.event) {
      this.events.push(this.event);
      this.event = null;
      if (this.events.length >= this.held) this.handOn(this.traceAttributes, false);
    } else if (element === 'trace') {
      this.handOn(this.traceAttributes, true);
      this.traceAttributes = null;
    }
  }

  private handOn(attributes: readonly Attribute[] | null, last: boolean): void {
    if (attributes !== null || this.events.length > 0) this.taker.trace(attributes, this.events, last);
    this.events = [];
    this.handed = !last;
  }

  private notALog(): Fault {
    return this.fault('is XML but no event log: it does not begin with <log>');
  }

  private fault(what: string, cause?: unknown): Fault {
    const { line } = this.parser;
    return new Fault('file-unreadable', `${this.file.name} ${what} (line ${line}). Ask for the log again as XES.`, {
      place: { file: this.file.name, line },
      cause,
    });
  }
}

/** A value in a list as JSON; numbers keep their digits. */
function literal(tag: string, value: string | undefined): string {
  if (value === undefined) return 'null';
  const isNumber = (tag === 'int' || tag === 'float') && /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(value);
  if (isNumber || (tag === 'boolean' && /^(true|false)$/.test(value))) return value;
  return JSON.stringify(value);
}
