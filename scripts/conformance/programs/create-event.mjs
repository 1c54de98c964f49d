// Events made over REST: by the API client, with an id of one's own, of a model call, and several in one request.
import { randomUUID } from 'node:crypto';
import { newClient, newTracer, project, report } from './client.mjs';

const tracer = await newTracer('create event');
const client = newClient();
const session = { project, source: 'conformance', sessionId: tracer.sessionId, config: {}, inputs: {}, duration: 1 };

const ownId = randomUUID();
const byClient = await client.events.createEvent({
  event: { ...session, eventId: ownId, eventName: 'by the client', eventType: 'chain', inputs: { a: [1, 2] } },
});
const child = await client.events.createEvent({
  event: { ...session, eventName: 'a child', eventType: 'tool', parentId: ownId, outputs: { b: null } },
});
const batch = await client.events.createEventBatch({
  events: [1, 2].map((number) => {
    return { ...session, eventName: `batch ${number}`, eventType: 'tool', inputs: { number } };
  }),
});
const model = await client.events.createModelEvent({
  modelEvent: {
    project,
    model: 'gpt-4',
    provider: 'openai',
    messages: [{ role: 'user', content: 'hi' }],
    response: { role: 'assistant', content: 'ho' },
    usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 },
    eventName: 'a model call',
    source: 'conformance',
    duration: 12.5,
  },
});
await report({
  sessionId: tracer.sessionId,
  ownId,
  byClient: byClient.eventId,
  child: child.eventId,
  batch: batch.eventIds,
  model: model.eventId,
});
