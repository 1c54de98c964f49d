import 'server-only';
import manifest from '../../../package.json';
import type { SpanRef } from '../../domain/finding';
import { hashText } from '../../domain/hash-text';
import type { Project } from '../../domain/records';
import type { StoredSpanFacts } from '../../domain/span-facts';
import { worstCustody } from '../../domain/states';
import { buildSessionTree } from '../../trace/session-tree';
import { type EncodableSpan, encodeSkeleton } from '../../trace/skeleton';
import type { JudgedSession } from '../audit-stored-session';
import type { SessionReport } from '../session-report';
import { packVerdicts, type VerdictTable } from '../verdict-table';
import { toFinding } from './finding';
import { toSessionHead } from './session-head';

/** A pure function of the verdict; linear in spans. */
export function toSessionReport(project: Project, judged: JudgedSession, checkedAt: Date): SessionReport {
  const { material, audit, settled } = judged;
  const findings = audit.findings.map(toFinding);
  const skeleton = encodeSkeleton({
    version: versionOf(project, judged),
    settled,
    keys: [...audit.keys],
    spans: encodableSpans(judged),
    findings,
  });
  const { facts, breaks } = buildSessionTree(skeleton);
  const first = findings[breaks[0]?.finding ?? -1];
  const verdicts = packVerdicts(audit.verdicts, audit.keys.length);
  return {
    revision: material.revision,
    lastReceivedAt: material.session.lastReceivedAt,
    settled,
    contract: project.contract,
    head: toSessionHead(project, judged, checkedAt),
    findings,
    tree: { ...facts },
    firstBreak: first?.span == null ? null : { name: first.span.name, keys: first.keys, size: first.size },
    skeleton,
    verdicts,
    relatedRefs: relatedRefsOf(judged, verdicts),
  };
}

/** Equal for equal contents: of one session, one state of it, one contract and one version of the rules. */
function versionOf(project: Project, { material, settled }: JudgedSession): string {
  const { session, revision } = material;
  const { sessionId, lastReceivedAt } = session;
  return hashText(
    JSON.stringify([manifest.version, project.id, sessionId, revision, lastReceivedAt, settled, project.contract]),
  );
}

function* encodableSpans({ material, audit }: JudgedSession): Generator<EncodableSpan> {
  for (const [i, span] of material.spans.entries()) {
    yield {
      spanId: span.spanId,
      traceId: span.traceId,
      parentSpanId: span.parentSpanId,
      parentState: audit.parentStates[i] ?? 'root',
      parentSessionId: audit.parentSessionIds[i] ?? null,
      name: span.name,
      kind: span.kind,
      type: span.eventType,
      startUnixNano: span.startUnixNano,
      endUnixNano: span.endUnixNano === 0n ? null : span.endUnixNano,
      statusCode: span.statusCode,
      states: audit.verdicts[i]?.map((verdict) => verdict.state) ?? [],
      custody: worstCustody(span.custody.counts),
      sightings: span.sightings,
      variants: span.variants,
    };
  }
}

function relatedRefsOf({ material }: JudgedSession, { nearest }: VerdictTable): ReadonlyMap<number, SpanRef> {
  const refs = new Map<number, SpanRef>();
  const own = material.spans.length;
  for (const node of nearest) {
    const span: StoredSpanFacts | undefined = node < own || refs.has(node) ? undefined : material.related[node - own];
    if (span !== undefined) refs.set(node, { traceId: span.traceId, spanId: span.spanId, name: span.name });
  }
  return refs;
}
