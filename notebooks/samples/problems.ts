import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Synthetic log of problems raised by six invented teams over two years, as a ticket system might export it: UK dates, blank and
 * misspelt categories, missing minutes. Three causes were fixed: one fix held, one helped for a while, one changed nothing.
 */
export const title = 'Synthetic data: problems raised by six invented teams, April 2024 to March 2026';

/** Numbers that look random and are the same every time (a 32-bit xorshift). */
export function dice(seed: number) {
  let state = seed | 0 || 1;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4294967296;
  };
  for (let warm = 0; warm < 20; warm++) next();
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  const pick = <Item>(items: readonly (readonly [Item, number])[]): Item => {
    let left = next() * items.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [item, weight] of items) {
      left -= weight;
      if (left < 0) return item;
    }
    return items.at(-1)![0];
  };
  const poisson = (mean: number) => {
    let count = 0;
    let chance = next();
    while (chance > Math.exp(-mean)) {
      count++;
      chance *= next();
    }
    return count;
  };
  return { next, normal, pick, poisson };
}

interface Cause {
  /** Problems a day. */
  rate: number;
  minutes: number;
  finer: readonly (readonly [string, number])[];
  fixed?: { day: number; after(since: number): number };
}

const causes: Record<string, Cause> = {
  'Missing evidence': {
    rate: 1.5,
    minutes: 34,
    finer: [
      ['Proof of address', 5],
      ['Proof of income', 3],
      ['Signature', 1],
    ],
    fixed: { day: 420, after: () => 0.35 },
  },
  'System slow or down': {
    rate: 1.0,
    minutes: 55,
    finer: [
      ['Case system', 6],
      ['Telephony', 2],
      ['Payments', 1],
    ],
    fixed: { day: 300, after: (since) => Math.min(1, 0.3 + since / 250) },
  },
  'Unclear letter': {
    rate: 0.85,
    minutes: 18,
    finer: [
      ['Decision letter', 4],
      ['Reminder', 3],
      ['Wrong language', 1],
    ],
    fixed: { day: 540, after: () => 0.95 },
  },
  'Duplicate contact': {
    rate: 0.6,
    minutes: 9,
    finer: [
      ['Phone and form', 3],
      ['Two forms', 2],
    ],
  },
  'Passed to the wrong team': {
    rate: 0.42,
    minutes: 21,
    finer: [
      ['Internal', 4],
      ['Other organisation', 1],
    ],
  },
  'Guidance out of date': {
    rate: 0.25,
    minutes: 40,
    finer: [
      ['Rates', 2],
      ['Process', 3],
    ],
  },
  'Form rejected in error': {
    rate: 0.18,
    minutes: 15,
    finer: [
      ['Date format', 3],
      ['Attachment', 2],
    ],
  },
  Training: {
    rate: 0.12,
    minutes: 60,
    finer: [
      ['New starter', 3],
      ['New rule', 1],
    ],
  },
  Accommodation: {
    rate: 0.06,
    minutes: 25,
    finer: [
      ['Room', 1],
      ['Heating', 1],
    ],
  },
  Other: { rate: 0.2, minutes: 12, finer: [['', 1]] },
};
const teams = [
  ['North', 5],
  ['South', 4],
  ['East', 3],
  ['West', 3],
  ['Digital', 2],
  ['Appeals', 1],
] as const;
const start = Date.UTC(2024, 3, 1);
const days = 730;

const uk = (day: number) => {
  const [year, month, date] = new Date(start + day * 86_400_000).toISOString().slice(0, 10).split('-');
  return `${date}/${month}/${year}`;
};

export function problems(): string {
  const roll = dice(7041);
  const lines = [title, '', 'Problem,Raised,Team,Category,Subcategory,Minutes lost,Cause fixed on'];
  let count = 0;
  for (let day = 0; day < days; day++) {
    const weekday = new Date(start + day * 86_400_000).getUTCDay();
    const busy = weekday === 0 ? 0.1 : weekday === 6 ? 0.25 : 1.33;
    for (const [category, { rate, minutes, finer, fixed }] of Object.entries(causes)) {
      const eased = fixed && day > fixed.day ? fixed.after(day - fixed.day) : 1;
      for (let arrivals = roll.poisson(rate * busy * eased); arrivals > 0; arrivals--) {
        const spelt = roll.next();
        const written = spelt < 0.012 ? '' : spelt < 0.02 ? category.toUpperCase() : category;
        const lost = Math.max(1, Math.round(minutes * Math.exp(0.6 * roll.normal() - 0.18)));
        const known = roll.next() > 0.02;
        count += 1;
        lines.push(
          [
            `P${String(count).padStart(5, '0')}`,
            uk(day),
            roll.pick(teams),
            written,
            roll.pick(finer),
            known ? lost : '',
            fixed && day <= fixed.day && written === category ? uk(fixed.day) : '',
          ].join(','),
        );
      }
    }
  }
  return `${lines.join('\r\n')}\r\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(new URL('problems.csv', import.meta.url), problems());
