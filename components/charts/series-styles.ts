/** Told apart by width, dashes and marker before colour: equal lines stay visible through each other. */
const SERIES_STYLES = [
  { stroke: 'var(--accent)', strokeWidth: 3.5, strokeDasharray: '0', radius: 4.5 },
  { stroke: 'var(--state-malformed)', strokeWidth: 2, strokeDasharray: '7 4', radius: 3 },
  { stroke: 'var(--ink)', strokeWidth: 1.5, strokeDasharray: '1.5 4', radius: 1.75 },
] as const;

export type SeriesStyle = (typeof SERIES_STYLES)[number];

export function seriesStyle(index: number): SeriesStyle {
  return SERIES_STYLES[index % SERIES_STYLES.length] ?? SERIES_STYLES[0];
}
