import { CONTENT_TYPES, type OtlpEncoding } from '../otlp/otlp-encoding';
import { ProtobufReader } from '../otlp/protobuf-reader';
import { expectEqual, expectOneOf, expectThat, Mismatch } from './expectations';
import type { Answer } from './send';

export interface PartialSuccess {
  readonly rejected: number;
  readonly message: string;
}

export interface RpcStatus {
  readonly code: number;
  readonly message: string;
  /** Names of the types in `details`. */
  readonly details: readonly string[];
}

/** The partial success of an answer, zero and empty where it has none. @throws Mismatch when it is no OTLP success. */
export function successOf(answer: Answer, encoding: OtlpEncoding): PartialSuccess {
  expectEqual(answer.status, 200, `status (${textOf(answer)})`);
  expectEqual(answer.headers['content-type'], CONTENT_TYPES[encoding], 'content-type');
  return encoding === 'json' ? jsonSuccess(answer) : protobufSuccess(answer);
}

/** The spans were all taken; warnings are allowed. */
export function expectAccepted(answer: Answer, encoding: OtlpEncoding): PartialSuccess {
  const success = successOf(answer, encoding);
  expectEqual(success.rejected, 0, `rejected_spans (${success.message})`);
  return success;
}

export function expectRejected(answer: Answer, encoding: OtlpEncoding, rejected: number): PartialSuccess {
  const success = successOf(answer, encoding);
  expectEqual(success.rejected, rejected, `rejected_spans (${success.message})`);
  expectThat(success.message !== '', 'an error_message', success);
  return success;
}

/** @throws Mismatch when the answer is not this refusal, told as a `google.rpc.Status` in this encoding. */
export function expectRefused(answer: Answer, statuses: number | readonly number[], encoding: OtlpEncoding): RpcStatus {
  expectOneOf(answer.status, typeof statuses === 'number' ? [statuses] : statuses, `status (${textOf(answer)})`);
  expectEqual(answer.headers['content-type'], CONTENT_TYPES[encoding], 'content-type');
  const status = statusOf(answer, encoding);
  expectThat(status.message !== '', 'a message', status);
  return status;
}

export function statusOf(answer: Answer, encoding: OtlpEncoding): RpcStatus {
  return encoding === 'json' ? jsonStatus(answer) : protobufStatus(answer);
}

export function textOf({ body }: Answer): string {
  return body.subarray(0, 1000).toString('utf8');
}

function jsonOf(answer: Answer): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(answer.body.toString('utf8'));
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Told below.
  }
  throw new Mismatch(`expected a JSON object in the body, saw ${textOf(answer)}`);
}

function jsonSuccess(answer: Answer): PartialSuccess {
  const { partialSuccess = {} } = jsonOf(answer) as {
    partialSuccess?: { rejectedSpans?: unknown; errorMessage?: unknown };
  };
  const { rejectedSpans = 0, errorMessage = '' } = partialSuccess;
  return { rejected: Number(rejectedSpans), message: String(errorMessage) };
}

function jsonStatus(answer: Answer): RpcStatus {
  const { code, message, details = [] } = jsonOf(answer);
  if (!Number.isInteger(code) || typeof message !== 'string' || !Array.isArray(details)) {
    throw new Mismatch(`expected a google.rpc.Status in JSON, saw ${textOf(answer)}`);
  }
  return { code: Number(code), message, details: details.map((detail) => typeName(String(detail['@type']))) };
}

function typeName(url: string): string {
  return url.slice(url.lastIndexOf('/') + 1);
}

/** Reads a message whose fields of these numbers are wanted; calls `field` with each tag, which reads or skips it. */
function readMessage(answer: Answer, field: (reader: ProtobufReader, tag: number) => void): void {
  const reader = new ProtobufReader(answer.body);
  try {
    while (reader.hasMore()) field(reader, reader.readTag());
  } catch (error) {
    throw new Mismatch(`expected a protobuf message, saw ${textOf(answer)} (${String(error)})`);
  }
}

function protobufSuccess(answer: Answer): PartialSuccess {
  let rejected = 0;
  let message = '';
  readMessage(answer, (reader, tag) => {
    if (tag !== 0x0a) return reader.skip(tag);
    const outer = reader.enter();
    while (reader.hasMore()) {
      const inner = reader.readTag();
      if (inner === 0x08) rejected = Number(reader.readInt64());
      else if (inner === 0x12) message = reader.readString();
      else reader.skip(inner);
    }
    reader.leave(outer);
  });
  return { rejected, message };
}

function protobufStatus(answer: Answer): RpcStatus {
  let code = 0;
  let message = '';
  const details: string[] = [];
  readMessage(answer, (reader, tag) => {
    if (tag === 0x08) code = reader.readInt32();
    else if (tag === 0x12) message = reader.readString();
    else if (tag === 0x1a) {
      const outer = reader.enter();
      while (reader.hasMore()) {
        const inner = reader.readTag();
        if (inner === 0x0a) details.push(typeName(reader.readString()));
        else reader.skip(inner);
      }
      reader.leave(outer);
    } else reader.skip(tag);
  });
  if (code === 0) throw new Mismatch(`expected a google.rpc.Status in protobuf, saw ${textOf(answer)}`);
  return { code, message, details };
}
