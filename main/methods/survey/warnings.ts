import type { Warning } from '../../contract/data.ts';
import type { Done, Tables } from './report.ts';
import type { Sample } from './sample.ts';

type Distinct = readonly { value: string; rows: number }[];

/** Values of items that are no answer, by item, with how often each occurs. */
export function strangers(unrecognised: ReadonlyMap<string, Distinct>): Warning[] {
  const texts = new Map<string, { rows: number; items: Set<string> }>();
  for (const [item, values] of unrecognised)
    for (const { value, rows } of values) {
      const known = texts.get(value) ?? { rows: 0, items: new Set<string>() };
      known.rows += rows;
      known.items.add(item);
      texts.set(value, known);
    }
  if (texts.size === 0) return [];
  const sorted = [...texts].sort((a, b) => b[1].rows - a[1].rows || (a[0] < b[0] ? -1 : 1));
  const count = sorted.reduce((sum, [, { rows }]) => sum + rows, 0);
  const list = sorted
    .slice(0, 12)
    .map(
      ([value, { rows, items }]) =>
        `"${value}" ${rows} times in ${[...items].slice(0, 3).join(', ')}${items.size > 3 ? ' …' : ''}`,
    );
  const more = sorted.length > 12 ? `, and ${sorted.length - 12} more values` : '';
  const text = `${count.toLocaleString('en-GB')} answers were not recognised and were counted as none: ${list.join('; ')}${more}. Name them in the option "scale", "routed" or "refused".`;
  return [{ code: 'unrecognised-answers', text, count }];
}

/** Respondents of no category in a variable. */
export function homeless(sample: Sample): Warning[] {
  return sample.groups.flatMap(({ name, codes }) => {
    const count = codes.reduce((sum, code) => sum + (code < 0 ? 1 : 0), 0);
    const text = `${count.toLocaleString('en-GB')} respondents have no ${name}; they count in the figures for all, and in none of its categories.`;
    return count > 0 ? [{ code: 'no-category', text, count }] : [];
  });
}

/** What is worth knowing about a wave's design and figures. */
export function cautions({ wave, scene: { design, testing } }: Done): Warning[] {
  const where = wave === null ? '' : `Wave ${wave}: `;
  const found: Warning[] = [];
  const rules = {
    adjust: 'each was centred on the whole sample, which errs on the wide side',
    remove: 'each was left out of the variances, which errs on the narrow side',
    average: 'each was given the mean variance of the other strata',
    fail: '',
  };
  if (design.lonelyStrata > 0)
    found.push({
      code: 'lonely-psu',
      text: `${where}${design.lonelyStrata} strata hold a single sampling unit; ${rules[design.lonely]} (option "lonely").`,
      count: design.lonelyStrata,
    });
  if (design.clustered && design.df < 30 && testing.reference === 'normal')
    found.push({
      code: 'few-clusters',
      text: `${where}The design has ${design.df} degrees of freedom; tests of shares against the normal find too much. Set the option "test_reference" to t.`,
      count: design.df,
    });
  return found;
}

/** Marks and signs that a reader of the tables should not miss. */
export function marks(tables: Tables, hidden: boolean): Warning[] {
  const found: Warning[] = [];
  const figures = [...tables.items, ...tables.themes, ...tables.indices, ...tables.multi];
  const unreliable = figures.filter(({ flag }) => flag !== null).length;
  if (unreliable > 0)
    found.push({
      code: 'low-reliability',
      text: `${unreliable.toLocaleString('en-GB')} of ${figures.length.toLocaleString('en-GB')} figures are of low reliability and marked [u]${hidden ? '; they are blank, as asked' : ''}.`,
      count: unreliable,
    });
  const review = figures.filter((row) => row.review === true).length;
  if (review > 0)
    found.push({
      code: 'few-degrees',
      text: `${review.toLocaleString('en-GB')} figures rest on fewer than 8 degrees of freedom; have a statistician look before using them.`,
      count: review,
    });
  const reversed = tables.item_drops.filter((row) => row.reversed === true);
  if (reversed.length > 0)
    found.push({
      code: 'reversed-items',
      text: `These items correlate negatively with the rest of their index and may be worded the other way round: ${[...new Set(reversed.map(({ item }) => item))].join(', ')}. They were not turned.`,
      count: reversed.length,
    });
  return found;
}
