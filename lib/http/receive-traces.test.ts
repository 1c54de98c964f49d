import { describe, expect, it } from 'vitest';
import { AppError } from '../domain/errors';
import { toOtlpJson } from '../otlp/encode-json';
import type { SentTraces } from '../services/ingest-export';
import { aReceiver } from '../testing/a-receiver';
import { aSpan } from '../testing/a-span';
import { encodeProtobuf } from '../testing/encode-protobuf';
import { Admission } from './admission';
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
        keyProject: null,
      },
    ]);
  });

  it.each([
    ['unauthenticated', 401, 16, PROTOBUF],
    ['unauthenticated', 401, 16, JSON_TYPE],
    ['forbidden', 403, 7, JSON_TYPE],
    ['unavailable', 503, 14, JSON_TYPE],
  ] as const)('refuses a key that is %s with %d in the encoding of the request, before its body', async (...row) => {
    const [code, status, rpcCode, type] = row;
    const admit = () => Promise.reject(new AppError(code, 'No.'));
    const unread = {
      // biome-ignore lint/correctness/useYield: it is never asked for a chunk.
      async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
        throw new Error('the body was read');
      },
    };
    const answer = await receiveTraces(aReceiver({ admit }), {
      method: 'POST',
      path: '/v1/traces',
      header: (name) => (name === 'content-type' ? type : null),
      body: unread,
    });
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toBe(type);
    expect(answer.headers['www-authenticate']).toBe(status === 401 ? 'Bearer' : undefined);
    if (type === JSON_TYPE) expect(JSON.parse(textOf(answer))).toEqual({ code: rpcCode, message: 'No.' });
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

  it.each<[string, () => Promise<never>, Record<string, string>]>([
    ['says why', () => Promise.reject(new AppError('unavailable', 'The disk is full.')), { 'retry-after': '5' }],
    ['breaks', () => Promise.reject(new TypeError('secret path')), { 'retry-after': '5' }],
  ])('asks to send again when what keeps the spans %s', async (_, ingest, headers) => {
    const answer = await send({ ingest }, { headers: { 'content-type': PROTOBUF }, body: SPAN_PROTOBUF });
    expect(answer.status).toBe(503);
    expect(answer.headers).toMatchObject(headers);
    expect(textOf(answer)).not.toContain('secret');
  });

  it('gives the room of a request back, whatever became of it', async () => {
    const admission = new Admission({ queueBytes: SPAN_PROTOBUF.length, queueRequests: 1 });
    const headers = { 'content-type': PROTOBUF, 'content-length': String(SPAN_PROTOBUF.length) };
    for (const body of [SPAN_PROTOBUF, 'nonsense', SPAN_PROTOBUF]) {
      expect((await send({ admission }, { headers, body })).status).toBe(body === 'nonsense' ? 400 : 200);
    }
    admission.enter(SPAN_PROTOBUF.length);
    expect((await send({ admission }, { headers, body: SPAN_PROTOBUF })).status).toBe(429);
  });
});
