import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { dice } from './problems.ts';

/**
 * Synthetic monthly performance of eight invented services over 36 months, as a department might export it: UK dates, a title,
 * two missing values and one missing month. Licence renewals changed for good in October 2024; appeals and registrations shifted,
 * complaints fall, and the contact centre has one bad December.
 */
export const title = 'Synthetic data: monthly performance of eight invented services, April 2023 to March 2026';

interface Service {
  name: string;
  measure: string;
  unit: string;
  better: 'up' | 'down';
  target: number;
  level(month: number): number;
  spread: number;
  decimals: number;
}

const from = (month: number, before: number, after: number) => (now: number) => (now < month ? before : after);
const level = (value: number) => () => value;

const services: Service[] = [
  {
    name: 'Licence renewals',
    measure: 'Days to decide, average',
    unit: 'days',
    better: 'down',
    target: 15,
    level: from(18, 18, 11.5),
    spread: 1.1,
    decimals: 1,
  },
  {
    name: 'Grant applications',
    measure: 'Decided in 20 working days',
    unit: '%',
    better: 'up',
    target: 80,
    level: level(71),
    spread: 2,
    decimals: 1,
  },
  {
    name: 'Contact centre',
    measure: 'Calls answered in 5 minutes',
    unit: '%',
    better: 'up',
    target: 75,
    level: (month) => (month === 20 ? 58 : 77),
    spread: 3.2,
    decimals: 1,
  },
  {
    name: 'Complaints',
    measure: 'Upheld per 1,000 cases',
    unit: 'per 1,000',
    better: 'down',
    target: 6,
    level: (month) => 8 - Math.max(0, month - 26) * 0.32,
    spread: 0.35,
    decimals: 2,
  },
  {
    name: 'Payments',
    measure: 'Paid right first time',
    unit: '%',
    better: 'up',
    target: 95,
    level: level(97.8),
    spread: 0.4,
    decimals: 1,
  },
  {
    name: 'Appeals',
    measure: 'Open at the end of the month',
    unit: 'cases',
    better: 'down',
    target: 900,
    level: from(25, 860, 990),
    spread: 38,
    decimals: 0,
  },
  {
    name: 'Inspections',
    measure: 'Completed per inspector',
    unit: 'inspections',
    better: 'up',
    target: 24,
    level: level(25),
    spread: 1.8,
    decimals: 1,
  },
  {
    name: 'Registrations',
    measure: 'Satisfied users',
    unit: '%',
    better: 'up',
    target: 85,
    level: from(24, 86.5, 83.2),
    spread: 1.2,
    decimals: 1,
  },
];

export function performance(): string {
  const roll = dice(20231);
  const lines = [title, '', 'Month,Service,Measure,Unit,Value,Target,Better'];
  for (let month = 0; month < 36; month++)
    for (const { name, measure, unit, better, target, level: at, spread, decimals } of services) {
      const value = at(month) + spread * roll.normal();
      const missing = (name === 'Inspections' && month === 9) || (name === 'Grant applications' && month === 30);
      if (name === 'Inspections' && month === 10) continue;
      const date = new Date(Date.UTC(2023, 3 + month, 1)).toISOString().split('-');
      const day = `01/${date[1]}/${date[0]}`;
      lines.push(
        [day, name, `"${measure}"`, `"${unit}"`, missing ? '' : value.toFixed(decimals), target, better].join(','),
      );
    }
  return `${lines.join('\r\n')}\r\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(new URL('performance.csv', import.meta.url), performance());
