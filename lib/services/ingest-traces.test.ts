import { describe, expect, it, vi } from 'vitest';
import type { Attribute } from '../domain/attributes';
import type { DecodedTraces, Span } from '../domain/span';
import { aContext } from '../testing/a-context';
import { aSpan, aSpanId, attributesOf } from '../testing/a-span';
import type { AppContext } from './context';
import { ingestTraces, type ReceivedTraces, recordRefusedTraces } from './ingest-traces';

function received(spans: readonly Span[], changes: Partial<DecodedTraces> = {}, headers: Record<string, string> = {}) {
  const body = { bytes: new Uint8Array([1, 2, 3]), contentType: 'application/x-protobuf', contentEncoding: '' };
  const decoded = { spans: spans.map((span, ordinal) => ({ ordinal, span })), rejected: [], warnings: [], ...changes };
  const sent: ReceivedTraces = {
    method: 'POST',
    path: '/v1/traces',
    header: (name) => headers[name],
    body,
    wireBytes: 3,
    keyProject: null,
    decoded,
  };
  return sent;
}

function spanOf(number: number, attributes: readonly Attribute[] = []): Span {
  return aSpan({ spanId: aSpanId(number.toString(16)), attributes });
}

async function spansIn(ctx: AppContext, project: string): Promise<number> {
  const known = await ctx.store.getProject(project);
  if (known === null) return 0;
  const sessions = await ctx.store.listSessions(known.id, { limit: 100 });
  return sessions.items.reduce((sum, { spanCount }) => sum + spanCount, 0);
}

describe('the project of a span', () => {
  const named = (project: string) => attributesOf({ 'honeyhive.project': project, 'honeyhive.session_id': project });

  it('is the one its session is in, whatever the request says', async () => {
    const ctx = aContext();
    await ingestTraces(ctx, received([spanOf(1, named('first'))]));
    const again = spanOf(2, attributesOf({ 'honeyhive.session_id': 'first', 'honeyhive.project': 'second' }));
    await ingestTraces(ctx, received([again], {}, { 'x-project': 'third' }));
    expect(await spansIn(ctx, 'first')).toBe(2);
    expect((await ctx.store.listProjects()).map(({ name }) => name)).toEqual(['first']);
  });

  it('is else the header, else its run, else its own attribute, else default', async () => {
    const ctx = aContext();
    const runs = await ctx.store.ensureProject('of-run');
    await ctx.store.putRun(runs.id, 'run-1', {}, ctx.now());
    const ofRun = attributesOf({
      'session.id': 's2',
      'honeyhive.project': 'own',
      'honeyhive_metadata.run_id': 'run-1',
    });
    await ingestTraces(ctx, received([spanOf(1, named('own'))], {}, { 'x-project': 'header' }));
    await ingestTraces(ctx, received([spanOf(2, ofRun), spanOf(3, named('other')), spanOf(4)]));
    for (const project of ['header', 'of-run', 'other', 'default']) expect(await spansIn(ctx, project)).toBe(1);
  });

  it('divides one request, and tells its refusals once', async () => {
    const ctx = aContext();
    const taken: { ordinals: number[]; rejected: number }[] = [];
    const append = ctx.store.append.bind(ctx.store);
    vi.spyOn(ctx.store, 'append').mockImplementation((batch) => {
      const spans = [...batch.spans];
      taken.push({ ordinals: spans.map(({ ordinal }) => ordinal), rejected: batch.delivery.rejected.length });
      return append({ ...batch, spans });
    });
    const rejected = [{ ordinal: 2, reason: 'no span id' }];
    const spans = [spanOf(1, named('a')), spanOf(2, named('b')), spanOf(3, named('a'))];
    expect(await ingestTraces(ctx, received(spans, { rejected }))).toEqual({ accepted: 3, duplicated: 0 });
    expect(taken).toEqual([
      { ordinals: [0, 2], rejected: 1 },
      { ordinals: [1], rejected: 0 },
    ]);
  });
});

describe('a request', () => {
  it('without spans is kept as a delivery', async () => {
    const ctx = aContext();
    const recorded = vi.spyOn(ctx.store, 'recordDelivery');
    const rejected = [{ ordinal: 0, reason: 'no trace id' }];
    await ingestTraces(ctx, received([], { rejected }, { 'user-agent': 'OTel-OTLP-Exporter-Python/1.41.1' }));
    const client = { name: 'OTel-OTLP-Exporter-Python', version: '1.41.1' };
    expect(recorded.mock.calls[0]?.[1]).toMatchObject({ status: 200, accepted: 0, rejected, client, wireBytes: 3 });
  });

  it('that was refused is kept with the reason', async () => {
    const ctx = aContext();
    const recorded = vi.spyOn(ctx.store, 'recordDelivery');
    await recordRefusedTraces(ctx, received([]), 400, 'not protobuf');
    expect(recorded.mock.calls[0]?.[1]).toMatchObject({ status: 400, warnings: ['not protobuf'] });
  });

  it('sent twice, is stored once and counted', async () => {
    const ctx = aContext();
    expect(await ingestTraces(ctx, received([spanOf(1)]))).toEqual({ accepted: 1, duplicated: 0 });
    expect(await ingestTraces(ctx, received([spanOf(1)]))).toEqual({ accepted: 0, duplicated: 1 });
  });
});
