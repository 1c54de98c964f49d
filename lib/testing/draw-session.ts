import type { SessionAudit } from '../audit/audit-session';
import type { AuditInput } from '../audit/verdict';
import type { RunRecord } from '../domain/records';
import { undeclaredRun } from '../domain/run';
import { undeclaredSessionEvent } from '../domain/session';
import type { OwnValues, StoredSpanFacts } from '../domain/span-facts';
import { aCustody } from './a-custody';
import { aSpanId, aTraceId } from './a-span';

/** The ids of the session everything is drawn in. */
export const IDS = { run_id: 'r1', dataset_id: 'ds1', datapoint_id: 'd1' } as const;
export const SESSION_ID = 'session-1';

/** One attributed, ended span; every member can be replaced. */
export function aSpanFacts(overrides: Partial<StoredSpanFacts> = {}): StoredSpanFacts {
  return {
    traceId: aTraceId('a1'),
    spanId: aSpanId('b1'),
    parentSpanId: null,
    sessionId: SESSION_ID,
    name: 'step',
    kind: 1,
    statusCode: 0,
    startUnixNano: 1_000_000_000n,
    endUnixNano: 60_000_000_000n,
    eventType: 'tool',
    scopeName: 'scope',
    scopeVersion: '',
    process: null,
    thread: null,
    remoteParent: null,
    attributeCount: 10,
    droppedAttributesCount: 0,
    keys: ownKeys(IDS),
    ambientKeys: {},
    namesSession: true,
    probe: null,
    links: [],
    inputValues: [],
    custody: aCustody(),
    payloadHash: '0',
    sightings: 1,
    variants: 1,
    ...overrides,
  };
}

/** Own values as if every value were valid. */
export function ownKeys(values: Readonly<Record<string, string>>): Record<string, OwnValues> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      key,
      { values: [value], invalid: [], foundIn: [`honeyhive_metadata.${key}`] },
    ]),
  );
}

/**
 * Spans from a drawing, one per line, two blanks a level, started one after the other. After the name: `*` for all ids,
 * `-` for none, `datapoint_id=d2` for some; `@2` puts a root in trace 2. A name in brackets never arrived.
 *
 * ```
 * fn *
 *   child_op -
 *     (middle)
 *       llm datapoint_id=d2
 * ```
 */
export function drawSpans(
  drawing: string,
  overrides: Readonly<Record<string, Partial<StoredSpanFacts>>> = {},
): readonly StoredSpanFacts[] {
  const lines = drawing.split('\n').filter((line) => line.trim() !== '');
  const margin = Math.min(...lines.map((line) => line.search(/\S/)));
  const open: { spanId: StoredSpanFacts['spanId']; traceId: StoredSpanFacts['traceId'] }[] = [];
  const spans: StoredSpanFacts[] = [];
  lines.forEach((line, position) => {
    const depth = (line.search(/\S/) - margin) / 2;
    const [name = '', ...words] = line.trim().split(/\s+/);
    const above = depth === 0 ? undefined : open[depth - 1];
    const spanId = aSpanId((position + 1).toString(16));
    const traceId = above?.traceId ?? aTraceId(words.find((word) => word.startsWith('@'))?.slice(1) ?? '1');
    open.length = depth;
    open.push({ spanId, traceId });
    if (name.startsWith('(')) return;
    spans.push(
      aSpanFacts({
        name,
        spanId,
        traceId,
        parentSpanId: above?.spanId ?? null,
        startUnixNano: BigInt(position + 1) * 1_000_000_000n,
        keys: keysOf(words),
        ...overrides[name],
      }),
    );
  });
  return spans;
}

function keysOf(words: readonly string[]): Record<string, OwnValues> {
  if (words.includes('*')) return ownKeys(IDS);
  return ownKeys(
    Object.fromEntries(words.filter((word) => word.includes('=')).map((word) => word.split('=') as [string, string])),
  );
}

/** A declared run over the datapoints d1 and d2 that lists the session. */
export function aRun(overrides: Partial<RunRecord> = {}): RunRecord {
  return { ...undeclaredRun(IDS.run_id, new Date(0)), declared: true, datasetId: IDS.dataset_id, ...overrides };
}

/** What an audit is given: a settled session whose record has all ids, without a run record. */
export function anAuditInput(
  spans: readonly StoredSpanFacts[],
  overrides: Partial<AuditInput> & { readonly recorded?: Readonly<Record<string, string>> } = {},
): AuditInput {
  const { recorded = IDS, ...rest } = overrides;
  return {
    session: {
      sessionId: SESSION_ID,
      event: { ...undeclaredSessionEvent(SESSION_ID, 'demo'), metadata: { ...recorded } },
      declared: true,
      keys: recorded,
      runId: recorded.run_id ?? null,
      datapointId: recorded.datapoint_id ?? null,
    },
    run: null,
    spans,
    related: [],
    siblings: [],
    settled: true,
    ...rest,
  };
}

/** The states as drawn, a line per span: `child_op missing`, or the state of every key where they differ. */
export function drawStates(spans: readonly StoredSpanFacts[], audit: SessionAudit): readonly string[] {
  return spans.map(({ name }, span) => {
    const states = (audit.verdicts[span] ?? []).map(({ state }) => state);
    return `${name} ${new Set(states).size === 1 ? states[0] : states.join(' ')}`;
  });
}
