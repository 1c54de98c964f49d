import 'server-only';
import { setImmediate } from 'node:timers/promises';

/** Other work gets its turn after so long, in milliseconds. */
const SLICE_MS = 10;

/** For long loops: call the function every time round, and nothing else waits for long. */
export function takeTurns(): () => Promise<void> | undefined {
  let begun = performance.now();
  return () => {
    if (performance.now() - begun < SLICE_MS) return undefined;
    return setImmediate(undefined).then(() => {
      begun = performance.now();
    });
  };
}
