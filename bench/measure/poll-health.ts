import { setTimeout } from 'node:timers/promises';
import { Connection } from '../load/connection';
import { type Latency, latencyOf } from './latency';

const PERIOD_MS = 5;

export interface HealthPoll {
  stop(): Promise<Latency>;
}

/** Asks for `/healthz` every 5 ms on a connection of its own: how long the simplest answer takes. */
export function pollHealth(origin: string): HealthPoll {
  const connection = new Connection(origin);
  const request = Buffer.from(`GET /healthz HTTP/1.1\r\nhost: ${new URL(origin).host}\r\n\r\n`);
  const latencies: number[] = [];
  let stopped = false;
  const polling = (async () => {
    while (!stopped) {
      const start = performance.now();
      // The app's own port has no /healthz; then nothing is measured.
      const { status } = await connection.send(request);
      if (status !== 200) break;
      latencies.push(performance.now() - start);
      await setTimeout(Math.max(0, PERIOD_MS - (performance.now() - start)));
    }
    connection.close();
  })().catch(() => undefined);
  return {
    async stop() {
      stopped = true;
      await polling;
      return latencyOf(latencies);
    },
  };
}
