import { fileURLToPath } from 'node:url';
import { readRecording } from '../lib/services/recorded-requests';

/** The run and the sessions of a replayed recording, in the order in which they were made. */
export interface Replayed {
  readonly runId: string | null;
  readonly sessionIds: readonly string[];
  /** Status answered to each request. */
  readonly statuses: readonly number[];
}

/** Sends every writing request of a recording to a server, as its client did. */
export async function replayCapture(origin: string, name: string): Promise<Replayed> {
  const recording = await readRecording(fileURLToPath(new URL(`../captures/${name}.jsonl`, import.meta.url)));
  const statuses: number[] = [];
  let runId: string | null = null;
  const sessionIds: string[] = [];
  for (const { method, path, headers, body, answer } of recording) {
    const response = await fetch(`${origin}${path}`, { method, headers, body });
    statuses.push(response.status);
    if (typeof answer.run_id === 'string') runId = answer.run_id;
    if (typeof answer.session_id === 'string') sessionIds.push(answer.session_id);
  }
  return { runId, sessionIds, statuses };
}
