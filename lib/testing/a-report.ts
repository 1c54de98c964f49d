import type { LocatedFindingDto } from '../contracts/finding';
import type { Exemplar, SnapshotContents } from '../contracts/snapshots';
import type { MergedTree, NodeSideDto, TreeNodeDto } from '../contracts/structure';
import { buildReport } from '../report/build-report';
import type { GateCheck, Report } from '../report/report';
import { aComparedRow, aComparison, aKeyComparison, attributionOf } from './a-comparison';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN = '00f067aa0ba902b7';
const PARENT = 'b7ad6b7169203331';
const RUN = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
const DATAPOINT = 'EXT-d14d496630069f428eb4ce8a';

/** A break of `run_id` at `child_op`, below `fn`. */
export function aFinding(members: Partial<LocatedFindingDto> = {}): LocatedFindingDto {
  return {
    fingerprint: '89abcdef01234567',
    rule: 'ATTR-001',
    severity: 'error',
    handover: 'set-to-stamped',
    title: '“child_op” and 3 spans below lack run_id',
    keys: ['run_id'],
    span: { traceId: TRACE, spanId: SPAN, name: 'child_op' },
    parent: { traceId: TRACE, spanId: PARENT, name: 'fn' },
    shape: 'total',
    size: 4,
    spans: [{ traceId: TRACE, spanId: SPAN, name: 'child_op' }],
    expected: { run_id: RUN },
    observed: { run_id: null },
    cause: { code: 'selective-processor', confidence: 'high', text: 'The span processor copies only some keys.' },
    evidence: [`run_id: expected ${RUN}, as the session’s record says; absent on 4 spans.`],
    advice: 'Make the span processor copy run_id in on_start.',
    sessionId: 'session-1',
    datapointId: DATAPOINT,
    ...members,
  };
}

/** A span of the candidate that sent its question and no run id. */
export function anExemplar(members: Partial<Exemplar> = {}): Exemplar {
  return {
    side: 'run',
    key: 'run_id',
    text: 'fn › child_op',
    sessionId: 'session-1',
    datapointId: DATAPOINT,
    traceId: TRACE,
    spanId: SPAN,
    name: 'child_op',
    values: [
      {
        key: 'honeyhive_inputs.question',
        sent: '"What is the capital of France?"',
        stored: [{ path: 'inputs.question', value: '"What is the capital of France?"' }],
      },
    ],
    ...members,
  };
}

export function aNodeSide(missing: number, spans = 8): NodeSideDto {
  return {
    spans,
    datapoints: 2,
    counts: [attributionOf({ present: spans - missing, missing })],
    unpreserved: 0,
    example: { traceId: TRACE, spanId: SPAN, name: 'child_op', sessionId: 'session-1', datapointId: DATAPOINT },
  };
}

export function aTreeNode(label: string, above: number, members: Partial<TreeNodeDto> = {}): TreeNodeDto {
  return {
    path: '0123456789abcdef',
    above,
    label,
    repeats: false,
    status: 'same',
    renamedFrom: null,
    base: aNodeSide(0),
    run: aNodeSide(0),
    ...members,
  };
}

const TREE: MergedTree = {
  keys: ['run_id'],
  nodes: [
    aTreeNode('fn', -1),
    aTreeNode('old_op', -1, { status: 'gone', run: null }),
    aTreeNode('child_op', 0, { run: aNodeSide(8) }),
    aTreeNode('new_op', 2, { status: 'new', base: null }),
    aTreeNode('last_op', 0),
  ],
  left: 0,
  unjudgedSessions: 0,
};

/** Two runs, the second of which lost `run_id` at one place and moved a sent key, and repaired a third thing. */
export function aRegression(): SnapshotContents['comparison'] {
  const side = (bad: number) => ({
    datapoints: 2,
    bad,
    interval: [0, 1] as [number, number],
    spans: 8,
    badSpans: bad * 4,
    worst: bad > 0 ? ('missing' as const) : ('present' as const),
    causes: bad > 0 ? ['selective-processor' as const] : [],
    example: aNodeSide(0).example,
  });
  const rows = [
    aComparedRow({ base: side(0), run: side(2), renamedFrom: 'fn › child', fingerprint: '1111111111111111' }),
    aComparedRow({
      kind: 'sent',
      key: 'honeyhive.project',
      state: 'moved',
      grade: 'suspected',
      base: { ...side(0), worst: 'preserved' },
      run: { ...side(1), worst: 'renamed', causes: [] },
      fingerprint: '2222222222222222',
    }),
    aComparedRow({
      text: 'fn › old',
      path: 'fedcba9876543210',
      key: 'dataset_id',
      state: 'still-missing',
      baselineState: 'unchanged',
      base: side(2),
      run: side(2),
      grade: null,
      gradeText: '',
      fingerprint: '3333333333333333',
    }),
    aComparedRow({
      text: 'fn › healed',
      path: 'aaaabbbbccccdddd',
      key: 'datapoint_id',
      state: 'fixed',
      baselineState: 'absent',
      base: side(2),
      run: side(0),
      grade: null,
      gradeText: '',
      fingerprint: '4444444444444444',
    }),
    aComparedRow({
      text: 'fn › young',
      path: 'bbbbccccddddeeee',
      state: 'not-comparable',
      grade: null,
      gradeText: '',
      fingerprint: '5555555555555555',
    }),
  ];
  return aComparison({
    verdict: 'mixed',
    sentence: 'run_id is newly missing at 1 place in 2 of 2 datapoints.',
    grade: 'confirmed',
    keys: {
      run_id: aKeyComparison({
        key: 'run_id',
        run: { good: 4, judged: 8 },
        newlyMissing: 1,
        notComparable: 1,
        good: 3,
        grade: 'confirmed',
      }),
      dataset_id: aKeyComparison({ key: 'dataset_id', stillMissing: 1 }),
      datapoint_id: aKeyComparison({ key: 'datapoint_id', fixed: 1 }),
    },
    sentKeys: [aKeyComparison({ key: 'honeyhive.project', moved: 1, good: 2, grade: 'suspected' })],
    sentKeyCount: 1,
    rows,
    rowCount: rows.length,
    warnings: [{ code: 'client', text: 'The clients differ: python 1.5.0 and python 1.5.1.' }],
  });
}

/** A frozen comparison with something in every member. */
export function aSnapshot(members: Partial<SnapshotContents> = {}): SnapshotContents {
  return {
    format: 1,
    tool: { name: 'baggage-claim', version: '0.1.0' },
    project: 'demo',
    title: 'base-1 → run-1',
    createdAt: '2025-11-20T10:02:00.000Z',
    comparison: aRegression(),
    findings: [aFinding()],
    findingCount: 1,
    tree: TREE,
    datapoints: [
      {
        datapointId: DATAPOINT,
        match: 'id',
        baseSessions: ['session-0'],
        runSessions: ['session-1'],
        newlyMissing: 1,
        fixed: 0,
        stillMissing: 1,
        keys: ['run_id'],
      },
    ],
    datapointCount: 1,
    exemplars: [anExemplar()],
    redaction: { patterns: [], replaced: 0 },
    inputsHash: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    ...members,
  };
}

/** A report on {@link aSnapshot}. */
export function aReport(members: Partial<Report> = {}): Report {
  return { ...buildReport(aSnapshot(), { live: null, shared: null }), ...members };
}

export function aCheck(members: Partial<GateCheck> = {}): GateCheck {
  return {
    id: 'min:run_id',
    name: 'run_id on at least 100% of spans',
    outcome: 'failed',
    text: 'It is right on 4 of 8 (50%).',
    ...members,
  };
}
