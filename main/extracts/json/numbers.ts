const SAMPLES = 50;

/** JSON's numbers in a column: which type holds every digit of them. */
export class Numbers {
  count = 0;
  private decimals = 0;
  private digits = 0;
  private scale = 0;
  private exponents = false;
  private beyondDouble = false;
  private wide = false;
  private readonly seen: string[] = [];

  add(buffer: Buffer, from: number, to: number, integral: boolean): void {
    this.count++;
    if (!integral) this.decimals++;
    const short = integral && to - from < 16;
    if (short) this.digits = Math.max(this.digits, to - from);
    if (short && this.seen.length >= SAMPLES) return;
    const literal = buffer.toString('latin1', from, to);
    if (this.seen.length < SAMPLES) this.seen.push(literal);
    if (!short) this.measure(literal);
  }

  private measure(literal: string): void {
    const [, whole = '', fraction = '', exponent] = /^-?(\d+)(?:\.(\d+))?(?:[eE](.+))?$/.exec(literal) ?? [];
    this.digits = Math.max(this.digits, whole.length);
    this.scale = Math.max(this.scale, fraction.replace(/0+$/, '').length);
    if (exponent !== undefined) this.exponents = true;
    if (!fraction && exponent === undefined && whole.length > 18 && !fitsBigint(literal)) this.wide = true;
    if (!sameAsDouble(literal)) this.beyondDouble = true;
  }

  /** A few of the numbers, which stand for all. */
  samples(): [literal: string, times: number][] {
    return this.seen.map((literal, i) => [literal, i === 0 ? this.count - this.seen.length + 1 : 1]);
  }

  /** The type, given that of numbers beside them that are written as texts (or ''). */
  typed(beside: string): { rule: { type: string }; why: string; confidence: number } {
    const is = (type: string, why: string) => ({ rule: { type }, why, confidence: 1 });
    const { digits, scale } = this;
    if (this.decimals === 0 && (beside === '' || beside === 'integer')) {
      if (!this.wide) return is('integer', 'whole numbers');
      return is('text', `whole numbers of up to ${digits} digits, more than 64 bits hold`);
    } else if (!this.beyondDouble) return is('number', 'numbers');
    else if (!this.exponents && digits + scale <= 38)
      return is(`decimal(${Math.max(digits + scale, 18)},${scale})`, 'numbers of more digits than a double holds');
    return is('text', 'numbers that no numeric type holds exactly');
  }
}

const fitsBigint = (literal: string): boolean => BigInt.asIntN(64, BigInt(literal)) === BigInt(literal);

/** Whether the nearest double, written as shortly as it can be, has all the digits of the literal. */
function sameAsDouble(literal: string): boolean {
  const digits = significand(literal);
  const value = Number(literal);
  if (!Number.isFinite(value) || (value === 0 && digits !== '')) return false;
  return digits.length <= 15 || significand(String(value)) === digits;
}

const significand = (text: string): string =>
  text
    .replace(/[eE].*$/, '')
    .replace(/[-.]/g, '')
    .replace(/^0+/, '')
    .replace(/0+$/, '');
