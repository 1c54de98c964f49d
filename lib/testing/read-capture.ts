import { readdirSync, readFileSync } from 'node:fs';

/** One recorded request of a real client, ready to be sent again. */
export interface CaptureRequest {
  readonly method: string;
  /** Path and query as recorded. */
  readonly path: string;
  /** Lower-case names; `content-encoding` and `content-length` are left out because `body` is not compressed. */
  readonly headers: Readonly<Record<string, string>>;
  /** `''` when the request had none. */
  readonly contentType: string;
  /** Uncompressed; empty when the request had no body. */
  readonly body: Uint8Array;
  /** The JSON body as recorded; null for protobuf and for no body. */
  readonly json: unknown;
  /** What the recording server answered. */
  readonly answer: { readonly status: number; readonly body: unknown };
}

interface RecordedLine {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly response_status: number;
  readonly response_body: unknown;
}

const CAPTURES = new URL('../../captures/', import.meta.url);
const DESCRIBES_THE_WIRE_FORM = new Set(['content-encoding', 'content-length', 'transfer-encoding']);

/** Names of all recordings, sorted. */
export function captureNames(): readonly string[] {
  return readdirSync(CAPTURES)
    .filter((file) => file.endsWith('.jsonl'))
    .map((file) => file.slice(0, -'.jsonl'.length))
    .sort();
}

/** Every request of one recording, in the order in which it was made. */
export function readCapture(name: string): readonly CaptureRequest[] {
  return readFileSync(new URL(`${name}.jsonl`, CAPTURES), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => readyRequest(JSON.parse(line) as RecordedLine));
}

function readyRequest(line: RecordedLine): CaptureRequest {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(line.headers)) {
    if (!DESCRIBES_THE_WIRE_FORM.has(name.toLowerCase())) headers[name.toLowerCase()] = value;
  }
  const hex = protobufHex(line.body);
  return {
    method: line.method,
    path: line.path,
    headers,
    contentType: headers['content-type'] ?? '',
    body: hex === null ? jsonBytes(line.body) : Uint8Array.from(Buffer.from(hex, 'hex')),
    json: hex === null ? line.body : null,
    answer: { status: line.response_status, body: line.response_body },
  };
}

function protobufHex(body: unknown): string | null {
  if (typeof body !== 'object' || body === null || !('_hex' in body)) return null;
  return typeof body._hex === 'string' ? body._hex : null;
}

function jsonBytes(body: unknown): Uint8Array {
  return body === null ? new Uint8Array() : new TextEncoder().encode(JSON.stringify(body));
}
