import { readFile } from 'node:fs/promises';
import { isJsonObject, type JsonObject, type JsonValue } from '../domain/json';
import { parseJson, stringifyJson } from '../domain/json-text';

/** One request of a recording (captures/README.md), ready to be sent again. */
export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
  /** Uncompressed. */
  readonly body: Uint8Array<ArrayBuffer>;
  /** What the recording server answered. */
  readonly answer: JsonObject;
}

/**
 * The requests of a recording that wrote something, in the order in which they were made. Those that created a run or a
 * session ask for the id that the recording server gave, because the spans name it.
 */
export async function readRecording(file: string): Promise<readonly RecordedRequest[]> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
  return lines.map(parseLine).filter(({ method }) => method !== 'GET');
}

function parseLine(text: string): RecordedRequest {
  const line = objectOf(parseJson(text));
  const method = String(line.method);
  const path = String(line.path);
  const answer = objectOf(line.response_body);
  const body = withAnsweredId(method, path, line.body ?? null, answer);
  return { method, path, headers: headersOf(objectOf(line.headers)), body: bytesOf(body), answer };
}

/** They describe the recording's connection, or the compressed form that the recording no longer has. */
const CONNECTION_HEADERS: ReadonlySet<string> = new Set([
  'accept-encoding',
  'connection',
  'content-encoding',
  'content-length',
  'host',
  'transfer-encoding',
]);

function headersOf(recorded: JsonObject): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(recorded)) {
    if (!CONNECTION_HEADERS.has(name.toLowerCase())) headers.set(name, String(value));
  }
  return headers;
}

/** Calls whose record gets its id from the server when the client sends none; the body may be wrapped. */
const CREATING_CALLS = [
  { path: /^(?:\/v1)?\/runs$/, wrapper: 'run', id: 'run_id' },
  { path: /^\/session\/start$/, wrapper: 'session', id: 'session_id' },
] as const;

function withAnsweredId(method: string, path: string, body: JsonValue, answer: JsonObject): JsonValue {
  const call = method === 'POST' ? CREATING_CALLS.find((creating) => creating.path.test(path)) : undefined;
  const id = call === undefined ? undefined : answer[call.id];
  if (call === undefined || id === undefined || !isJsonObject(body)) return body;
  const wrapped = body[call.wrapper];
  if (!isJsonObject(wrapped)) return { ...body, [call.id]: id };
  return { ...body, [call.wrapper]: { ...wrapped, [call.id]: id } };
}

/** A protobuf body is recorded as `{ _hex }`. */
function bytesOf(body: JsonValue): Uint8Array<ArrayBuffer> {
  const hex = isJsonObject(body) ? body._hex : undefined;
  const bytes = typeof hex === 'string' ? Buffer.from(hex, 'hex') : Buffer.from(stringifyJson(body));
  return new Uint8Array(bytes);
}

function objectOf(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}
