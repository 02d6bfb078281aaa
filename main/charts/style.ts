/** The published palette for government charts (Government Analysis Function): at most four categories, then direct labels. */
export const palette = ['#12436D', '#28A197', '#801650', '#F46A25'] as const;
export const grey = '#6B7276';
export const light = '#D9DCDD';
/** Colour of words: text never takes a series' colour, which would not have contrast enough. */
export const ink = '#0b0c0c';
/** Ends of a scale of one hue, and of one through a middle. */
export const sequential = ['#E7EFF5', '#12436D'] as const;
export const diverging = ['#801650', '#F5F5F5', '#12436D'] as const;
/** Told apart without colour. */
export const dashes: readonly (readonly number[])[] = [[], [6, 3], [2, 2], [8, 3, 2, 3]];
export const shapes = ['circle', 'square', 'triangle-up', 'diamond'] as const;
/** Width of the drawing without its axis labels, in px. */
export const width = 600;

/** Look of every chart: one place, so that they agree. */
export const config = {
  background: '#ffffff',
  padding: 12,
  font: 'Arial, Helvetica, sans-serif',
  aria: false,
  title: {
    anchor: 'start',
    frame: 'bounds',
    fontSize: 15,
    fontWeight: 'bold',
    color: ink,
    offset: 14,
    lineHeight: 19,
    subtitleFontSize: 12,
    subtitleColor: '#383f43',
    subtitleLineHeight: 16,
    subtitlePadding: 6,
  },
  axis: {
    labelFontSize: 12,
    titleFontSize: 12,
    labelColor: ink,
    titleColor: ink,
    titleFontWeight: 'normal',
    titlePadding: 8,
    gridColor: light,
    domainColor: grey,
    tickColor: grey,
    labelLimit: 0,
    titleLimit: 0,
  },
  axisX: { labelFlush: false, labelPadding: 6, labelSeparation: 14 },
  axisY: { titleAngle: 0, titleAlign: 'left', titleAnchor: 'end', titleBaseline: 'bottom', titleX: 0, titleY: -16 },
  legend: {
    labelFontSize: 12,
    titleFontSize: 12,
    titleFontWeight: 'normal',
    labelColor: ink,
    titleColor: ink,
    labelLimit: 0,
    titleLimit: 0,
    symbolType: 'square',
  },
  header: {
    labelFontSize: 12,
    labelColor: ink,
    labelFontWeight: 'bold',
    labelAnchor: 'start',
    labelLimit: 0,
    title: null,
  },
  range: { category: [...palette], ramp: [...sequential], heatmap: [...sequential], diverging: [...diverging] },
  bar: { color: palette[0] },
  line: { color: palette[0], strokeWidth: 2 },
  point: { color: palette[0], filled: true, size: 40 },
  rule: { color: ink },
  text: { color: ink, fontSize: 12 },
  view: { stroke: null },
} as const;
