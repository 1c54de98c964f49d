import 'server-only';
import type { Project } from '../domain/records';
import type { Span } from '../domain/span';
import type { SpanCustody } from '../domain/span-custody';
import { countSpanCustody } from '../routing/count-custody';
import type { SentBody } from '../store/delivery-store';
import type { AuditMaterial } from '../store/store';
import type { AppContext } from './context';
import { decodeSentBody } from './decode-sent-body';
import { tableNamed } from './table-named';

/**
 * Custody by `traceId:spanId` under the project's contract; undefined when the stored ones are of that contract.
 * Decodes what was sent once more, so it is only done after the contract changed.
 */
export async function rejudgeCustody(
  ctx: AppContext,
  project: Project,
  { session }: AuditMaterial,
): Promise<ReadonlyMap<string, SpanCustody> | undefined> {
  if (session.contract === project.contract) return undefined;
  const contract = tableNamed(project.contract);
  const custody = new Map<string, SpanCustody>();
  const spanAt = decodeOnce();
  for await (const { facts, ordinal, body, event } of ctx.store.sessionEvidence(project.id, session.sessionId)) {
    const span = await spanAt(body, ordinal);
    if (span === undefined) continue;
    custody.set(`${facts.traceId}:${facts.spanId}`, countSpanCustody(span, event, contract));
  }
  return custody;
}

/** Evidence comes body by body: the spans of the last one are kept, so that a body is decoded once and not per span. */
export function decodeOnce(): (body: SentBody, ordinal: number) => Promise<Span | undefined> {
  let bytes: Uint8Array | undefined;
  let spans: ReadonlyMap<number, Span> = new Map();
  return async (body, ordinal) => {
    if (body.bytes !== bytes) {
      const decoded = await decodeSentBody(body);
      spans = new Map(decoded.spans.map(({ ordinal, span }) => [ordinal, span]));
      bytes = body.bytes;
    }
    return spans.get(ordinal);
  };
}
