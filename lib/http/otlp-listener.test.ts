import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { ROOT_CONTEXT } from '@opentelemetry/api';
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { CompressionAlgorithm } from '@opentelemetry/otlp-exporter-base';
import { BasicTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DecodedTraces } from '../domain/span';
import { decodeTraces } from '../otlp/decode-traces';
import { toOtlpJson } from '../otlp/encode-json';
import { otlpEncodingOf } from '../otlp/otlp-encoding';
import { inflate } from '../services/inflate';
import type { SentTraces } from '../services/ingest-export';
import { aReceiver } from '../testing/a-receiver';
import { aSpan } from '../testing/a-span';
import { encodeProtobuf } from '../testing/encode-protobuf';
import { createOtlpServer, isOtlpPath } from './otlp-listener';

const LIMIT = 100_000;
const BODY = encodeProtobuf([aSpan()]);

const logged: unknown[] = [];
const received: (SentTraces & { readonly decoded: DecodedTraces })[] = [];
const { limits } = aReceiver();
const server = () =>
  createOtlpServer(
    aReceiver({
      limits: { ...limits, maxBodyBytes: LIMIT },
      ingest: async (sent) => {
        const bytes = inflate(sent.bytes, sent.contentEncoding, LIMIT);
        const decoded = decodeTraces(bytes, otlpEncodingOf(sent.contentType) ?? 'protobuf');
        received.push({ ...sent, decoded });
        return { accepted: decoded.spans.length, rejected: decoded.rejected, warnings: decoded.warnings };
      },
      log: { error: (...entry) => logged.push(entry) },
    }),
  );

let running: ReturnType<typeof server>;
let origin: string;

beforeEach(async () => {
  received.length = 0;
  logged.length = 0;
  running = server().listen(0, '127.0.0.1');
  await once(running, 'listening');
  origin = `http://127.0.0.1:${(running.address() as AddressInfo).port}`;
});

afterEach(async () => {
  running.closeAllConnections();
  await new Promise((resolve) => running.close(resolve));
  expect(logged).toEqual([]);
});

function post(
  path: string,
  body: Uint8Array | string | ReadableStream,
  headers: Record<string, string> = {},
): Promise<Response> {
  const init = {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/x-protobuf', ...headers },
    duplex: 'half',
  };
  return fetch(origin + path, init as RequestInit);
}

describe('isOtlpPath', () => {
  it.each([
    ['/v1/traces', true],
    ['/v1/traces/', true],
    ['/opentelemetry/v1/traces', true],
    ['/opentelemetry/v1/traces/', true],
    ['/opentelemetry/v1/metrics', true],
    ['/opentelemetry/v1/logs', true],
    ['/v1/logs', true],
    ['/healthz', true],
    ['/readyz', true],
    ['/limits', true],
    // HoneyHive's evaluators live there.
    ['/v1/metrics', false],
    ['/v1/traces/x', false],
    ['/x/v1/traces', false],
    ['/v1/Traces', false],
    ['/', false],
  ])('%s: %s', (path, expected) => {
    expect(isOtlpPath(path)).toBe(expected);
  });
});

