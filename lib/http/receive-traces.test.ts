import { describe, expect, it } from 'vitest';
import { AppError } from '../domain/errors';
import { toOtlpJson } from '../otlp/encode-json';
import type { SentTraces } from '../services/ingest-export';
import { aReceiver } from '../testing/a-receiver';
import { aSpan } from '../testing/a-span';
import { bytesField, encodeProtobuf, messageField, stringField } from '../testing/encode-protobuf';
import { type ReceiveTracesDeps, receiveTraces, type TracesAnswer } from './receive-traces';

const PROTOBUF = 'application/x-protobuf';
const JSON_TYPE = 'application/json';
const SPAN_PROTOBUF = encodeProtobuf([aSpan()]);
const SPAN_JSON = new TextEncoder().encode(toOtlpJson(aSpan()));

const NOTHING_TO_SAY = { accepted: 1, rejected: [], warnings: [] };

interface Sent {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: Uint8Array | string;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

function send(
  deps: Partial<ReceiveTracesDeps>,
  { method = 'POST', headers = {}, body = '' }: Sent,
): Promise<TracesAnswer> {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  return receiveTraces(aReceiver(deps), {
    method,
    path: '/v1/traces',
    header: (name) => headers[name] ?? null,
    body: once(bytes),
  });
}

function textOf(answer: TracesAnswer): string {
  return new TextDecoder().decode(answer.body);
}

/** The Status of an answer in either encoding; a small positive code makes a protobuf Status start with 08 xx 12. */
function statusOf(answer: TracesAnswer): { code: number; message: string } {
  if (answer.headers['content-type'] === JSON_TYPE) return JSON.parse(textOf(answer));
  expect([answer.body[0], answer.body[2]]).toEqual([0x08, 0x12]);
  const start = (answer.body[3] ?? 0) < 0x80 ? 4 : 5;
  return { code: answer.body[1] ?? 0, message: new TextDecoder().decode(answer.body.subarray(start)) };
}

describe('receiveTraces', () => {
  it.each([
    [PROTOBUF, SPAN_PROTOBUF, ''],
    ['Application/X-Protobuf', SPAN_PROTOBUF, ''],
    [JSON_TYPE, SPAN_JSON, '{}'],
    ['application/json; charset=utf-8', SPAN_JSON, '{}'],
    [' APPLICATION/JSON ;charset=UTF-8', SPAN_JSON, '{}'],
  ])('hands over the spans that came as %s and answers 200 with nothing to say', async (type, body, expected) => {
    const received: SentTraces[] = [];
    const headers = { 'content-type': type, 'user-agent': 'test/1' };
    const ingest = async (sent: SentTraces) => {
      received.push(sent);
      return NOTHING_TO_SAY;
    };
    const answer = await send({ ingest }, { headers, body });
    expect(answer.status).toBe(200);
    expect(textOf(answer)).toBe(expected);
    expect(answer.headers['content-type']).toBe(type.toLowerCase().includes('json') ? JSON_TYPE : PROTOBUF);
    expect(structuredClone(received)).toEqual([
      {
        method: 'POST',
        path: '/v1/traces',
        headers: { 'user-agent': 'test/1' },
        contentType: type,
        contentEncoding: '',
        bytes: body,
        receivedAt: Date.parse('2026-11-21T12:00:00Z'),
      },
    ]);
  });

  it('answers only after the spans are kept', async () => {
    const order: string[] = [];
    const ingest = async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      order.push('kept');
      return NOTHING_TO_SAY;
    };
    await send({ ingest }, { headers: { 'content-type': PROTOBUF }, body: SPAN_PROTOBUF });
    order.push('answered');
    expect(order).toEqual(['kept', 'answered']);
  });

  it('keeps the good spans of a mixed batch and says which are refused and why', async () => {
    const bad = bytesField(1, messageField(2, messageField(2, stringField(5, 'no ids'))));
    const answer = await send(
      {},
      { headers: { 'content-type': PROTOBUF }, body: Uint8Array.from([...SPAN_PROTOBUF, ...bad, ...SPAN_PROTOBUF]) },
    );
    expect(answer.status).toBe(200);
    expect(textOf(answer)).toContain('1 of 3 spans were not kept. Span 1: The trace id is empty.');
  });

  it('answers 200 with all spans refused, within 1 kB of message, when 100,000 are bad', async () => {
    const body = `{"resourceSpans":[{"scopeSpans":[{"spans":[${new Array(100_000).fill('{}').join()}]}]}]}`;
    const answer = await send({}, { headers: { 'content-type': JSON_TYPE }, body });
    const { partialSuccess } = JSON.parse(textOf(answer));
    expect([answer.status, partialSuccess.rejectedSpans]).toEqual([200, '100000']);
    expect(partialSuccess.errorMessage.length).toBeLessThanOrEqual(1024);
  });

  it('warns without refusing when it had to tolerate something', async () => {
    const body = textOf({ status: 0, headers: {}, body: SPAN_JSON }).replace('"kind": 1', '"kind": "SPAN_KIND_CLIENT"');
    const answer = await send({}, { headers: { 'content-type': JSON_TYPE }, body });
    expect(JSON.parse(textOf(answer))).toEqual({
      partialSuccess: { rejectedSpans: '0', errorMessage: 'Tolerated: enum names instead of numbers (1 times).' },
    });
  });

  const { limits: LIMITS } = aReceiver();
  const unavailable = new AppError('unavailable', 'The disk is full.');
  it.each<[string, Partial<ReceiveTracesDeps>, Sent, number, number, Record<string, string>]>([
    ['a GET', {}, { method: 'GET' }, 405, 12, { allow: 'POST, OPTIONS' }],
    ['a PUT', {}, { method: 'PUT', headers: { 'content-type': PROTOBUF } }, 405, 12, { allow: 'POST, OPTIONS' }],
    ['no content type', {}, {}, 415, 3, {}],
    ['another content type', {}, { headers: { 'content-type': 'text/plain' } }, 415, 3, {}],
    [
      'a content type that only contains a known one',
      {},
      { headers: { 'content-type': 'application/json-patch' } },
      415,
      3,
      {},
    ],
    [
      'an unknown coding',
      {},
      { headers: { 'content-type': PROTOBUF, 'content-encoding': 'br' } },
      415,
      3,
      { 'accept-encoding': 'gzip, deflate, identity' },
    ],
    [
      'a body over the limit',
      { limits: { ...LIMITS, maxBodyBytes: 10 } },
      { headers: { 'content-type': PROTOBUF }, body: SPAN_PROTOBUF },
      413,
      8,
      {},
    ],
    ['broken protobuf', {}, { headers: { 'content-type': PROTOBUF }, body: 'nonsense' }, 400, 3, {}],
    ['broken JSON', {}, { headers: { 'content-type': JSON_TYPE }, body: '{"resourceSpans":' }, 400, 3, {}],
    [
      'a store that is busy',
      { ingest: () => Promise.reject(unavailable) },
      { headers: { 'content-type': PROTOBUF }, body: SPAN_PROTOBUF },
      503,
      14,
      { 'retry-after': '5' },
    ],
    [
      'a store that breaks',
      { ingest: () => Promise.reject(new TypeError('secret path')) },
      { headers: { 'content-type': JSON_TYPE }, body: SPAN_JSON },
      503,
      14,
      { 'retry-after': '5' },
    ],
  ])('refuses %s with a Status in the encoding of the request', async (_, deps, sent, status, code, headers) => {
    const answer = await send(deps, sent);
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject(headers);
    expect(answer.headers['content-type']).toBe(sent.headers?.['content-type'] === PROTOBUF ? PROTOBUF : JSON_TYPE);
    const { code: told, message } = statusOf(answer);
    expect(told).toBe(code);
    expect(message).toMatch(/^[A-Z].+\.$/);
    expect(message).not.toMatch(/secret|\n/);
  });

  it('lets any web page export, without cookies', async () => {
    const preflight = await send({}, { method: 'OPTIONS', headers: { origin: 'https://example.org' } });
    expect(preflight.status).toBe(204);
    expect(preflight.headers['access-control-allow-origin']).toBe('*');
    expect(preflight.headers['access-control-allow-headers']).toMatch(/authorization.*content-type.*traceparent/);
    expect(preflight.headers).not.toHaveProperty('access-control-allow-credentials');
    const answer = await send({}, { headers: { 'content-type': PROTOBUF } });
    expect(answer.headers['access-control-allow-origin']).toBe('*');
  });
});
