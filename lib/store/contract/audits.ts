import { describe, expect, test } from 'vitest';
import type { Finding } from '../../domain/finding';
import { noAttributionCounts, noCustodyCounts } from '../../domain/states';
import { aCustody } from '../../testing/a-custody';
import { appendSpan, NOW, outcomeOf, own, sessionEvent, spanId, traceId } from '../../testing/store-batch';
import { LATER, RUN, type StoreFixture, someFinding } from './store-fixture';

export function describeAudits(fixture: StoreFixture): void {
  describe('audits', () => {
    test('an audit replaces counters, filing and findings whole', async () => {
      await fixture.append(appendSpan());
      const outcome = outcomeOf(await fixture.material(), {
        contract: 'route-only',
        attribution: { run_id: { ...noAttributionCounts(), missing: 1 } },
        custody: { ...noCustodyCounts(), moved: 2 },
        breakCount: 1,
        findings: [someFinding('one'), someFinding('two')],
        custodyOfSpans: new Map([[`${traceId(0)}:${spanId(0)}`, aCustody({ moved: 2 }, [['a', 'moved']])]]),
      });
      expect(await fixture.store.saveAudit(fixture.projectId, 'session-1', outcome)).toBe(true);
      expect(await fixture.session()).toMatchObject({
        settled: true,
        contract: 'route-only',
        findingCount: 2,
        breakCount: 1,
        custody: { ...noCustodyCounts(), moved: 2 },
      });
      expect((await fixture.session()).attribution.run_id).toEqual({ ...noAttributionCounts(), missing: 1 });
      expect((await fixture.material()).spans[0]?.custody).toEqual(aCustody({ moved: 2 }, [['a', 'moved']]));
      await fixture.store.saveAudit(
        fixture.projectId,
        'session-1',
        outcomeOf(await fixture.material(), { findings: [someFinding('three')] }),
      );
      expect(
        (await fixture.store.findings(fixture.projectId, { sessionId: 'session-1' }, 10)).map(({ title }) => title),
      ).toEqual(['three']);
    });

    test('an audit of an older state is refused and changes nothing', async () => {
      await fixture.append(appendSpan());
      const stale = outcomeOf(await fixture.material(), { findings: [someFinding('stale')] });
      await fixture.append(appendSpan({ spanId: spanId(1) }));
      expect(await fixture.store.saveAudit(fixture.projectId, 'session-1', stale)).toBe(false);
      expect(await fixture.session()).toMatchObject({ settled: false, findingCount: 0 });
      expect(await fixture.store.saveAudit(fixture.projectId, 'unknown', stale)).toBe(false);
    });

    test('findings come worst first, of a session or a run', async () => {
      await fixture.append(appendSpan({ keys: { run_id: own(RUN), datapoint_id: own('dp-1') } }));
      await fixture.append(appendSpan({ sessionId: 's2', spanId: spanId(1), keys: { run_id: own(RUN) } }));
      const small = someFinding('small', { size: 1 });
      const large = someFinding('large', { size: 9, observed: { run_id: null, __proto: 'x' } });
      const critical = someFinding('critical', { severity: 'critical' });
      const save = async (id: string, findings: readonly Finding[]) =>
        fixture.store.saveAudit(fixture.projectId, id, outcomeOf(await fixture.material(id), { findings }));
      await save('session-1', [small, large]);
      await save('s2', [critical]);
      const ofRun = await fixture.store.findings(fixture.projectId, { runId: RUN }, 10);
      expect(ofRun.map(({ title }) => title)).toEqual(['critical', 'large', 'small']);
      expect(ofRun[1]).toEqual({ ...large, sessionId: 'session-1', datapointId: 'dp-1' });
      expect(await fixture.store.findings(fixture.projectId, { runId: RUN }, 1)).toHaveLength(1);
      expect(await fixture.store.findings(fixture.projectId, { sessionId: 's2' }, 10)).toHaveLength(1);
    });

    test('a session is due when it was quiet long enough, until it is settled', async () => {
      await fixture.append(appendSpan());
      expect(await fixture.due(NOW)).toEqual([]);
      expect(await fixture.due(LATER)).toEqual(['session-1']);
      await fixture.store.saveAudit(
        fixture.projectId,
        'session-1',
        outcomeOf(await fixture.material(), { settled: false }),
      );
      expect(await fixture.due(LATER)).toEqual(['session-1']);
      await fixture.settle();
      expect(await fixture.due(LATER)).toEqual([]);
    });

    test('a claimed session is nobody else’s until the claim ends', async () => {
      await fixture.append(appendSpan(), appendSpan({ sessionId: 'session-2', spanId: spanId(1) }, {}, 1));
      const claim = { quietSince: LATER, now: NOW, until: LATER, limit: 1 };
      const claimed = async (now: Date) =>
        (await fixture.store.claimDueSessions({ ...claim, now })).map(({ sessionId }) => sessionId);
      expect(await fixture.store.claimDueSessions(claim)).toMatchObject([
        { project: { name: 'project' }, sessionId: 'session-1' },
      ]);
      expect(await claimed(NOW)).toEqual(['session-2']);
      expect(await claimed(NOW)).toEqual([]);
      await fixture.store.extendClaim(fixture.projectId, 'session-2', NOW);
      expect(await claimed(NOW)).toEqual(['session-2']);
      expect(await claimed(LATER)).toEqual(['session-1']);
    });

    test('the sessions of a run that is over are due at once, and only once', async () => {
      await fixture.append(appendSpan({ keys: { run_id: own(RUN) } }));
      await fixture.settle();
      await fixture.store.putRun(fixture.projectId, RUN, { status: 'running' }, NOW);
      expect(await fixture.due()).toEqual([]);
      await fixture.store.putRun(fixture.projectId, RUN, { status: 'completed' }, NOW);
      expect(await fixture.due()).toEqual(['session-1']);
      await fixture.settle();
      expect(await fixture.due()).toEqual([]);
      await fixture.append(appendSpan({ spanId: spanId(1) }));
      expect(await fixture.due()).toEqual(['session-1']);
    });

    test('a session that joins a run that is over, or changes its inputs there, unsettles the others', async () => {
      const put = (id: string, question: string) =>
        fixture.store.putSession(
          fixture.projectId,
          sessionEvent(id, { inputs: { question }, metadata: { run_id: RUN } }),
          null,
          NOW,
        );
      await put('s1', 'a');
      await fixture.store.putRun(fixture.projectId, RUN, { status: 'completed' }, NOW);
      await fixture.settle('s1');
      await put('s2', 'b');
      expect(await fixture.due()).toEqual(['s1', 's2']);
      await fixture.settle('s1');
      await fixture.settle('s2');
      await fixture.store.updateEvent(fixture.projectId, 's2', { metrics: { score: 1 } }, NOW);
      expect(await fixture.due()).toEqual(['s2']);
      await fixture.settle('s2');
      await fixture.store.updateEvent(fixture.projectId, 's2', { inputs: { question: 'c' } }, NOW);
      expect(await fixture.due()).toEqual(['s1', 's2']);
      await fixture.settle('s1');
      await fixture.settle('s2');
      expect(await fixture.due()).toEqual([]);
    });

    test('the material names the run', async () => {
      await fixture.store.putRun(fixture.projectId, RUN, { name: 'nightly', datasetId: 'ds-1' }, NOW);
      await fixture.append(appendSpan({ keys: { run_id: own(RUN) } }));
      expect((await fixture.material()).run).toMatchObject({ name: 'nightly', datasetId: 'ds-1' });
      expect(await fixture.store.auditMaterial(fixture.projectId, 'unknown')).toBeNull();
    });
  });
}
