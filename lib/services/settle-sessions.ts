import 'server-only';
import { setImmediate, setTimeout } from 'node:timers/promises';
import type { Project } from '../domain/records';
import { auditStoredSession } from './audit-stored-session';
import type { AppContext } from './context';

const PERIOD_MS = 1000;
/** Sessions asked for at a time. */
const SLICE = 20;
/** A process that dies leaves its sessions to others after this. */
const CLAIM_MS = 120_000;
/** For a session that was claimed and left alone. */
const NEVER_MIND = -1;
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
        const now = ctx.now();
        const due = await ctx.store.claimDueSessions({
          quietSince: after(now, -ctx.config.graceMs),
          now,
          until: after(now, CLAIM_MS),
          limit: SLICE,
        });
        if (due.length === 0 || signal?.aborted) return settled;
        // At once, so that their writes share transactions; the judging itself is one after the other all the same.
        const waits = await Promise.all(
          due.map(async ({ project, sessionId }) => {
            await setImmediate();
            // When told to stop, what is not begun is given back.
            const waitMs = signal?.aborted ? NEVER_MIND : await settleOne(project, sessionId);
            if (waitMs !== 0) await ctx.store.extendClaim(project.id, sessionId, after(now, waitMs));
            return waitMs;
          }),
        );
        settled += waits.filter((waitMs) => waitMs === 0).length;
      }
    },
  };
}

function after(date: Date, milliseconds: number): Date {
  return new Date(date.getTime() + milliseconds);
}
