/**
 * Seconds as people say them, in the two largest units that fit: `2 days 4 hours`, `26 minutes`, `0.5 seconds`. With
 * `workingHours` a day is a working day of so many hours.
 */
export function spanText(seconds: number, workingHours?: number): string {
  const day = workingHours === undefined ? ['day', 86_400] : ['working day', workingHours * 3600];
  return spanIn(seconds, [day as [string, number], ['hour', 3600], ['minute', 60], ['second', 1]]);
}

/** The same without days, whose length depends on the calendar: `52 hours 10 minutes`. */
export const hoursText = (seconds: number): string =>
  spanIn(seconds, [
    ['hour', 3600],
    ['minute', 60],
    ['second', 1],
  ]);

function spanIn(seconds: number, units: readonly [string, number][]): string {
  const size = Math.abs(seconds);
  const sign = seconds < 0 ? '\u2212' : '';
  if (size < 1) return size === 0 ? '0 seconds' : `${sign}${Number(size.toPrecision(2))} seconds`;
  const first = units.findIndex(([, length]) => size >= length);
  const [name, length] = units[first]!;
  const larger = units[first - 1];
  const smaller = units[first + 1];
  let whole = smaller ? Math.floor(size / length + 1e-9) : Math.round(size);
  let rest = smaller ? Math.round(Math.max(0, size - whole * length) / smaller[1]) : 0;
  if (smaller && rest * smaller[1] >= length) {
    whole += 1;
    rest = 0;
  }
  if (larger && whole * length >= larger[1]) return part(sign, 1, larger[0]);
  return rest === 0 || !smaller ? part(sign, whole, name) : `${part(sign, whole, name)} ${part('', rest, smaller[0])}`;
}

const part = (sign: string, count: number, name: string) =>
  `${sign}${count.toLocaleString('en-GB')} ${name}${count === 1 ? '' : 's'}`;
