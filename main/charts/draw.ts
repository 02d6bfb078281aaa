import { z } from 'zod';
import type { Page } from '../contract/data.ts';
import { Fault, type Place } from '../contract/fault.ts';
import type { Caption, Chart, Specification } from './chart.ts';
import { wrap } from './measure.ts';
import { config, grey, width } from './style.ts';

/** Keys of a chart cell's body that are not channels. */
const frame = ['chart', 'on', 'title', 'alt'];

/** A channel that takes words, not the name of a column. */
export const words = (about: string) => z.string().meta({ words: true }).describe(about);

/** Draws a chart of ours on rows: checks the channels of its cell against what the chart takes and what the table has. */
export function drawChart(
  chart: Chart,
  data: Page,
  body: Readonly<Record<string, unknown>>,
  place: Place = {},
): Specification {
  const caption = captionOf(body, place);
  const given = Object.fromEntries(Object.entries(body).filter(([key]) => !frame.includes(key)));
  const known = Object.keys(chart.channels.shape);
  const stray = Object.keys(given).find((key) => !known.includes(key));
  if (stray !== undefined)
    throw new Fault(
      'notebook-invalid',
      `The chart ${chart.id} has no channel "${stray}". It has ${known.join(', ')}.`,
      { place },
    );
  const parsed = chart.channels.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const name = issue.path.join('.');
    const about = known.includes(name) ? chart.channels.shape[name]?.description : undefined;
    const missing = given[String(issue.path[0])] === undefined;
    throw new Fault(
      missing ? 'input-missing' : 'notebook-invalid',
      missing
        ? `The chart ${chart.id} needs "${name}"${about ? ` (${about})` : ''}. The columns are ${listed(data)}.`
        : `"${name}" of the chart ${chart.id} does not fit: ${issue.message}.${about ? ` It is ${about}.` : ''}`,
      { place },
    );
  }
  const channels = resolveColumns(chart, parsed.data as Record<string, unknown>, data, place);
  const rows = data.values[0]?.length ?? 0;
  const drawn = rows === 0 ? emptyPicture('No rows to draw: the table has none.') : chart.draw(data, channels, caption);
  const short =
    rows < data.rowCount && rows > 0
      ? `Drawn from ${rows.toLocaleString('en-GB')} of ${data.rowCount.toLocaleString('en-GB')} rows.`
      : '';
  return framed(drawn, caption, short);
}

function captionOf(body: Readonly<Record<string, unknown>>, place: Place): Caption {
  const caption = z.object({ title: z.string().min(1), alt: z.string().min(1) }).safeParse(body);
  if (caption.success) return caption.data;
  throw new Fault(
    'notebook-invalid',
    'A chart needs a title, and an alt: what it shows, for people who cannot see it. Write both in its cell.',
    { place },
  );
}

/** Columns may be written in any case, as in SQL; what reaches the chart is the table's own spelling. */
function resolveColumns(
  chart: Chart,
  channels: Record<string, unknown>,
  data: Page,
  place: Place,
): Record<string, unknown> {
  const names = data.columns.map((column) => column.name);
  const find = (channel: string, wanted: unknown): unknown => {
    if (Array.isArray(wanted)) return wanted.map((entry) => find(channel, entry));
    if (typeof wanted !== 'string') return wanted;
    const found =
      names.find((name) => name === wanted) ?? names.find((name) => name.toLowerCase() === wanted.toLowerCase());
    if (found !== undefined) return found;
    throw new Fault(
      'name-unknown',
      `The chart ${chart.id} has no column "${wanted}" for "${channel}". The columns are ${listed(data)}.`,
      { place },
    );
  };
  const entries = Object.entries(channels).map(([name, value]) => {
    const schema = chart.channels.shape[name];
    return [name, schema && takesColumns(schema as z.ZodType) ? find(name, value) : value];
  });
  return Object.fromEntries(entries);
}

const listed = (data: Page) => data.columns.map((column) => column.name).join(', ') || 'none';

/** A channel names columns when it takes any text, alone or in a list. */
function takesColumns(schema: z.ZodType): boolean {
  if (schema.meta()?.words === true) return false;
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault)
    return takesColumns(schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodArray) return takesColumns(schema.element as z.ZodType);
  if (schema instanceof z.ZodUnion) return schema.options.some((option) => takesColumns(option as z.ZodType));
  return schema instanceof z.ZodString;
}

/** An honest picture of nothing. */
export function emptyPicture(because: string): Specification {
  return {
    width,
    height: 90,
    data: { values: [{ because: wrap(because, width - 40, 14).join('\n') }] },
    mark: { type: 'text', fontSize: 14, color: grey, lineBreak: '\n' },
    encoding: { text: { field: 'because', type: 'nominal' } },
  };
}

/** Puts title, note, text alternative and look on what a chart drew. */
export function framed(drawn: Specification, caption: Caption, note = ''): Specification {
  const room = typeof drawn.width === 'number' ? Math.max(drawn.width, 300) : width;
  const title =
    typeof drawn.title === 'object' && drawn.title !== null && !Array.isArray(drawn.title) ? drawn.title : {};
  const given = 'subtitle' in title ? title.subtitle : [];
  const notes = (Array.isArray(given) ? given : [given]).concat(note || []);
  const subtitle = notes.flatMap((line) => wrap(String(line), room, config.title.subtitleFontSize));
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    ...drawn,
    title: {
      ...title,
      text: wrap(caption.title, room, config.title.fontSize, true),
      ...(subtitle.length > 0 && { subtitle }),
    },
    description: caption.alt,
    config: { ...config, ...(drawn.config as Record<string, unknown> | undefined) },
  };
}
