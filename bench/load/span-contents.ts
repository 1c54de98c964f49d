import type { Attribute } from '../../lib/domain/attributes';
import { parseSpanId, parseTraceId } from '../../lib/domain/ids';
import type { Resource, Scope, Span, SpanEvent } from '../../lib/domain/span';
import type { Random } from './random';

/** Eight attributes, as an OpenTelemetry SDK sends them. */
export const RESOURCE: Resource = {
  attributes: [
    { key: 'service.name', value: 'support-assistant' },
    { key: 'service.version', value: '2.14.0' },
    { key: 'service.instance.id', value: '5f0f4f1e-2d3c-4a9b-9a57-0f3a4c1d2b6e' },
    { key: 'host.name', value: 'worker-07' },
    { key: 'process.pid', value: 48_213n },
    { key: 'telemetry.sdk.language', value: 'python' },
    { key: 'telemetry.sdk.name', value: 'opentelemetry' },
    { key: 'telemetry.sdk.version', value: '1.38.0' },
  ],
  droppedAttributesCount: 0,
  schemaUrl: '',
};

export const SCOPE: Scope = {
  name: 'honeyhive',
  version: '1.0.0rc5',
  attributes: [],
  droppedAttributesCount: 0,
  schemaUrl: '',
};

const WORDS =
  'account answer audit billing cache call change check client cluster context customer deploy error export field fix from invoice key latency model order plan policy prompt query rank record refund region request result retry return route schema score search session ship span step store summary support team ticket token tool trace update user value vector version window with für größe naïve 日本'.split(
    ' ',
  );
const STEPS = [
  { name: 'retrieve_documents', type: 'tool' },
  { name: 'rerank', type: 'tool' },
  { name: 'openai.chat', type: 'model' },
  { name: 'answer_question', type: 'chain' },
  { name: 'grade_answer', type: 'chain' },
] as const;
const MODELS = ['gpt-4o-mini', 'gpt-4o', 'claude-sonnet-4', 'llama-3.3-70b'];
const DATASET = '9d6ac8f2-2f47-4b33-8c7e-6f5f0f3a7e10';

/** What tells one span from the others; the ids are the caller's. */
export interface SpanPlace {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | null;
  readonly startUnixNano: bigint;
  readonly endUnixNano: bigint;
  readonly sessionId: string;
  /** null: the span lost its run, dataset and datapoint. */
  readonly runId: string | null;
  readonly datapoint: number;
}

/** About 25 attributes of every type and 1.9 kB in protobuf; 15 % have an event. The session and run come first. */
export function makeSpan(random: Random, place: SpanPlace): Span {
  const step = random.pick(STEPS);
  return spanAt(place, step.name, attributesOf(random, place, step.type), eventsOf(random, place));
}

/** The same with a handful of attributes, for sessions of a hundred thousand spans. */
export function makeSmallSpan(random: Random, place: SpanPlace): Span {
  const step = random.pick(STEPS);
  const attributes: readonly Attribute[] = [
    ...idAttributes(place),
    { key: 'honeyhive_event_type', value: step.type },
    { key: 'honeyhive_inputs.question', value: wordsOf(random, 8) },
    { key: 'gen_ai.usage.input_tokens', value: BigInt(random.below(4000)) },
  ];
  return spanAt(place, step.name, attributes, []);
}

function spanAt(place: SpanPlace, name: string, attributes: readonly Attribute[], events: readonly SpanEvent[]): Span {
  const traceId = parseTraceId(place.traceId);
  const spanId = parseSpanId(place.spanId);
  if (traceId === null || spanId === null) throw new Error('an id of zeros was drawn');
  return {
    traceId,
    spanId,
    parentSpanId: place.parentSpanId === null ? null : parseSpanId(place.parentSpanId),
    name,
    kind: 1,
    startUnixNano: place.startUnixNano,
    endUnixNano: place.endUnixNano,
    status: { code: 1, message: '' },
    attributes,
    events,
    links: [],
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
    traceState: '',
    flags: 0x101,
    resource: RESOURCE,
    scope: SCOPE,
  };
}

function idAttributes({ sessionId, runId, datapoint }: SpanPlace): readonly Attribute[] {
  const session: Attribute = { key: 'honeyhive.session_id', value: sessionId };
  if (runId === null) return [session];
  return [
    session,
    { key: 'honeyhive_metadata.run_id', value: runId },
    { key: 'honeyhive_metadata.dataset_id', value: DATASET },
    { key: 'honeyhive_metadata.datapoint_id', value: `EXT-${(datapoint + 0x10000).toString(16)}c3a1127e70` },
  ];
}

function attributesOf(random: Random, place: SpanPlace, type: string): readonly Attribute[] {
  const input = BigInt(random.below(4000));
  const output = BigInt(random.below(900));
  return [
    ...idAttributes(place),
    { key: 'honeyhive_event_type', value: type },
    { key: 'honeyhive_event_name', value: `${type}-${random.below(40)}` },
    { key: 'honeyhive_source', value: 'evaluation' },
    { key: 'honeyhive_inputs.question', value: wordsOf(random, 14 + random.below(14)) },
    { key: 'honeyhive_inputs.top_k', value: BigInt(1 + random.below(20)) },
    { key: 'honeyhive_outputs.answer', value: wordsOf(random, 20 + random.below(30)) },
    { key: 'honeyhive_config.model', value: random.pick(MODELS) },
    { key: 'honeyhive_config.temperature', value: random.below(100) / 100 },
    { key: 'honeyhive_metrics.relevance', value: random.fraction() },
    { key: 'honeyhive_metadata.cached', value: random.below(2) === 0 },
    { key: 'honeyhive_metadata.tags', value: [wordsOf(random, 1), wordsOf(random, 1), wordsOf(random, 1)] },
    { key: 'gen_ai.system', value: 'openai' },
    { key: 'gen_ai.request.model', value: random.pick(MODELS) },
    { key: 'gen_ai.usage.input_tokens', value: input },
    { key: 'gen_ai.usage.output_tokens', value: output },
    { key: 'llm.usage.total_tokens', value: input + output },
    { key: 'gen_ai.response.finish_reasons', value: ['stop'] },
    { key: 'gen_ai.prompt.0.role', value: 'user' },
    { key: 'gen_ai.prompt.0.content', value: wordsOf(random, 25 + random.below(40)) },
    { key: 'thread.id', value: BigInt(140_000 + random.below(16)) },
    { key: 'retry.count', value: BigInt(random.below(3)) },
    { key: 'stream', value: random.below(2) === 0 },
  ];
}

function eventsOf(random: Random, { startUnixNano }: SpanPlace): readonly SpanEvent[] {
  if (random.below(100) >= 15) return [];
  const attributes = [{ key: 'message', value: wordsOf(random, 8) }];
  return [{ timeUnixNano: startUnixNano + 1000n, name: 'log', attributes, droppedAttributesCount: 0 }];
}

function wordsOf(random: Random, count: number): string {
  return Array.from({ length: count }, () => random.pick(WORDS)).join(' ');
}
