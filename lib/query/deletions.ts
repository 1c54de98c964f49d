import type { RunDeletion } from '../contracts/runs';
import { ApiError, fetchJson } from './fetch-json';
import { apiPaths } from './paths';

const NOT_FOUND = 404;

export function deleteSession(project: string, sessionId: string): Promise<void> {
  return fetchJson(apiPaths.session(project, sessionId), { method: 'DELETE' });
}

/**
 * Removes a run with its sessions. A long one takes several requests.
 * @param onProgress told after each how many sessions are left
 */
export async function deleteRun(
  project: string,
  runId: string,
  onProgress: (sessionsLeft: number) => void,
): Promise<void> {
  let isBegun = false;
  for (;;) {
    try {
      const left = await fetchJson<RunDeletion | undefined>(apiPaths.run(project, runId), { method: 'DELETE' });
      if (left === undefined) return;
      isBegun = true;
      onProgress(left.sessionsLeft);
    } catch (error) {
      // Somebody else came to the end of it first.
      if (isBegun && error instanceof ApiError && error.status === NOT_FOUND) return;
      throw error;
    }
  }
}
