// Every form of `enrichSpan` on the current span, one span for each.
import { honeyhive, newTracer, report } from './client.mjs';

const { enrichSpan } = honeyhive;
const tracer = await newTracer('enrich span');

tracer.traceTool(
  () =>
    enrichSpan({
      metadata: { team: 'search', nested: { list: [1, { deep: 2 }] } },
      metrics: { score: 0.5, passed: true },
      feedback: { rating: 4 },
      inputs: { query: 'why' },
      outputs: { reply: 'because' },
      config: { model: 'gpt-4', temperature: 0.7 },
      error: 'a made-up error',
    }),
  { eventName: 'namespaces' },
)();
tracer.traceTool(() => tracer.enrichSpan({ metadata: { by: 'the tracer' } }), { eventName: 'on_tracer' })();
tracer.traceTool(() => enrichSpan({ eventName: 'renamed' }), { eventName: 'before_renaming' })();
tracer.traceTool(
  () =>
    enrichSpan({
      metadata: {
        empty_object: {},
        empty_list: [],
        nothing: null,
        large: 9223372036854775807n,
        snow: '☃',
        text: 'x'.repeat(1000),
      },
    }),
  { eventName: 'edges' },
)();
await report({ sessionId: tracer.sessionId });
