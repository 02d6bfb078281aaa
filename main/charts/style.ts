/** The published palette for government charts (Government Analysis Function): at most four categories, then direct labels. */
export const palette = ['#12436D', '#28A197', '#801650', '#F46A25'] as const;
export const grey = '#6B7276';
export const light = '#D9DCDD';

/** Look of every chart: one place, so that they agree. */
export const config = {
  background: '#ffffff',
  font: 'Arial, Helvetica, sans-serif',
  title: { anchor: 'start', fontSize: 15, fontWeight: 'bold', color: '#0b0c0c', offset: 12 },
  axis: {
    labelFontSize: 12,
    titleFontSize: 12,
    labelColor: '#0b0c0c',
    titleColor: '#0b0c0c',
    titleFontWeight: 'normal',
    gridColor: light,
  },
  legend: { labelFontSize: 12, titleFontSize: 12 },
  range: { category: [...palette] },
  bar: { color: palette[0] },
  line: { color: palette[0], strokeWidth: 2 },
  point: { color: palette[0], filled: true, size: 40 },
  view: { stroke: null },
} as const;
