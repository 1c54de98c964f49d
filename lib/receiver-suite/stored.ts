import type { Ids } from './bodies';
import { expectEqual, Mismatch, Skipped } from './expectations';
import { PROJECT } from './send';
import type { Target } from './target';

/** Any JSON; the suite looks at members it knows. */
// biome-ignore lint/suspicious/noExplicitAny: what a case looks at is checked by the case.
type Json = any;

/** What is kept of one span: our own API's view, and in it the span as strict OTLP/JSON. */
export interface StoredSpan {
  readonly detail: Json;
  readonly span: Json;
  readonly scope: Json;
  readonly resource: Json;
  readonly resourceSchemaUrl: string | undefined;
  readonly scopeSchemaUrl: string | undefined;
}

async function get(target: Target, path: string): Promise<Json | null> {
  if (target.api === null) throw new Skipped('needs a look at what is stored, and this server has no such API');
  const { status, text } = await target.api(path);
  if (status === 404) return null;
  if (status !== 200) throw new Mismatch(`${path} answered ${status}: ${text.slice(0, 200)}`);
  return JSON.parse(text);
}

/** The spans stored of a trace; the session of a span that names none is its trace. */
export async function storedSession(target: Target, traceId: string): Promise<Json | null> {
  return get(target, `/api/projects/${PROJECT}/sessions/${traceId}`);
}

export async function storedSpan(target: Target, { traceId, spanId }: Ids): Promise<StoredSpan | null> {
  const detail = await get(target, `/api/projects/${PROJECT}/sessions/${traceId}/spans/${spanId}?trace=${traceId}`);
  if (detail === null) return null;
  const [resourceSpans] = JSON.parse(detail.sent).resourceSpans;
  const [scopeSpans] = resourceSpans.scopeSpans;
  return {
    detail,
    span: scopeSpans.spans[0],
    scope: scopeSpans.scope,
    resource: resourceSpans.resource,
    resourceSchemaUrl: resourceSpans.schemaUrl,
    scopeSchemaUrl: scopeSpans.schemaUrl,
  };
}

/** @throws Mismatch when it is not there. */
export async function expectStored(target: Target, ids: Ids): Promise<StoredSpan> {
  const stored = await storedSpan(target, ids);
  if (stored === null) throw new Mismatch(`span ${ids.spanId} was acknowledged but is not stored`);
  return stored;
}

export async function expectNotStored(target: Target, ids: Ids): Promise<void> {
  if ((await storedSpan(target, ids)) !== null) throw new Mismatch(`span ${ids.spanId} is stored`);
}

/** The request of that sender among those that were refused whole or in part. @throws Mismatch when it is not there. */
export async function expectListed(target: Target, userAgent: string): Promise<Json> {
  const list = await get(target, `/api/projects/${PROJECT}/deliveries?show=refused&limit=200`);
  const listed = list?.deliveries.find((delivery: Json) => delivery.userAgent === userAgent);
  if (listed === undefined) throw new Mismatch('the request is not among those that were refused');
  return listed;
}

/** Looks at what is stored, on servers where that can be done; on others the answer has to be enough. */
export async function whereVisible(target: Target, look: () => Promise<void>): Promise<void> {
  if (target.api !== null) await look();
}

/** The OTLP/JSON value of the first attribute with this key. */
export function attributeOf({ span }: StoredSpan, key = 'k'): Json {
  return span.attributes.find((attribute: Json) => attribute.key === key)?.value;
}

export async function expectAttribute(target: Target, ids: Ids, expected: unknown): Promise<void> {
  expectEqual(attributeOf(await expectStored(target, ids)), expected, 'stored value');
}
