// Two updates of one event: buckets are merged, outputs replaced, what is not mentioned stays.
import { newClient, newTracer, project, report } from './client.mjs';

const tracer = await newTracer('update event');
const client = newClient();
const { eventId } = await client.events.createEvent({
  event: {
    project,
    source: 'conformance',
    eventName: 'changing',
    eventType: 'tool',
    sessionId: tracer.sessionId,
    config: { model: 'a' },
    inputs: { question: 'why' },
    outputs: { reply: 'draft', gone: true },
    metadata: { kept: 1, changed: 'before' },
    metrics: { score: 0.1 },
    duration: 5,
  },
});
await client.events.updateEvent({
  eventId,
  metadata: { changed: 'after', added: [1, { x: null }] },
  metrics: { cost: 2 },
  feedback: { rating: 5 },
  config: { temperature: 0.5 },
  outputs: { reply: 'final' },
  userProperties: { plan: 'pro' },
  duration: 7.5,
});
await client.events.updateEvent({ eventId, metadata: { last: true } });
await report({ sessionId: tracer.sessionId, eventId });
