import { describe, expect, it } from 'vitest';
import type { StoredSpanFacts } from '../domain/span-facts';
import { aCustody } from '../testing/a-custody';
import { aSpanId, aTraceId } from '../testing/a-span';
import { anAuditInput, aRun, aSpanFacts, drawSpans, drawStates, IDS, ownKeys } from '../testing/draw-session';
import { auditSession } from './audit-session';

type Overrides = Readonly<Record<string, Partial<StoredSpanFacts>>>;
type InputOverrides = Parameters<typeof anAuditInput>[1];

/** The states and findings of a drawn session. */
function judge(drawing: string, overrides: Overrides = {}, input: InputOverrides = {}) {
  const spans = drawSpans(drawing, overrides);
  const audit = auditSession(anAuditInput(spans, input));
  const findings = audit.findings.map(
    ({ rule, span, cause, size }) => `${rule} ${span?.name ?? ''} ${size} ${cause.code}`,
  );
  return { audit, spans, findings, states: drawStates(spans, audit) };
}

const NO_RECORD = { recorded: {} };

describe('acceptance fixtures (audit-semantics 2.13)', () => {
  it('F1: root keyed, children carry only their session: one break per child of the root, selective processor', () => {
    const { findings, states } = judge(`
      fn *
        child_op -
          llm -
        boom -
    `);
    expect(states).toEqual(['fn present', 'child_op missing', 'llm missing', 'boom missing']);
    expect(findings).toEqual(['ATTR-001 child_op 2 selective-processor', 'ATTR-001 boom 1 selective-processor']);
  });

  const F2 = `
    fn *
      child_op -
      huge -
      boom -
  `;

  it('F2: the one child that dropped attributes has the attribute limit as its cause, the rest keep theirs', () => {
    const { findings } = judge(F2, { huge: { attributeCount: 1024, droppedAttributesCount: 76 } });
    expect(findings).toEqual([
      'ATTR-001 child_op 1 selective-processor',
      'ATTR-001 huge 1 attribute-limit',
      'ATTR-001 boom 1 selective-processor',
    ]);
  });

  it('F3: the same through an exporter without the dropped count is indistinguishable, and says so', () => {
    const { audit } = judge(F2, {
      child_op: { droppedAttributesCount: null },
      huge: { attributeCount: 1024, droppedAttributesCount: null },
      boom: { droppedAttributesCount: null },
    });
    const huge = audit.findings.find(({ span }) => span?.name === 'huge');
    expect(huge?.handover).toBe('indistinguishable');
    expect(huge?.cause.text).toContain('Indistinguishable with this exporter: attribute limit or selective processor');
  });

  it('F4: a span of a pool without context is a trace split; the session says what it should carry', () => {
    const { audit, findings } = judge(`
      fn *
        child_op *
      in_thread - @2
    `);
    expect(findings).toEqual(['ATTR-001 in_thread 1 trace-split']);
    expect(audit.verdicts[2]?.[0]).toMatchObject({ state: 'missing', expected: 'r1', source: 'E2' });
    expect(audit.findings[0]?.parent).toBeNull();
  });

  it('F5: an explicit parent without context is certain with the probe, and only then', () => {
    const drawing = `
      fn *
        a *
        b -
    `;
    const probed = judge(drawing, { b: { probe: ['session_id'] } });
    expect(probed.audit.findings[0]?.cause).toMatchObject({ code: 'not-determined', confidence: 'high' });
    expect(probed.audit.findings[0]?.cause.text).toContain('the context was not passed on');
    const stamped = judge(drawing, { b: { probe: ['session_id', 'run_id', 'dataset_id', 'datapoint_id'] } });
    expect(stamped.audit.findings[0]?.cause).toMatchObject({ code: 'selective-processor', confidence: 'high' });
    expect(judge(drawing).audit.findings[0]?.cause).toMatchObject({ code: 'not-determined', confidence: 'low' });
  });

  it('F6: a remote parent is named as the likely cause', () => {
    const { audit } = judge('fn *\n  server -', { server: { remoteParent: true } });
    expect(audit.findings[0]?.cause.text).toContain('The parent is in another process');
  });

  it('F7: a scope without the processor whose grandchild is keyed again has the shape healed', () => {
    const { audit, states } = judge(
      `
      fn *
        query -
          row *
    `,
      { query: { scopeName: 'db' } },
    );
    expect(states).toEqual(['fn present', 'query missing', 'row present']);
    expect(audit.findings[0]).toMatchObject({ shape: 'healed', size: 1 });
    expect(audit.findings[0]?.cause.text).toContain('Every span of scope db lacks keys');
  });

  it('F8: of a span whose parent was sampled out, only the parent’s absence is told when it carries its ids', () => {
    const { states, findings } = judge(`
      fn *
        (middle)
          llm *
    `);
    expect(states).toEqual(['fn present', 'llm present']);
    expect(findings).toEqual(['TREE-001 llm 1 parent-not-exported']);
  });

  it('F8: orphans of one parent without ids are one break, and not blamed for it', () => {
    const { audit, findings } = judge(`
      fn *
        (middle)
          a -
          b -
            c -
    `);
    expect(findings).toEqual(['ATTR-001 a 3 parent-not-exported', 'TREE-001 a 2 parent-not-exported']);
    expect(audit.breakCount).toBe(1);
    expect(audit.findings[0]?.handover).toBe('indistinguishable');
  });

  it('F9: a root that started before the baggage was attached is told as late attach', () => {
    const drawing = `
      fn -
        child_op *
        other *
    `;
    expect(judge(drawing).findings).toEqual(['ATTR-005 fn 1 late-attach']);
    const { findings, states } = judge(drawing, {}, NO_RECORD);
    expect(states).toEqual(['fn missing', 'child_op present', 'other present']);
    expect(findings[0]).toBe('ATTR-005 fn 1 late-attach');
  });

  it('F9: without a record, a child that ended before the baggage was attached is accused of nothing', () => {
    const drawing = 'fn -\n  early -\n  child_op *';
    const { states } = judge(drawing, { early: { endUnixNano: 2_500_000_000n } }, NO_RECORD);
    expect(states).toEqual(['fn missing', 'early not-applicable', 'child_op present']);
  });

  it('F9: it is no late attach when a child that started later lacks the ids again', () => {
    expect(judge('fn -\n  a *\n  b -').findings).toEqual(['ATTR-001 fn 2 not-determined']);
    expect(judge('fn -\n  a -\n  b *').findings).toEqual(['ATTR-005 fn 2 late-attach']);
  });

  const SIBLING = { sessionId: 'session-2', datapointId: 'd2', inputValues: [] };

  it('F10: a reused worker leaks a datapoint that is over: stale, and a mixed identity', () => {
    const { audit } = judge(
      'fn run_id=r1 dataset_id=ds1 datapoint_id=d2',
      { fn: { startUnixNano: 9_000_000_000n } },
      { siblings: [{ ...SIBLING, lastEndUnixNano: 8_000_000_000n }] },
    );
    expect(audit.verdicts[0]?.[2]).toMatchObject({ state: 'conflicting', conflict: 'stale', expected: 'd1' });
    expect(audit.findings[0]?.evidence.join('\n')).toContain('Mixed identity: the span names session session-1');
  });

  it('F11: of 20 concurrent datapoints one is crossed, and only that one', () => {
    const siblings = Array.from({ length: 20 }, (_, i) => ({ ...SIBLING, sessionId: `s${i}`, datapointId: `d${i}` }));
    const { audit, findings } = judge(
      `
      fn *
        a *
        b run_id=r1 dataset_id=ds1 datapoint_id=d7
          c *
    `,
      {},
      { siblings },
    );
    expect(findings).toEqual(['ATTR-002 b 1 not-determined']);
    expect(audit.verdicts.flat().filter(({ conflict }) => conflict === 'crossed')).toHaveLength(1);
  });

  it('root-only stamping: spans below the root carry nothing of the context, not even their session', () => {
    const drawing = 'fn *\n  a -\n  b -';
    const filedByTrace = { namesSession: false };
    const { findings } = judge(drawing, { fn: filedByTrace, a: filedByTrace, b: filedByTrace }, NO_RECORD);
    expect(findings.filter((finding) => finding.startsWith('ATTR'))).toEqual([
      'ATTR-001 a 1 root-only-stamping',
      'ATTR-001 b 1 root-only-stamping',
    ]);
  });
});

