import { describe, expect, test } from 'vitest';
import { isAppError } from '../../domain/errors';
import type { Delivery } from '../../domain/records';
import {
  appendSpan,
  NOW,
  own,
  plainBody,
  SOME_DELIVERY,
  sessionEvent,
  someBatch,
  spanId,
} from '../../testing/store-batch';
import type { DeliveryQuery, DeliverySubject } from '../delivery-store';
import { RUN, type StoreFixture } from './store-fixture';

export function describeDeliveries(fixture: StoreFixture): void {
  const at = (minute: number) => new Date(NOW.getTime() + minute * 60_000);
  const list = (query: Partial<DeliveryQuery> = {}) =>
    fixture.store.listDeliveries(fixture.projectId, { limit: 100, ...query });
  /** By path, which is what tells them apart here. */
  const paths = async (query: Partial<DeliveryQuery> = {}) => (await list(query)).items.map(({ path }) => path);
  const rest = (path: string, minute: number, changes: Partial<Delivery> = {}): Delivery => ({
    ...SOME_DELIVERY,
    accepted: 0,
    duplicated: 0,
    path,
    receivedAt: at(minute),
    ...changes,
  });
  const write = (path: string, minute: number, subject: DeliverySubject | null = null, projectId = fixture.projectId) =>
    fixture.store.recordDelivery(projectId, rest(path, minute), plainBody('{}'), subject);
  const send = (path: string, minute: number, sessionIds: readonly string[], runId = RUN) =>
    fixture.store.append(
      someBatch(
        fixture.projectId,
        sessionIds.map((sessionId, i) =>
          appendSpan({ sessionId, spanId: spanId(100 * minute + i), keys: { run_id: own(runId) } }, {}, i),
        ),
        { delivery: { ...SOME_DELIVERY, path, receivedAt: at(minute) } },
      ),
    );

  describe('deliveries', () => {
    test('are listed as they were received, newest first, of their project only', async () => {
      const other = await fixture.store.ensureProject('other');
      await write('/other', 0, null, other.id);
      await fixture.store.recordDelivery(null, rest('/nobody', 1), null);
      const rejected = [{ ordinal: 3, reason: 'no "session" \0' }];
      const delivery = rest('/refused', 5, { status: 400, rejected, warnings: ['w'], client: null, userAgent: null });
      const body = { bytes: new TextEncoder().encode('x'), contentType: 'application/json', contentEncoding: 'gzip' };
      await fixture.store.recordDelivery(fixture.projectId, delivery, body);
      await fixture.store.recordDelivery(fixture.projectId, rest('/bodyless', 2), null);
      await send('/spans', 3, ['a', 'b']);
      const { items, nextCursor } = await list();
      expect(nextCursor).toBeNull();
      expect(items.map(({ path }) => path)).toEqual(['/refused', '/spans', '/bodyless']);
      expect(items[0]).toEqual({
        ...delivery,
        contentEncoding: 'gzip',
        id: expect.stringMatching(/^\d+$/),
      });
      expect(items[1]).toMatchObject({ accepted: 2, duplicated: 0, status: 200, contentEncoding: '' });
      expect(new Set(items.map(({ id }) => id)).size).toBe(3);
    });

    test('of a run: what brought spans of its sessions, and what was about it or them', async () => {
      await send('/a-and-other', 1, ['a', 'other-run'], RUN);
      await send('/b', 2, ['b']);
      await send('/x', 3, ['x'], 'run-2');
      await send('/a-again', 4, ['a']);
      await write('/start-a', 0, { kind: 'session', id: 'a' });
      await write('/start-x', 5, { kind: 'session', id: 'x' });
      await write('/run', 6, { kind: 'run', id: RUN });
      await write('/run-2', 7, { kind: 'run', id: 'run-2' });
      // The same id in another project, and as the other kind.
      const other = await fixture.store.ensureProject('other');
      await write('/elsewhere', 8, { kind: 'run', id: RUN }, other.id);
      await write('/a-run-named-a', 9, { kind: 'run', id: 'a' });
      expect(await paths({ runId: RUN })).toEqual(['/run', '/a-again', '/b', '/a-and-other', '/start-a']);
      expect(await paths({ runId: 'run-2' })).toEqual(['/run-2', '/start-x', '/x']);
      expect(await paths({ sessionId: 'a' })).toEqual(['/a-again', '/a-and-other', '/start-a']);
      expect(await paths({ sessionId: 'b', runId: RUN })).toEqual(['/b']);
      expect(await paths({ runId: 'unknown' })).toEqual([]);
      expect(await paths({ sessionId: 'unknown' })).toEqual([]);
    });

    test('a request that only repeated known spans is listed, too', async () => {
      await send('/first', 1, ['a']);
      const repeated = appendSpan({ sessionId: 'a', spanId: spanId(100), keys: { run_id: own(RUN) } });
      const delivery = { ...SOME_DELIVERY, path: '/again', receivedAt: at(2) };
      await fixture.store.append(someBatch(fixture.projectId, [repeated], { delivery }));
      expect(await list({ sessionId: 'a' })).toMatchObject({
        items: [{ path: '/again', accepted: 0, duplicated: 1 }, { path: '/first' }],
      });
    });

    test('of ids that no database text can hold', async () => {
      await write('/run', 1, { kind: 'run', id: 'r\0\ud800' });
      await write('/session', 1, { kind: 'session', id: 's\0' });
      expect(await paths({ runId: 'r\0\ud800' })).toEqual(['/run']);
      expect(await paths({ sessionId: 's\0' })).toEqual(['/session']);
    });

    test('page by page, each once, several of each moment', async () => {
      // Beyond ten, so that ids have different lengths.
      for (let i = 0; i < 23; i++) await write(`/${i}`, i % 3, { kind: 'run', id: RUN });
      for (const query of [{}, { runId: RUN }]) {
        const whole = await paths(query);
        expect(new Set(whole).size).toBe(23);
        for (const limit of [1, 4, 23]) {
          const pages: string[] = [];
          let cursor: string | undefined;
          do {
            const page = await list({ ...query, limit, cursor });
            expect(page.items.length).toBeLessThanOrEqual(limit);
            pages.push(...page.items.map(({ path }) => path));
            cursor = page.nextCursor ?? undefined;
          } while (cursor !== undefined && pages.length < 100);
          expect(pages).toEqual(whole);
        }
      }
    });

    test.each([
      'rubbish',
      ...[
        ['createdAt', '1', '1'],
        ['deliveries', 'x', '1'],
        ['deliveries', '1', 'x'],
        ['deliveries', '1', "1' OR 1"],
      ].map((position) => Buffer.from(JSON.stringify(position)).toString('base64url')),
    ])('refuse the cursor %s', async (cursor) => {
      const refused = await list({ cursor }).catch((error: unknown) => error);
      expect(isAppError(refused) && refused.code).toBe('invalid-request');
    });

    test('go with what they were about', async () => {
      await fixture.store.putRun(fixture.projectId, RUN, {}, NOW);
      await fixture.store.putSession(fixture.projectId, sessionEvent('a', { metadata: { run_id: RUN } }), null, NOW);
      await write('/start', 1, { kind: 'session', id: 'a' });
      await write('/run', 2, { kind: 'run', id: RUN });
      await send('/spans', 3, ['a']);
      await fixture.erase('a');
      expect(await paths({ runId: RUN })).toEqual(['/run']);
      expect(await fixture.store.eraseRun(fixture.projectId, RUN)).toBe(true);
      expect(await paths()).toEqual([]);
    });
  });
}
