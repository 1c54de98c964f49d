import { setTimeout } from 'node:timers/promises';
import { type Latency, latencyOf } from './latency';
import { findPlaces, type Visit, visit } from './visit-pages';

/** What one looks at while spans arrive. */
const TOUR: readonly Visit[] = ['runs list (page)', 'run page', 'session page', 'span detail (API)'];
const PAUSE_MS = 20;
const PLACES = 8;

export interface Browsing {
  /** @throws what a page threw */
  stop(): Promise<Latency>;
}

/** Somebody who opens one page after the other, over and over. Resolves when there is something to open. */
export async function browseMeanwhile(origin: string, project: string): Promise<Browsing> {
  const places = await findPlaces(origin, project, PLACES);
  const latencies: number[] = [];
  let stopped = false;
  const browsing = (async () => {
    for (let round = 0; !stopped; round++) {
      const place = places[round % places.length];
      if (place === undefined) throw new Error('there is no run to open');
      for (const what of TOUR) {
        if (stopped) break;
        latencies.push(await visit(origin, project, what, place));
        await setTimeout(PAUSE_MS);
      }
    }
  })();
  // Told by `stop`.
  browsing.catch(() => undefined);
  return {
    async stop() {
      stopped = true;
      await browsing;
      return latencyOf(latencies);
    },
  };
}
