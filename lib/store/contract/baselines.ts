import { describe, expect, test } from 'vitest';
import type { BaselineScope, PinnedBaseline } from '../../domain/baseline';
import { isAppError } from '../../domain/errors';
import { noAttributionCounts, noCustodyCounts } from '../../domain/states';
import { BAD_STATES } from '../../domain/structure';
import { appendSpan, NOW, own, sessionEvent, traceId } from '../../testing/store-batch';
import type { AuditOutcome } from '../store';
import { LATER, PROTO, RUN, type StoreFixture } from './store-fixture';

const DATASET = { kind: 'dataset', value: 'ds-1' } as const;
const AFTER_ALL = new Date(NOW.getTime() + 86_400_000);

export function describeBaselines(fixture: StoreFixture): void {
  const pin = (scope: BaselineScope, runId: string, pinnedAt = NOW) =>
    fixture.store.pinBaseline(fixture.projectId, { scope, runId, pinnedAt });
  const pinned = () => fixture.store.pinnedBaselines(fixture.projectId);
  const putRun = (runId: string, patch = {}, now = NOW) => fixture.store.putRun(fixture.projectId, runId, patch, now);

  describe('pinned baselines', () => {
    test('one for each scope, the last that was pinned', async () => {
      await putRun('run-1');
      await putRun('run-2');
      const name = { kind: 'name', value: 'ds-1' } as const;
      await pin(name, 'run-1');
      await pin(DATASET, 'run-1');
      await pin(DATASET, 'run-2', LATER);
      expect(await pinned()).toEqual([
        { scope: DATASET, runId: 'run-2', pinnedAt: LATER },
        { scope: name, runId: 'run-1', pinnedAt: NOW },
      ] satisfies PinnedBaseline[]);
      const elsewhere = (await fixture.store.ensureProject('elsewhere')).id;
      expect(await fixture.store.pinnedBaselines(elsewhere)).toEqual([]);
      expect(await fixture.store.unpinBaseline(elsewhere, DATASET)).toBe(false);
      expect(await fixture.store.unpinBaseline(fixture.projectId, DATASET)).toBe(true);
      expect(await fixture.store.unpinBaseline(fixture.projectId, DATASET)).toBe(false);
      expect(await pinned()).toMatchObject([{ scope: name }]);
    });

    test('by kind and value, in the order of characters, whatever the value', async () => {
      await putRun(RUN);
      const values = ['B', PROTO, 'a', "b'; --", 'constructor', 'c\ufffd\ufffd', 'é', '\uffee', '\u{10000}'];
      for (const value of [...values].reverse())
        await pin({ kind: 'name', value: value.replace('\ufffd\ufffd', '\0\ud800') }, RUN);
      expect((await pinned()).map(({ scope }) => scope.value)).toEqual(values);
      expect(await fixture.store.unpinBaseline(fixture.projectId, { kind: 'name', value: 'c\0\ud800' })).toBe(true);
      expect(await pinned()).toHaveLength(values.length - 1);
    });

    test('a run whose id no database text can hold', async () => {
      await putRun('a\0\ud800');
      await pin(DATASET, 'a\0\ud800');
      expect(await pinned()).toMatchObject([{ runId: 'a\ufffd\ufffd' }]);
    });

    test('an unknown run is no baseline, nor is one that was erased', async () => {
      const refused = await pin(DATASET, 'unknown').catch((error: unknown) => error);
      expect(isAppError(refused) && refused.code).toBe('not-found');
      expect(await pinned()).toEqual([]);
      await putRun('run-1');
      await putRun('run-2');
      const name = { kind: 'name', value: 'nightly' } as const;
      await pin(DATASET, 'run-1');
      await pin(name, 'run-2');
      expect(await fixture.store.eraseRun(fixture.projectId, 'run-1')).toBe(true);
      expect(await pinned()).toMatchObject([{ scope: name, runId: 'run-2' }]);
    });
  });

  describe('the latest passing run', () => {
    const latest = (scope: BaselineScope = DATASET, before = AFTER_ALL) =>
      fixture.store.latestPassingRun(fixture.projectId, scope, before);

    let traces = 0;
    /** A run with two judged sessions, of which the second is as the test says. */
    async function judgedRun(runId: string, changes: Partial<AuditOutcome> = {}, patch = {}, now = NOW): Promise<void> {
      await putRun(runId, { datasetId: 'ds-1', ...patch }, now);
      for (const session of ['a', 'b']) {
        const sessionId = `${runId}-${session}`;
        await fixture.append(appendSpan({ sessionId, traceId: traceId(traces++), keys: { run_id: own(runId) } }));
        await fixture.settle(sessionId, { attribution: ALL_PRESENT, ...(session === 'b' ? changes : {}) });
      }
    }

    const ALL_PRESENT = { run_id: { ...noAttributionCounts(), present: 1 } };
    const at = (minute: number) => new Date(NOW.getTime() + minute * 60_000);

    test('is the newest before the moment', async () => {
      expect(await latest()).toBeNull();
      for (const [i, runId] of ['run-a', 'run-b', 'run-c'].entries()) await judgedRun(runId, {}, {}, at(i));
      expect(await latest()).toBe('run-c');
      expect(await latest(DATASET, at(2))).toBe('run-b');
      expect(await latest(DATASET, at(1))).toBe('run-a');
      expect(await latest(DATASET, at(0))).toBeNull();
    });

    test('of several of one moment, the one that the list of runs has first', async () => {
      for (const runId of ['m', 'z', 'A']) await judgedRun(runId);
      const { items } = await fixture.store.listRuns(fixture.projectId, { limit: 1 });
      expect(await latest()).toBe(items[0]?.runId);
      expect(await latest()).toBe('z');
    });

    const lost = { custody: { ...noCustodyCounts(), lost: 1 } };
    test.each<[string, Partial<AuditOutcome>]>([
      ...BAD_STATES.map((state): [string, Partial<AuditOutcome>] => [
        `has a ${state} key`,
        { attribution: { ...ALL_PRESENT, datapoint_id: { ...noAttributionCounts(), [state]: 1 } } },
      ]),
      ['is not settled', { settled: false }],
      ['lost a sent key', lost],
    ])('is not one that %s', async (_, changes) => {
      await judgedRun('good');
      await judgedRun('bad', changes, {}, LATER);
      expect(await latest()).toBe('good');
    });

    test('may have keys that are stored elsewhere, and spans to which no key applies', async () => {
      const custody = { ...noCustodyCounts(), moved: 1, truncated: 1, collided: 1, changed: 1 };
      await judgedRun('odd', { custody, attribution: { run_id: { ...noAttributionCounts(), 'not-applicable': 1 } } });
      expect(await latest()).toBe('odd');
    });

    test('has spans', async () => {
      await putRun('empty', { datasetId: 'ds-1' });
      await putRun('started', { datasetId: 'ds-1' });
      const started = sessionEvent('session-1', { metadata: { run_id: 'started' } });
      await fixture.store.putSession(fixture.projectId, started, null, NOW);
      await fixture.settle();
      expect(await latest()).toBeNull();
    });

    test('is of the scope: of the dataset, or of the name and without a dataset', async () => {
      await judgedRun('named', {}, { datasetId: null, name: 'nightly' });
      await judgedRun('both', {}, { name: 'nightly' }, at(1));
      await judgedRun('other', {}, { datasetId: 'ds-2', name: 'weekly' }, at(2));
      expect(await latest()).toBe('both');
      expect(await latest({ kind: 'name', value: 'nightly' })).toBe('named');
      expect(await latest({ kind: 'name', value: 'weekly' })).toBeNull();
      expect(await latest({ kind: 'dataset', value: 'nightly' })).toBeNull();
      expect(await latest({ kind: 'dataset', value: "' OR 1=1 --" })).toBeNull();
      const elsewhere = (await fixture.store.ensureProject('elsewhere')).id;
      expect(await fixture.store.latestPassingRun(elsewhere, DATASET, AFTER_ALL)).toBeNull();
    });

    test('of a dataset whose name no database text can hold', async () => {
      await judgedRun(RUN, {}, { datasetId: 'a\0\ud800' });
      expect(await latest({ kind: 'dataset', value: 'a\0\ud800' })).toBe(RUN);
    });

    test('is found behind any number of others, three of each moment', async () => {
      const faults: Partial<AuditOutcome>[] = [
        lost,
        { settled: false },
        { attribution: { run_id: { ...noAttributionCounts(), missing: 1 } } },
      ];
      const passing: number[] = [];
      for (let i = 0; i < 60; i++) {
        const passes = i % 29 === 3;
        if (passes) passing.push(i);
        await judgedRun(`run-${String(i).padStart(2, '0')}`, passes ? {} : faults[i % 3], {}, at(Math.floor(i / 3)));
      }
      for (let minute = 0; minute <= 20; minute++) {
        const expected = passing.findLast((i) => Math.floor(i / 3) < minute);
        const found = await latest(DATASET, at(minute));
        expect(found).toBe(expected === undefined ? null : `run-${String(expected).padStart(2, '0')}`);
      }
    });
  });
}
