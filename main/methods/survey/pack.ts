const perNumber = 12;

/** Four bits a code, twelve codes to a number that a double holds exactly: a hundred items cross as nine columns. */
export function packs(codes: readonly string[]): { name: string; sql: string }[] {
  const numbers = Math.ceil(codes.length / perNumber);
  return Array.from({ length: numbers }, (_, at) => {
    const part = codes.slice(at * perNumber, (at + 1) * perNumber);
    return { name: `pack ${at}`, sql: part.map((sql, place) => `(${sql}) * ${16 ** place}`).join(' + ') };
  });
}

/** The codes again, a byte each. */
export function unpack(numbers: Record<string, Float64Array>, length: number, count: number): Uint8Array[] {
  const codes = Array.from({ length }, () => new Uint8Array(count));
  for (let at = 0; at * perNumber < length; at++) {
    const packed = numbers[`pack ${at}`]!;
    const part = codes.slice(at * perNumber, (at + 1) * perNumber);
    for (let k = 0; k < count; k++) {
      const value = packed[k]!;
      const high = Math.floor(value / 16 ** 6);
      const low = value - high * 16 ** 6;
      for (let place = 0; place < part.length; place++)
        part[place]![k] = place < 6 ? (low >>> (4 * place)) & 15 : (high >>> (4 * (place - 6))) & 15;
    }
  }
  return codes;
}