describe('where an expected value comes from', () => {
  it('E1: the nearest ancestor, however far', () => {
    const { audit, states } = judge('fn *\n  a -\n    b -', {}, NO_RECORD);
    expect(states).toEqual(['fn present', 'a missing', 'b missing']);
    expect(audit.verdicts[2]?.[0]).toEqual({
      state: 'missing',
      expected: 'r1',
      source: 'E1',
      conflict: null,
      nearest: 0,
    });
  });

  it('E2: without a record, the other spans of the session, for spans that start while one of them runs', () => {
    const drawing = 'fn *\nthread - @2\nlater - @3';
    const times = { fn: { endUnixNano: 2_500_000_000n } };
    expect(judge(drawing, times, NO_RECORD).states).toEqual(['fn present', 'thread missing', 'later not-applicable']);
  });

  it('E3: the resource or scope the span came with', () => {
    const { audit } = judge('fn -', { fn: { ambientKeys: ownKeys({ run_id: 'r1' }) } }, NO_RECORD);
    expect(audit.verdicts[0]?.[0]).toMatchObject({ state: 'missing', expected: 'r1', source: 'E3' });
  });

  it('E4: the run record knows its sessions and its dataset, managed or the client’s own', () => {
    const run = aRun({ eventIds: ['session-1'], datasetId: null, metadata: { offline_dataset_id: 'EXT-1' } });
    const { audit } = judge('fn -', {}, { ...NO_RECORD, run });
    expect(audit.verdicts[0]?.slice(0, 2)).toMatchObject([
      { state: 'missing', expected: 'r1', source: 'E4' },
      { state: 'missing', expected: 'EXT-1', source: 'E4' },
    ]);
  });

  it('E5: a linked span', () => {
    const link = { traceId: aTraceId('1'), spanId: aSpanId('1') };
    const over = { fn: { endUnixNano: 1_500_000_000n }, linked: { links: [link] } };
    const { audit } = judge('fn *\nlinked - @2', over, NO_RECORD);
    expect(audit.verdicts[1]?.[0]).toMatchObject({ state: 'missing', source: 'E5' });
  });

  it('E6: all spans of the trace agree, only when the way to the root is lost', () => {
    const over = { fn: { endUnixNano: 1_500_000_000n } };
    const { audit } = judge('fn *\n  (gone)\n    orphan -', over, NO_RECORD);
    expect(audit.verdicts[1]?.[0]).toMatchObject({ state: 'missing', source: 'E6' });
  });

  it('reads a parent in another session of the same run, and not in another run', () => {
    const elsewhere = aSpanFacts({ sessionId: 'session-2', spanId: aSpanId('99'), traceId: aTraceId('1') });
    const child = { parentSpanId: aSpanId('99') };
    const near = judge('child -', { child }, { ...NO_RECORD, related: [elsewhere] });
    expect(near.audit.verdicts[0]?.[0]).toMatchObject({ state: 'missing', source: 'E1', nearest: 1 });
    expect(near.audit.parentStates).toEqual(['elsewhere']);
    expect(near.audit.parentSessionIds).toEqual(['session-2']);
    const nested = judge(
      'child run_id=r2 dataset_id=ds2 datapoint_id=d9',
      { child },
      { ...NO_RECORD, related: [elsewhere] },
    );
    expect(nested.states).toEqual(['child present']);
  });
});

