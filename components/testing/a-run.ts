import type { AttributionCountsDto, CustodyCountsDto } from '@/lib/contracts/common';
import type { LocatedFindingDto } from '@/lib/contracts/finding';
import type { Datapoint, RunDetail, RunSummary } from '@/lib/contracts/runs';
import { noCustodyCounts } from '@/lib/domain/states';

const NO_ATTRIBUTION: AttributionCountsDto = {
  present: 0,
  missing: 0,
  conflicting: 0,
  malformed: 0,
  unattributable: 0,
  pending: 0,
  notApplicable: 0,
};

export function attributionCounts(counts: Partial<AttributionCountsDto> = {}): AttributionCountsDto {
  return { ...NO_ATTRIBUTION, ...counts };
}

export function custodyCounts(counts: Partial<CustodyCountsDto> = {}): CustodyCountsDto {
  return { ...noCustodyCounts(), ...counts };
}

/** The three keys with the same counts each. */
export function everyKey(counts: Partial<AttributionCountsDto>): Record<string, AttributionCountsDto> {
  return {
    run_id: attributionCounts(counts),
    dataset_id: attributionCounts(counts),
    datapoint_id: attributionCounts(counts),
  };
}

/** A completed run of eight spans, all of them right. */
export function aRun(members: Partial<RunSummary> = {}): RunSummary {
  return {
    runId: '659ef565-f0fd-41e5-b717-9def4feb53e2',
    name: 'experiment-382117f0',
    status: 'completed',
    datasetId: 'EXT-3447688cc56743be',
    createdAt: '2025-11-20T10:00:00.000Z',
    datapoints: 2,
    arrivedDatapoints: 2,
    sessions: 2,
    spans: 8,
    attribution: everyKey({ present: 8 }),
    custody: custodyCounts({ preserved: 96 }),
    client: { name: 'honeyhive-python', version: '0.1.0rc3' },
    commit: null,
    findings: 0,
    breaks: 0,
    unsettledSessions: 0,
    declared: true,
    ...members,
  };
}

export function aRunDetail(members: Partial<RunDetail> = {}): RunDetail {
  return {
    ...aRun(),
    verdict: 'All 8 spans carry run_id, dataset_id and datapoint_id.',
    contract: 'preserve',
    routing: 'preserve',
    description: null,
    updatedAt: '2025-11-20T10:00:30.000Z',
    findings: [],
    findingCount: 0,
    namedSessions: { named: 2, absent: 0, absentIds: [] },
    ...members,
  };
}

export function aDatapoint(members: Partial<Datapoint> = {}): Datapoint {
  return {
    datapointId: 'EXT-198854c3a1127e70',
    sessionId: 'e681114f-2f59-45da-95f3-2061b80880b8',
    name: 'experiment-382117f0',
    declared: true,
    spans: 4,
    errors: 0,
    attribution: everyKey({ present: 4 }),
    custody: custodyCounts({ preserved: 48 }),
    findings: 0,
    breaks: 0,
    settled: true,
    startedAt: '2025-11-20T10:00:01.000Z',
    durationMs: 412,
    inputs: '{"q":"a"}',
    outputs: '{"answer":"A"}',
    scores: { ev1: 1 },
    ...members,
  };
}

/** A break at the top of a trace: the session's record has the ids, no span below it does. */
export function aFinding(members: Partial<LocatedFindingDto> = {}): LocatedFindingDto {
  return {
    fingerprint: 'f1',
    rule: 'ATTR-001',
    severity: 'error',
    handover: 'set-to-stamped',
    title: '4 spans under “fn” lack run_id, dataset_id and datapoint_id',
    keys: ['run_id', 'dataset_id', 'datapoint_id'],
    span: { traceId: '4e294282c0577b9342e01199643217cd', spanId: '48ecbf9147cf7c95', name: 'fn' },
    parent: null,
    shape: 'total',
    size: 4,
    spans: [],
    expected: { run_id: '1b350fc8-d651-4b47-bc46-6ee5d9565ea6', dataset_id: 'EXT-3447688cc56743be' },
    observed: { run_id: null, dataset_id: null },
    cause: {
      code: 'selective-processor',
      confidence: 'high',
      text: 'Other keys of the same baggage reached every one of these spans, these three reached none.',
    },
    evidence: [
      'The session’s own record carries run_id, dataset_id and datapoint_id.',
      'All 4 spans carry honeyhive.session_id and honeyhive.project.',
    ],
    advice: 'Let the span processor copy run_id, dataset_id and datapoint_id from baggage to every span it starts.',
    sessionId: 'e681114f-2f59-45da-95f3-2061b80880b8',
    datapointId: 'EXT-198854c3a1127e70',
    ...members,
  };
}
