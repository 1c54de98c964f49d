import { describe, expect, test } from 'vitest';
import { noAttributionCounts, noCustodyCounts } from '../../domain/states';
import { appendSpan, outcomeOf, own, START, spanId, traceId } from '../../testing/store-batch';
import { SESSION_SORTS } from '../store';
import { RUN, type StoreFixture } from './store-fixture';

export function describeSessionLists(fixture: StoreFixture): void {
  describe('list of sessions', () => {
    async function fill(): Promise<void> {
      for (let i = 0; i < 17; i++) {
        const sessionId = `s-${(i * 7) % 17}`;
        const runId = i % 3 === 0 ? {} : { run_id: own(RUN) };
        for (let n = 0; n <= i % 3; n++) {
          const changes = { sessionId, spanId: spanId(n), traceId: traceId(i), startUnixNano: START + BigInt(i % 5) };
          await fixture.append(appendSpan({ ...changes, keys: { ...runId, datapoint_id: own(`dp-${i % 4}`) } }));
        }
        const attribution = { run_id: { ...noAttributionCounts(), missing: i % 4 } };
        const custody = { ...noCustodyCounts(), lost: i % 2 };
        await fixture.store.saveAudit(
          fixture.projectId,
          sessionId,
          outcomeOf(await fixture.material(sessionId), { attribution, custody }),
        );
      }
    }

    test('every sort gives every session once, whatever the page size', async () => {
      await fill();
      for (const sort of SESSION_SORTS) {
        const whole = (await fixture.store.listSessions(fixture.projectId, { limit: 500, sort })).items.map(
          (item) => item.sessionId,
        );
        expect(new Set(whole).size).toBe(17);
        for (const limit of [1, 5]) {
          const ids: string[] = [];
          let cursor: string | undefined;
          do {
            const page = await fixture.store.listSessions(fixture.projectId, { limit, sort, cursor });
            expect(page.items).not.toEqual([]);
            ids.push(...page.items.map(({ sessionId }) => sessionId));
            expect(ids.length).toBeLessThanOrEqual(whole.length);
            cursor = page.nextCursor ?? undefined;
          } while (cursor !== undefined);
          expect(ids).toEqual(whole);
        }
      }
    });

    test('worst first: most problems, then session id', async () => {
      await fill();
      const items = (await fixture.store.listSessions(fixture.projectId, { limit: 500, sort: 'worst' })).items;
      const keys = items.map(({ attribution, custody, sessionId }) => ({
        problems: (attribution.run_id?.missing ?? 0) + custody.lost,
        sessionId,
      }));
      const sorted = [...keys].sort((a, b) => b.problems - a.problems || (a.sessionId < b.sessionId ? -1 : 1));
      expect(keys).toEqual(sorted);
      expect(keys[0]?.problems).toBeGreaterThan(keys.at(-1)?.problems ?? 0);
    });

    test('filters by run, datapoint, state and text', async () => {
      await fill();
      const count = async (query: object) =>
        (await fixture.store.listSessions(fixture.projectId, { limit: 500, ...query })).items.length;
      expect(await count({ runId: RUN })).toBe(11);
      expect(await count({ runId: null })).toBe(6);
      expect(await count({ runId: 'unknown' })).toBe(0);
      expect(await count({ datapointId: 'dp-1' })).toBe(4);
      expect(await count({ state: 'missing' })).toBe(12);
      expect(await count({ state: 'missing', key: 'run_id' })).toBe(12);
      expect(await count({ state: 'missing', key: 'dataset_id' })).toBe(0);
      expect(await count({ state: 'lost' })).toBe(8);
      expect(await count({ state: 'not-applicable' })).toBe(0);
      expect(await count({ q: 'DP-1' })).toBe(4);
      expect(await count({ q: 's_1' })).toBe(0);
      expect(await count({ q: 's-1' })).toBe(8);
    });
  });
}
