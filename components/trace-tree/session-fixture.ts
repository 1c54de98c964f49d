import type { SessionDetail, SessionSummary, SkeletonSpan } from '@/lib/contracts/sessions';
import type { AttributionState } from '@/lib/domain/states';
import { noCustodyCounts } from '@/lib/domain/states';
import { buildSessionTree, type SessionTree } from '@/lib/trace/session-tree';
import { encodeSkeleton } from '@/lib/trace/skeleton';

/** One trace, for tests. */
export const TRACE = 'a'.repeat(32);

type SpanParts = Partial<SkeletonSpan> & { readonly spanId: string };

const PRESENT: AttributionState[] = ['present', 'present', 'present'];
export const MISSING: AttributionState[] = ['missing', 'missing', 'missing'];

/** A span of 1 ms whose start follows from its place in the list. */
export function makeSpans(parts: readonly SpanParts[]): SkeletonSpan[] {
  return parts.map((part, i) => ({
    traceId: TRACE,
    parentSpanId: null,
    parentState: part.parentSpanId == null ? 'root' : 'resolved',
    parentSessionId: null,
    name: part.spanId,
    kind: 1,
    type: 'chain',
    startUnixNano: String(1_700_000_000_000_000_000n + BigInt(i) * 1_000_000n),
    endUnixNano: String(1_700_000_000_000_000_000n + BigInt(i + 1) * 1_000_000n),
    statusCode: 0,
    states: PRESENT,
    custody: 'preserved',
    sightings: 1,
    variants: 1,
    ...part,
  }));
}

export function makeBreak(spanId: string, size: number): SessionDetail['findings'][number] {
  return {
    fingerprint: spanId,
    rule: 'ATTR-001',
    severity: 'error',
    handover: 'set-to-stamped',
    title: `Keys stop at ${spanId}`,
    keys: ['run_id', 'dataset_id', 'datapoint_id'],
    span: { traceId: TRACE, spanId, name: spanId },
    parent: null,
    shape: 'total',
    size,
    spans: [],
    expected: {},
    observed: {},
    cause: { code: 'not-determined', confidence: 'low', text: '' },
    evidence: [],
    advice: '',
  };
}

export function makeSession(spans: SkeletonSpan[], parts: Partial<SessionDetail> = {}): SessionDetail {
  return {
    project: 'demo',
    sessionId: 's1',
    name: 'my session',
    source: null,
    declared: true,
    runId: 'r1',
    runName: 'run one',
    datasetId: 'ds1',
    datapointId: 'dp1',
    client: null,
    settled: true,
    checkedAt: '2026-01-01T00:00:00.000Z',
    contract: 'preserve',
    keys: ['run_id', 'dataset_id', 'datapoint_id'],
    ownKeys: { run_id: 'r1', dataset_id: 'ds1', datapoint_id: 'dp1' },
    startedAt: null,
    durationMs: null,
    inputs: '{}',
    outputs: '{}',
    metadata: '{}',
    feedback: '{}',
    scores: {},
    error: null,
    attribution: {},
    custody: noCustodyCounts(),
    spans,
    findings: [],
    ...parts,
  };
}

/** What the pages get of a session: its summary, and its tree. */
export function asShown(session: SessionDetail): { readonly session: SessionSummary; readonly tree: SessionTree } {
  const { spans, findings, ...head } = session;
  const tree = buildSessionTree(
    encodeSkeleton({
      version: 'v1',
      settled: session.settled,
      keys: session.keys,
      spans: spans.map((span) => ({
        ...span,
        startUnixNano: BigInt(span.startUnixNano),
        endUnixNano: span.endUnixNano === null ? null : BigInt(span.endUnixNano),
      })),
      findings,
    }),
  );
  const summary = {
    ...head,
    version: 'v1',
    tree: tree.facts,
    firstBreak: null,
    findings,
    findingCount: findings.length,
  };
  return { session: summary, tree };
}
