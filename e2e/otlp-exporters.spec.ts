import { context, SpanKind, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api';
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { CompressionAlgorithm } from '@opentelemetry/otlp-exporter-base';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, SimpleSpanProcessor, type SpanExporter } from '@opentelemetry/sdk-trace-base';
import { expect, test } from './fixtures';

const EXPORTERS: readonly [name: string, (url: string) => SpanExporter][] = [
  ['protobuf', (url) => new ProtobufExporter({ url })],
  ['protobuf, gzip', (url) => new ProtobufExporter({ url, compression: CompressionAlgorithm.GZIP })],
  ['JSON', (url) => new JsonExporter({ url })],
  ['JSON, gzip', (url) => new JsonExporter({ url, compression: CompressionAlgorithm.GZIP })],
];

interface Sent {
  readonly session: string;
  readonly run: string;
  readonly root: string;
  readonly child: string;
}

/** A root that has the three ids and a child that lost them, as a plain OpenTelemetry program would send them. */
function sendBrokenPair(tracer: Tracer): Sent {
  const session = crypto.randomUUID();
  const run = crypto.randomUUID();
  const ids = {
    'honeyhive_metadata.run_id': run,
    'honeyhive_metadata.dataset_id': 'EXT-dataset',
    'honeyhive_metadata.datapoint_id': 'EXT-datapoint',
  };
  const root = tracer.startSpan('chain', {
    kind: SpanKind.INTERNAL,
    attributes: {
      'honeyhive.session_id': session,
      'honeyhive.project': 'exporters',
      ...ids,
    },
  });
  const child = tracer.startSpan(
    'tool',
    {
      kind: SpanKind.CLIENT,
      attributes: {
        'honeyhive.session_id': session,
        'honeyhive.project': 'exporters',
        large: Number.MAX_SAFE_INTEGER,
        list: ['a', 'b'],
        text: 'Größe ✓',
      },
    },
    trace.setSpan(context.active(), root),
  );
  child.recordException(new Error('nope'));
  child.setStatus({ code: SpanStatusCode.ERROR, message: 'nope' });
  child.end();
  root.end();
  return {
    session,
    run,
    root: root.spanContext().spanId,
    child: child.spanContext().spanId,
  };
}

for (const [name, makeExporter] of EXPORTERS) {
  for (const path of ['/v1/traces', '/opentelemetry/v1/traces']) {
    test(`the OpenTelemetry JS exporter (${name}) delivers to ${path} on both ports`, async ({ server }) => {
      for (const origin of [server.origin, server.otlpOrigin]) {
        const provider = new BasicTracerProvider({
          resource: resourceFromAttributes({ 'service.name': 'exporter-test' }),
          spanProcessors: [new SimpleSpanProcessor(makeExporter(`${origin}${path}`))],
        });
        const sent = sendBrokenPair(provider.getTracer('exporter-test', '1.2.3'));
        await provider.forceFlush();
        await provider.shutdown();

        const api = `${server.origin}/api/projects/exporters/sessions/${sent.session}`;
        const session = await (await fetch(api)).json();
        expect(session.spans).toHaveLength(2);
        const child = session.spans.find((span: { spanId: string }) => span.spanId === sent.child);
        expect(child.parentSpanId).toBe(sent.root);
        expect(child.states).toEqual(['missing', 'missing', 'missing']);
        expect(session.findings[0]).toMatchObject({
          rule: 'ATTR-001',
          size: 1,
          span: { spanId: sent.child },
        });

        const detail = await (await fetch(`${api}/spans/${sent.child}`)).json();
        expect(detail.status).toEqual({ code: 'ERROR', message: 'nope' });
        expect(detail.scope).toEqual({
          name: 'exporter-test',
          version: '1.2.3',
        });
        expect(detail.sent).toContain('"9007199254740991"');
        expect(detail.sent).toContain('Größe ✓');
        expect(detail.events[0].name).toBe('exception');
        expect(detail.ledger.every((entry: { state: string }) => entry.state === 'preserved')).toBe(true);
      }
    });
  }
}
