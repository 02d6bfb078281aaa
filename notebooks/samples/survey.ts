/**
 * Makes the synthetic baseline survey: `npx tsx notebooks/samples/survey.ts` writes survey.csv and survey-margins.csv beside this file, the same bytes
 * every time. Nobody in it is real. The population has the profile that the profession has published; the departments are invented.
 *
 * Respondents are drawn by department (a stratum), small ones more than their share, and answer the more readily the more senior and the
 * older they are, so that unweighted figures are wrong and raking puts most of that right. Two waves; two items are put only to some; people
 * leave blanks and would rather not say; the export has titles above, a note below, stray capitals and spaces.
 */
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const people = 293_000;
const waves = [
  { year: '2025', respondents: 8000, later: 0 },
  { year: '2026', respondents: 12_000, later: 1 },
] as const;

/** Shares of the population, by the variables that it is weighted to. */
const profile = {
  department: {
    'Benefits and Pensions': 0.29,
    'Revenue Service': 0.21,
    'Courts and Prisons': 0.17,
    'Borders and Visas': 0.09,
    'Defence Support': 0.04,
    'Driving and Vehicles': 0.05,
    'Rural Payments': 0.035,
    'Land Records': 0.03,
    'Student Finance': 0.025,
    'Health Claims': 0.025,
    'Business Services': 0.02,
    'Passport Agency': 0.015,
  },
  grade: { AA: 0.07, AO: 0.38, EO: 0.29, HEO: 0.14, SEO: 0.07, 'Grade 7': 0.035, 'Grade 6 and above': 0.015 },
  region: {
    'North West': 0.15,
    London: 0.13,
    'South East': 0.1,
    'Yorkshire and the Humber': 0.1,
    Scotland: 0.1,
    'North East': 0.09,
    'West Midlands': 0.09,
    'South West': 0.07,
    'East Midlands': 0.06,
    Wales: 0.06,
    'East of England': 0.05,
  },
  sex: { Female: 0.58, Male: 0.42 },
  age: { '16 to 29': 0.13, '30 to 39': 0.21, '40 to 49': 0.23, '50 to 59': 0.3, '60 and over': 0.13 },
  ethnicity: { White: 0.83, 'Ethnic minority': 0.17 },
} as const;
type Variable = keyof typeof profile;

const families = {
  'Contact centre': 0.27,
  Casework: 0.38,
  'Face to face': 0.16,
  Enforcement: 0.07,
  'Custody and security': 0.12,
};
const barriers = ['Time', 'Manager support', 'Relevance', 'Awareness', 'Access', 'Confusing offer'];
const pulls = [0.46, 0.22, 0.19, 0.33, 0.16, 0.12];
const outcomes = ['identity', 'visibility', 'equipped', 'engaged'] as const;
const levels = { identity: 0.55, visibility: -0.1, equipped: 0.2, engaged: 0.3 };
const moved = { identity: 0.05, visibility: 0.22, equipped: 0.0, engaged: 0.08 };
const harder = [0.15, -0.05, -0.25];
const words = ['Strongly disagree', 'Disagree', 'Neither', 'Agree', 'Strongly agree'];
const columns = [
  ...[
    'respondent',
    'wave',
    'department',
    'department_headcount',
    'grade',
    'region',
    'sex',
    'age',
    'ethnicity',
    'job_family',
  ],
  ...outcomes.flatMap((outcome) => [1, 2, 3].map((number) => `${outcome}_${number}`)),
  'barriers',
];

