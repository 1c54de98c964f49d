import { describe, expect, it, vi } from 'vitest';
import { aContext } from '../testing/a-context';
import { sendToHandlers } from '../testing/send-to-handlers';
import type { AppContext } from './context';
import { loadSample } from './load-sample';
import { createSettler, startSettleLoop } from './settle-sessions';

const START = Date.parse('2026-11-21T12:00:00Z');

/** A context whose clock is moved by the test. */
function clocked() {
  const clock = { now: START };
  return { clock, ctx: aContext({ now: () => new Date(clock.now) }) };
}

async function startSession(ctx: AppContext, session_id: string): Promise<void> {
  const body = JSON.stringify({ session: { session_id } });
  const headers = { 'content-type': 'application/json' };
  await sendToHandlers(ctx)(new Request('http://localhost/session/start', { method: 'POST', headers, body }));
}

const id = (n: number) => `00000000-0000-4000-8000-00000000000${n}`;

async function settledIds(ctx: AppContext): Promise<readonly string[]> {
  const project = await ctx.store.ensureProject('default');
  const { items } = await ctx.store.listSessions(project.id, { limit: 100 });
  return items
    .filter(({ settled }) => settled)
    .map(({ sessionId }) => sessionId)
    .sort();
}

describe('settling', () => {
  it('waits until a session was quiet for the grace time', async () => {
    const { clock, ctx } = clocked();
    await startSession(ctx, id(1));
    clock.now += ctx.config.graceMs;
    expect(await createSettler(ctx).settleDue()).toBe(0);
    clock.now += 1;
    expect(await createSettler(ctx).settleDue()).toBe(1);
    expect(await settledIds(ctx)).toEqual([id(1)]);
  });

  it('does not wait when the run is over', async () => {
    const { ctx } = clocked();
    const settle = vi.spyOn(ctx.store, 'saveAudit');
    await loadSample(ctx, sendToHandlers(ctx));
    expect(settle).toHaveBeenCalledTimes(4);
  });

  it('goes on after a session that can not be judged, and tries that one again later', async () => {
    const { clock, ctx } = clocked();
    for (const n of [1, 2, 3]) await startSession(ctx, id(n));
    const { auditMaterial } = ctx.store;
    const failing = vi.spyOn(ctx.store, 'auditMaterial').mockImplementation(async (projectId, sessionId) => {
      if (sessionId === id(1)) throw new Error('broken');
      return auditMaterial.call(ctx.store, projectId, sessionId);
    });
    const logged = vi.spyOn(ctx.log, 'error');
    const settler = createSettler(ctx);
    clock.now += ctx.config.graceMs + 1;
    expect(await settler.settleDue()).toBe(2);
    expect(await settler.settleDue()).toBe(0);
    expect(logged).toHaveBeenCalledTimes(1);
    failing.mockRestore();
    clock.now += 60_000;
    expect(await settler.settleDue()).toBe(1);
    expect(await settledIds(ctx)).toEqual([id(1), id(2), id(3)]);
  });

  it('leaves a session that changes all the time for the next turn', async () => {
    const { clock, ctx } = clocked();
    await startSession(ctx, id(1));
    clock.now += ctx.config.graceMs + 1;
    const save = vi.spyOn(ctx.store, 'saveAudit').mockResolvedValue(false);
    const settler = createSettler(ctx);
    await settler.settleDue();
    expect(save).toHaveBeenCalledTimes(3);
    save.mockRestore();
    clock.now += 1000;
    expect(await settler.settleDue()).toBe(1);
  });
});

describe('the loop', () => {
  it('settles, survives a store that fails, and stops', async () => {
    const { clock, ctx } = clocked();
    await startSession(ctx, id(1));
    clock.now += ctx.config.graceMs + 1;
    vi.spyOn(ctx.store, 'claimDueSessions').mockRejectedValueOnce(new Error('busy'));
    const loop = startSettleLoop(ctx);
    await vi.waitFor(async () => expect(await settledIds(ctx)).toEqual([id(1)]), { timeout: 5000 });
    await loop.stop();
    const asked = vi.spyOn(ctx.store, 'claimDueSessions').mockClear();
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect(asked).not.toHaveBeenCalled();
  });
});
