import { expect, test } from 'vitest';
import { appendSpan, own, someBatch, spanId, traceId } from '../../testing/store-batch';
import { RUN, type StoreFixture } from './store-fixture';

export function describeLocations(fixture: StoreFixture): void {
  test('locate finds every kind of id', async () => {
    await fixture.append(appendSpan({ keys: { run_id: own(RUN), datapoint_id: own('dp-1') } }));
    const place = { project: 'project', runId: RUN, datapointId: 'dp-1', sessionId: 'session-1' };
    const nowhere = { spanId: null, traceId: null };
    expect(await fixture.store.locate('run', RUN)).toEqual([
      { ...place, datapointId: null, sessionId: null, ...nowhere },
    ]);
    expect(await fixture.store.locate('datapoint', 'dp-1')).toEqual([{ ...place, ...nowhere }]);
    expect(await fixture.store.locate('session', 'session-1')).toEqual([{ ...place, ...nowhere }]);
    expect(await fixture.store.locate('trace', traceId(0).toUpperCase())).toEqual([
      { ...place, spanId: null, traceId: traceId(0) },
    ]);
    expect(await fixture.store.locate('span', spanId(0))).toEqual([
      { ...place, spanId: spanId(0), traceId: traceId(0) },
    ]);
    for (const kind of ['run', 'datapoint', 'session', 'trace', 'span'] as const) {
      expect(await fixture.store.locate(kind, 'unknown')).toEqual([]);
    }
  });

  test('locate stops at 20', async () => {
    const spans = Array.from({ length: 30 }, (_, i) => appendSpan({ sessionId: `s-${i}`, traceId: traceId(i) }));
    await fixture.append(...spans);
    expect(await fixture.store.locate('span', spanId(0))).toHaveLength(20);
  });

  test('locate looks at one project only where it is told to, however many others know the id', async () => {
    await fixture.append(
      ...Array.from({ length: 30 }, (_, i) => appendSpan({ sessionId: `s-${i}`, traceId: traceId(i) })),
    );
    const other = await fixture.store.ensureProject('other');
    await fixture.store.append(
      someBatch(other.id, [appendSpan({ sessionId: 's-other', keys: { datapoint_id: own('dp-1') } })]),
    );
    const found = await fixture.store.locate('span', spanId(0), other.id);
    expect(found.map(({ project, sessionId }) => [project, sessionId])).toEqual([['other', 's-other']]);
    expect(await fixture.store.locate('session', 's-0', other.id)).toEqual([]);
    expect(await fixture.store.locate('trace', traceId(1), other.id)).toEqual([]);
    expect(await fixture.store.locate('datapoint', 'dp-1', other.id)).toHaveLength(1);
  });
}
