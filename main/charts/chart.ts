import type { z } from 'zod';
import type { Page } from '../contract/data.ts';

/** What every chart of ours is told besides its channels. */
export interface Caption {
  title: string;
  alt: string;
}

/** A Vega-Lite specification with its data inside. */
export type Specification = Record<string, unknown>;

/**
 * A kind of chart: `channels` names the columns that it draws and its settings, `draw` is a pure function from rows to Vega-Lite.
 */
export interface ChartDefinition<Channels extends z.ZodObject> {
  id: string;
  title: string;
  about: string;
  channels: Channels;
  draw(data: Page, channels: z.output<Channels>, caption: Caption): Specification;
}

export type Chart = ChartDefinition<z.ZodObject>;

export function chart<Channels extends z.ZodObject>(definition: ChartDefinition<Channels>): Chart {
  return definition as unknown as Chart;
}
