import { applyMethod } from '../../main/methods/apply.ts';
import { forecast } from '../../main/methods/forecast.ts';
import { quietTask, testEngine } from '../engine.ts';
import type { Measured } from './measure.ts';

export interface ForecastSize {
  /** Monthly series of 120 points. */
  series: number;
}

/** Monthly series with trends, seasons and noise of many sizes; the same at every run. */
const monthly = (count: number) => `
  WITH points AS (
    SELECT s, t, sqrt(-2 * ln((hash(s * 1009 + t * 7 + 1) % 1000003 + 1) / 1000004)) * cos(2 * pi() * (hash(s * 2003 + t * 13 + 2) % 1000003) / 1000003) AS z,
      sqrt(-2 * ln((hash(s * 3001 + t * 17 + 3) % 1000003 + 1) / 1000004)) * cos(2 * pi() * (hash(s * 4001 + t * 19 + 4) % 1000003) / 1000003) AS w
    FROM range(${count}) a(s), range(120) b(t))
  SELECT 'Service ' || lpad(s::VARCHAR, 4, '0') AS series, (DATE '2014-01-01' + to_months(t::INTEGER))::DATE AS date,
    round(greatest(5, (200 + (s % 7) * 0.3 * t + (s % 5) * 0.8 * sum(w) OVER (PARTITION BY s ORDER BY t))
      * (1 + CASE WHEN s % 3 = 0 THEN 0.02 ELSE 0.2 END * sin(2 * pi() * (t + s) / 12)) * (1 + 0.05 * z)), 1) AS value
  FROM points ORDER BY s, t`;

/** Times the whole method: all default methods, refitted at 6 origins, with intervals, scores and every table. */
export async function benchForecast(
  report: (measured: Measured) => void,
  size: ForecastSize = { series: 1000 },
): Promise<void> {
  const host = await testEngine();
  try {
    const relation = await host.query.make('monthly', monthly(size.series));
    const began = performance.now();
    await applyMethod(
      forecast,
      host.query,
      {
        relation,
        roles: {},
        also: {},
        options: {},
        settings: { calendar: 'england-and-wales', zone: 'Europe/London' },
      },
      quietTask,
    );
    const seconds = (performance.now() - began) / 1000;
    const [one] = await host.query.rows('SELECT forecast, origins FROM out.summary');
    const chosen = await host.query.rows(
      'SELECT chosen, count(*) AS n FROM out.series GROUP BY chosen ORDER BY n DESC',
    );
    report({
      name: `forecast: ${one?.forecast} monthly series of 120 points, ${one?.origins} origins, all methods and intervals`,
      seconds,
      detail: `limit 20 s; chosen: ${chosen.map((row) => `${row.chosen} ${row.n}`).join(', ')}`,
    });
  } finally {
    host.close();
  }
}
