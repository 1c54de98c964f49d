import 'server-only';
import { setImmediate } from 'node:timers/promises';
import type { SpanSearch } from '../contracts/sessions';
import type { Attribute } from '../domain/attributes';
import type { Span } from '../domain/span';
import { attributeText } from '../otlp/encode-json';
import type { AppContext } from './context';
import { findProject } from './find-project';
import { notInProject } from './not-received';
import { decodeOnce } from './rejudge-custody';

/** More matches are no help to a reader. */
const MATCHES_MAX = 20_000;
/** The search ends after so long, in milliseconds. */
const TIME_MAX = 20_000;
/** Other requests get their turn after so long, in milliseconds. */
const SLICE = 10;

/**
 * Spans of a session with a text, in any case, among the keys and values they were sent with. What was sent is decoded
 * again, body by body and in slices: linear, and nothing else waits for it.
 * @param signal ends the search early, where it is done in this thread
 * @throws AppError `not-found`
 */
export async function searchSession(
  ctx: AppContext,
  projectName: string,
  sessionId: string,
  q: string,
  signal: AbortSignal,
): Promise<SpanSearch> {
  if (ctx.worker !== undefined) return ctx.worker.search(projectName, sessionId, q);
  const project = await findProject(ctx, projectName);
  if ((await ctx.store.getSession(project.id, sessionId)) === null)
    throw await notInProject(ctx, project, 'session', sessionId);

  const needle = q.toLowerCase();
  const found = new Map<string, string[]>();
  const spanAt = decodeOnce();
  const begun = performance.now();
  let sliceBegun = begun;
  let matched = 0;
  let searched = 0;
  let cut = false;
  for await (const { facts, ordinal, body } of ctx.store.sessionEvidence(project.id, sessionId)) {
    cut = signal.aborted || matched >= MATCHES_MAX || sliceBegun - begun > TIME_MAX;
    if (cut) break;
    const span = await spanAt(body, ordinal);
    searched++;
    if (span !== undefined && contains(span, needle)) {
      matched++;
      const ofTrace = found.get(facts.traceId);
      if (ofTrace === undefined) found.set(facts.traceId, [facts.spanId]);
      else ofTrace.push(facts.spanId);
    }
    if (performance.now() - sliceBegun > SLICE) {
      await setImmediate();
      sliceBegun = performance.now();
    }
  }
  return { q, found: [...found].map(([traceId, spanIds]) => ({ traceId, spanIds })), matched, searched, cut };
}

function contains({ attributes, events, status }: Span, needle: string): boolean {
  return (
    hasAttribute(attributes, needle) ||
    status.message.toLowerCase().includes(needle) ||
    events.some((event) => event.name.toLowerCase().includes(needle) || hasAttribute(event.attributes, needle))
  );
}

function hasAttribute(attributes: readonly Attribute[], needle: string): boolean {
  return attributes.some(
    ({ key, value }) => key.toLowerCase().includes(needle) || attributeText(value).toLowerCase().includes(needle),
  );
}
