import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { ROOT_CONTEXT } from '@opentelemetry/api';
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { CompressionAlgorithm } from '@opentelemetry/otlp-exporter-base';
import { BasicTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DecodedTraces } from '../domain/span';
import { decodeTraces } from '../otlp/decode-traces';
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
  it('hands over a compressed body as it came', async () => {
    const wire = gzipSync(BODY);
    expect((await post('/v1/traces', wire, { 'content-encoding': 'gzip' })).status).toBe(200);
    expect(Buffer.from(received[0]?.bytes ?? [])).toEqual(wire);
  });

  it('answers 413 to a body that does not end, and hangs up', async () => {
    const { port } = running.address() as AddressInfo;
    const client = connect(port, '127.0.0.1').on('error', () => {});
    const closed = new Promise((resolve) => client.once('close', resolve));
    client.write('POST /v1/traces HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n');
    client.write('Transfer-Encoding: chunked\r\n\r\n');
    const chunk = `${LIMIT.toString(16)}\r\n${' '.repeat(LIMIT)}\r\n`;
    client.write(chunk.repeat(4));
    const [answer] = await once(client, 'data');
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 413 .*"code":8/is);
    await closed;
  });

  it('ends the connection of a client that announces far too much', async () => {
    const { port } = running.address() as AddressInfo;
    const client = connect(port, '127.0.0.1').on('error', () => {});
    const closed = new Promise((resolve) => client.once('close', resolve));
    client.write('POST /v1/traces HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n');
    client.write(`Content-Length: ${LIMIT * 1000}\r\n\r\n`);
    client.write(new Uint8Array(2 * LIMIT + 1));
    const [answer] = await once(client, 'data');
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 413 .*connection: close/is);
    await closed;
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
