// `enrichSession` in several calls: what a later one does not mention must stay.
import { newTracer, report } from './client.mjs';

const tracer = await newTracer('enrich session', { inputs: { first: 'question' } });
await tracer.enrichSession({
  metadata: { team: 'search', kept: 1 },
  metrics: { score: 0.25 },
  feedback: { rating: 3 },
  config: { mode: 'fast' },
  userProperties: { plan: 'pro' },
  outputs: { reply: 'draft', gone: true },
});
await tracer.enrichSession({ metadata: { team: 'ranking' }, metrics: { cost: 2 }, outputs: { reply: 'final' } });
await tracer.enrichSession({ inputs: { second: 'question' } });
await report({ sessionId: tracer.sessionId });
