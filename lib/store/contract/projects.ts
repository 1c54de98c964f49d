import { describe, expect, test } from 'vitest';
import { appendSpan, own, someBatch, spanId } from '../../testing/store-batch';
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
