import type { Query } from '../../main/contract/data.ts';
import { applyMethod } from '../../main/methods/apply.ts';
import { survey } from '../../main/methods/survey.ts';
import { quietTask, testEngine } from '../engine.ts';
import type { Measured } from './measure.ts';

export interface SurveySize {
  respondents: number;
  items: number;
  /** Categories of all grouping columns together. */
  groups: number;
}

const columns = 6;
const outcomes = ['identity', 'visibility', 'equipped', 'engaged'];

/** Respondents with their items, six grouping columns and a stratum, the same at every run. */
async function respondents(query: Query, { respondents, items, groups }: SurveySize): Promise<void> {
  const each = Math.ceil(groups / columns);
  const answers = Array.from({ length: items }, (_, at) => {
    const name = `${outcomes[at % outcomes.length]}_${Math.floor(at / outcomes.length) + 1}`;
    return `CASE WHEN hash(i * 131 + ${at}) % 40 = 0 THEN NULL ELSE (1 + (hash(i * 131 + ${at}) // 64 % 5 + hash(i) % 3 * 2) // 2)::INTEGER END AS ${name}`;
  });
  const by = Array.from(
    { length: columns },
    (_, at) => `'c' || (sqrt(hash(i * 17 + ${at}) % ${each * each}))::INTEGER % ${each} AS g${at}`,
  );
  await query.make(
    'respondents',
    `SELECT i AS respondent, 's' || hash(i * 7) % 20 AS stratum, ${[...by, ...answers].join(', ')} FROM range(${respondents}) r(i)`,
  );
  const margins = Array.from(
    { length: columns },
    (_, at) =>
      `SELECT 'g${at}' AS variable, g${at} AS category, count(*) + 1000 AS population FROM out.respondents GROUP BY ALL`,
  );
  await query.make('population', margins.join(' UNION ALL '));
}

/** Times the survey on synthetic respondents: scores with linearised errors, then raking to six margins with little else to do. */
export async function benchSurvey(
  report: (measured: Measured) => void,
  size: SurveySize = { respondents: 290_000, items: 100, groups: 60 },
): Promise<void> {
  const host = await testEngine();
  try {
    await respondents(host.query, size);
    const items = outcomes.map((outcome) => `${outcome}_*`);
    const group = Array.from({ length: columns }, (_, at) => `g${at}`);
    const time = async (name: string, detail: string, run: () => Promise<unknown>) => {
      const start = performance.now();
      await run();
      report({ name, seconds: (performance.now() - start) / 1000, detail });
    };
    const apply = (roles: Record<string, string | string[]>, also = {}) =>
      applyMethod(
        survey,
        host.query,
        { relation: 'out.respondents', roles, also, options: {}, settings: {} },
        quietTask,
      );
    const about = `${size.respondents} respondents, ${size.items} items × ${size.groups} groups, 20 strata`;
    const margins = { margins: { relation: 'out.population', roles: {} } };
    await time('survey scores', about, () => apply({ items, group, stratum: 'stratum' }));
    await time('survey raking', `${size.respondents} respondents on ${columns} margins, one item`, () =>
      apply({ items: ['identity_1'], rake: group }, margins),
    );
    await time('survey scores, raked', about, () => apply({ items, group, stratum: 'stratum' }, margins));
  } finally {
    host.close();
  }
}
