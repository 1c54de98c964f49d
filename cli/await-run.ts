import { type RunDetail, runDetailSchema } from '../lib/contracts/runs';
import { isTerminal } from '../lib/domain/run';
import { apiPaths } from '../lib/query/paths';
import { type AskServer, sleep, UnansweredError } from './gate-server';
import type { ProgressLine } from './progress-line';

interface AwaitedRun {
  readonly project: string;
  readonly runId: string;
  /** How long to wait, in milliseconds. */
  readonly waitMs: number;
}

const FIRST_PAUSE_MS = 250;
const PAUSE_MAX_MS = 2000;

/**
 * The run once it is over and settled: then its verdict does not change by itself any more.
 * @throws UnansweredError when it is not in time, and what asking throws.
 */
export async function awaitRun(
  ask: AskServer,
  { project, runId, waitMs }: AwaitedRun,
  progress: ProgressLine,
): Promise<RunDetail> {
  const start = performance.now();
  try {
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, PAUSE_MAX_MS)) {
      const run = await ask(apiPaths.run(project, runId), runDetailSchema);
      const open = openWork(run);
      if (open === null) return run;
      const leftMs = start + waitMs - performance.now();
      if (leftMs <= 0) {
        throw new UnansweredError(
          `Run ${runId} is not settled after ${waitMs / 1000} s: ${open}. See that its client ends it, or raise --wait.`,
        );
      }
      progress.show(`Waiting for run ${runId}: ${open}`, leftMs);
      await sleep(Math.min(pauseMs, leftMs));
    }
  } finally {
    progress.end();
  }
}

/** What is still to come, in words; null when nothing is. Nobody ends a run that no client declared. */
function openWork({ declared, status, unsettledSessions, sessions }: RunDetail): string | null {
  if (declared && !isTerminal(status)) return `it is ${status}`;
  return unsettledSessions === 0 ? null : `${unsettledSessions} of ${sessions} sessions may still change`;
}
