import 'server-only';
import type { SpanRef } from '../../domain/finding';
import { type Skeleton, valueIn } from '../../trace/skeleton';
import type { SessionReport } from '../session-report';

/** Place of a span among the session's; -1 when it is not there. */
export function indexOfSpan({ spanIds, traceIds }: Skeleton, span: Pick<SpanRef, 'traceId' | 'spanId'>): number {
  let index = spanIds.indexOf(span.spanId);
  while (index >= 0 && valueIn(traceIds, index) !== span.traceId) index = spanIds.indexOf(span.spanId, index + 1);
  return index;
}

/** The span a verdict points at: the session's own are numbered first. */
export function spanRefAt({ skeleton, relatedRefs }: SessionReport, index: number): SpanRef | null {
  if (index >= skeleton.count) return relatedRefs.get(index) ?? null;
  const { traceIds, names, spanIds } = skeleton;
  return { traceId: valueIn(traceIds, index), spanId: spanIds[index] ?? '', name: valueIn(names, index) };
}
