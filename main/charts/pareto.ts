import { z } from 'zod';
import { categories, categoryAxis } from './category.ts';
import { chart, type Specification } from './chart.ts';
import { emptyPicture, words } from './draw.ts';
import { grey, ink, palette, width } from './style.ts';
import { series, toNumber } from './value.ts';

interface Row {
  category: string;
  share: number;
  cumulative: number;
  few: string;
  /** Whether the bar is long enough for its label. */
  inside: boolean;
  label: string;
}

/** Bars of shares, largest first, with the cumulative share on the same scale and the threshold that the vital few reach. */
export default chart({
  id: 'pareto',
  title: 'Pareto',
  about: 'The table ranked of the method pareto: shares as bars, and the cumulative share as a line on the same scale.',
  channels: z.object({
    category: z.string().default('category').describe('the categories, in the order to draw them'),
    share: z.string().default('share').describe('share of each, 0 to 1'),
    cumulative: z.string().default('cumulative_share').describe('cumulative share, 0 to 1'),
    vital: z.string().default('vital').describe('true for the vital few'),
    threshold: z.number().gt(0).max(1).default(0.8).describe('where the line across is drawn, 0 to 1'),
    top: z
      .number()
      .int()
      .min(1)
      .max(100)
      .default(20)
      .describe('the most bars to draw; the picture says how many it leaves out'),
    yTitle: words('title of the axis').optional(),
  }),
  draw(data, channels): Specification {
    const names = categories(series(data, channels.category), 230);
    const column = (name: string) => series(data, name).values;
    const [share, cumulative, vital] = [channels.share, channels.cumulative, channels.vital].map(column);
    const all = names.of.flatMap((category, row): Row[] => {
      const size = toNumber(share![row]);
      const sum = toNumber(cumulative![row]);
      if (size === null || sum === null) return [];
      const few = vital![row] === true ? 'Vital few' : 'Others';
      return [{ category, share: size * 100, cumulative: sum * 100, few, inside: size >= 0.12, label: percent(size) }];
    });
    if (all.length === 0) return emptyPicture('No share to draw: the total is 0.');
    const rows = all.slice(0, channels.top);
    const notes = [
      `${all.filter(({ few }) => few === 'Vital few').length} of ${all.length} make up the first ${percent(channels.threshold)} or more: dark bars.`,
      ...(rows.length < all.length
        ? [
            `${rows.length} of ${all.length.toLocaleString('en-GB')} are drawn, with ${percent(rows.at(-1)!.cumulative / 100)} of the total; the table has them all.`,
          ]
        : []),
    ];
    const y = {
      field: 'category',
      type: 'nominal',
      sort: rows.map(({ category }) => category),
      axis: { ...categoryAxis, labelAngle: 0, domainColor: grey },
    };
    const x = (field: string) => ({
      field,
      type: 'quantitative',
      scale: { domain: [0, 100], nice: false },
      axis: {
        title: channels.yTitle ?? 'Share and cumulative share of the total (%)',
        grid: true,
        domain: false,
        ticks: false,
        labelExpr: "datum.label + '%'",
      },
    });
    const few = ['Vital few', 'Others'];
    return {
      title: { subtitle: notes },
      width: width - 60,
      height: rows.length * Math.max(names.lines * 14 + 8, 26),
      data: { values: rows },
      layer: [
        {
          mark: { type: 'bar', stroke: palette[0], strokeWidth: 1 },
          encoding: {
            x: x('share'),
            y,
            color: {
              field: 'few',
              type: 'nominal',
              scale: { domain: few, range: [palette[0], '#ffffff'] },
              legend: null,
            },
          },
        },
        ...[true, false].map((inside) => ({
          transform: [{ filter: `datum.inside === ${inside}` }],
          mark: { type: 'text', align: inside ? 'right' : 'left', dx: inside ? -8 : 10 },
          encoding: {
            x: x('share'),
            y,
            text: { field: 'label', type: 'nominal' },
            color: { condition: { test: `datum.inside && datum.few === '${few[0]}'`, value: '#ffffff' }, value: ink },
          },
        })),
        {
          data: { values: [{ at: channels.threshold * 100, text: percent(channels.threshold) }] },
          layer: [
            { mark: { type: 'rule', color: grey, strokeDash: [4, 3] }, encoding: { x: x('at') } },
            {
              mark: { type: 'text', baseline: 'bottom', dy: -3, color: ink },
              encoding: { x: x('at'), y: { value: 0 }, text: { field: 'text', type: 'nominal' } },
            },
          ],
        },
        {
          mark: { type: 'line', color: palette[3], strokeWidth: 2, order: null },
          encoding: { x: x('cumulative'), y, order: { field: 'cumulative', type: 'quantitative' } },
        },
        {
          mark: { type: 'point', shape: 'diamond', filled: true, color: palette[3], size: 50 },
          encoding: { x: x('cumulative'), y },
        },
        ...(rows.length < 3
          ? []
          : [
              {
                data: { values: rows.slice(-1) },
                mark: { type: 'text', align: 'right', dx: -10, text: 'Cumulative share', color: ink },
                encoding: { x: x('cumulative'), y },
              },
            ]),
      ],
    };
  },
});

const percent = (share: number) =>
  `${(share * 100).toLocaleString('en-GB', { maximumFractionDigits: share < 0.1 ? 1 : 0 })}%`;
