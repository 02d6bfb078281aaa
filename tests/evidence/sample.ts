import bar from '../../main/charts/bar.ts';
import { drawChart } from '../../main/charts/draw.ts';
import { renderSvg } from '../../main/charts/render.ts';
import type { Report } from '../../main/contract/report.ts';
import type { CellResult } from '../../main/contract/run.ts';
import { page } from '../page.ts';

const steps = page({
  activity: ['VARCHAR', ['Check', '<script>alert(1)</script>', 'O\'Brien & "Co"']],
  cases: ['BIGINT', [1368, 12, '9007199254740993'], 'cases'],
  wait_p50: ['DOUBLE', [99873.25, 5e-7, null], 's'],
  share: ['DECIMAL(9,4)', ['0.4839', '0.2210', '-0.0100']],
});
const summary = page({
  cases: ['BIGINT', [1434], 'cases'],
  events: ['BIGINT', [8577]],
  lead_p50: ['DOUBLE', [21600.5], 's'],
  first: ['TIMESTAMP', ['2010-10-02T09:15:00.000000']],
  last: ['TIMESTAMP WITH TIME ZONE', ['2012-01-02T09:15:00.120000Z']],
});
const cases = page({ case_id: ['VARCHAR', Array.from({ length: 100 }, (_, index) => `case-${index}`)] }, 8577);
const method = {
  id: 'flow',
  version: 1,
  title: 'How work flows',
  question: 'Where does work wait, and what is done again?',
  assumptions: ['Each row is one completed step of one case.'],
  notFor: ['Logs whose times are only dates.'],
  reference: 'A textbook, chapter 5.',
};
const cell = (kind: CellResult['kind'], more: Partial<CellResult> = {}): CellResult => ({
  kind,
  status: 'ran',
  ms: 1,
  key: 'k',
  ...more,
});
const error = { code: 'sql-invalid', message: 'There is no column "stpe" in "log".', line: 88 };
const ties = {
  code: 'ties',
  text: 'Events of one case have the same time and keep the order of the file.',
  count: 1212,
};
const ends = {
  name: 'every_case_ends',
  status: 'failed' as const,
  rows: 12,
  because: 'Open cases make lead times look short',
};

const figure = '<data class="figure" value="21600.5" data-figure="waits.summary.lead_p50">6 hours</data>';

/** A report with a block of every kind, a failure, a warning and hostile values. */
export async function sampleReport(): Promise<Report> {
  const caption = { title: 'Where the waiting is', alt: 'Share of all waiting time by step' };
  const drawn = drawChart(bar, steps, { chart: 'bar', on: 'waits.steps', x: 'cases', y: 'activity', ...caption });
  return {
    workspace: { title: 'Housing', marking: 'OFFICIAL', zone: 'Europe/London', calendar: 'england-and-wales' },
    title: 'Where does work wait?',
    lessons: ['A.2', 'B.3'],
    checkedForDisclosure: false,
    reproduce: 'odp run notebooks/where.md --workspace housing',
    ranAt: '2026-11-23T09:15:00.123Z',
    run: {
      result: 1,
      notebook: { file: 'notebooks/where.md', sha256: 'a'.repeat(64), title: 'Where does work wait?' },
      parameters: { team: null },
      versions: { app: '0.1.0', engine: '1.5.5', methods: { flow: 1 } },
      inputs: [
        {
          name: 'log',
          extract: 'receipt',
          version: '2026-11-23-7f3a',
          sha256: '7f3a'.repeat(16),
          rows: 8577,
          rejected: 6,
          setAside: { title: 2 },
        },
      ],
      cells: {
        scope: cell('sql'),
        waits: cell('method', { warnings: [ties] }),
        late: cell('sql', { status: 'failed', error }),
      },
      checks: [{ name: 'no_negative_wait', status: 'passed', rows: 0 }, ends],
      figures: [{ text: 'late.share', line: 4, error }],
      status: 'failed',
    },
    blocks: [
      {
        kind: 'prose',
        line: 1,
        html: `<h1>Where does work wait?</h1>\n<p>Half take longer than ${figure}.</p>\n<h2>At first</h2><h4>Deeper</h4>`,
      },
      { kind: 'param', name: 'team', label: 'Team', value: null, about: 'All when it is empty', line: 9 },
      { kind: 'sql', name: 'scope', source: "SELECT * FROM log WHERE a < 'x'", table: cases, line: 12 },
      {
        kind: 'method',
        name: 'waits',
        method,
        on: 'scope',
        roles: { case: ['case_id'] },
        options: { calendar: 'england-and-wales', limit: null },
        tables: { steps, summary },
        warnings: [ties],
        line: 20,
      },
      {
        kind: 'chart',
        name: 'wait_by_step',
        chart: { ...caption, data: steps, svg: (await renderSvg(drawn)).svg },
        line: 33,
      },
      { kind: 'sql', name: 'late', source: 'SELECT stpe FROM log', error, line: 80 },
      { kind: 'check', result: ends, table: steps, line: 90 },
    ],
  };
}
