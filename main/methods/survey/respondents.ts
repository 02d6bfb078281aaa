import type { Query, Warning } from '../../contract/data.ts';
import { Fault } from '../../contract/fault.ts';
import type { Input } from '../method.ts';
import { type Sample, take } from './sample.ts';

/** Leaves out respondents without what the design needs of everyone, and says how many. */
export function usable(sample: Sample, weighted: boolean): { sample: Sample; warnings: Warning[] } {
  const warnings: Warning[] = [];
  const out = new Uint8Array(sample.count);
  const lacking = (role: string, lacks: (k: number) => boolean) => {
    let count = 0;
    for (let k = 0; k < sample.count; k++)
      if (lacks(k)) {
        count++;
        out[k] = 1;
      }
    if (count > 0)
      warnings.push({
        code: `no-${role}`,
        text: `${count.toLocaleString('en-GB')} respondents have no ${role} and were left out of every figure.`,
        count,
      });
  };
  for (const role of ['wave', 'stratum', 'cluster'] as const) {
    const variable = sample[role];
    if (variable) lacking(role, (k) => variable.codes[k]! < 0);
  }
  const { weight } = sample;
  if (weight && weighted) {
    const negative = weight.filter((value) => value < 0).length;
    if (negative > 0)
      throw new Fault(
        'data-unfit',
        `${negative} weights are below zero. Weights must be zero or more; mend them, or set the option "weights" to none.`,
      );
    lacking('weight', (k) => Number.isNaN(weight[k]!));
    if (sample.count > 0 && !weight.some((value) => value > 0))
      throw new Fault(
        'data-unfit',
        'No respondent has a weight above zero. Give another column, or set the option "weights" to none.',
      );
  }
  const rows = Int32Array.from({ length: sample.count }, (_, k) => k).filter((k) => out[k] === 0);
  return { sample: rows.length === sample.count ? sample : take(sample, rows), warnings };
}

/** The respondents of each wave, earliest first; one nameless wave where none was given. */
export function wavesOf(sample: Sample): { wave: string | null; sample: Sample }[] {
  const { wave } = sample;
  if (!wave) return sample.count > 0 ? [{ wave: null, sample }] : [];
  const rows = wave.labels.map(() => [] as number[]);
  wave.codes.forEach((code, k) => {
    rows[code]!.push(k);
  });
  return wave.labels.flatMap((label, at) =>
    rows[at]!.length > 0 ? [{ wave: label, sample: take(sample, Int32Array.from(rows[at]!)) }] : [],
  );
}

/** Respondents that occur twice in a wave, which no figure corrects for. */
export async function repeated(query: Query, input: Input): Promise<Warning[]> {
  if (!input.columns.respondent) return [];
  const by = input.columns.wave ? 'respondent, wave' : 'respondent';
  const [row] = await query.rows(
    `SELECT coalesce(sum(n - 1), 0)::INTEGER AS extra FROM (SELECT count(*) AS n FROM ${input.table} WHERE respondent IS NOT NULL GROUP BY ${by})`,
  );
  const extra = Number(row?.extra ?? 0);
  const text = `${extra.toLocaleString('en-GB')} rows repeat a respondent already seen in the same wave; all were counted. Remove them first if they are duplicates.`;
  return extra > 0 ? [{ code: 'repeated-respondents', text, count: extra }] : [];
}
