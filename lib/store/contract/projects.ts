import { describe, expect, test } from 'vitest';
import { isAppError } from '../../domain/errors';
import {
  aKey,
  appendSpan,
  NOW,
  own,
  plainBody,
  SOME_DELIVERY,
  sessionEvent,
  someBatch,
  spanId,
} from '../../testing/store-batch';
import { RUN, type StoreFixture } from './store-fixture';

export function describeProjects(fixture: StoreFixture): void {
  describe('projects', () => {
    test('ensureProject makes a project once and keeps its tables', async () => {
      const again = await fixture.store.ensureProject('project');
      expect(again).toMatchObject({
        id: fixture.projectId,
        name: 'project',
        routing: 'preserve',
        contract: 'preserve',
      });
      expect(again.createdAt).toBeInstanceOf(Date);
      expect(await fixture.store.listProjects()).toHaveLength(1);
      expect(await fixture.store.getProject('project')).toEqual(again);
      expect(await fixture.store.getProject('other')).toBeNull();
    });

    test('updateProject changes what is given; an unknown project is null', async () => {
      expect(await fixture.store.updateProject('project', { routing: 'staging' })).toMatchObject({
        routing: 'staging',
        contract: 'preserve',
      });
      expect(await fixture.store.getProject('project')).toMatchObject({ routing: 'staging' });
      expect(await fixture.store.updateProject('other', { routing: 'staging' })).toBeNull();
    });

    test('a new contract makes every session unsettled, another routing table does not', async () => {
      await fixture.append(appendSpan());
      await fixture.settle();
      await fixture.store.updateProject('project', { routing: 'staging' });
      expect((await fixture.session()).settled).toBe(true);
      const { revision } = await fixture.material();
      await fixture.store.updateProject('project', { contract: 'route-only' });
      expect((await fixture.session()).settled).toBe(false);
      expect((await fixture.material()).revision).toBeGreaterThan(revision);
    });

    test('projectOf finds the project of a session, run and event that was seen first', async () => {
      const other = await fixture.store.ensureProject('other');
      await fixture.append(appendSpan({ keys: { run_id: own(RUN) } }, { event_id: 'event-1' }));
      await fixture.store.append({ ...someBatch(other.id, [appendSpan({ sessionId: 'session-1' })]) });
      expect(await fixture.store.projectOf('session', 'session-1')).toMatchObject({ name: 'project' });
      expect(await fixture.store.projectOf('run', RUN)).toMatchObject({ name: 'project' });
      expect(await fixture.store.projectOf('event', 'event-1')).toMatchObject({ name: 'project' });
      expect(await fixture.store.projectOf('event', 'session-1')).toMatchObject({ name: 'project' });
      expect(await fixture.store.projectOf('session', 'unknown')).toBeNull();
      expect(await fixture.store.projectOf('run', 'unknown')).toBeNull();
      expect(await fixture.store.projectOf('event', 'unknown')).toBeNull();
    });

    test('an empty project is deleted with all it has, and its name can be used again', async () => {
      const { store, projectId } = fixture;
      const other = await store.ensureProject('other');
      for (const id of [projectId, other.id]) {
        await store.createEntries(id, [{ kind: 'dataset', id: 'ds', name: null, body: {} }], NOW);
        await store.setMembers(id, 'ds', ['dp']);
        await store.createKey(id, aKey(`key-${id}`));
        await store.recordDelivery(id, { ...SOME_DELIVERY, accepted: 0, duplicated: 0 }, plainBody());
      }
      expect(await store.deleteProject('project')).toBe(true);
      expect(await store.deleteProject('project')).toBe(false);
      expect(await store.getProject('project')).toBeNull();
      expect(await store.listKeys()).toMatchObject([{ project: 'other' }]);
      expect(await store.listEntries(other.id, { kind: 'dataset', offset: 0, limit: 10 })).toHaveLength(1);
      expect((await store.listDeliveries(other.id, { limit: 10 })).items).toHaveLength(1);

      const again = await store.ensureProject('project');
      expect(again.id).toBeGreaterThan(other.id);
      expect(await store.listEntries(again.id, { kind: 'dataset', offset: 0, limit: 10 })).toEqual([]);
      expect((await store.listDeliveries(again.id, { limit: 10 })).items).toEqual([]);
      await store.createKey(again.id, aKey(`key-${projectId}`));
    });

    test('a project with runs or sessions is not deleted', async () => {
      const { store, projectId } = fixture;
      const refusal = async () => {
        const refused = await store.deleteProject('project').catch((error: unknown) => error);
        return isAppError(refused) && refused.code;
      };
      await store.createKey(projectId, aKey('key'));
      await store.putRun(projectId, RUN, {}, NOW);
      await store.pinBaseline(projectId, { scope: { kind: 'name', value: 'n' }, runId: RUN, pinnedAt: NOW });
      expect(await refusal()).toBe('conflict');
      expect(await store.eraseRun(projectId, RUN)).toBe(true);
      await fixture.append(appendSpan());
      expect(await refusal()).toBe('conflict');
      expect(await store.listKeys()).toHaveLength(1);
      await fixture.erase('session-1');
      expect(await store.deleteProject('project')).toBe(true);
    });

    test('nothing is written into a project that was deleted meanwhile', async () => {
      const { store, projectId } = fixture;
      await store.deleteProject('project');
      const writes = [
        () => fixture.append(appendSpan()),
        () => store.putSession(projectId, sessionEvent('s'), null, NOW),
        () => store.putEvents(projectId, [{ ...sessionEvent('s'), event_type: 'tool' }], null, NOW),
        () => store.updateEvent(projectId, 'e', { metadata: { a: 1 } }, NOW),
        () => store.putRun(projectId, RUN, {}, NOW),
        () => store.createEntries(projectId, [{ kind: 'metric', id: 'm', name: null, body: {} }], NOW),
        () => store.createKey(projectId, aKey('key')),
      ];
      for (const write of writes) {
        const refused = await write().catch((error: unknown) => error);
        expect(isAppError(refused) && refused.code, write.toString()).toBe('not-found');
      }
      expect(await store.locate('session', 's')).toEqual([]);
      expect(await store.locate('run', RUN)).toEqual([]);
      expect(await store.listKeys()).toEqual([]);
    });

    test('projects do not see each other', async () => {
      const other = await fixture.store.ensureProject('other');
      await fixture.append(appendSpan({ keys: { run_id: own(RUN) } }));
      expect(await fixture.store.getSession(other.id, 'session-1')).toBeNull();
      expect(await fixture.store.getRun(other.id, RUN)).toBeNull();
      expect((await fixture.store.listRuns(other.id, { limit: 10 })).items).toEqual([]);
      expect((await fixture.store.listSessions(other.id, { limit: 10 })).items).toEqual([]);
      expect(await fixture.store.auditMaterial(other.id, 'session-1')).toBeNull();
      expect(await fixture.store.spanEvidence(other.id, 'session-1', spanId(0))).toBeNull();
    });
  });
}
