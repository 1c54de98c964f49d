/** Every row has this height, in pixels: nothing is measured, so nothing can jump. */
export const ROW_HEIGHT = 30;
/** Height of the column headers, in pixels: room for the key names, written upwards. */
export const HEADER_HEIGHT = 92;
/** Rows rendered beyond each edge of the view. */
export const OVERSCAN = 6;
/** The rendered rows change whenever so many have scrolled by. */
export const SCROLL_STEP = 4;
/** The tree never gets taller, in pixels: with all of the above, at most 60 rows are in the page. */
export const TREE_HEIGHT_MAX = HEADER_HEIGHT + 40 * ROW_HEIGHT;
/** Levels that are indented; deeper rows stay there and print their level. */
export const INDENT_LEVELS_MAX = 24;
/** The same where the tree is narrow, as on a phone: the name must keep its place. */
export const INDENT_LEVELS_NARROW = 8;

/**
 * One grid for header and rows: name, a glyph per key, custody, and where there is room duration and time bar.
 * `--keys` is the number of attribution keys.
 */
export const COLUMNS =
  'grid grid-cols-[minmax(0,1fr)_repeat(var(--keys),1.5rem)_1.5rem] @md:grid-cols-[minmax(0,1fr)_repeat(var(--keys),1.625rem)_1.625rem_4.75rem] @2xl:grid-cols-[minmax(0,1fr)_repeat(var(--keys),1.625rem)_1.625rem_4.75rem_minmax(9rem,26%)]';
/** Cells that need room: from these widths of the tree on. */
export const DURATION_CELL = 'hidden @md:flex';
export const BAR_CELL = 'hidden @2xl:block';
