import 'server-only';
import { setImmediate, setTimeout } from 'node:timers/promises';
import type { Project } from '../domain/records';
import { auditStoredSession } from './audit-stored-session';
import type { AppContext } from './context';

const PERIOD_MS = 1000;
/** Sessions asked for at a time. */
const SLICE = 20;
/** After a failure a session waits this long for its next turn. */
const RETRY_MS = 60_000;

export interface SettleLoop {
  /** Resolves when the session in hand is done; none is begun after it. */
  stop(): Promise<void>;
}

/** Judges sessions as they fall due, one after the other, once a second. A failure is logged and does not end it. */
export function startSettleLoop(ctx: AppContext): SettleLoop {
  const stopping = new AbortController();
  const settler = createSettler(ctx);
  const ended = (async () => {
    while (!stopping.signal.aborted) {
      await settler.settleDue(stopping.signal).catch((err: unknown) => ctx.log.error({ err }, 'settling failed'));
      await setTimeout(PERIOD_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  return {
    stop() {
      stopping.abort();
      return ended;
    },
  };
}

export interface Settler {
  /** Judges every session that is due now. @returns how many were settled */
  settleDue(signal?: AbortSignal): Promise<number>;
}

export function createSettler(ctx: AppContext): Settler {
  /** When sessions that failed, or changed while they were judged, may be tried again, in Unix milliseconds. */
  const retryAt = new Map<string, number>();

  /** @returns milliseconds to leave the session alone; 0 when it is settled */
  async function settleOne(project: Project, sessionId: string): Promise<number> {
    try {
      const judged = await auditStoredSession(ctx, project, sessionId);
      return judged?.settled && judged.kept ? 0 : PERIOD_MS;
    } catch (err) {
      ctx.log.error({ err, project: project.name, sessionId }, 'a session could not be judged');
      return RETRY_MS;
    }
  }

  return {
    async settleDue(signal) {
      let settled = 0;
      for (;;) {
        const now = ctx.now().getTime();
        for (const [key, at] of retryAt) if (at <= now) retryAt.delete(key);
        const quietSince = new Date(now - ctx.config.graceMs);
        const due = await ctx.store.dueSessions(quietSince, SLICE + retryAt.size);
        const fresh = due.filter(({ project, sessionId }) => !retryAt.has(`${project.id}:${sessionId}`));
        if (fresh.length === 0) return settled;
        for (const { project, sessionId } of fresh) {
          if (signal?.aborted) return settled;
          const waitMs = await settleOne(project, sessionId);
          if (waitMs === 0) settled++;
          else retryAt.set(`${project.id}:${sessionId}`, now + waitMs);
          await setImmediate();
        }
      }
    },
  };
}
