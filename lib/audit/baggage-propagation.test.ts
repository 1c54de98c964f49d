import { describe, expect, it } from 'vitest';
import { captureSessions } from '../testing/capture-sessions';
import { anAuditInput, drawSpans } from '../testing/draw-session';
import { auditSession } from './audit-session';
import { verdictSentence } from './verdict-sentence';

/** Every checkable line of the report "Baggage Propagation Regression", against the recorded client that has the bug. */
describe('the report on lost baggage', () => {
  const regressed = captureSessions('sdk-531c1bbf-evaluate-REGRESSED').map((input) => ({
    input,
    audit: auditSession(input),
  }));
  const fixed = captureSessions('sdk-4291199a-evaluate-FIXED').map((input) => ({ input, audit: auditSession(input) }));
  const spans = regressed.flatMap(({ input }) => input.spans);
  const attributesOf = (name: string) => spans.map((span) => span.keys[name]);

  it('only session events have the evaluation metadata', () => {
    for (const { input } of regressed)
      expect(Object.keys(input.session.keys)).toEqual(['run_id', 'dataset_id', 'datapoint_id']);
  });

  it.each(['run_id', 'dataset_id', 'datapoint_id'])('no span created while a datapoint is processed has %s', (key) => {
    expect(attributesOf(key)).toEqual(spans.map(() => undefined));
    for (const { input, audit } of regressed) expect(audit.attribution[key]?.missing).toBe(input.spans.length);
  });

  it('context propagation works: every span names the session of its own datapoint', () => {
    for (const { input } of regressed) {
      expect(
        input.spans.every(({ namesSession, sessionId }) => namesSession && sessionId === input.session.sessionId),
      ).toBe(true);
    }
  });

  it('the span processor does not read the ids from baggage: that is the cause given, not a lost context', () => {
    for (const { audit } of regressed) {
      expect(audit.findings.map(({ cause, handover }) => [cause.code, handover])).toEqual([
        ['selective-processor', 'set-to-stamped'],
      ]);
    }
  });

  it('the root span is no exception: it lacks the ids as its children do', () => {
    for (const { input, audit } of regressed) {
      const root = input.spans.findIndex(({ parentSpanId }) => parentSpanId === null);
      expect(audit.verdicts[root]?.map(({ state }) => state)).toEqual(['missing', 'missing', 'missing']);
      expect(audit.findings[0]?.span?.spanId).toBe(input.spans[root]?.spanId);
    }
  });

  it('after the fix the ids are stamped as honeyhive_metadata.run_id, .dataset_id and .datapoint_id', () => {
    for (const span of fixed.flatMap(({ input }) => input.spans)) {
      for (const key of ['run_id', 'dataset_id', 'datapoint_id']) {
        expect(span.keys[key]?.foundIn).toContain(`honeyhive_metadata.${key}`);
      }
    }
  });

  it('after the fix child spans have the evaluation metadata, with the values of their session', () => {
    for (const { input, audit } of fixed) {
      expect(audit.verdicts.flat().every(({ state }) => state === 'present')).toBe(true);
      expect(audit.verdicts.flat().map(({ expected }) => expected)).toEqual(
        input.spans.flatMap(() => ['run_id', 'dataset_id', 'datapoint_id'].map((key) => input.session.keys[key])),
      );
    }
  });

  it('this was working and regressed: the same script has 0 breaks on one revision and 2 on the other', () => {
    const breaksOf = (sessions: typeof fixed) => sessions.reduce((sum, { audit }) => sum + audit.breakCount, 0);
    expect([breaksOf(fixed), breaksOf(regressed)]).toEqual([0, 2]);
  });

  it('the spans’ context crosses worker threads: two datapoints at once keep their own ids after the fix', () => {
    expect(new Set(fixed.map(({ audit }) => audit.datapointId)).size).toBe(2);
    expect(fixed.flatMap(({ audit }) => audit.findings)).toEqual([]);
  });

  it('is told in one sentence', () => {
    const add = (key: string) => regressed.reduce((sum, { audit }) => sum + (audit.attribution[key]?.missing ?? 0), 0);
    const counts = (key: string) => ({ ...zero(), missing: add(key) });
    const sentence = verdictSentence({
      spans: spans.length,
      attribution: { run_id: counts('run_id'), dataset_id: counts('dataset_id'), datapoint_id: counts('datapoint_id') },
      breakCount: 2,
      settled: true,
      findings: regressed.flatMap(({ audit }) => audit.findings),
    });
    expect(sentence).toBe(
      '8 of 8 child spans lack run_id, dataset_id and datapoint_id; 2 break points; the sessions carry them.',
    );
  });
});

function zero() {
  return auditSession(anAuditInput([])).attribution.run_id ?? never();
}

function never(): never {
  throw new Error('run_id is not judged');
}

describe('verdictSentence', () => {
  const sentenceOf = (drawing: string, settled = true, recorded?: Record<string, string>) => {
    const spans = drawSpans(drawing);
    const audit = auditSession(anAuditInput(spans, { settled, ...(recorded === undefined ? {} : { recorded }) }));
    return verdictSentence({ ...audit, spans: spans.length, settled });
  };

  it('says that all is well', () => {
    expect(sentenceOf('fn *\n  a *')).toBe('All 2 child spans carry run_id, dataset_id and datapoint_id.');
  });

  it('says that nothing arrived', () => {
    expect(sentenceOf('')).toBe('No spans arrived.');
    expect(sentenceOf('', false)).toBe('No spans have arrived yet.');
  });

  it('names keys apart whose numbers differ, the most frequent first', () => {
    expect(sentenceOf('fn *\n  a run_id=r1\n  b run_id=r1 dataset_id=ds1')).toBe(
      '2 of 3 child spans lack datapoint_id; 1 of 3 child spans lacks dataset_id; 2 break points.',
    );
  });

  it('names conflicts', () => {
    expect(sentenceOf('fn *\n  a run_id=r1 dataset_id=ds1 datapoint_id=d9')).toBe(
      '1 of 2 child spans carries the wrong datapoint_id.',
    );
  });

  it('says what still waits', () => {
    expect(sentenceOf('fn *\n  (late)\n    a -', false)).toBe(
      'Every span judged so far carries its ids. 1 span still waits for a verdict.',
    );
  });

  it('says that there is nothing to attribute', () => {
    expect(sentenceOf('fn -', true, {})).toBe('1 span, none of them part of a run: nothing to attribute.');
  });
});