describe('the OTLP port', () => {
  it.each(['/v1/traces', '/v1/traces/', '/v1/traces?x=1', '/opentelemetry/v1/traces'])(
    'takes spans at %s',
    async (path) => {
      const answer = await post(path, BODY);
      expect(answer.status).toBe(200);
      expect((await answer.arrayBuffer()).byteLength).toBe(0);
      expect(received[0]?.decoded.spans).toHaveLength(1);
    },
  );

  it('takes gzip, and remembers the body as it came', async () => {
    const wire = gzipSync(BODY);
    expect((await post('/v1/traces', wire, { 'content-encoding': 'gzip' })).status).toBe(200);
    expect(Buffer.from(received[0]?.bytes ?? [])).toEqual(wire);
  });

  it('takes a chunked body without a length', async () => {
    const parts = [BODY.subarray(0, 5), BODY.subarray(5, 30), BODY.subarray(30)];
    const body = new ReadableStream({
      async pull(controller) {
        await sleep(5);
        const part = parts.shift();
        if (part === undefined) controller.close();
        else controller.enqueue(part);
      },
    });
    expect((await post('/v1/traces', body)).status).toBe(200);
    expect(received[0]?.decoded.spans).toHaveLength(1);
  });

  it('takes both encodings on one connection', async () => {
    const json = await post('/v1/traces', toOtlpJson(aSpan()), { 'content-type': 'application/json' });
    expect([json.status, await json.text()]).toEqual([200, '{}']);
    const protobuf = await post('/v1/traces', BODY);
    expect([protobuf.status, await protobuf.text()]).toEqual([200, '']);
    expect(received[0]?.decoded.spans[0]?.span.name).toBe(received[1]?.decoded.spans[0]?.span.name);
  });

  it.each([
    ['as it comes', new Uint8Array(LIMIT + 1), ''],
    ['several times, as it comes', new Uint8Array(LIMIT * 1.9), ''],
    ['after decompression', gzipSync(new Uint8Array(LIMIT * 100)), 'gzip'],
  ])('answers 413 to a body over the limit %s, and takes the next request', async (_, body, coding) => {
    const answer = await post('/v1/traces', body, coding === '' ? {} : { 'content-encoding': coding });
    expect(answer.status).toBe(413);
    expect(answer.headers.get('content-type')).toBe('application/x-protobuf');
    await answer.arrayBuffer();
    expect((await post('/v1/traces', BODY)).status).toBe(200);
    expect(received).toHaveLength(1);
  });

  it.each([
    ['GET', '/v1/traces', 405],
    ['DELETE', '/opentelemetry/v1/traces', 405],
    ['OPTIONS', '/v1/traces', 204],
    ['GET', '/healthz', 200],
    ['GET', '/', 404],
    ['POST', '/v1/logs', 404],
    ['POST', '/v1/metrics', 404],
    ['POST', '/opentelemetry/v1/metrics', 404],
  ])('answers %s %s with %i', async (method, path, status) => {
    const answer = await fetch(origin + path, { method });
    expect(answer.status).toBe(status);
    const text = await answer.text();
    if (path === '/') expect(text).toContain('/v1/traces');
    if (path.includes('metrics'))
      expect(JSON.parse(text)).toMatchObject({ code: 5, message: expect.stringContaining('metrics') });
  });

  it('answers 413 to a body that does not end, and hangs up', async () => {
    const { port } = running.address() as AddressInfo;
    const client = connect(port, '127.0.0.1').on('error', () => {});
    client.write('POST /v1/traces HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n');
    client.write(`Content-Length: ${LIMIT * 1000}\r\n\r\n`);
    client.write(new Uint8Array(2 * LIMIT + 1));
    const [answer] = await once(client, 'data');
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 413 .*connection: close.*"code":8/is);
    if (!client.closed) await once(client, 'close');
  });

  it.each([0.1, 0.5, 0.9])('keeps nothing of a client that goes away after %d of its body', async (share) => {
    const { port } = running.address() as AddressInfo;
    const client = connect(port, '127.0.0.1');
    await once(client, 'connect');
    client.write(
      `POST /v1/traces HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-protobuf\r\nContent-Length: ${BODY.length}\r\n\r\n`,
    );
    client.write(BODY.subarray(0, Math.floor(BODY.length * share)));
    await sleep(20);
    client.destroy();
    await sleep(20);
    expect(received).toEqual([]);
    expect((await post('/v1/traces', BODY)).status).toBe(200);
  });

  it('takes 64 exports at once', async () => {
    const answers = await Promise.all(Array.from({ length: 64 }, () => post('/v1/traces', BODY)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(received).toHaveLength(64);
  });

  it.each([
    ['protobuf', CompressionAlgorithm.NONE, ProtobufExporter],
    ['protobuf and gzip', CompressionAlgorithm.GZIP, ProtobufExporter],
    ['JSON', CompressionAlgorithm.NONE, JsonExporter],
    ['JSON and gzip', CompressionAlgorithm.GZIP, JsonExporter],
  ])('takes spans from the OpenTelemetry exporter for %s', async (_, compression, Exporter) => {
    const exporter = new Exporter({ url: `${origin}/v1/traces`, compression });
    const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
    provider
      .getTracer('t')
      .startSpan('exported', { attributes: { n: 1, list: ['a'] } }, ROOT_CONTEXT)
      .end();
    await provider.forceFlush();
    await provider.shutdown();
    expect(received[0]?.decoded.spans[0]?.span).toMatchObject({
      name: 'exported',
      attributes: [
        { key: 'n', value: 1n },
        { key: 'list', value: ['a'] },
      ],
    });
    expect(received[0]?.headers['user-agent']).toContain('OTel-OTLP-Exporter-JavaScript');
  });
});
