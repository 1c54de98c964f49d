import type { AttributionKey } from '../domain/attribution-keys';
import type { SpanRef } from '../domain/finding';
import type { StoredSpanFacts } from '../domain/span-facts';
import { at, intAt } from '../trace/at';
import { buildForest, type Forest, type TreeSpan } from '../trace/build-forest';
import { PathSignatures } from '../trace/path-signature';
import { readId } from './read-id';
import type { AuditInput } from './verdict';

/**
 * A session prepared for judging. Spans are numbered: those of the session from 0, the related ones after them, ghosts
 * of the forest last.
 */
export interface AuditCase extends AuditInput {
  readonly keys: readonly AttributionKey[];
  /** The session's spans, then the related ones. */
  readonly all: readonly StoredSpanFacts[];
  readonly forest: Forest;
  readonly paths: PathSignatures;
  /** By key, by span of any session: {@link OwnValueColumn}. */
  readonly own: ReadonlyMap<string, OwnValueColumn>;
  /** Valid values on the session's own record, by key. */
  readonly recorded: ReadonlyMap<string, string>;
}

/** The one valid value each span carries for a key; null for none, and for several that contradict each other. */
export type OwnValueColumn = readonly (string | null)[];

export function openCase(input: AuditInput, keys: readonly AttributionKey[]): AuditCase {
  const all = input.spans.concat(input.related);
  const forest = buildForest(toTreeSpans(all), { settled: input.settled });
  return {
    ...input,
    keys,
    all,
    forest,
    paths: new PathSignatures(forest, all),
    own: new Map(keys.map(({ name }) => [name, all.map((span) => onlyValue(span, name))])),
    recorded: recordedKeys(input),
  };
}

/** The same spans with times a number can hold: nanoseconds since the earliest of them. */
export function toTreeSpans(spans: readonly StoredSpanFacts[]): readonly TreeSpan[] {
  let origin = spans[0]?.startUnixNano ?? 0n;
  for (const { startUnixNano } of spans) if (startUnixNano < origin) origin = startUnixNano;
  return spans.map(({ traceId, spanId, parentSpanId, startUnixNano }) => ({
    traceId,
    spanId,
    parentSpanId,
    start: Number(startUnixNano - origin),
  }));
}

function recordedKeys({ session }: AuditInput): ReadonlyMap<string, string> {
  const recorded = new Map<string, string>();
  for (const [key, value] of Object.entries(session.keys)) {
    const read = readId(value);
    if (read.isValid) recorded.set(key, read.id);
  }
  return recorded;
}

/** The same of one span. */
export function ownValue(c: AuditCase, node: number, key: string): string | null {
  return c.own.get(key)?.[node] ?? null;
}

function onlyValue(span: StoredSpanFacts, key: string): string | null {
  const own = span.keys[key];
  return own !== undefined && own.values.length === 1 ? at(own.values, 0) : null;
}

/** True when the node is a span of the session itself: not a related one, not a ghost. */
export function isOfSession(c: AuditCase, node: number): boolean {
  return node >= 0 && node < c.spans.length;
}

/** The parent when it is a span of the same session; -1 otherwise. */
export function parentInSession(c: AuditCase, node: number): number {
  const parent = intAt(c.forest.parent, node);
  return isOfSession(c, parent) ? parent : -1;
}

export function spanRef(span: StoredSpanFacts): SpanRef {
  return { traceId: span.traceId, spanId: span.spanId, name: span.name };
}
