import { readCapture } from '../lib/testing/read-capture';

/** The run and the sessions of a replayed recording, in the order in which they were made. */
export interface Replayed {
  readonly runId: string | null;
  readonly sessionIds: readonly string[];
  /** Status answered to each POST and PUT. */
  readonly writes: readonly number[];
}

/**
 * Sends every request of a recording to a server, as the client did. The create requests get the ids the recorded
 * server answered, so that the spans' ids resolve.
 */
export async function replayCapture(origin: string, name: string): Promise<Replayed> {
  let runId: string | null = null;
  const sessionIds: string[] = [];
  const writes: number[] = [];
  for (const request of readCapture(name)) {
    const answer = (request.answer.body ?? {}) as { run_id?: string; session_id?: string };
    let body: BodyInit | null = request.body.length > 0 ? new Uint8Array(request.body) : null;
    if (request.method === 'POST' && /\/runs$/.test(request.path) && answer.run_id !== undefined) {
      runId = answer.run_id;
      const sent = request.json as { run?: object };
      const named = sent.run ? { run: { ...sent.run, run_id: runId } } : { ...sent, run_id: runId };
      body = JSON.stringify(named);
    }
    if (/\/session\/start$/.test(request.path) && answer.session_id !== undefined) {
      sessionIds.push(answer.session_id);
      const sent = request.json as { session: object };
      body = JSON.stringify({ session: { ...sent.session, session_id: answer.session_id } });
    }
    const { host: _host, connection: _connection, ...headers } = request.headers;
    const response = await fetch(`${origin}${request.path}`, { method: request.method, headers, body });
    if (request.method !== 'GET') writes.push(response.status);
  }
  return { runId, sessionIds, writes };
}
