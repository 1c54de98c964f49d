import type { Span } from '../domain/span';

const BY_SCOPE: readonly (readonly [prefix: string, instrumentor: string])[] = [
  ['openinference.instrumentation', 'openinference'],
  ['@vercel/otel', 'vercel'],
];

/** Ordered: the first instrumentor any of whose keys was sent (honeyhive-system.md 4.3). */
const BY_KEY: readonly (readonly [instrumentor: string, keys: readonly string[]])[] = [
  ['openinference', ['openinference.span.kind', 'llm.input_messages', 'llm.input_messages.0.message.role']],
  ['traceloop', ['traceloop.span.kind', 'traceloop.workflow.name', 'traceloop.association.properties.session_id']],
  ['openlit', ['gen_ai.agent.id', 'gen_ai.agent.name', 'gen_ai.workflow.type']],
  ['vercel', ['ai.operationId', 'ai.prompt.messages']],
  ['strands', []],
  ['standard', ['gen_ai.system', 'gen_ai.request.model']],
];
const STRANDS = BY_KEY.findIndex(([instrumentor]) => instrumentor === 'strands');

const RANKS: ReadonlyMap<string, number> = new Map(
  BY_KEY.flatMap(([, keys], rank) => keys.map((key) => [key, rank] as const)),
);

/** Which library made a span: by its scope, else by its keys and events, else `unknown`. */
export function instrumentorOf({ scope, attributes, events }: Span): string {
  for (const [prefix, instrumentor] of BY_SCOPE) {
    if (scope.name.startsWith(prefix)) return instrumentor;
  }
  let best = BY_KEY.length;
  for (const { key } of attributes) {
    const rank = RANKS.get(key);
    if (rank !== undefined && rank < best) best = rank;
  }
  if (best > STRANDS && events.some(({ name }) => name.startsWith('gen_ai.'))) best = STRANDS;
  return BY_KEY[best]?.[0] ?? 'unknown';
}
