import { describe, expect, it } from 'vitest';
import { aContext } from '../testing/a-context';
import { sendToHandlers } from '../testing/send-to-handlers';
import type { AppContext } from './context';
import { loadSample } from './load-sample';

const ROWS = { limit: 50, sort: '-createdAt' } as const;

/** A clock that moves on with every look at it: the order in which runs were made is part of the promise. */
function ticking(): () => Date {
  let now = Date.parse('2026-11-21T12:00:00Z');
  return () => new Date(now++);
}

async function sampleRuns(ctx: AppContext) {
  const project = await ctx.store.ensureProject('demo');
  return (await ctx.store.listRuns(project.id, ROWS)).items;
}

describe('the sample', () => {
  it('is the run that works and then the regressed one, replayed through the handlers, judged when it returns', async () => {
    const ctx = aContext({ now: ticking() });
    const sample = await loadSample(ctx, sendToHandlers(ctx));
    expect(sample).toMatchObject({ project: 'demo', requests: 28 });
    const [regressed, fixed] = await sampleRuns(ctx);
    expect([fixed?.runId, regressed?.runId]).toEqual(sample.runs);
    for (const run of [regressed, fixed]) {
      expect(run).toMatchObject({ status: 'completed', spans: 8, sessions: 2, datapoints: 2, unsettledSessions: 0 });
      expect(run?.client).toEqual({ name: 'HoneyHive-Python-SDK', version: '0.1.0rc3' });
    }
    for (const key of ['run_id', 'dataset_id', 'datapoint_id']) {
      expect(regressed?.attribution[key]).toMatchObject({ missing: 8, present: 0 });
      expect(fixed?.attribution[key]).toMatchObject({ missing: 0, present: 8 });
    }
    expect(regressed).toMatchObject({ breaks: 2, findings: 2 });
    expect(fixed).toMatchObject({ breaks: 0, findings: 0 });
  });

  it('loaded twice, changes nothing', async () => {
    const ctx = aContext({ now: ticking() });
    await loadSample(ctx, sendToHandlers(ctx));
    const before = await sampleRuns(ctx);
    expect(await loadSample(ctx, sendToHandlers(ctx))).toMatchObject({ requests: 0 });
    expect(await sampleRuns(ctx)).toEqual(before);
  });

  it('says which request was refused', async () => {
    const ctx = aContext();
    const refuse = async () => new Response('{}', { status: 503 });
    await expect(loadSample(ctx, refuse)).rejects.toThrow('POST /runs was answered with 503');
  });
});
