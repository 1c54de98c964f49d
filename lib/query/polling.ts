const UNSETTLED_MS = 2_000;
const WAITING_MS = 10_000;
const MS_PER_SPAN = 0.2;

/**
 * How soon to ask again, in milliseconds; false for never. Spans may still arrive while something is unsettled; a run
 * that is not over, or a list that has nothing yet, may get something at any time. An answer with many spans is asked
 * for less often, so that a session of 100,000 does not keep server and browser busy with itself.
 */
export function pollingInterval(state: { unsettled: boolean; waiting?: boolean; spans?: number }): number | false {
  if (state.unsettled) return Math.max(UNSETTLED_MS, (state.spans ?? 0) * MS_PER_SPAN);
  return state.waiting ? WAITING_MS : false;
}
