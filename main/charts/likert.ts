import { z } from 'zod';
import { Fault } from '../contract/fault.ts';
import { atMost, categories, lyingAxis, oneEach } from './category.ts';
import { chart, type Specification } from './chart.ts';
import { emptyPicture, words } from './draw.ts';
import { rowsWhere } from './interval.ts';
import { grey, ink, palette, width } from './style.ts';
import { counted, niceDomain, series, toNumber } from './value.ts';

interface Segment {
  category: string;
  answer: string;
  from: number;
  to: number;
  middle: number;
  share: number;
  label: string;
  dark: boolean;
}

/** From one end of the published palette to the other; the words on each segment say which is which. */
const shades = [palette[2], '#cf9dba', '#d9dcdd', '#8fa8c4', palette[0]] as const;
const dark = [true, false, false, false, true] as const;
const five = ['Strongly disagree', 'Disagree', 'Neither', 'Agree', 'Strongly agree'];

/** Shares of answers on a five-point scale, a bar of 100 % a row, or on either side of the neutral answer. */
export default chart({
  id: 'likert',
  title: 'Answers on a scale',
  about: 'Shares of answers at each of five scale points, a row per item or group, each with its percentage on it.',
  channels: z.object({
    label: z.string().describe('the item or the group of each row'),
    answers: z
      .array(z.string())
      .length(5)
      .default(['pct_1', 'pct_2', 'pct_3', 'pct_4', 'pct_5'])
      .describe('five columns of shares, 0 to 1, from the most negative answer to the most positive'),
    names: z.array(words('the answer’s words')).length(5).default(five).describe('what the five answers are called'),
    layout: z
      .enum(['stacked', 'diverging'])
      .default('stacked')
      .describe('bars that fill the width, or that turn about the middle of the neutral answer'),
    sort: z.enum(['positive', 'rows']).default('positive').describe('the most positive first, or as the rows come'),
    only: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
      .optional()
      .describe('draws the rows with these values alone, by column'),
  }),
  draw(all, channels): Specification {
    const data = rowsWhere(all, channels.only, 'likert');
    const label = series(data, channels.label);
    const named = categories(label, 230);
    const answers = channels.answers.map((name) => series(data, name).values.map(toNumber));
    atMost(60, named.of.length, 'likert', 'bars');
    oneEach(named.of, 'likert', 'keep one group with "only"');
    const rows = named.of.flatMap((category, row) => {
      const shares = answers.map((values) => values[row] ?? null);
      return shares.every((share) => share !== null) ? [{ category, shares }] : [];
    });
    if (rows.length === 0) return emptyPicture('No answers to draw.');
    if (rows.some(({ shares }) => shares.some((share) => share < 0 || share > 1 + 1e-9)))
      throw new Fault('data-unfit', 'The chart likert needs shares from 0 to 1. Divide percentages by 100.');
    if (channels.sort === 'positive')
      rows.sort(
        (a, b) =>
          positive(b.shares) - positive(a.shares) || named.names.indexOf(a.category) - named.names.indexOf(b.category),
      );
    const segments = rows.flatMap(({ category, shares }) =>
      segmentsOf(category, shares, channels.names, channels.layout),
    );
    const missing = named.of.length - rows.length;
    const diverging = channels.layout === 'diverging';
    const reach = niceDomain(
      segments.flatMap(({ from, to }) => [from, to]),
      6,
      true,
    );
    const roomy = (0.027 * (diverging ? reach[1] - reach[0] : 100)) / 100 + 0.018;
    const x = {
      field: 'from',
      type: 'quantitative',
      scale: { domain: diverging ? reach : [0, 100], nice: false },
      axis: {
        title: diverging ? 'Share of answers (%), negative to the left, positive to the right' : 'Share of answers (%)',
        grid: false,
        domain: false,
        labelExpr: "format(abs(datum.value), '') + '%'",
      },
    };
    const y = {
      field: 'category',
      type: 'nominal',
      sort: rows.map(({ category }) => category),
      scale: { paddingInner: 0.25, paddingOuter: 0.1 },
      axis: { ...lyingAxis, labelAngle: 0, domain: !diverging },
    };
    const text = (filter: string, color: string) => ({
      transform: [{ filter }],
      mark: { type: 'text', color },
      encoding: { x: { ...x, field: 'middle' }, y, text: { field: 'label', type: 'nominal' } },
    });
    return {
      ...(missing > 0 && { title: { subtitle: `${counted(missing, 'row')} without shares not drawn.` } }),
      width,
      height: rows.length * Math.max(named.lines * 14 + 8, 30),
      data: { values: segments },
      layer: [
        {
          mark: { type: 'bar', stroke: '#ffffff', strokeWidth: 1.5 },
          encoding: {
            x,
            x2: { field: 'to' },
            y,
            color: {
              field: 'answer',
              type: 'nominal',
              scale: { domain: channels.names, range: [...shades] },
              legend: { orient: 'top', title: null, columns: 5, symbolType: 'square' },
            },
          },
        },
        ...(diverging
          ? [{ data: { values: [{}] }, mark: { type: 'rule', color: grey }, encoding: { x: { datum: 0 } } }]
          : []),
        text(`datum.share >= ${roomy} && datum.dark`, '#ffffff'),
        text(`datum.share >= ${roomy} && !datum.dark`, ink),
      ],
    };
  },
});

const positive = (shares: readonly number[]) => shares[3]! + shares[4]!;

function segmentsOf(
  category: string,
  shares: readonly number[],
  names: readonly string[],
  layout: 'stacked' | 'diverging',
): Segment[] {
  let at = layout === 'stacked' ? 0 : -100 * (shares[0]! + shares[1]! + shares[2]! / 2);
  return shares.map((share, point) => {
    const from = at;
    at += share * 100;
    return {
      category,
      answer: names[point]!,
      from,
      to: at,
      middle: (from + at) / 2,
      share,
      label: `${Math.round(share * 100)}%`,
      dark: dark[point]!,
    };
  });
}