/** Mulberry32: uniform numbers from 0 to 1, the same from the same seed on every machine. */
function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Both files as text. */
export function makeSurvey(): { survey: string; margins: string } {
  const next = uniform(20_261_123);
  /** Nearly normal, by sums only, so that no machine's logarithm matters. */
  const normal = () => Array.from({ length: 12 }, next).reduce((sum, value) => sum + value, -6);
  const chance = (p: number) => next() < p;
  const pick = (shares: Readonly<Record<string, number>>): string => {
    let left = next();
    for (const [name, share] of Object.entries(shares)) {
      left -= share;
      if (left < 0) return name;
    }
    return Object.keys(shares).at(-1)!;
  };

  const rows: string[][] = [];
  for (const wave of waves)
    for (const [department, count] of allocation(wave.respondents))
      for (let drawn = 0; drawn < count; ) {
        const member = {
          grade: pick(profile.grade),
          region: pick(profile.region),
          sex: pick(profile.sex),
          age: pick(profile.age),
          ethnicity: pick(profile.ethnicity),
          family: pick(families),
        };
        const senior = Object.keys(profile.grade).indexOf(member.grade);
        const older = Object.keys(profile.age).indexOf(member.age);
        if (!chance(0.16 + 0.06 * senior + 0.045 * older + (member.sex === 'Female' ? 0.05 : 0))) continue;
        drawn++;
        const feeling = normal() * 0.75 + 0.12 * senior - 0.04 * older + departmental(department);
        const answers = outcomes.flatMap((outcome) => {
          const own = feeling + levels[outcome] + wave.later * moved[outcome] + normal() * 0.45;
          return harder.map((ease) => answer(own + ease + normal() * 0.7));
        });
        answers.forEach((_, at) => {
          if (chance(0.012 + 0.0025 * at)) answers[at] = '';
          else if (chance(0.008)) answers[at] = 'Prefer not to say';
        });
        if (member.family === 'Custody and security' || chance(0.03)) answers[8] = 'Not applicable';
        if (senior === 0 && chance(0.6)) answers[5] = 'Not applicable';
        const headcount = Math.round(people * profile.department[department]);
        const place = `R${String(rows.length + 1).padStart(5, '0')}`;
        const about = [member.grade, chance(0.006) ? respelled(member.region) : member.region];
        const personal = [shy(member.sex, 0.02), shy(member.age, 0.025), shy(member.ethnicity, 0.08)];
        const written = answers.map((text) => (text !== '' && chance(0.01) ? respelled(text) : text));
        rows.push([
          place,
          wave.year,
          department,
          String(headcount),
          ...about,
          ...personal,
          member.family,
          ...written,
          named(senior),
        ]);
      }
  return { survey: page(rows), margins: margins() };

  function answer(size: number): string {
    return words[[-1.2, -0.45, 0.3, 1.25].filter((limit) => size > limit).length]!;
  }
  function shy(text: string, p: number): string {
    return chance(p) ? 'Prefer not to say' : text;
  }
  function respelled(text: string): string {
    return [`${text} `, text.toUpperCase(), text.toLowerCase(), ` ${text}`][Math.floor(next() * 4)]!;
  }
  function named(senior: number): string {
    if (chance(0.04)) return '';
    const chosen = barriers.filter((_, at) => chance(pulls[at]! * (at === 0 ? 1.1 : 1.15 - 0.06 * senior)));
    if (chosen.length === 0) return chance(0.15) ? 'Prefer not to say' : 'None of these';
    return (chance(0.3) ? chosen.reverse() : chosen).join('; ');
  }
}

/** Half by size and half in equal parts, so that small departments can be shown. */
function allocation(respondents: number): [keyof typeof profile.department, number][] {
  const departments = Object.entries(profile.department) as [keyof typeof profile.department, number][];
  const sizes = departments.map(
    ([name, share]) => [name, Math.round(respondents * (share / 2 + 0.5 / departments.length))] as const,
  );
  const rest = respondents - sizes.reduce((sum, [, size]) => sum + size, 0);
  return sizes.map(([name, size], at) => [name, at === 0 ? size + rest : size]);
}

const departmental = (name: string) => ((name.length * 7) % 11) / 22 - 0.25;

const page = (rows: readonly string[][]) =>
  [
    'Synthetic baseline survey of operational delivery staff: made by a seeded generator; nobody in it is real',
    'Export of all responses; one row per respondent and wave',
    '',
    columns.join(','),
    ...rows.map((row) => row.join(',')),
    '',
    'Note: "Not applicable" means that the question was not put; department_headcount is the size of the department',
    '',
  ].join('\n');

function margins(): string {
  const rows = (Object.keys(profile) as Variable[]).flatMap((variable) =>
    Object.entries(profile[variable]).map(
      ([category, share]) => `${variable},${category},${Math.round(people * share)}`,
    ),
  );
  return ['variable,category,population', ...rows, ''].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = dirname(process.argv[1]);
  const { survey, margins } = makeSurvey();
  writeFileSync(join(folder, 'survey.csv'), survey);
  writeFileSync(join(folder, 'survey-margins.csv'), margins);
}
