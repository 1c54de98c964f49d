import 'server-only';
import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { RPC_CODES, type RpcCode, statusBody } from '../otlp/export-response';

interface ClientError extends Error {
  readonly code?: string;
  /** What could not be read. */
  readonly rawPacket?: Uint8Array;
}

/** What Node cannot read as a request never reaches a handler; its own answers have no text. */
export function answerClientError(error: ClientError, socket: Duplex): void {
  // The member that Node's own handler looks at: an answer that has begun can not begin again.
  const { _httpMessage: response } = socket as { readonly _httpMessage?: ServerResponse };
  if (!socket.writable || error.code === 'ECONNRESET' || response?.headersSent === true) {
    socket.destroy();
    return;
  }
  socket.end(isHttp2(error.rawPacket) ? goAway() : plainAnswer(error.code));
}

interface Refusal {
  readonly status: string;
  readonly code: RpcCode;
  readonly message: string;
}

const UNREADABLE: Refusal = {
  status: '400 Bad Request',
  code: RPC_CODES.INVALID_ARGUMENT,
  message: 'This is not a readable HTTP/1.1 request.',
};

/** By Node's error code. */
const REFUSALS: Readonly<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: {
    status: '431 Request Header Fields Too Large',
    code: RPC_CODES.INVALID_ARGUMENT,
    message: 'The headers of the request are too large.',
  },
  // Clients give up on 408, but a suspended machine is no fault of the spans.
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: '503 Service Unavailable',
    code: RPC_CODES.UNAVAILABLE,
    message: 'The request came too slowly; send it again.',
  },
};

function plainAnswer(errorCode = ''): string {
  const { status, code, message } = REFUSALS[errorCode] ?? UNREADABLE;
  const body = new TextDecoder().decode(statusBody('json', code, message));
  const retry = code === RPC_CODES.UNAVAILABLE ? 'Retry-After: 5\r\n' : '';
  return (
    `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\n${retry}` +
    `Content-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`
  );
}

const HTTP2_PREFACE = 'PRI * HTTP/2.0';

function isHttp2(packet: Uint8Array | undefined): boolean {
  if (packet === undefined) return false;
  return Buffer.from(packet).subarray(0, HTTP2_PREFACE.length).toString('latin1') === HTTP2_PREFACE;
}

const GRPC_TEXT = 'This port takes OTLP/HTTP (http/protobuf or http/json at /v1/traces) over HTTP/1.1, and no gRPC.';

/**
 * gRPC clients speak HTTP/2 at once, and print the text of a GOAWAY frame.
 *
 * frame    length (3 bytes)  type  flags  stream (4 bytes)
 * SETTINGS 0                 4     0      0
 * GOAWAY   8 + text          7     0      0                 last stream (4 bytes)  error (4 bytes)  text
 */
function goAway(): Uint8Array {
  const text = Buffer.from(GRPC_TEXT);
  const settings = [0, 0, 0, 4, 0, 0, 0, 0, 0];
  const httpVersion11Required = 0x0d;
  const header = [0, 0, 8 + text.length, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, httpVersion11Required];
  return Uint8Array.from([...settings, ...header, ...text]);
}
