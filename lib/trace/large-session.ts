/** Spans that come with the page and are laid out in it; more of them are left to a worker. */
const SMALL_SPANS_MAX = 2_000;

export function isLargeSession(spans: number): boolean {
  return spans > SMALL_SPANS_MAX;
}
