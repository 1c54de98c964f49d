import { setTimeout } from 'node:timers/promises';
import { apiPaths } from '../../lib/query/paths';
import { Connection } from '../load/connection';
import { encodeRequest } from '../load/encode-request';
import { postTraces, requestHead } from '../load/post-traces';
import { Random } from '../load/random';
import { SPANS_PER_SESSION } from '../load/request-source';
import { makeSpan } from '../load/span-contents';
import type { MeasuredServer } from '../server/run-server';
import { type Latency, latencyOf } from './latency';

const PERIOD_MS = 200;
const PATIENCE_MS = 10_000;

export interface VisibilityProbe {
  /** From the 200 to the end of the first answer of the API that has all the spans; and the spans sent. */
  stop(): Promise<{ readonly visible: Latency; readonly spans: number }>;
}

/** Five times a second sends a session and asks for it as soon as it is acknowledged, until it is there. */
export function probeVisibility(server: MeasuredServer, project: string): VisibilityProbe {
  const random = new Random(Date.now());
  const connection = new Connection(server.otlpOrigin);
  const latencies: number[] = [];
  let stopped = false;
  const probing = (async () => {
    while (!stopped) {
      await setTimeout(PERIOD_MS);
      const { sessionId, request } = aSession(random, server.otlpOrigin, project);
      await postTraces(connection, request);
      latencies.push(await untilVisible(`${server.origin}${apiPaths.session(project, sessionId)}`));
    }
    connection.close();
  })();
  // Told by `stop`.
  probing.catch(() => undefined);
  return {
    async stop() {
      stopped = true;
      await probing;
      return { visible: latencyOf(latencies), spans: latencies.length * SPANS_PER_SESSION };
    },
  };
}

async function untilVisible(address: string): Promise<number> {
  const start = performance.now();
  while (performance.now() - start < PATIENCE_MS) {
    const response = await fetch(address);
    const session = (await response.json()) as { spans?: readonly unknown[] };
    if (response.ok && session.spans?.length === SPANS_PER_SESSION) return performance.now() - start;
  }
  throw new Error(`acknowledged spans were not visible within ${PATIENCE_MS} ms: ${address}`);
}

function aSession(random: Random, origin: string, project: string) {
  const sessionId = random.uuid();
  const runId = random.uuid();
  const traceId = random.hex(32);
  const ids = Array.from({ length: SPANS_PER_SESSION }, () => random.hex(16));
  const now = BigInt(Date.now()) * 1_000_000n;
  const spans = ids.map((spanId, i) =>
    makeSpan(random, {
      traceId,
      spanId,
      parentSpanId: ids[i - 1] ?? null,
      startUnixNano: now + BigInt(i),
      endUnixNano: now + BigInt(i + 1000),
      sessionId,
      runId,
      datapoint: 0,
    }),
  );
  const body = encodeRequest(spans, 'protobuf');
  const head = requestHead({ origin, project, encoding: 'protobuf', gzip: false }, body.length);
  return { sessionId, request: Buffer.concat([Buffer.from(head), body]) };
}
