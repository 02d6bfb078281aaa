/**
 * Makes guidance.csv: a synthetic monthly rate of avoidable contact for two services, of which one changed its guidance on 1 September 2024.
 * The same file every time. `npx tsx notebooks/samples/guidance.ts`
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const MONTHS = 36;
/** Months from January 2023 to the change. */
const CHANGE = 20;
const SEED = 20240901;

interface Service {
  name: string;
  treated: 0 | 1;
  contacts: number;
  /** Percentage of contacts that were avoidable in January 2023, and what a month adds to it. */
  start: number;
  slope: number;
  /** What the change took off at once, and each month after. */
  level: number;
  trend: number;
}

const services: Service[] = [
  { name: 'Housing Benefit changes', treated: 1, contacts: 5200, start: 38, slope: 0.12, level: -6.5, trend: -0.15 },
  { name: 'Council Tax changes', treated: 0, contacts: 4100, start: 34, slope: 0.1, level: 0, trend: 0 },
];

/** Numbers between 0 and 1 after Park and Miller, and from them about normal ones. */
function randomNumbers(seed: number): () => number {
  let x = seed;
  const uniform = () => {
    x = (16807 * x) % 2147483647;
    return x / 2147483647;
  };
  return () => Array.from({ length: 12 }, uniform).reduce((sum, value) => sum + value, -6);
}

export function guidance(): string {
  const random = randomNumbers(SEED);
  const carried = services.map(() => 0);
  const lines: string[] = [];
  for (let month = 0; month < MONTHS; month++) {
    const shared = 0.5 * random();
    const season = 1.1 * Math.sin((2 * Math.PI * month) / 12);
    for (const [index, service] of services.entries()) {
      carried[index] = 0.4 * carried[index]! + 0.8 * random();
      const after = month >= CHANGE ? service.level + service.trend * (month - CHANGE) : 0;
      const percent = service.start + service.slope * month + season + shared + carried[index]! + after;
      const contacts = Math.round(service.contacts * (1 + 0.05 * random()));
      const avoidable = Math.round((contacts * percent) / 100);
      const date = new Date(Date.UTC(2023, month, 1)).toISOString().slice(0, 10);
      const rate = ((100 * avoidable) / contacts).toFixed(2);
      lines.push(`${date},${service.name},${service.treated},${contacts},${avoidable},${rate}`);
    }
  }
  return `${[
    'Synthetic data: avoidable contact by month and service around a change of guidance on 1 September 2024',
    '',
    'month,service,treated,contacts_assessed,avoidable_contacts,avoidable_percent',
    ...lines,
  ].join('\n')}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(new URL('guidance.csv', import.meta.url), guidance());
