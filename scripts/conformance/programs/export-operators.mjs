// Export with every operator and type this client lets one ask for, read through the client itself.
import { newClient, newTracer, project, report } from './client.mjs';

const tracer = await newTracer('export operators');
const client = newClient();
for (const [eventName, fields] of Object.entries(JSON.parse(process.env.CONFORMANCE_EVENTS))) {
  const { event_type: eventType, start_time: startTime, end_time: endTime, ...buckets } = fields;
  await client.events.createEvent({
    event: {
      project,
      source: 'conformance',
      sessionId: tracer.sessionId,
      config: {},
      inputs: {},
      duration: 1,
      eventName,
      eventType,
      startTime,
      endTime,
      ...buckets,
    },
  });
}

const ours = { field: 'session_id', operator: 'is', value: tracer.sessionId, type: 'string' };
const notSession = { field: 'event_type', operator: 'is not', value: 'session', type: 'string' };

function exported(filters, options = {}) {
  return client.events.getEvents({ project, filters, ...options });
}

const found = {};
const notOffered = {};
for (const [question, condition] of Object.entries(JSON.parse(process.env.CONFORMANCE_FILTERS))) {
  try {
    const { events } = await exported([ours, notSession, condition]);
    found[question] = events.map((event) => event.eventName).sort();
  } catch (refusal) {
    // The client's own models know fewer operators than the service and refuse the others before any request.
    if (refusal.name !== 'SDKValidationError') throw refusal;
    notOffered[question] = refusal.name;
  }
}

const { totalEvents } = await exported([ours, notSession], { limit: 2 });
const pages = [];
for (const page of [1, 2, 3]) {
  const { events } = await exported([ours, notSession], { limit: 2, page });
  pages.push(events.map((event) => event.eventName));
}
const past = { dollarGte: '2001-01-01T00:00:00Z', dollarLte: '2001-01-02T00:00:00Z' };
const ever = { dollarGte: '2001-01-01T00:00:00Z', dollarLte: '2101-01-02T00:00:00Z' };
await report({
  sessionId: tracer.sessionId,
  found,
  notOffered,
  total: totalEvents,
  pages,
  inThePast: (await exported([ours], { dateRange: past })).events.length,
  inRange: (await exported([ours, notSession], { dateRange: ever })).events.length,
});
