const precise = new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 2 });
const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

/** A wait beside an arrow, to two figures: 45 s, 12 min, 3.5 h, 120 h; other units as they are. */
export function shortWait(value: number, unit: string): string {
  if (unit !== 's') return `${number(value)}${unit ? ` ${unit}` : ''}`;
  if (value < 90) return `${number(value)} s`;
  if (value < 5400) return `${number(value / 60)} min`;
  return `${number(value / 3600)} h`;
}

const number = (value: number) => (Math.abs(value) >= 100 ? whole : precise).format(value);
