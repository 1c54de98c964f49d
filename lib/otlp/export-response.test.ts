import { JsonTraceSerializer, ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import { describe, expect, it } from 'vitest';
import { bytesField, messageField, stringField, varintField } from '../testing/encode-protobuf';
import { fullSuccess, partialSuccess, RPC_CODES, statusBody } from './export-response';
import { ProtobufReader } from './protobuf-reader';

function readStatus(bytes: Uint8Array): { code: number; message: string } {
  const reader = new ProtobufReader(bytes);
  let code = 0;
  let message = '';
  while (reader.hasMore()) {
    if (reader.readTag() === 0x08) code = reader.readInt32();
    else message = reader.readString();
  }
  return { code, message };
}

function readJson(bytes: Uint8Array) {
  return JSON.parse(new TextDecoder().decode(bytes));
}

describe('export responses', () => {
  it('say nothing at all when every span was kept', () => {
    expect(fullSuccess('protobuf')).toHaveLength(0);
    expect(readJson(fullSuccess('json'))).toEqual({});
  });

  it.each([1, 127, 128, 100_000])('tell a real exporter about %i rejected spans, in both encodings', (rejected) => {
    const message = 'Span 0: The trace id is empty. é😀';
    expect(ProtobufTraceSerializer.deserializeResponse(partialSuccess('protobuf', rejected, message))).toEqual({
      partialSuccess: { rejectedSpans: rejected, errorMessage: message },
    });
    expect(JsonTraceSerializer.deserializeResponse(partialSuccess('json', rejected, message))).toEqual({
      partialSuccess: { rejectedSpans: String(rejected), errorMessage: message },
    });
  });

  it('carry a warning without any rejected span', () => {
    expect(ProtobufTraceSerializer.deserializeResponse(partialSuccess('protobuf', 0, 'Tolerated: x.'))).toEqual({
      partialSuccess: { errorMessage: 'Tolerated: x.' },
    });
  });

  it('tell refusals as a Status in the encoding of the request', () => {
    const expected = { code: 8, message: 'Too large.' };
    expect(readStatus(statusBody('protobuf', RPC_CODES.RESOURCE_EXHAUSTED, 'Too large.'))).toEqual(expected);
    expect(readJson(statusBody('json', RPC_CODES.RESOURCE_EXHAUSTED, 'Too large.'))).toEqual(expected);
  });

  it('say which part of a request can not be read', () => {
    const json = readJson(statusBody('json', 3, 'No.', 'body'));
    const violation = { field: 'body', description: 'No.' };
    const type = 'type.googleapis.com/google.rpc.BadRequest';
    expect(json.details).toEqual([{ '@type': type, fieldViolations: [violation] }]);
    const badRequest = messageField(1, stringField(1, 'body'), stringField(2, 'No.'));
    const any = messageField(3, stringField(1, type), bytesField(2, badRequest));
    const whole = [...varintField(1, 3), ...stringField(2, 'No.'), ...any];
    expect([...statusBody('protobuf', 3, 'No.', 'body')]).toEqual(whole);
  });

  it('have messages of at most 1 kB without control characters, cut between characters', () => {
    const long = `a\r\n\u001b[31m\u2028${'é😀'.repeat(1000)}`;
    for (const { message } of [readStatus(statusBody('protobuf', 3, long)), readJson(statusBody('json', 3, long))]) {
      expect(new TextEncoder().encode(message).length).toBeLessThanOrEqual(1024);
      expect(new TextEncoder().encode(message).length).toBeGreaterThan(1000);
      expect(message).toMatch(/^a \[31m (é😀)+é?…$/u);
    }
  });
});
