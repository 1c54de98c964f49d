import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Span } from '../lib/domain/span';
import { decodeTraces } from '../lib/otlp/decode-traces';
import { otlpEncodingOf } from '../lib/otlp/otlp-encoding';
import { type RecordedRequest, readRecording } from '../lib/services/recorded-requests';
import { encodeProtobuf } from '../lib/testing/encode-protobuf';
import { shuffled } from './random';

/** What a real client sent: spans, that can be cut into requests anywhere, and calls. */
export interface Traffic {
  readonly spans: readonly Span[];
  readonly calls: readonly Sending[];
}

export interface Sending {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** `look`: somebody asks for every verdict there is. `restart`: the process ends and another begins. */
export type Step = Sending | 'look' | 'restart';

export const TRAFFIC_PROJECT = 'demo';
const CAPTURES = fileURLToPath(new URL('../captures', import.meta.url));
const LOOKS_MAX = 3;

/** Every request names its project: one that names none is filed by what is known when it comes. */
export async function recordedTraffic(name: string): Promise<Traffic> {
  const recorded = await readRecording(join(CAPTURES, `${name}.jsonl`));
  const isExport = ({ path }: RecordedRequest) => path.endsWith('/traces');
  const spans = recorded.filter(isExport).flatMap(({ body, headers }) => {
    const encoding = otlpEncodingOf(headers.get('content-type')) ?? 'protobuf';
    return decodeTraces(body, encoding).spans.map(({ span }) => span);
  });
  const calls = recorded.filter((request) => !isExport(request));
  return { spans, calls: calls.map(({ method, path, headers, body }) => sending(method, path, headers, body)) };
}

function sending(method: string, path: string, headers: Headers, body: Uint8Array<ArrayBuffer>): Sending {
  const named = new Headers(headers);
  named.set('x-project', TRAFFIC_PROJECT);
  return { method, path, headers: named, body };
}

function exportOf(spans: readonly Span[]): Sending {
  const headers = new Headers({ 'content-type': 'application/x-protobuf' });
  return sending('POST', '/v1/traces', headers, new Uint8Array(encodeProtobuf(spans)));
}

/** All calls, then all spans at once. */
export function plainArrival({ spans, calls }: Traffic): readonly Step[] {
  return [...calls, exportOf(spans)];
}

/** The spans in any order, cut into requests anywhere, among the calls in any order, with looks and a restart between. */
export function anyArrival({ spans, calls }: Traffic, random: () => number): readonly Step[] {
  const order = shuffled(spans, random);
  const cuts = Array.from({ length: Math.floor(random() * (spans.length + 1)) }, () =>
    Math.floor(random() * spans.length),
  );
  const bounds = [...new Set([0, ...cuts, spans.length])].sort((a, b) => a - b);
  const batches = bounds.slice(1).map((end, index) => exportOf(order.slice(bounds[index], end)));
  const looks = Array.from({ length: Math.floor(random() * (LOOKS_MAX + 1)) }, () => 'look' as const);
  const steps: Step[] = shuffled([...batches, ...calls, ...looks], random);
  steps.splice(1 + Math.floor(random() * (steps.length - 1)), 0, 'restart');
  return steps;
}
