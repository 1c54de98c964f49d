import { describe, expect, it } from 'vitest';
import { captureSessions } from '../../testing/capture-sessions';
import { anAuditInput, aRun, drawSpans, SESSION_ID } from '../../testing/draw-session';
import { auditSession } from '../audit-session';
import type { AuditInput } from '../verdict';
import { verdictSentence } from '../verdict-sentence';

const COMPLETED = aRun({ status: 'completed' });

function found(overrides: Parameters<typeof anAuditInput>[1], drawing = '') {
  return auditSession(anAuditInput(drawSpans(drawing), overrides)).findings;
}

const rules = (input: AuditInput) => auditSession(input).findings.map(({ rule }) => rule);

describe('SESS-002', () => {
  it('tells a session of a completed run of which no span arrived, at the transport', () => {
    expect(found({ run: COMPLETED })).toMatchObject([
      { rule: 'SESS-002', severity: 'critical', handover: 'exported-to-received', cause: { code: 'not-determined' } },
    ]);
  });

  it('is gone when a span arrives late', () => {
    expect(found({ run: COMPLETED }, 'fn *')).toEqual([]);
  });

  it.each(['pending', 'running', 'failed', 'cancelled'] as const)('accuses nobody while the run is %s', (status) => {
    expect(found({ run: aRun({ status }) })).toEqual([]);
  });

  it('accuses no session outside every run, and none that no client started', () => {
    expect(found({ run: null })).toEqual([]);
    const { session } = anAuditInput([]);
    expect(found({ run: COMPLETED, session: { ...session, declared: false } })).toEqual([]);
  });

  it('accuses no session whose events were made over REST', () => {
    expect(found({ run: COMPLETED, elsewhere: { hasEvents: true, neverStarted: [] } })).toEqual([]);
  });

  it('names the session of the same datapoint that was never started: the client replaced the id', () => {
    const [finding] = found({ run: COMPLETED, elsewhere: { hasEvents: false, neverStarted: ['s-9'] } });
    expect(finding).toMatchObject({ handover: 'set-to-stamped', cause: { code: 'session-id-replaced' } });
    expect(finding?.evidence.join('\n')).toContain('Session s-9: same run and datapoint');
  });

  it('says what speaks for work that was done: the run names the session, and the session has outputs', () => {
    const { session } = anAuditInput([]);
    const done = { ...session, event: { ...session.event, outputs: { answer: 'A' } } };
    const [finding] = found({ run: { ...COMPLETED, eventIds: [SESSION_ID] }, session: done });
    expect(finding?.evidence).toEqual([
      'The session was started over REST, and no span names it.',
      'The client set the status of its run to completed.',
      'The run names the session among its event_ids.',
      'The session has outputs: the work was done.',
    ]);
  });

  it('counts in the verdict of the run, which its numbers of spans do not show', () => {
    const sound = auditSession(anAuditInput(drawSpans('fn *\n  a *')));
    const findings = found({ run: COMPLETED });
    const numbers = { ...sound, spans: 2, settled: true, findings };
    expect(verdictSentence(numbers)).toBe(
      'All 2 child spans carry run_id, dataset_id and datapoint_id. 1 session got no span at all.',
    );
    expect(verdictSentence({ ...numbers, hasMoreFindings: true })).toContain('At least 1 session got no span at all.');
  });
});

describe('recordings of a client whose export was not taken', () => {
  it.each(['py151-mode-otlp503', 'py151-mode-otlp202'])(
    '%s: the run is completed, the refused spans are missed',
    (name) => {
      const sessions = captureSessions(name);
      expect(sessions.map(rules)).toEqual([[]]);
      expect(sessions.map((input) => rules({ ...input, spans: [] }))).toEqual([['SESS-002']]);
    },
  );

  it('py151-mode-sess_min: the started session has no span, the one that has them was never started', () => {
    const [started, stray] = captureSessions('py151-mode-sess_min');
    expect(started && rules(started)).toEqual(['SESS-002']);
    expect(stray && rules(stray)).toEqual(['SESS-001']);
  });
});
