import {
  ROOT_CONTEXT,
  type AttributeValue as SdkValue,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { JsonTraceSerializer, ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import expectedFindings from '../../captures/expected-findings.json';
import { captureNames, readCapture } from '../testing/read-capture';
import { decodeTraces } from './decode-traces';
import { otlpEncodingOf } from './otlp-encoding';

const expectedSpans = new Map(Object.entries(expectedFindings).map(([name, { spans_seen }]) => [name, spans_seen]));

describe('the recorded clients', () => {
  it.each(captureNames())('%s: every span is read, none is rejected', (name) => {
    let spans = 0;
    for (const { path, contentType, body } of readCapture(name)) {
      if (!path.endsWith('/v1/traces')) continue;
      const encoding = otlpEncodingOf(contentType);
      if (encoding === null) throw new Error(`recorded with ${contentType}`);
      const decoded = decodeTraces(body, encoding);
      expect(decoded.rejected).toEqual([]);
      spans += decoded.spans.length;
    }
    expect(spans).toBe(expectedSpans.get(name));
  });

  it('loses nothing of edge type values', () => {
    const [traces] = readCapture('py151-two-tracers-edge-types-limits').filter(({ path }) =>
      path.endsWith('/v1/traces'),
    );
    const sent = JSON.parse(new TextDecoder().decode(traces?.body))
      .resourceSpans.flatMap((group: { scopeSpans: unknown[] }) => group.scopeSpans)
      .flatMap((group: { spans: unknown[] }) => group.spans);
    const { spans } = decodeTraces(traces?.body ?? new Uint8Array(), 'json');
    expect(spans.map(({ span }) => span.attributes.length)).toEqual(
      sent.map((span: { attributes: unknown[] }) => span.attributes.length),
    );
    expect(spans.map(({ span }) => span.startUnixNano.toString())).toEqual(
      sent.map((span: { startTimeUnixNano: string }) => span.startTimeUnixNano),
    );
  });
});

/** Spans made by the real SDK from what fast-check thinks of. */
function sdkSpans(recipes: readonly SpanRecipe[]): ReadableSpan[] {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'oracle', pid: 7 }),
    spanProcessors: [new SimpleSpanProcessor(exporter)],
  });
  const tracer = provider.getTracer('oracle', '1.2.3', { schemaUrl: 'https://example.org/schema' });
  let context = ROOT_CONTEXT;
  let parent: SpanContext | undefined;
  for (const recipe of recipes) {
    const span = tracer.startSpan(
      recipe.name,
      { kind: recipe.kind, attributes: recipe.attributes, links: parent === undefined ? [] : [{ context: parent }] },
      context,
    );
    span.addEvent('event', recipe.attributes);
    span.setStatus({ code: recipe.status, message: recipe.name });
    context = trace.setSpan(context, span);
    parent = span.spanContext();
    span.end();
  }
  return exporter.getFinishedSpans();
}

interface SpanRecipe {
  readonly name: string;
  readonly kind: SpanKind;
  readonly status: SpanStatusCode;
  readonly attributes: Record<string, SdkValue>;
}

const sdkValue: fc.Arbitrary<SdkValue> = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.boolean(),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Number.isInteger(value)),
  fc.array(fc.string({ unit: 'binary' })),
  fc.array(fc.boolean()),
);
const spanRecipe: fc.Arbitrary<SpanRecipe> = fc.record({
  name: fc.string({ unit: 'binary' }),
  kind: fc.constantFrom(SpanKind.INTERNAL, SpanKind.SERVER, SpanKind.CLIENT, SpanKind.PRODUCER, SpanKind.CONSUMER),
  status: fc.constantFrom(SpanStatusCode.UNSET, SpanStatusCode.OK, SpanStatusCode.ERROR),
  attributes: fc.dictionary(fc.string({ unit: 'binary', minLength: 1 }), sdkValue, { maxKeys: 5 }),
});

describe('what the OpenTelemetry SDK encodes', () => {
  it('is the same in both encodings, and is what the SDK says the spans are', () => {
    fc.assert(
      fc.property(fc.array(spanRecipe, { minLength: 1, maxLength: 4 }), (recipes) => {
        const sent = sdkSpans(recipes);
        const protobuf = decodeTraces(ProtobufTraceSerializer.serializeRequest(sent) ?? new Uint8Array(), 'protobuf');
        const json = decodeTraces(JsonTraceSerializer.serializeRequest(sent) ?? new Uint8Array(), 'json');
        expect([protobuf.rejected, protobuf.warnings, json.rejected, json.warnings]).toEqual([[], [], [], []]);
        expect(protobuf.spans).toHaveLength(sent.length);

        // The JSON of the SDK leaves some zero counts out, which is `null` and not 0 here.
        const told = (_: string, value: unknown) => (typeof value === 'bigint' ? `${value}n` : (value ?? 0));
        const comparable = (spans: unknown) => JSON.parse(JSON.stringify(spans, told));
        expect(comparable(json.spans)).toEqual(comparable(protobuf.spans));

        for (const [i, { span }] of protobuf.spans.entries()) {
          const original = sent[i] as ReadableSpan;
          expect(span).toMatchObject({
            traceId: original.spanContext().traceId,
            spanId: original.spanContext().spanId,
            parentSpanId: original.parentSpanContext?.spanId ?? null,
            name: original.name,
            kind: original.kind + 1,
            startUnixNano: BigInt(original.startTime[0]) * 10n ** 9n + BigInt(original.startTime[1]),
            endUnixNano: BigInt(original.endTime[0]) * 10n ** 9n + BigInt(original.endTime[1]),
            status: { code: original.status.code, message: original.status.message ?? '' },
            flags: 0x101,
            scope: { name: 'oracle', version: '1.2.3', schemaUrl: 'https://example.org/schema' },
          });
          expect(span.attributes).toEqual(
            Object.entries(original.attributes).map(([key, value]) => ({ key, value: asSent(value) })),
          );
          expect(span.events[0]?.attributes).toEqual(span.attributes);
          expect(span.links.map(({ spanId }) => spanId)).toEqual(original.links.map((link) => link.context.spanId));
          expect(span.resource.attributes).toContainEqual({ key: 'pid', value: 7n });
        }
      }),
    );
  });
});

/** JavaScript's whole numbers travel as integers. */
function asSent(value: SdkValue | undefined): unknown {
  return Number.isInteger(value) ? BigInt(value as number) : value;
}
