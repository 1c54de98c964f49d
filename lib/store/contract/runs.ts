import { describe, expect, test } from 'vitest';
import { isAppError } from '../../domain/errors';
import type { RunPatch } from '../../domain/run';
import { noAttributionCounts, noCustodyCounts } from '../../domain/states';
import { BAD_STATES } from '../../domain/structure';
import { appendSpan, NOW, outcomeOf, own, sessionEvent, spanId } from '../../testing/store-batch';
import { FOUND_RUN_SORTS, type FoundRunsQuery, RUN_SORTS, type Store } from '../store';
import { LATER, PROTO, RUN, type StoreFixture, someFinding } from './store-fixture';

export function describeRuns(fixture: StoreFixture): void {
  describe('runs', () => {
    test('a run is created, updated and read', async () => {
      const created = await fixture.store.putRun(
        fixture.projectId,
        RUN,
        {
          name: 'nightly',
          status: 'running',
          datasetId: 'ds-1',
          datapointIds: ['dp-1', 'dp-2'],
          metadata: { a: 1, big: 2n ** 63n },
          client: { name: 'honeyhive', version: '1.5.0' },
        },
        NOW,
      );
      expect(created).toMatchObject({ runId: RUN, declared: true, createdAt: NOW, updatedAt: NOW });
      const updated = await fixture.store.putRun(
        fixture.projectId,
        RUN,
        { metadata: { b: 2 }, results: { mean: 0.5 } },
        LATER,
      );
      expect(updated).toMatchObject({ name: 'nightly', createdAt: NOW, updatedAt: LATER, results: { mean: 0.5 } });
      const run = await fixture.store.getRun(fixture.projectId, RUN);
      expect(run).toMatchObject({ sessions: 0, spans: 0, datapoints: 2, status: 'running', datasetId: 'ds-1' });
      expect(run?.metadata).toEqual({ a: 1, big: 2n ** 63n, b: 2 });
      expect(run?.attribution.run_id).toEqual(noAttributionCounts());
      expect(await fixture.store.getRun(fixture.projectId, 'unknown')).toBeNull();
    });

    test('announced and seen datapoints are counted once', async () => {
      await fixture.store.putRun(fixture.projectId, RUN, { datapointIds: ['dp-1', 'dp-2'] }, NOW);
      const put = (id: string, datapoint: string) =>
        fixture.store.putSession(
          fixture.projectId,
          sessionEvent(id, { metadata: { run_id: RUN, datapoint_id: datapoint } }),
          null,
          NOW,
        );
      await put('s1', 'dp-1');
      await put('s2', 'dp-3');
      await put('s3', 'dp-3');
      expect(await fixture.store.getRun(fixture.projectId, RUN)).toMatchObject({
        sessions: 3,
        datapoints: 3,
        arrivedDatapoints: 2,
      });
    });

    test('sums over its sessions', async () => {
      await fixture.append(appendSpan({ keys: { run_id: own(RUN) } }), appendSpan({ spanId: spanId(1) }));
      await fixture.append(appendSpan({ sessionId: 's2', spanId: spanId(2), keys: { run_id: own(RUN) } }));
      const finding = someFinding('f');
      await fixture.store.saveAudit(
        fixture.projectId,
        's2',
        outcomeOf(await fixture.material('s2'), {
          attribution: { run_id: { ...noAttributionCounts(), missing: 4 } },
          custody: { ...noCustodyCounts(), lost: 3 },
          breakCount: 2,
          findings: [finding],
        }),
      );
      const run = await fixture.store.getRun(fixture.projectId, RUN);
      expect(run).toMatchObject({ sessions: 2, spans: 3, findings: 1, breaks: 2, unsettledSessions: 1 });
      expect(run?.attribution.run_id).toEqual({ ...noAttributionCounts(), present: 1, pending: 1, missing: 4 });
      expect(run?.custody).toEqual({ ...noCustodyCounts(), preserved: 4, lost: 3 });
      expect((await fixture.store.listRuns(fixture.projectId, { limit: 10 })).items).toEqual([run]);
    });

    test('counts its sessions by key: those with a judged span, and those with a bad one', async () => {
      const states = ['present', 'pending', 'not-applicable', ...BAD_STATES] as const;
      for (const [i, state] of states.entries()) {
        const sessionId = `s-${state}`;
        await fixture.append(appendSpan({ sessionId, spanId: spanId(i), keys: { run_id: own(RUN) } }));
        const attribution = { run_id: { ...noAttributionCounts(), [state]: 2 } };
        await fixture.settle(sessionId, { attribution: { ...attribution, [PROTO]: attribution.run_id } });
      }
      const run = await fixture.store.getRun(fixture.projectId, RUN);
      expect(run?.sessionsByKey.run_id).toEqual({ judged: 5, bad: 4 });
      expect(run?.sessionsByKey.dataset_id).toEqual({ judged: 0, bad: 0 });
      await fixture.store.putRun(fixture.projectId, 'empty', {}, NOW);
      const empty = await fixture.store.getRun(fixture.projectId, 'empty');
      expect(empty).toMatchObject({ arrivedDatapoints: 0, sessionsByKey: { run_id: { judged: 0, bad: 0 } } });
    });

    test('every sort gives every run once, whatever the page size', async () => {
      await fillRuns();
      const all = new Set(
        (await fixture.store.listRuns(fixture.projectId, { limit: 500 })).items.map(({ runId }) => runId),
      );
      expect(all.size).toBe(23);
      for (const sort of RUN_SORTS) {
        const whole = await fixture.store.listRuns(fixture.projectId, { limit: 500, sort });
        for (const limit of [1, 4, 23]) {
          expect(await runPages(sort, limit)).toEqual(whole.items.map(({ runId }) => runId));
        }
      }
    });

    test('sorts by what the sort says', async () => {
      await fillRuns();
      const values = async (sort: (typeof RUN_SORTS)[number], value: (run: RunItem) => number | string) =>
        (await fixture.store.listRuns(fixture.projectId, { limit: 500, sort })).items.map(value);
      const numbers = (a: number | string, b: number | string) => Number(a) - Number(b);
      const spans = await values('-spans', (run) => run.spans);
      expect(spans).toEqual([...spans].sort(numbers).reverse());
      const created = await values('createdAt', (run) => run.createdAt.getTime());
      expect(created).toEqual([...created].sort(numbers));
      const missing = await values('missing', (run) => run.attribution.run_id?.missing ?? 0);
      expect(missing).toEqual([...missing].sort(numbers));
      expect(missing.at(-1)).toBeGreaterThan(0);
      const names = await values('name', (run) => run.name ?? '');
      expect(names).toEqual([...names].sort());
    });

    type RunItem = Awaited<ReturnType<Store['listRuns']>>['items'][number];

    async function fillRuns(): Promise<void> {
      for (let i = 0; i < 23; i++) {
        const patch = i % 4 === 0 ? {} : { name: `name ${i % 5}` };
        await fixture.store.putRun(fixture.projectId, `run-${i}`, patch, new Date(NOW.getTime() + (i % 3) * 1000));
        for (let n = 0; n < i % 4; n++) {
          await fixture.append(
            appendSpan({ sessionId: `s-${i}`, spanId: spanId(n), keys: { run_id: own(`run-${i}`) } }),
          );
        }
        if (i % 4 === 0) continue;
        const attribution = { run_id: { ...noAttributionCounts(), missing: i % 3 } };
        await fixture.store.saveAudit(
          fixture.projectId,
          `s-${i}`,
          outcomeOf(await fixture.material(`s-${i}`), { attribution }),
        );
      }
    }

    async function runPages(sort: (typeof RUN_SORTS)[number], limit: number): Promise<readonly string[]> {
      const ids: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await fixture.store.listRuns(fixture.projectId, { limit, sort, cursor });
        expect(page.items.length).toBeLessThanOrEqual(limit);
        ids.push(...page.items.map(({ runId }) => runId));
        expect(new Set(ids).size).toBe(ids.length);
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      return ids;
    }

    test('searches parts of name, ids and client version; wildcards are ordinary characters', async () => {
      await fixture.store.putRun(fixture.projectId, 'a', { name: '100% Done' }, NOW);
      await fixture.store.putRun(fixture.projectId, 'b', { name: '100 done', datasetId: 'EXT-under_score' }, NOW);
      await fixture.store.putRun(fixture.projectId, 'c\\d', { client: { name: 'x', version: '9.9.9' } }, NOW);
      const search = async (q: string) =>
        (await fixture.store.listRuns(fixture.projectId, { limit: 10, q, sort: 'createdAt' })).items.map(
          ({ runId }) => runId,
        );
      expect(await search('DONE')).toEqual(['a', 'b']);
      expect(await search('100%')).toEqual(['a']);
      expect(await search('r_s')).toEqual(['b']);
      expect(await search('c\\')).toEqual(['c\\d']);
      expect(await search('9.9')).toEqual(['c\\d']);
      expect(await search("' OR 1=1 --")).toEqual([]);
      expect(
        (await fixture.store.listRuns(fixture.projectId, { limit: 10, datasetId: 'EXT-under_score' })).items,
      ).toHaveLength(1);
      expect((await fixture.store.listRuns(fixture.projectId, { limit: 10, name: '100 done' })).items).toHaveLength(1);
    });

    describe('are found', () => {
      const find = (query: Partial<FoundRunsQuery>) =>
        fixture.store.findRuns(fixture.projectId, {
          sort: 'created_at',
          descending: true,
          offset: 0,
          limit: 100,
          ...query,
        });
      const ids = async (query: Partial<FoundRunsQuery>) => (await find(query)).runs.map(({ runId }) => runId);
      const at = (minute: number) => new Date(NOW.getTime() + minute * 60_000);
      const put = (runId: string, patch: RunPatch, createdAt = NOW) =>
        fixture.store.putRun(fixture.projectId, runId, patch, createdAt);

      async function someRuns(): Promise<void> {
        const other = await fixture.store.ensureProject('other');
        await fixture.store.putRun(other.id, 'z', { name: 'nightly' }, NOW);
        await put('a', { name: 'nightly', datasetId: 'ds-1', status: 'completed' }, at(2));
        await put('b', { name: 'Nightly', datasetId: 'EXT-2\0', status: 'failed' }, at(1));
        await put('c', { status: 'completed', metadata: { big: 2n ** 63n } }, at(1));
        await put('d', { name: 'émile', datasetId: 'ds-1' }, at(0));
        await put('d', { results: { mean: 1 } }, at(9));
      }

      test('with totals of the filter and of the project', async () => {
        await someRuns();
        expect(await find({ datasetId: 'ds-1', limit: 1 })).toMatchObject({
          runs: [{ runId: 'a' }],
          total: 2,
          totalUnfiltered: 4,
        });
        expect(await find({ offset: 17 })).toEqual({ runs: [], total: 4, totalUnfiltered: 4 });
        const [c] = (await find({ runIds: ['c'] })).runs;
        expect(c).toMatchObject({ name: null, createdAt: at(1), metadata: { big: 2n ** 63n }, declared: true });
      });

      test.each<[string, Partial<FoundRunsQuery>, readonly string[]]>([
        ['by dataset', { datasetId: 'ds-1' }, ['a', 'd']],
        ['by a dataset whose name no database text can hold', { datasetId: 'EXT-2\0' }, ['b']],
        ['by the whole name', { name: 'nightly' }, ['a']],
        ['not by a part or a pattern', { name: 'night%' }, []],
        ['by status', { status: 'completed' }, ['a', 'c']],
        ['by id', { runIds: ['c', 'unknown', 'a', 'a', "'; --"] }, ['a', 'c']],
        ['none by no id', { runIds: [] }, []],
        ['from a moment on', { from: at(1) }, ['a', 'c', 'b']],
        ['up to a moment', { to: at(1) }, ['c', 'b', 'd']],
        ['by everything at once', { from: at(2), to: at(2), status: 'completed', datasetId: 'ds-1' }, ['a']],
        ['oldest first', { descending: false }, ['d', 'b', 'c', 'a']],
        ['latest changed first', { sort: 'updated_at' }, ['d', 'a', 'c', 'b']],
        [
          'by name, in order of characters, those without a name first',
          { sort: 'name', descending: false },
          [...['c', 'b', 'a', 'd']],
        ],
        ['by status and then id, both backwards', { sort: 'status' }, ['d', 'b', 'c', 'a']],
      ])('%s', async (_, query, expected) => {
        await someRuns();
        expect(await ids(query)).toEqual(expected);
      });

      test('page by page, each once', async () => {
        await fillRuns();
        for (const sort of FOUND_RUN_SORTS) {
          const whole = await ids({ sort });
          expect(new Set(whole).size).toBe(23);
          const pages = [];
          for (let offset = 0; offset < 23; offset += 4) pages.push(...(await ids({ sort, offset, limit: 4 })));
          expect(pages).toEqual(whole);
        }
      });
    });

    test('are counted, all or those of a dataset or a name', async () => {
      const other = await fixture.store.ensureProject('other');
      await fixture.store.putRun(other.id, 'z', { name: 'nightly', datasetId: 'ds1' }, NOW);
      await fixture.store.putRun(fixture.projectId, 'a', { name: 'nightly', datasetId: 'ds1' }, NOW);
      await fixture.store.putRun(fixture.projectId, 'b', { name: 'nightly', datasetId: 'ds2' }, NOW);
      await fixture.store.putRun(fixture.projectId, 'c', { datasetId: 'ds1\0' }, NOW);
      const count = (filter: object) => fixture.store.countRuns(fixture.projectId, filter);
      expect(await count({})).toBe(3);
      expect(await count({ name: 'nightly' })).toBe(2);
      expect(await count({ name: 'nightly', datasetId: 'ds2' })).toBe(1);
      expect(await count({ datasetId: 'ds1\0' })).toBe(1);
      expect(await count({ datasetId: '%' })).toBe(0);
    });

    test.each(['rubbish', '', 'WyJ4Il0', 'bnVsbA'])('refuses the cursor "%s"', async (cursor) => {
      const refused = await fixture.store
        .listRuns(fixture.projectId, { limit: 1, cursor })
        .catch((error: unknown) => error);
      expect(isAppError(refused) && refused.code).toBe('invalid-request');
    });

    test('refuses the cursor of another sort', async () => {
      await fillRuns();
      const { nextCursor } = await fixture.store.listRuns(fixture.projectId, { limit: 1, sort: 'name' });
      const cursor = nextCursor ?? '';
      await expect(fixture.store.listRuns(fixture.projectId, { limit: 1, sort: 'spans', cursor })).rejects.toThrow(
        'cursor',
      );
    });
  });
}
