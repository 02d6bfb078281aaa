import type { Query } from '../../contract/data.ts';
import { tPValue } from '../distribution.ts';
import { formName } from './form.ts';
import { Frame } from './frame.ts';
import { LEVEL, SEASON, SLOPE } from './recursion.ts';
import type { Result } from './written.ts';

/** Writes what each method estimated: models, every exponential smoothing form, its states, regression terms. */
export async function writeEstimates(query: Query, results: readonly Result[]): Promise<void> {
  const models = new Frame({
    series: 'VARCHAR',
    method: 'VARCHAR',
    chosen: 'BOOLEAN',
    form: 'VARCHAR',
    alpha: 'DOUBLE',
    beta: 'DOUBLE',
    gamma: 'DOUBLE',
    phi: 'DOUBLE',
    drift: 'DOUBLE',
    sigma2: 'DOUBLE',
    parameters: 'INTEGER',
    loglik: 'DOUBLE',
    aic: 'DOUBLE',
    aicc: 'DOUBLE',
    bic: 'DOUBLE',
    intervals: 'VARCHAR',
  });
  const forms = new Frame({
    series: 'VARCHAR',
    form: 'VARCHAR',
    chosen: 'BOOLEAN',
    parameters: 'INTEGER',
    loglik: 'DOUBLE',
    aicc: 'DOUBLE',
  });
  const states = new Frame({
    series: 'VARCHAR',
    state: 'VARCHAR',
    place: 'INTEGER',
    initial: 'DOUBLE',
    final: 'DOUBLE',
  });
  const coefficients = new Frame({
    series: 'VARCHAR',
    term: 'VARCHAR',
    estimate: 'DOUBLE',
    standard_error: 'DOUBLE',
    t: 'DOUBLE',
    p: 'DOUBLE',
  });
  for (const { found, analysis } of results)
    for (const [place, trial] of analysis.trials.entries()) {
      const series = found.name;
      const { k, ...model } = trial.model;
      models.add({ series, method: trial.method, chosen: place === analysis.chosen, ...model, parameters: k });
      for (const { name, estimate, error, t, df } of trial.terms ?? [])
        coefficients.add({ series, term: name, estimate, standard_error: error, t, p: tPValue(t, df) });
      const fit = trial.ets;
      if (!fit) continue;
      for (const { form, k: size, loglik, aicc } of [...fit.forms].sort((a, b) => a.aicc - b.aicc))
        forms.add({ series, form: formName(form), chosen: form === fit.form, parameters: size, loglik, aicc });
      const state = (name: string, at: number | null, initial: number, final: number) =>
        states.add({ series, state: name, place: at, initial, final });
      state('level', null, fit.parameters[LEVEL]!, fit.level);
      if (fit.form.trend !== 'N') state('slope', null, fit.parameters[SLOPE]!, fit.slope);
      for (const [j, last] of fit.season.entries()) state('season', j + 1, fit.parameters[SEASON + j]!, last);
    }
  await query.put('models', models.computed);
  await query.put('forms', forms.computed);
  await query.put('states', states.computed);
  await query.put('coefficients', coefficients.computed);
}
