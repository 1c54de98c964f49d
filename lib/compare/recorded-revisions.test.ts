import { describe, expect, it } from 'vitest';
import { auditSession } from '../audit/audit-session';
import { hashInputs } from '../domain/input-hash';
import { captureSessions } from '../testing/capture-sessions';
import { aSession, type ComparableSession, compareSessions } from '../testing/compare-sessions';

describe('the two recorded revisions of a client', () => {
  const recorded = (name: string): ComparableSession[] =>
    captureSessions(name).map((input) => {
      const { sessionId, datapointId, event } = input.session;
      const inputHash = hashInputs(event.inputs);
      const { member } = aSession({ sessionId, datapointId, inputHash, spanCount: input.spans.length }, []);
      return { member, structure: auditSession(input).structure };
    });
  const fixed = recorded('sdk-4291199a-evaluate-FIXED');
  const regressed = recorded('sdk-531c1bbf-evaluate-REGRESSED');
  const keys = ['run_id', 'dataset_id', 'datapoint_id'];

  it('are a confirmed regression: exactly the three keys, newly missing on every path', () => {
    const comparison = compareSessions(fixed, regressed, keys);
    expect(comparison).toMatchObject({ verdict: 'regressed', grade: 'confirmed', cellCount: 12 });
    expect(comparison.sentence).toBe(
      'Regressed: run_id, dataset_id and datapoint_id are newly missing on all 4 paths, in 2 of 2 datapoints; confirmed. Nothing was fixed.',
    );
    expect(comparison.nodes.map(({ label, status }) => `${status} ${label}`)).toEqual([
      'same child_op',
      'same boom',
      'same boom_error',
      'same grandchild_llm',
    ]);
    expect(comparison.cells.map(({ node, key, state, grade }) => `${node} ${key} ${state} ${grade}`).sort()).toEqual(
      [0, 1, 2, 3].flatMap((node) => keys.map((key) => `${node} ${key} newly-missing confirmed`)).sort(),
    );
    for (const { key, newlyMissing, base, run, datapoints } of comparison.keys) {
      expect({ newlyMissing, base, run, datapoints }, key).toEqual({
        newlyMissing: 4,
        base: { good: 8, judged: 8 },
        run: { good: 0, judged: 8 },
        datapoints: { newlyMissing: 2, fixed: 0, stillMissing: 0 },
      });
    }
    expect(comparison.cells[0]?.run).toMatchObject({ bad: 2, worst: 'missing', causes: ['selective-processor'] });
  });

  it('are an improvement the other way round: the three keys fixed on every path', () => {
    const comparison = compareSessions(regressed, fixed, keys);
    expect(comparison).toMatchObject({ verdict: 'improved', grade: null });
    expect(comparison.sentence).toBe(
      'Improved: run_id, dataset_id and datapoint_id are fixed on all 4 paths, in 2 of 2 datapoints. Nothing got worse.',
    );
    expect(comparison.keys.map(({ key, fixed: count }) => `${key} ${count}`)).toEqual(keys.map((key) => `${key} 4`));
    expect(new Set(comparison.cells.map(({ state }) => state))).toEqual(new Set(['fixed']));
  });

  it('differ in nothing from themselves', () => {
    const comparison = compareSessions(fixed, fixed, keys);
    expect(comparison).toMatchObject({ verdict: 'unchanged', cells: [] });
    expect(comparison.sentence).toBe('Nothing changed: no attribution difference in 8 spans of 2 datapoints.');
  });
});
