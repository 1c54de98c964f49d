import { describe, expect, test, vi } from 'vitest';
import { parseEnvironment } from '../env';
import { aContext } from '../testing/a-context';
import { sendToHandlers } from '../testing/send-to-handlers';
import type { AppContext } from './context';
import { expire, startRetentionLoop } from './expire-sessions';

const START = Date.parse('2026-11-21T12:00:00Z');
const DAY_MS = 86_400_000;

/** A context whose clock is moved by the test. */
function clocked(environment: Record<string, string>) {
  const clock = { now: START };
  return { clock, ctx: aContext({ now: () => new Date(clock.now), config: parseEnvironment(environment) }) };
}

const id = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

async function startSession(ctx: AppContext, session_id: string, run_id?: string, status = 200): Promise<void> {
  const body = JSON.stringify({ session: { session_id, project: 'demo', metadata: { run_id } } });
  const headers = { 'content-type': 'application/json' };
  const request = new Request('http://localhost/session/start', { method: 'POST', headers, body });
  expect((await sendToHandlers(ctx)(request)).status).toBe(status);
}

async function left(ctx: AppContext) {
  const { id: project } = await ctx.store.ensureProject('demo');
  const { items: runs } = await ctx.store.listRuns(project, { limit: 100 });
  const { items: sessions } = await ctx.store.listSessions(project, { limit: 100 });
  return { runs: runs.map(({ runId }) => runId).sort(), sessions: sessions.length };
}

describe('retention', () => {
  test('by age: runs whole, sessions outside runs and requests, by their last reception', async () => {
    const { clock, ctx } = clocked({ RETENTION_DAYS: '30' });
    await startSession(ctx, id(1), 'old');
    await startSession(ctx, id(2), 'continued');
    await startSession(ctx, id(3));
    clock.now += 20 * DAY_MS;
    await startSession(ctx, id(4), 'continued');
    await startSession(ctx, id(5));
    clock.now += 9 * DAY_MS;
    expect(await expire(ctx)).toEqual({ runs: 0, sessions: 0, deliveries: 0 });
    clock.now += 2 * DAY_MS;
    expect(await expire(ctx)).toEqual({ runs: 1, sessions: 1, deliveries: 1 });
    expect(await left(ctx)).toEqual({ runs: ['continued'], sessions: 3 });
    clock.now += 20 * DAY_MS;
    expect(await expire(ctx)).toMatchObject({ runs: 1, sessions: 1 });
    expect(await left(ctx)).toEqual({ runs: [], sessions: 0 });
  });

  test('by number: the newest runs of each project stay, and what is still being received', async () => {
    const { clock, ctx } = clocked({ RETENTION_RUNS: '2' });
    for (let i = 0; i < 50; i++) {
      await startSession(ctx, id(i), `run-${i + 10}`);
      clock.now += 1000;
    }
    await startSession(ctx, id(900));
    expect(await expire(ctx)).toMatchObject({ runs: 0 });
    clock.now += 9.5 * 60_000;
    await startSession(ctx, id(901), 'run-10');
    clock.now += 60_000;
    expect(await expire(ctx)).toMatchObject({ runs: 47 });
    expect(await left(ctx)).toEqual({ runs: ['run-10', 'run-58', 'run-59'], sessions: 5 });
    expect(await expire(ctx)).toEqual({ runs: 0, sessions: 0, deliveries: 0 });
  });

  test('one run that can not be removed does not keep the others', async () => {
    const { clock, ctx } = clocked({ RETENTION_DAYS: '1' });
    for (const [i, run] of ['a', 'bad', 'c'].entries()) await startSession(ctx, id(i), run);
    clock.now += 2 * DAY_MS;
    const { eraseSessions } = ctx.store;
    ctx.store.eraseSessions = async (project, erasure) =>
      erasure.sessions[0]?.sessionId !== id(1) && eraseSessions(project, erasure);
    expect(await expire(ctx)).toMatchObject({ runs: 2 });
    expect(await left(ctx)).toEqual({ runs: ['bad'], sessions: 1 });
  });

  test('stops when told so, and does nothing without settings', async () => {
    const idle = aContext();
    const listed = vi.spyOn(idle.store, 'listProjects');
    await startRetentionLoop(idle).stop();
    expect(listed).not.toHaveBeenCalled();
    const { clock, ctx } = clocked({ RETENTION_DAYS: '1' });
    await startSession(ctx, id(1), 'old');
    clock.now += 2 * DAY_MS;
    const loop = startRetentionLoop(ctx);
    await vi.waitFor(async () => expect((await left(ctx)).runs).toEqual([]));
    await loop.stop();
  });
});