describe('verdicts', () => {
  it('accuses nobody in a session that belongs to no run', () => {
    const { states, audit } = judge('fn -\n  a -\nother - @2', {}, NO_RECORD);
    expect(states).toEqual(['fn not-applicable', 'a not-applicable', 'other not-applicable']);
    expect(audit.findings).toEqual([]);
  });

  it('does not call a span wrong that is right below a wrong one, and calls wrong what repeats the wrong value', () => {
    const wrong = 'run_id=r1 dataset_id=ds1 datapoint_id=d9';
    const { audit, findings } = judge(`fn ${wrong}\n  a ${wrong}\n  b *`);
    expect(audit.verdicts.map((row) => row[2]?.state)).toEqual(['conflicting', 'conflicting', 'present']);
    expect(findings).toEqual(['ATTR-002 fn 2 not-determined']);
  });

  it('tells a value of another run', () => {
    const { audit } = judge('fn run_id=r9 dataset_id=ds9 datapoint_id=d9');
    expect(audit.verdicts[0]?.map(({ conflict }) => conflict)).toEqual(['foreign-run', 'foreign-run', 'foreign-run']);
    expect(audit.findings).toHaveLength(1);
  });

  it('lets a nested experiment bring in its own run', () => {
    const { states } = judge(
      'fn *\n  evaluate_again run_id=r9 dataset_id=ds9 datapoint_id=d9\n    b run_id=r9 dataset_id=ds9 datapoint_id=d9',
    );
    expect(states).toEqual(['fn present', 'evaluate_again present', 'b present']);
  });

  it('tells a span that contradicts itself', () => {
    const both = { run_id: { values: ['r1', 'r2'], invalid: [], foundIn: ['run_id', 'baggage.run_id'] } };
    const { audit } = judge('fn *\n  a -', { a: { keys: { ...ownKeys(IDS), ...both } } });
    expect(audit.verdicts[1]?.map(({ conflict }) => conflict)).toEqual(['self-conflict', null, null]);
  });

  it('tells a value that is no id, verbatim, and what is missing below it', () => {
    const bad = { run_id: { values: [], invalid: ['None'], foundIn: ['honeyhive_metadata.run_id'] } };
    const { audit, findings } = judge('fn *\n  a -\n    b dataset_id=ds1 datapoint_id=d1', {
      a: { keys: { ...ownKeys({ dataset_id: 'ds1', datapoint_id: 'd1' }), ...bad } },
    });
    expect(audit.verdicts.map((row) => row[0]?.state)).toEqual(['present', 'malformed', 'missing']);
    expect(findings).toEqual(['ATTR-001 a 1 not-determined', 'ATTR-003 a 1 not-determined']);
    expect(audit.findings[1]?.title).toContain('“None”');
  });

  it('waits for a parent that may still come, and judges when it must have come', () => {
    const drawing = 'fn *\n  (late)\n    a -';
    expect(judge(drawing, {}, { settled: false }).states).toEqual(['fn present', 'a pending']);
    expect(judge(drawing, {}, { settled: false }).audit.findings).toEqual([]);
    expect(judge(drawing).states).toEqual(['fn present', 'a missing']);
  });

  it('calls unattributable what a run announced and nobody can name', () => {
    const run = aRun({ datapointIds: ['d1', 'd2'] });
    const { states, findings } = judge('fn run_id=r1 dataset_id=ds1', {}, { recorded: { run_id: 'r1' }, run });
    expect(states).toEqual(['fn present present unattributable']);
    expect(findings[0]).toBe('ATTR-004 fn 1 not-determined');
  });

  it('files a session under its record, else under what most spans say, and of equals the first in the alphabet', () => {
    expect(judge('fn run_id=r2').audit.runId).toBe('r1');
    expect(judge('a run_id=z\nb run_id=m @2\nc run_id=m @3', {}, NO_RECORD).audit.runId).toBe('m');
    expect(judge('a datapoint_id=z\nb datapoint_id=m @2', {}, NO_RECORD).audit.datapointId).toBe('m');
  });
});

