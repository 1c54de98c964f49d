import type { AttributionCountsDto } from '../contracts/common';
import type { ComparedRow, ComparedRun, ComparisonDto, KeyComparisonDto } from '../contracts/compare';

/** Spans by state, all others none. */
export function attributionOf(counts: Partial<AttributionCountsDto>): AttributionCountsDto {
  const none = {
    present: 0,
    missing: 0,
    conflicting: 0,
    malformed: 0,
    unattributable: 0,
    pending: 0,
    notApplicable: 0,
  };
  return { ...none, ...counts };
}

/** A key that is right on all of eight spans in both runs. */
export function aKeyComparison(members: Partial<KeyComparisonDto> & { readonly key: string }): KeyComparisonDto {
  return {
    base: { good: 8, judged: 8 },
    run: { good: 8, judged: 8 },
    newlyMissing: 0,
    moved: 0,
    stillMissing: 0,
    changed: 0,
    fixed: 0,
    newPath: 0,
    gonePath: 0,
    notComparable: 0,
    good: 4,
    datapoints: { newlyMissing: 0, fixed: 0, stillMissing: 0 },
    grade: null,
    ...members,
  };
}

/** `run_id` lost at `fn › child_op` in both of two datapoints. */
export function aComparedRow(members: Partial<ComparedRow> = {}): ComparedRow {
  return {
    path: '0123456789abcdef',
    text: 'fn › child_op',
    renamedFrom: null,
    kind: 'attribution',
    key: 'run_id',
    state: 'newly-missing',
    baselineState: 'new',
    base: null,
    run: null,
    datapoints: { newlyMissing: 2, fixed: 0, stillMissing: 0 },
    grade: 'confirmed',
    gradeText: 'Missing in 2 of 2 datapoints, in none of the baseline.',
    p: null,
    flake: 'deterministic',
    fingerprint: 'f1',
    ...members,
  };
}

function aComparedRun(runId: string): ComparedRun {
  return {
    runId,
    name: `name of ${runId}`,
    createdAt: '2025-11-20T10:00:00.000Z',
    datasetId: 'EXT-1',
    client: null,
    commit: null,
    contracts: ['preserve'],
    sessions: 2,
    spans: 8,
    unsettledSessions: 0,
    version: 'v1',
  };
}

/** Two runs without a difference. */
export function aComparison(members: Partial<ComparisonDto> = {}): ComparisonDto {
  return {
    base: aComparedRun('base-1'),
    run: aComparedRun('run-1'),
    verdict: 'unchanged',
    sentence: 'Nothing changed.',
    grade: null,
    keys: { run_id: aKeyComparison({ key: 'run_id' }) },
    sentKeys: [],
    sentKeyCount: 0,
    rows: [],
    rowCount: 0,
    alignment: {
      matched: 2,
      byInputs: 0,
      onlyBase: 0,
      onlyRun: 0,
      isPooled: false,
      nodes: { same: 4, renamed: 0, new: 0, gone: 0 },
    },
    warnings: [],
    checkedAt: '2025-11-20T10:01:00.000Z',
    ...members,
  };
}
