import { repeatableRandom } from '../lib/testing/big-trees';

const BATCH = 512;
const NANOS_A_SPAN = 200_000n;

interface BigSession {
  readonly sessionId: string;
  readonly traceId: string;
  readonly spans: number;
}

/**
 * Sends a session with everything that is hard about a tree: a tenth of it one chain, a tenth one star, a cycle, a span
 * that names itself, 30 % orphans, duplicates, changed duplicates, and three spans of ten without their keys. One span in
 * the chain has a value that no other has.
 */
export async function sendBigSession(origin: string, spans: number): Promise<BigSession> {
  const sessionId = crypto.randomUUID();
  const random = repeatableRandom(spans);
  const hex = (length: number) => Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join('');
  const traceId = hex(32);
  const ids = Array.from({ length: spans }, () => hex(16));
  const tenth = Math.floor(spans / 10);
  const start = BigInt(Date.now() - 60_000) * 1_000_000n;

  function parentOf(i: number): string | undefined {
    if (i === 0) return undefined;
    if (i < tenth) return ids[i - 1];
    if (i < 2 * tenth) return ids[0];
    if (i === 2 * tenth) return ids[i + 9];
    if (i < 2 * tenth + 10) return ids[i - 1];
    if (i === 2 * tenth + 10) return ids[i];
    return random() < 0.3 ? `f${hex(15)}` : ids[Math.floor(random() * i)];
  }

  const all = ids.map((spanId, i) => {
    const begin = start + BigInt(i) * NANOS_A_SPAN;
    const values: Record<string, string> = { 'honeyhive.session_id': sessionId, 'gen_ai.prompt': `prompt ${i}` };
    if (i % 10 < 7) Object.assign(values, KEYS);
    if (i === tenth - 1) values['needle.key'] = 'Haystack Value';
    return {
      traceId,
      spanId,
      parentSpanId: parentOf(i),
      name: `${NAMES[i % NAMES.length]} ${i}`,
      kind: 1,
      startTimeUnixNano: String(begin),
      endTimeUnixNano: String(begin + NANOS_A_SPAN * 5n),
      attributes: Object.entries(values).map(([key, value]) => ({ key, value: { stringValue: value } })),
    };
  });
  const changed = all.slice(60, 70).map((span) => ({ ...span, attributes: span.attributes.slice(0, 1) }));
  const batches = [all.slice(5, 55), changed];
  for (let first = 0; first < spans; first += BATCH) batches.push(all.slice(first, first + BATCH));
  for (const batch of batches) {
    const answer = await fetch(`${origin}/v1/traces`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-project': 'big' },
      body: JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: batch }] }] }),
    });
    if (answer.status !== 200) throw new Error(`spans were refused: ${await answer.text()}`);
  }
  return { sessionId, traceId, spans };
}

const NAMES = ['child_op', 'llm.call', 'retrieve', 'rank', 'tool.search'];
const KEYS = {
  'honeyhive_metadata.run_id': 'b9b7a2de-0000-4000-8000-000000000001',
  'honeyhive_metadata.dataset_id': 'ds-1',
  'honeyhive_metadata.datapoint_id': 'dp-1',
};