describe('other findings', () => {
  it('tells a session record without ids when most of its spans carry them, once nothing more comes', () => {
    expect(judge('fn *', {}, NO_RECORD).findings).toEqual(['SESS-001  1 not-determined']);
    expect(judge('fn *', {}, { ...NO_RECORD, settled: false }).findings).toEqual([]);
  });

  it('tells self-parents, cycles and repeated spans, and judges the spans all the same', () => {
    const { findings, states } = judge('self *\na * @2\n  b -\ntwice * @3', {
      self: { parentSpanId: aSpanId('1') },
      a: { parentSpanId: aSpanId('3') },
      twice: { variants: 2, sightings: 3 },
    });
    expect(states).toEqual(['self present', 'a present', 'b missing', 'twice present']);
    expect(findings).toEqual([
      'ATTR-001 b 1 not-determined',
      'TREE-002 a 2 not-determined',
      'TREE-003 self 1 not-determined',
      'TREE-004 twice 1 not-determined',
    ]);
  });

  it('tells once per session what the contract does not find', () => {
    const custody = aCustody({ preserved: 10, lost: 1, moved: 2 });
    const { audit } = judge('fn *\n  a *', { fn: { custody }, a: { custody } });
    expect(audit.findings.map(({ rule, title }) => `${rule} ${title}`)).toEqual([
      'CUST-001 6 of 26 sent keys are not stored as the contract says: 4 moved and 2 lost',
    ]);
    expect(audit.custody).toMatchObject({ preserved: 20, lost: 2, moved: 4 });
  });

  it('lists the affected spans in the order they started, at most 50 of them', () => {
    const { audit } = judge('fn *\n  a -\n    b -\n      c -\n    d -', { d: { startUnixNano: 3_500_000_000n } });
    expect(audit.findings[0]?.spans.map(({ name }) => name)).toEqual(['a', 'b', 'd', 'c']);
    const many = judge(`fn *\n  a -\n${'    b -\n'.repeat(60)}`);
    expect(many.audit.findings[0]).toMatchObject({ size: 61 });
    expect(many.audit.findings[0]?.spans).toHaveLength(50);
  });

  it('keeps the report readable: of many breaks at one place the first ones are told one by one', () => {
    const { audit } = judge(`fn *\n${'  a -\n'.repeat(500)}`);
    expect(audit.breakCount).toBe(500);
    expect(audit.findings).toHaveLength(21);
    expect(audit.findings.reduce((sum, { size }) => sum + size, 0)).toBe(500);
  });
});
