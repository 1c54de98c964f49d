import 'server-only';
import type { AttributionVerdict, LedgerEntryDto, SpanDetail } from '../../contracts/sessions';
import { attributeType } from '../../domain/attributes';
import { stringifyJson } from '../../domain/json-text';
import type { Ledger, LedgerEntry } from '../../domain/ledger';
import type { Project } from '../../domain/records';
import { SPAN_KINDS, type Span, type SpanEvent, STATUS_CODES } from '../../domain/span';
import { durationMs } from '../../domain/time';
import { attributeText, toOtlpJson } from '../../otlp/encode-json';
import { routeOf } from '../../routing/route-of-key';
import { ruleText } from '../../routing/rule-text';
import type { RoutingTable } from '../../routing/table';
import type { SpanEvidence } from '../../store/store';

const INDENT = 2;

interface ExplainedSpan {
  readonly project: Project;
  readonly sessionId: string;
  readonly evidence: SpanEvidence;
  readonly span: Span;
  readonly ledger: Ledger;
  /** The routing table that stored it; null when that is not known. */
  readonly routing: RoutingTable | null;
  readonly attribution: AttributionVerdict[];
}

export function toSpanDetail(explained: ExplainedSpan): SpanDetail {
  const { project, sessionId, evidence, span, ledger, routing, attribution } = explained;
  const { facts, event, delivery } = evidence;
  const hasEnded = span.endUnixNano !== 0n;
  return {
    project: project.name,
    sessionId,
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId,
    name: span.name,
    kind: SPAN_KINDS[span.kind] ?? String(span.kind),
    type: event.event_type,
    status: { code: STATUS_CODES[span.status.code] ?? String(span.status.code), message: span.status.message },
    startUnixNano: String(span.startUnixNano),
    endUnixNano: hasEnded ? String(span.endUnixNano) : null,
    durationMs: hasEnded ? durationMs(span.startUnixNano, span.endUnixNano) : null,
    scope: { name: span.scope.name, version: span.scope.version },
    attribution,
    contract: ledger.contract,
    routing: routing?.name ?? null,
    ledger: ledger.entries.map((entry) => toLedgerEntry(entry, routing)),
    added: ledger.added.map(({ path, stored }) => ({ path, stored })),
    sent: toOtlpJson(span),
    stored: stringifyJson({ ...event }, INDENT),
    events: span.events.map(toEvent),
    delivery: {
      receivedAt: delivery.receivedAt.toISOString(),
      path: delivery.path,
      contentType: delivery.contentType,
      wireBytes: delivery.wireBytes,
      client: delivery.client && { name: delivery.client.name, version: delivery.client.version },
      userAgent: delivery.userAgent,
      ordinal: evidence.ordinal,
    },
    sightings: facts.sightings,
    variants: facts.variants,
    droppedAttributesCount: span.droppedAttributesCount,
  };
}

function toLedgerEntry(entry: LedgerEntry, routing: RoutingTable | null): LedgerEntryDto {
  return {
    key: entry.key,
    position: entry.position,
    type: entry.type,
    value: attributeText(entry.value),
    state: entry.state,
    destinations: entry.destinations.map(({ path, found, stored }) => ({ path, found, stored })),
    foundAt: entry.foundAt,
    rule: entry.rule,
    routedBy: routing && ruleText(routeOf(routing, entry.key, entry.value).rule),
    reason: entry.reason,
  };
}

function toEvent(event: SpanEvent): SpanDetail['events'][number] {
  return {
    name: event.name,
    timeUnixNano: String(event.timeUnixNano),
    attributes: event.attributes.map(({ key, value }) => ({
      key,
      type: attributeType(value),
      value: attributeText(value),
    })),
  };
}
