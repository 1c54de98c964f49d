/** Every row has this height, in pixels, on any screen: a phone shows the keys in a second line. */
export const ROW_HEIGHT = 48;
export const HEADER_HEIGHT = 48;
/** The matrix never gets taller, in pixels: with the rows beyond the edges, at most 60 are in the page. */
export const MATRIX_HEIGHT_MAX = HEADER_HEIGHT + 30 * ROW_HEIGHT;

/**
 * One grid for header and rows. Narrow: the name above, below it one column for each of `--keys` keys and one for the
 * sent keys. Wide: all in one line.
 */
export const COLUMNS = {
  run: 'grid grid-cols-[repeat(var(--keys),minmax(0,1fr))_minmax(0,1fr)] grid-rows-2 @5xl:grid-cols-[minmax(0,1fr)_4.5rem_5.5rem_repeat(var(--keys),minmax(0,8rem))_7rem] @5xl:grid-rows-1',
  both: 'grid grid-cols-[repeat(var(--keys),minmax(0,1fr))_minmax(0,0.7fr)] grid-rows-2 @5xl:grid-cols-[minmax(0,1fr)_6.5rem_6rem_repeat(var(--keys),minmax(0,8rem))_7rem] @5xl:grid-rows-1',
} as const;
export const NAME_CELL = 'col-span-full flex min-w-0 items-center overflow-hidden pl-1 pr-2 @5xl:col-span-1';
/** Cells that a narrow row tells beside the name. */
export const WIDE_CELL = 'hidden items-center justify-end whitespace-nowrap pr-3 text-xs @5xl:flex';
export const KEY_CELL = 'flex min-w-0 items-center px-1 @5xl:px-1.5';
