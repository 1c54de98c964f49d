import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { captureSessions } from '../testing/capture-sessions';
import { captureNames } from '../testing/read-capture';
import { auditSession } from './audit-session';

interface SpanMark {
  readonly name: string;
  readonly span_id: string;
  readonly trace_id: string;
}

/** An independent reading of the recordings: which keys are absent, without a word on whether that is a fault. */
interface ExpectedFindings {
  readonly spans_seen: number;
  readonly missing_ids: readonly (SpanMark & { readonly missing: readonly string[]; readonly session_id: string })[];
  readonly parent_not_in_capture: readonly SpanMark[];
  readonly roots: readonly SpanMark[];
  readonly datapoints_per_session: Readonly<Record<string, readonly string[]>>;
}

const EXPECTED = JSON.parse(
  readFileSync(new URL('../../captures/expected-findings.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, ExpectedFindings>>;

/** The only recording in which absent keys are not all a fault: its session belongs to no run. */
const OUTSIDE_RUNS = 'py151-two-tracers-edge-types-limits';

function judged(name: string) {
  return captureSessions(name).map((input) => ({ input, audit: auditSession(input) }));
}

/** Every (span, key) in one of the states, as `span id: key`. */
function marks(name: string, states: readonly string[]): string[] {
  return judged(name)
    .flatMap(({ input, audit }) =>
      input.spans.flatMap((span, i) =>
        audit.keys
          .filter((_, k) => states.includes(audit.verdicts[i]?.[k]?.state ?? ''))
          .map((key) => `${span.spanId}: ${key}`),
      ),
    )
    .sort();
}

function absentIn(expected: ExpectedFindings): string[] {
  return expected.missing_ids.flatMap(({ span_id, missing }) => missing.map((key) => `${span_id}: ${key}`)).sort();
}

describe.each(captureNames())('%s', (name) => {
  const expected = EXPECTED[name];
  if (expected === undefined) throw new Error(`no expected findings for ${name}`);

  it('holds the spans, sessions and roots that the independent reading saw', () => {
    const sessions = judged(name);
    const spans = sessions.flatMap(({ input }) => input.spans);
    expect(spans).toHaveLength(expected.spans_seen);
    const bySession = sessions
      .filter(({ input }) => input.spans.length > 0)
      .map(({ input }) => input.session.sessionId);
    expect(bySession.sort()).toEqual(Object.keys(expected.datapoints_per_session).sort());
    const roots = sessions.flatMap(({ input, audit }) =>
      input.spans.filter((_, i) => audit.parentStates[i] === 'root'),
    );
    expect(roots.map(({ spanId }) => spanId as string).sort()).toEqual(
      expected.roots.map(({ span_id }) => span_id).sort(),
    );
    const orphans = sessions.flatMap(({ input, audit }) =>
      input.spans.filter((_, i) => audit.parentStates[i] === 'missing'),
    );
    expect(orphans.map(({ spanId }) => spanId as string).sort()).toEqual(
      expected.parent_not_in_capture.map(({ span_id }) => span_id).sort(),
    );
  });

  it('lacks exactly the keys that the independent reading lists as absent', () => {
    const absent = marks(name, ['missing', 'malformed', 'unattributable', 'not-applicable', 'pending']);
    expect(absent).toEqual(absentIn(expected));
  });
});

describe.each(captureNames().filter((name) => name !== OUTSIDE_RUNS))('%s', (name) => {
  it('calls every absent key missing, because every span belongs to a run', () => {
    const expected = EXPECTED[name];
    expect(marks(name, ['missing'])).toEqual(expected === undefined ? null : absentIn(expected));
  });
});

describe('the recording of the client with the baggage bug', () => {
  const sessions = judged('sdk-531c1bbf-evaluate-REGRESSED');

  it('has 8 spans, each missing exactly the three ids, while both sessions have them', () => {
    expect(sessions.map(({ input }) => input.spans.length)).toEqual([4, 4]);
    for (const { input, audit } of sessions) {
      expect(Object.keys(input.session.keys).sort()).toEqual(['datapoint_id', 'dataset_id', 'run_id']);
      expect(audit.attribution.run_id?.missing).toBe(4);
      expect(audit.attribution.dataset_id?.missing).toBe(4);
      expect(audit.attribution.datapoint_id?.missing).toBe(4);
    }
  });

  it('has one break point per session, at the outermost traced function, below the session’s record', () => {
    for (const { audit } of sessions) {
      expect(audit.breakCount).toBe(1);
      expect(audit.findings).toHaveLength(1);
      expect(audit.findings[0]).toMatchObject({
        rule: 'ATTR-001',
        keys: ['run_id', 'dataset_id', 'datapoint_id'],
        span: { name: 'child_op' },
        parent: null,
        size: 4,
        cause: { code: 'selective-processor' },
        handover: 'set-to-stamped',
      });
    }
  });

  it('gives the same defect of both datapoints the same fingerprint', () => {
    expect(new Set(sessions.map(({ audit }) => audit.findings[0]?.fingerprint)).size).toBe(1);
  });
});

describe('the recording of the client that fixed it', () => {
  it('has no finding at all', () => {
    expect(judged('sdk-4291199a-evaluate-FIXED').flatMap(({ audit }) => audit.findings)).toEqual([]);
  });
});

describe('the recording of a current client that loses ids in threads', () => {
  const findings = judged('py151-evaluate-thread-and-error').flatMap(({ audit }) => audit.findings);

  it('misses the ids on 6 of 14 spans, each a break of its own because each began its own trace', () => {
    expect(marks('py151-evaluate-thread-and-error', ['missing'])).toHaveLength(18);
    expect(findings.map(({ rule, span, cause }) => `${rule} ${span?.name} ${cause.code}`).sort()).toEqual([
      'ATTR-001 in_thread trace-split',
      'ATTR-001 in_thread trace-split',
      'ATTR-001 judge trace-split',
      'ATTR-001 judge trace-split',
      'ATTR-001 judge trace-split',
      'ATTR-001 judge trace-split',
    ]);
  });
});

describe('the recording of a client that keeps the ids of the first datapoint', () => {
  const findings = judged('npm1042-evaluate-protobuf').flatMap(({ audit }) => audit.findings);

  it('finds the span that worked on the other datapoint’s input, and accuses no other', () => {
    expect(marks('npm1042-evaluate-protobuf', ['conflicting'])).toEqual(['4a0d7bcfde77e762: datapoint_id']);
  });

  it('says whose input it was and what else the session holds several times', () => {
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      rule: 'ATTR-002',
      severity: 'critical',
      expected: { datapoint_id: 'EXT-d14d496630069f428eb4ce8a' },
      observed: { datapoint_id: 'EXT-21dbeddf9558b1ba85ce58dc' },
    });
    const evidence = findings[0]?.evidence.join('\n');
    expect(evidence).toContain('“a”: an input of session 8918fe38-e7c7-42a9-99e0-3d71d3c18f90');
    expect(evidence).toContain('4 root spans “child_op”');
    expect(evidence).toContain('2 root spans “boom”');
  });
});

describe('the recording of a session outside every run', () => {
  it('accuses no span for lacking ids, except the one that names a run: nobody knows its dataset', () => {
    expect(marks(OUTSIDE_RUNS, ['missing', 'conflicting', 'malformed', 'pending'])).toEqual([]);
    expect(marks(OUTSIDE_RUNS, ['present'])).toEqual(['13b065dc70356bd2: run_id']);
    expect(marks(OUTSIDE_RUNS, ['unattributable'])).toEqual(['13b065dc70356bd2: dataset_id']);
  });
});
