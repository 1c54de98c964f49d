import 'server-only';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isJsonObject, type JsonObject, type JsonValue } from '../domain/json';
import { parseJson, stringifyJson } from '../domain/json-text';
import type { AppContext } from './context';
import { createSettler } from './settle-sessions';

/** The project the recorded clients were told to use. */
const SAMPLE_PROJECT = 'demo';
/** The same script on the client revision with the baggage bug and on the one that fixed it, oldest first. */
const RECORDINGS = ['sdk-531c1bbf-evaluate-REGRESSED', 'sdk-4291199a-evaluate-FIXED'] as const;

export interface LoadedSample {
  readonly project: string;
  readonly runs: readonly string[];
  /** Requests replayed; 0 when all of it was loaded before. */
  readonly requests: number;
}

/** Sends a request to this server, as its recorded client did. */
export type SendRequest = (request: Request) => Promise<Response>;

/**
 * Replays the recorded runs through this server's own HTTP handlers, so that the sample takes the road of live traffic.
 * A run that is there already is not replayed.
 * @throws Error when this server refuses one of the requests.
 */
export async function loadSample(ctx: AppContext, send: SendRequest = fetch): Promise<LoadedSample> {
  const runs: string[] = [];
  let sent = 0;
  for (const name of RECORDINGS) {
    const recording = await readRecording(join(ctx.packageFolder, 'captures', `${name}.jsonl`));
    const runId = runIdOf(recording);
    runs.push(runId);
    if (await isLoaded(ctx, runId)) continue;
    for (const request of recording) {
      await replay(ownOrigin(ctx), request, send);
      sent++;
    }
  }
  // Both runs are over: with the verdicts given now, nobody sees them half judged.
  await createSettler(ctx).settleDue();
  return { project: SAMPLE_PROJECT, runs, requests: sent };
}

/** One line of a recording (captures/README.md). */
interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: JsonObject;
  readonly body: JsonValue;
  readonly answer: JsonObject;
}

/** The requests that write; the others only asked. */
async function readRecording(file: string): Promise<readonly RecordedRequest[]> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
  return lines.map(parseLine).filter(({ method }) => method !== 'GET');
}

function parseLine(text: string): RecordedRequest {
  const line = objectOf(parseJson(text));
  return {
    method: String(line.method),
    path: String(line.path),
    headers: objectOf(line.headers),
    body: line.body ?? null,
    answer: objectOf(line.response_body),
  };
}

function runIdOf(recording: readonly RecordedRequest[]): string {
  const created = recording.find(({ method, path }) => method === 'POST' && path === '/runs');
  if (typeof created?.answer.run_id !== 'string') throw new Error('the recording creates no run');
  return created.answer.run_id;
}

async function isLoaded(ctx: AppContext, runId: string): Promise<boolean> {
  const project = await ctx.store.getProject(SAMPLE_PROJECT);
  const run = project === null ? null : await ctx.store.getRun(project.id, runId);
  return run?.status === 'completed';
}

async function replay(origin: string, recorded: RecordedRequest, send: SendRequest): Promise<void> {
  const { method, path } = recorded;
  const response = await send(
    new Request(new URL(path, origin), { method, headers: headersOf(recorded), body: bodyOf(recorded) }),
  );
  await response.arrayBuffer();
  if (response.status !== 200) throw new Error(`The sample's ${method} ${path} was answered with ${response.status}.`);
}

/** What describes the recording connection, or the compressed form that the recording no longer has, is left out. */
const CONNECTION_HEADERS: ReadonlySet<string> = new Set([
  'accept-encoding',
  'connection',
  'content-encoding',
  'content-length',
  'host',
  'transfer-encoding',
]);

function headersOf(recorded: RecordedRequest): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(recorded.headers)) {
    if (!CONNECTION_HEADERS.has(name.toLowerCase())) headers.set(name, String(value));
  }
  return headers;
}

function bodyOf(recorded: RecordedRequest): BodyInit {
  const { body } = recorded;
  const hex = isJsonObject(body) ? body._hex : undefined;
  if (typeof hex === 'string') return new Uint8Array(Buffer.from(hex, 'hex'));
  return stringifyJson(withAnsweredId(recorded));
}

/** Creating requests that got their id from the recording server: the spans name that id, so it is asked for here. */
const ANSWERED_IDS = [
  { path: '/runs', wrapper: 'run', id: 'run_id' },
  { path: '/session/start', wrapper: 'session', id: 'session_id' },
] as const;

function withAnsweredId({ method, path, body, answer }: RecordedRequest): JsonValue {
  const create = method === 'POST' ? ANSWERED_IDS.find((create) => create.path === path) : undefined;
  if (create === undefined) return body;
  const { wrapper, id } = create;
  return { [wrapper]: { ...objectOf(objectOf(body)[wrapper]), [id]: answer[id] ?? null } };
}

function objectOf(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

/** Where this server answers itself. */
function ownOrigin({ config }: AppContext): string {
  const everywhere = config.host === '0.0.0.0' || config.host === '::';
  const host = everywhere ? '127.0.0.1' : config.host;
  return `http://${host.includes(':') ? `[${host}]` : host}:${config.port}`;
}
