/**
 * Makes initiatives.csv: the links of three synthetic impact chains. Measures named as an index of the survey (Equipped, Engaged) or as a measured
 * effect (Avoidable contact) have no figures of their own: those come from the survey and from the interrupted series.
 * The same file every time. `npx tsx notebooks/samples/initiatives.ts`
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

interface Link {
  initiative: string;
  link: string;
  measure: string;
  unit?: string;
  baseline?: number;
  value?: number;
  target?: number;
  better?: 'up' | 'down';
  method?: string;
  data?: string;
  source?: string;
  owner?: string;
  date?: string;
  cost?: number;
}

const [clear, academy, surge] = ['Clearer guidance', 'Operational academy', 'Surge team'] as const;

const links: Link[] = [
  {
    initiative: clear,
    link: 'initiative',
    measure: 'Pages rewritten with users',
    unit: 'pages',
    baseline: 0,
    value: 148,
    target: 160,
    method: 'count',
    data: 'content plan',
    owner: 'Head of content',
    date: '2024-08-30',
    cost: 210000,
  },
  {
    initiative: clear,
    link: 'output',
    measure: 'Guidance published',
    unit: '% of topics',
    baseline: 0,
    value: 92,
    target: 100,
    method: 'count',
    data: 'publishing log',
    owner: 'Head of content',
    date: '2024-09-01',
  },
  { initiative: clear, link: 'capability', measure: 'Equipped', target: 65, owner: 'Head of profession' },
  {
    initiative: clear,
    link: 'behaviour',
    measure: 'Contacts that quote the guidance',
    unit: '%',
    baseline: 22,
    value: 41,
    target: 50,
    method: 'before-after',
    data: 'call sample',
    owner: 'Contact centre lead',
    date: '2025-11-30',
  },
  {
    initiative: clear,
    link: 'service',
    measure: 'Avoidable contact',
    unit: '%',
    target: 30,
    better: 'down',
    owner: 'Service owner',
  },
  {
    initiative: clear,
    link: 'outcome',
    measure: 'Changes reported right first time',
    unit: '%',
    baseline: 71,
    value: 78,
    target: 85,
    method: 'difference in differences',
    data: 'case system',
    owner: 'Service owner',
    date: '2025-12-31',
  },
  {
    initiative: clear,
    link: 'outcome',
    measure: 'Cost saved',
    unit: '£ million',
    value: 1.4,
    method: 'document',
    source: 'Annual report 2024–25 (synthetic)',
    owner: 'Finance',
    date: '2025-07-01',
  },
  {
    initiative: academy,
    link: 'initiative',
    measure: 'Places funded',
    unit: 'places',
    baseline: 0,
    value: 1200,
    target: 1500,
    method: 'count',
    data: 'academy register',
    owner: 'Academy director',
    date: '2025-09-30',
    cost: 900000,
  },
  {
    initiative: academy,
    link: 'output',
    measure: 'Courses finished',
    unit: 'people',
    baseline: 0,
    value: 870,
    target: 1200,
    method: 'count',
    data: 'academy register',
    owner: 'Academy director',
    date: '2025-12-31',
  },
  { initiative: academy, link: 'capability', measure: 'Equipped', target: 65, owner: 'Head of profession' },
  { initiative: academy, link: 'behaviour', measure: 'Engaged', target: 62, owner: 'Head of profession' },
  {
    initiative: academy,
    link: 'outcome',
    measure: 'Productivity',
    unit: '%',
    value: 12,
    method: 'document',
    source: 'Academy brochure (synthetic)',
    owner: 'Academy director',
  },
  {
    initiative: surge,
    link: 'initiative',
    measure: 'Deployments',
    unit: 'deployments',
    baseline: 14,
    value: 23,
    method: 'count',
    data: 'surge log',
    owner: 'Surge team lead',
    date: '2025-12-31',
    cost: 640000,
  },
  {
    initiative: surge,
    link: 'output',
    measure: 'Days supplied',
    unit: 'FTE days',
    baseline: 5100,
    value: 9800,
    method: 'count',
    data: 'surge log',
    owner: 'Surge team lead',
    date: '2025-12-31',
  },
  {
    initiative: surge,
    link: 'service',
    measure: 'Cases older than 12 weeks',
    unit: 'cases',
    baseline: 4200,
    value: 4600,
    target: 2000,
    better: 'down',
    method: 'before-after',
    data: 'case system',
    date: '2025-12-31',
  },
];

const columns = [
  'initiative',
  'link',
  'measure',
  'unit',
  'baseline',
  'value',
  'target',
  'better',
  'method',
  'data',
  'source',
  'owner',
  'date',
  'cost',
] as const;

const field = (value: string | number | undefined): string => {
  const text = String(value ?? '');
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

export function initiatives(): string {
  return `${[
    'Synthetic data: links of three impact chains',
    '',
    columns.join(','),
    ...links.map((link) => columns.map((column) => field(link[column])).join(',')),
  ].join('\n')}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(new URL('initiatives.csv', import.meta.url), initiatives());
