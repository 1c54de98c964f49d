import 'server-only';
import { setTimeout } from 'node:timers/promises';
import type { Project } from '../domain/records';
import type { ExpiredRuns } from '../store/store';
import type { AppContext } from './context';
import { eraseRunSlice } from './delete-run';
import { eraseSessions } from './erase-sessions';

const PERIOD_MS = 60_000;
const DAY_MS = 86_400_000;
/** A run that is still being received is none of the oldest, whatever its number. */
const QUIET_MS = 10 * 60_000;
/** Asked for at a time. */
const RUNS = 20;
const SESSIONS = 50;
const DELIVERIES = 500;

export interface RetentionLoop {
  /** Resolves when the slice in hand is done; none is begun after it. */
  stop(): Promise<void>;
}

/** Removes once a minute what the settings do not keep any longer. A failure is logged and does not end it. */
export function startRetentionLoop(ctx: AppContext): RetentionLoop {
  const stopping = new AbortController();
  const { days, runs } = ctx.config.retention;
  const ended = (async () => {
    if (days === null && runs === null) return;
    while (!stopping.signal.aborted) {
      await expire(ctx, stopping.signal).catch((err: unknown) => ctx.log.error({ err }, 'retention failed'));
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

/** What was removed. */
export interface Expired {
  readonly runs: number;
  /** Outside runs. */
  readonly sessions: number;
  /** Requests without spans. */
  readonly deliveries: number;
}

/** Removes what the settings do not keep, slice by slice, the oldest first. */
export async function expire(ctx: AppContext, signal?: AbortSignal): Promise<Expired> {
  const { days, runs: keepNewest } = ctx.config.retention;
  const ago = (milliseconds: number) => new Date(ctx.now().getTime() - milliseconds);
  let runs = 0;
  let sessions = 0;
  let deliveries = 0;
  for (const project of await ctx.store.listProjects()) {
    if (days !== null) {
      runs += await expireRuns(ctx, project, { keepNewest: 0, quietSince: ago(days * DAY_MS), limit: RUNS }, signal);
    }
    if (keepNewest !== null) {
      runs += await expireRuns(ctx, project, { keepNewest, quietSince: ago(QUIET_MS), limit: RUNS }, signal);
    }
  }
  if (days !== null) {
    const before = ago(days * DAY_MS);
    sessions = await expireSessions(ctx, before, signal);
    deliveries = await expireDeliveries(ctx, before, signal);
  }
  const expired = { runs, sessions, deliveries };
  if (runs + sessions + deliveries > 0) {
    await ctx.store.purge();
    ctx.log.info(expired, 'what the retention settings do not keep was removed');
  }
  return expired;
}

/** One run that can not be removed does not keep the others: its turn comes again. */
async function expireRuns(
  ctx: AppContext,
  project: Project,
  expired: ExpiredRuns,
  signal: AbortSignal | undefined,
): Promise<number> {
  let removed = 0;
  for (;;) {
    const runIds = await ctx.store.expiredRuns(project.id, expired);
    let failed = 0;
    for (const runId of runIds) {
      try {
        while (!signal?.aborted && !(await eraseRunSlice(ctx, project, runId)));
      } catch (err) {
        failed++;
        ctx.log.warn({ err, project: project.name, runId }, 'a run could not be removed');
      }
      if (signal?.aborted) return removed;
    }
    removed += runIds.length - failed;
    if (runIds.length < expired.limit || failed > 0) return removed;
  }
}

async function expireSessions(ctx: AppContext, before: Date, signal: AbortSignal | undefined): Promise<number> {
  let removed = 0;
  while (!signal?.aborted) {
    const expired = await ctx.store.expiredSessions(before, SESSIONS);
    const projects = new Map(expired.map(({ project }) => [project.id, project]));
    for (const project of projects.values()) {
      const own = expired.filter((session) => session.project.id === project.id);
      const ids = own.map(({ sessionId }) => sessionId);
      removed += await eraseSessions(ctx, project, ids, true);
    }
    if (expired.length < SESSIONS) break;
  }
  return removed;
}

async function expireDeliveries(ctx: AppContext, before: Date, signal: AbortSignal | undefined): Promise<number> {
  let removed = 0;
  while (!signal?.aborted) {
    const slice = await ctx.store.eraseDeliveries(before, DELIVERIES);
    removed += slice;
    if (slice < DELIVERIES) break;
  }
  return removed;
}
