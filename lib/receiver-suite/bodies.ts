import { randomBytes } from 'node:crypto';
import type { Span } from '../domain/span';
import { toOtlpJson } from '../otlp/encode-json';
import { CONTENT_TYPES, type OtlpEncoding } from '../otlp/otlp-encoding';
import { aSpan, aSpanId, aTraceId } from '../testing/a-span';
import { type Bytes, encodeProtobuf, hexField, messageField, varint } from '../testing/encode-protobuf';
import { type Answer, type Sent, send } from './send';
import type { Target } from './target';

export const ENCODINGS: readonly OtlpEncoding[] = ['protobuf', 'json'];

export interface Ids {
  readonly traceId: string;
  readonly spanId: string;
}

/** Nobody has used these before, so the suite can be run again on the same server. */
export function newIds(): Ids {
  return { traceId: randomBytes(16).toString('hex'), spanId: randomBytes(8).toString('hex') };
}

/** A span that no server has seen. */
export function newSpan(overrides: Partial<Span> = {}): Span {
  const { traceId, spanId } = newIds();
  return aSpan({ traceId: aTraceId(traceId), spanId: aSpanId(spanId), ...overrides });
}

export function bodyOf(encoding: OtlpEncoding, ...spans: readonly Span[]): Uint8Array {
  if (encoding === 'protobuf') return encodeProtobuf(spans);
  const resourceSpans = spans.flatMap((span) => JSON.parse(toOtlpJson(span)).resourceSpans);
  return Buffer.from(JSON.stringify({ resourceSpans }));
}

/** OTLP/JSON whose spans have these members, given as JSON text. */
export function jsonOf(...spans: readonly string[]): string {
  return `{"resourceSpans":[{"scopeSpans":[{"spans":[${spans.map((members) => `{${members}}`).join()}]}]}]}`;
}

export function jsonIds({ traceId, spanId }: Ids): string {
  return `"traceId":"${traceId}","spanId":"${spanId}"`;
}

/** A protobuf request whose spans have these fields. */
export function protobufOf(...spans: readonly (readonly Bytes[])[]): Uint8Array {
  return Uint8Array.from(messageField(1, messageField(2, ...spans.map((fields) => messageField(2, ...fields)))));
}

export function protobufIds({ traceId, spanId }: Ids): Bytes {
  return [...hexField(1, traceId), ...hexField(2, spanId)];
}

/** Exports a body in this encoding. */
export function post(
  target: Target,
  encoding: OtlpEncoding,
  body: NonNullable<Sent['body']>,
  headers: Sent['headers'] = {},
): Promise<Answer> {
  return send(target, { body, headers: { 'content-type': CONTENT_TYPES[encoding], ...headers } });
}

/** Bytes as a field of a message. Unlike `messageField`, fast where they are very many. */
export function framed(field: number, bytes: Uint8Array): Buffer {
  return Buffer.concat([Uint8Array.from([...varint(field * 8 + 2), ...varint(bytes.length)]), bytes]);
}
