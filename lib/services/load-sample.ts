import 'server-only';
import { join } from 'node:path';
import { AppError } from '../domain/errors';
import type { AppContext } from './context';
import { type RecordedRequest, readRecording } from './recorded-requests';
import { createSettler } from './settle-sessions';

/** The project the recorded clients were told to use. */
const SAMPLE_PROJECT = 'demo';
/**
 * The same script on a client revision that keeps the ids and on one with the baggage bug. In this order it is what the
 * first report tells: it had worked, and then it did not.
 */
const RECORDINGS = ['sdk-4291199a-evaluate-FIXED', 'sdk-531c1bbf-evaluate-REGRESSED'] as const;

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
 * @param token with keys: one of the sample's project, with which it is replayed
 * @throws AppError `unauthenticated` or `forbidden`; Error when this server refuses one of the requests.
 */
export async function loadSample(
  ctx: AppContext,
  send: SendRequest = fetch,
  token: string | null = null,
): Promise<LoadedSample> {
  const key = await ctx.keys.admit(token, 'admin');
  if (key !== null && key.project !== SAMPLE_PROJECT) {
    throw new AppError('forbidden', `The sample is loaded with a key of its own project ${SAMPLE_PROJECT}.`);
  }
  const runs: string[] = [];
  let sent = 0;
  for (const name of RECORDINGS) {
    const recording = await readRecording(join(ctx.packageFolder, 'captures', `${name}.jsonl`));
    const runId = runIdOf(recording);
    runs.push(runId);
    if (await isLoaded(ctx, runId)) continue;
    for (const recorded of recording) await replay(ownOrigin(ctx), withToken(recorded, token), send);
    sent += recording.length;
  }
  // Both runs are over: with the verdicts given now, nobody sees them half judged.
  await createSettler(ctx).settleDue();
  return { project: SAMPLE_PROJECT, runs, requests: sent };
}

function runIdOf(recording: readonly RecordedRequest[]): string {
  const runId = recording.find(({ answer }) => 'run_id' in answer)?.answer.run_id;
  if (typeof runId !== 'string') throw new Error('The recording of the sample creates no run.');
  return runId;
}

async function isLoaded(ctx: AppContext, runId: string): Promise<boolean> {
  const project = await ctx.store.getProject(SAMPLE_PROJECT);
  const run = project === null ? null : await ctx.store.getRun(project.id, runId);
  return run?.status === 'completed';
}

/** In place of the key the recorded client had. */
function withToken(recorded: RecordedRequest, token: string | null): RecordedRequest {
  if (token === null) return recorded;
  const headers = new Headers(recorded.headers);
  headers.set('authorization', `Bearer ${token}`);
  return { ...recorded, headers };
}

async function replay(origin: string, { method, path, headers, body }: RecordedRequest, send: SendRequest) {
  const response = await send(new Request(new URL(path, origin), { method, headers, body }));
  await response.arrayBuffer();
  if (response.status !== 200) throw new Error(`The sample's ${method} ${path} was answered with ${response.status}.`);
}

/** Where this server answers itself. */
function ownOrigin({ config }: AppContext): string {
  const everywhere = config.host === '0.0.0.0' || config.host === '::';
  const host = everywhere ? '127.0.0.1' : config.host;
  return `http://${host.includes(':') ? `[${host}]` : host}:${config.port}`;
}
