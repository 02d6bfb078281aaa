import { infer } from '../infer.ts';
import type { ColumnRule } from '../recipe.ts';
import { kind } from './flatten.ts';
import { Numbers } from './numbers.ts';
import { Texts } from './texts.ts';

export interface Proposal {
  rule: ColumnRule;
  why: string;
  confidence: number;
}

type Typed = Omit<Proposal, 'rule'> & { rule: Omit<ColumnRule, 'as'> };

/** What a column's values have been so far, enough to propose a type that loses nothing. */
export class ColumnProfile {
  values = 0;
  private empties = 0;
  private booleans = 0;
  private nested = 0;
  private strings = 0;
  private readonly numbers = new Numbers();
  private readonly texts = new Texts();

  add(what: number, buffer: Buffer, from: number, to: number): void {
    if (what === kind.null) return;
    this.values++;
    if (what === kind.boolean) this.booleans++;
    else if (what === kind.integer || what === kind.decimal) this.numbers.add(buffer, from, to, what === kind.integer);
    else if (what === kind.list || what === kind.object) this.nested++;
    else if (to - from === 2) this.empties++;
    else {
      this.strings++;
      if (!this.texts.prose) this.texts.add(textOf(buffer, from, to, what));
    }
  }

  /** A rule for the column that is `name` in the file and `as` in the extract, and the reason for it. */
  propose(name: string, as: string): Proposal {
    const { rule, why, confidence } = this.typed(name);
    const empty = this.empties > 0 && rule.type !== 'text' ? '; empty texts are null' : '';
    return { rule: { as, ...rule }, why: `${why}${empty}`, confidence: Math.round(confidence * 100) / 100 };
  }

  private typed(name: string): Typed {
    const { values, nested, strings, booleans, numbers, empties } = this;
    const filled = values - empties;
    if (nested > 0) return text(nested === values ? 'lists or objects, kept as JSON text' : 'values of several kinds');
    if (values === 0) return text('no value in this file', 0.5);
    if (filled === 0) return text('only empty texts', 0.5);
    if (booleans > 0)
      return booleans === filled
        ? { rule: { type: 'boolean' }, why: 'true or false', confidence: 1 }
        : text('values of several kinds');
    if (strings === 0) return numbers.typed('');
    if (this.texts.prose) return text('texts');
    const guessed = infer(name, this.all(), true);
    const { rule } = guessed;
    if (numbers.count === 0) return guessed;
    const odd = rule.strip ?? rule.percent ?? rule.decimal;
    if (odd !== undefined || !/^(integer|number|decimal)/.test(rule.type)) return text('numbers and texts');
    const own = numbers.typed(rule.type);
    return {
      ...own,
      rule: { ...rule, type: own.rule.type },
      confidence: Math.min(0.9, guessed.confidence),
      why: guessed.why,
    };
  }

  /** Texts and, beside them, numbers as texts. */
  private all(): ReadonlyMap<string, number> {
    const all = new Map(this.texts.counts);
    for (const [literal, times] of this.numbers.samples()) all.set(literal, (all.get(literal) ?? 0) + times);
    return all;
  }
}

const text = (why: string, confidence = 1): Typed => ({ rule: { type: 'text' }, why, confidence });

/** The text of a string token. */
export function textOf(buffer: Buffer, from: number, to: number, what: number): string {
  return what === kind.escaped
    ? (JSON.parse(buffer.toString('utf8', from, to)) as string)
    : buffer.toString('utf8', from + 1, to - 1);
}
