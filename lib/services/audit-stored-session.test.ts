import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Project } from '../domain/records';
import { aContext } from '../testing/a-context';
import { sendToHandlers } from '../testing/send-to-handlers';
import { auditForView, auditStoredSession } from './audit-stored-session';
import type { AppContext } from './context';
import { loadSample } from './load-sample';

const SESSION = 'e681114f-2f59-45da-95f3-2061b80880b8';

let ctx: AppContext;
let project: Project;

beforeEach(async () => {
  ctx = aContext();
  await loadSample(ctx, sendToHandlers(ctx));
  project = await ctx.store.ensureProject('demo');
});

describe('looking at a session', () => {
  it('gives the verdict of every span, and writes nothing when it can not have changed', async () => {
    const save = vi.spyOn(ctx.store, 'saveAudit');
    const judged = await auditForView(ctx, project, SESSION);
    expect(judged?.settled).toBe(true);
    expect(judged?.audit.verdicts).toHaveLength(judged?.material.spans.length ?? 0);
    expect(judged?.audit.verdicts.flat().every(({ state }) => state === 'missing')).toBe(true);
    expect(save).not.toHaveBeenCalled();
  });

  it('of an unsettled session keeps the verdict', async () => {
    const change = { method: 'PUT', body: '{"metrics": {"late": 1}}', headers: { 'content-type': 'application/json' } };
    await sendToHandlers(ctx)(new Request(`http://localhost/v1/events/${SESSION}`, change));
    expect((await ctx.store.getSession(project.id, SESSION))?.settled).toBe(false);
    await auditForView(ctx, project, SESSION);
    expect((await ctx.store.getSession(project.id, SESSION))?.settled).toBe(true);
  });

  it('that nobody ever named is null', async () => {
    expect(await auditForView(ctx, project, 'nobody')).toBeNull();
  });
});

describe('another contract', () => {
  it('judges the custody of everything again, from what was sent', async () => {
    const before = await ctx.store.getSession(project.id, SESSION);
    const changed = await ctx.store.updateProject('demo', { contract: 'route-only' });
    if (changed === null) throw new Error('the project is there');
    await auditForView(ctx, changed, SESSION);
    const after = await ctx.store.getSession(project.id, SESSION);
    expect(after).toMatchObject({ contract: 'route-only', settled: true });
    const total = (counts: object | undefined) => Object.values(counts ?? {}).reduce((sum: number, n) => sum + n, 0);
    expect(total(after?.custody)).toBe(total(before?.custody));
    await ctx.store.updateProject('demo', { contract: 'preserve' });
    await auditForView(ctx, project, SESSION);
    expect((await ctx.store.getSession(project.id, SESSION))?.custody).toEqual(before?.custody);
  });
});

it('a session that changes while it is judged is judged again', async () => {
  const { saveAudit } = ctx.store;
  const save = vi.spyOn(ctx.store, 'saveAudit').mockImplementationOnce(async () => false);
  save.mockImplementation((...call) => saveAudit.apply(ctx.store, call));
  expect(await auditStoredSession(ctx, project, SESSION)).not.toBeNull();
  expect(save).toHaveBeenCalledTimes(2);
});
