import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { AppContext } from '@/lib/services/context';
import { aContext } from '@/lib/testing/a-context';
import { aSpan, attributesOf } from '@/lib/testing/a-span';
import { type CallDataPlane, callDataPlane } from '@/lib/testing/call-data-plane';
import { encodeProtobuf } from '@/lib/testing/encode-protobuf';
import { sendToHandlers } from '@/lib/testing/send-to-handlers';

const RUN = '1b350fc8-d651-4b47-bc46-6ee5d9565ea6';
const SESSION = 'e681114f-2f59-45da-95f3-2061b80880b8';
const OTHER = '125dcf0a-5dd9-47b7-bcfd-e009608b5bc8';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

let ctx: AppContext;
let call: CallDataPlane;

beforeEach(() => {
  ctx = aContext();
  call = callDataPlane(ctx);
});

const getEvent = async (id: string) => (await call('GET', `/v1/events/${id}`)).body.event;

describe('PUT /events and PUT /v1/events/{id}', () => {
  beforeEach(async () => {
    const session = { session_id: SESSION, metadata: { a: 1, b: 1 }, outputs: { old: 1 }, children_ids: ['c'] };
    await call('POST', '/session/start', { session });
  });

  it.each([
    ['/events', { event_id: SESSION }],
    [`/v1/events/${SESSION}`, {}],
  ])('%s merges buckets, replaces outputs, and answers an empty object', async (path, id) => {
    const update = { ...id, metadata: { b: 2 }, outputs: { new: 1 }, feedback: { ground_truth: 'g' } };
    expect(await call('PUT', path, update)).toMatchObject({ status: 200, body: {} });
    expect(await getEvent(SESSION)).toMatchObject({
      metadata: { a: 1, b: 2 },
      outputs: { new: 1 },
      feedback: { ground_truth: 'g' },
      project_id: 'default',
    });
  });

  it('keeps outputs when null is sent, children when none are, and ignores what it does not know', async () => {
    const update = { outputs: null, children_ids: [], metadata: null, event_name: 'renamed', what: { is: ['this'] } };
    expect((await call('PUT', `/v1/events/${SESSION}`, update)).status).toBe(200);
    expect(await getEvent(SESSION)).toMatchObject({
      outputs: { old: 1 },
      children_ids: ['c'],
      metadata: { a: 1, b: 1 },
      event_name: 'unknown',
    });
  });

  it.each(['done', ['done'], 7])('keeps %j as outputs, which older clients send', async (outputs) => {
    await call('PUT', '/events', { event_id: SESSION, outputs, feedback: { ground_truth: 'g' } });
    expect(await getEvent(SESSION)).toMatchObject({ outputs, feedback: { ground_truth: 'g' } });
  });

  it('before the session starts, loses nothing', async () => {
    await call('PUT', '/events', { event_id: OTHER, metrics: { ev: 1 } });
    const { body } = await call('POST', '/session/start', { session: { session_id: OTHER, session_name: 'late' } });
    expect(body).toMatchObject({ event_name: 'late', metrics: { ev: 1 } });
  });

  it('of an id that no event gets and none has is a 404', async () => {
    expect((await call('PUT', '/v1/events/nobody', { metadata: {} })).status).toBe(404);
  });

  it('keeps 64-bit integers and a key called __proto__', async () => {
    const text = `{"metadata": {"big": 9223372036854775807, "__proto__": {"polluted": true}}}`;
    expect((await call('PUT', `/v1/events/${SESSION}`, text)).status).toBe(200);
    const { text: answer } = await call('GET', `/v1/events/${SESSION}`);
    expect(answer).toContain('"big":9223372036854775807');
    expect(answer).toContain('"__proto__":{"polluted":true}');
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

describe('POST /events', () => {
  it('keeps an event under its session, from both forms', async () => {
    const event = { event_type: 'tool', event_name: 'manual', session_id: SESSION, inputs: { x: 1 }, duration: 5 };
    const wrapped = await call('POST', '/events', { event });
    const bare = await call('POST', '/v1/events', event);
    for (const { status, body } of [wrapped, bare]) {
      expect({ status, body }).toEqual({ status: 200, body: { success: true, event_id: expect.stringMatching(UUID) } });
      expect(await getEvent(body.event_id)).toMatchObject({ ...event, parent_id: SESSION });
    }
  });

  it('starts a session when that is its type', async () => {
    await call('POST', '/v1/events', { event_type: 'session', event_name: 's', session_id: SESSION });
    expect(await getEvent(SESSION)).toMatchObject({ event_type: 'session', event_name: 's', parent_id: null });
  });

  it('keeps an event of a session nobody started, under one made from it', async () => {
    await call('POST', '/v1/events', { event_type: 'tool', session_id: OTHER });
    const { status, body } = await call('GET', `/v1/sessions/${OTHER}`);
    expect({ status, children: body.children.length }).toEqual({ status: 200, children: 1 });
  });

  it('names the member that is wrong', async () => {
    const { status, body } = await call('POST', '/v1/events', { event_type: 'unknown-type' });
    expect(status).toBe(400);
    expect(body.detail).toContain('event_type');
  });
});

describe('POST /events/batch', () => {
  const events = [
    { event_type: 'tool', event_name: 'a', session_id: SESSION, start_time: 5 },
    { event_type: 'chain', event_name: 'b', session_id: OTHER, start_time: 3 },
  ];

  it('keeps every event under the session it names', async () => {
    const { status, body } = await call('POST', '/v1/events/batch', { events });
    expect({ status, body }).toEqual({
      status: 200,
      body: { success: true, event_ids: [expect.stringMatching(UUID), expect.stringMatching(UUID)] },
    });
    const sessions = await Promise.all(body.event_ids.map(async (id: string) => (await getEvent(id)).session_id));
    expect(sessions).toEqual([SESSION, OTHER]);
  });

  it.each(['single_session', 'is_single_session'])(
    'with %s puts all under one session that it starts',
    async (flag) => {
      const bare = events.map(({ session_id: _, ...event }) => event);
      const properties = { session_name: 'batch', metadata: { k: 1 } };
      const { body } = await call('POST', '/events/batch', {
        events: bare,
        [flag]: true,
        session_properties: properties,
      });
      expect(body.session_id).toMatch(UUID);
      expect((await call('GET', `/v1/sessions/${body.session_id}`)).body).toMatchObject({
        event_name: 'batch',
        metadata: { k: 1 },
        start_time: 3,
        children: [{ event_name: 'b' }, { event_name: 'a' }],
      });
    },
  );

  it('with single_session puts all under the session that is named, and keeps what is known of it', async () => {
    await call('POST', '/session/start', {
      session: { session_id: SESSION, session_name: 'known', metadata: { a: 1 } },
    });
    const session = { session_id: SESSION, metadata: { b: 2 } };
    const { body } = await call('POST', '/events/batch', { events, single_session: true, session });
    expect(body.session_id).toBe(SESSION);
    expect((await call('GET', `/v1/sessions/${SESSION}`)).body).toMatchObject({
      event_name: 'known',
      metadata: { a: 1, b: 2, num_events: 2 },
    });
    expect((await call('GET', `/v1/sessions/${OTHER}`)).status).toBe(404);
  });

  it('with single_session takes an event of type session for that session', async () => {
    const session = { event_type: 'session', event_name: 'own', session_id: OTHER };
    const { body } = await call('POST', '/events/batch', { events: [...events, session], single_session: true });
    expect(body.event_ids[2]).toBe(body.session_id);
    expect((await call('GET', `/v1/sessions/${SESSION}`)).body).toMatchObject({
      event_name: 'own',
      children: [{}, {}],
    });
  });

  it('says which event is wrong, and keeps none', async () => {
    const wrong = [...events, events[0], { ...events[0], event_type: 'x' }];
    const { status, body } = await call('POST', '/v1/events/batch', { events: wrong });
    expect(status).toBe(400);
    expect(body.detail).toContain('events.3.event_type');
    expect((await call('POST', '/v1/events/export', { filters: [] })).body.count).toBe(0);
  });

  it('is one write', async () => {
    const put = vi.spyOn(ctx.store, 'putEvents');
    await call('POST', '/v1/events/batch', { events, single_session: true });
    expect(put).toHaveBeenCalledOnce();
  });
});

describe('POST /events/model and /events/model/batch', () => {
  const model_event = {
    project: 'models',
    model: 'gpt-4o',
    provider: 'openai',
    messages: [{ role: 'user', content: 'Hi' }],
    response: { role: 'assistant', content: 'Hello' },
    usage: { input_tokens: 10, output_tokens: 5, cached_tokens: 2 },
    cost: 0.01,
    duration: 42,
    hyperparameters: { temperature: 0.5 },
    template: [{ role: 'user', content: '{{ greeting }}' }],
    template_inputs: { greeting: 'Hi' },
    config: { provider: 'azure' },
  };
  const kept = {
    event_type: 'model',
    duration: 42,
    project_id: 'models',
    config: {
      model: 'gpt-4o',
      provider: 'azure',
      hyperparameters: { temperature: 0.5 },
      template: [{ role: 'user', content: '{{ greeting }}' }],
    },
    inputs: { chat_history: [{ role: 'user', content: 'Hi' }], template_inputs: { greeting: 'Hi' } },
    outputs: { role: 'assistant', content: 'Hello' },
    metadata: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15, cached_tokens: 2 },
    metrics: { cost: 0.01 },
  };

  it('keep what the model was asked and said where the events of spans have it', async () => {
    const one = await call('POST', '/events/model', { model_event });
    expect(one).toMatchObject({ status: 200, body: { success: true } });
    expect(await getEvent(one.body.event_id)).toMatchObject(kept);
    const many = await call('POST', '/events/model/batch', { model_events: [model_event], is_single_session: true });
    expect(many.body).toMatchObject({ success: true, session_id: expect.stringMatching(UUID) });
    expect(await getEvent(many.body.event_ids[0])).toMatchObject({ ...kept, session_id: many.body.session_id });
  });

  it('keep a response that is a text as the content of the outputs', async () => {
    const { body } = await call('POST', '/v1/events/model', { ...model_event, response: 'Hello' });
    expect((await getEvent(body.event_id)).outputs).toEqual({ content: 'Hello' });
  });
});

describe('POST /v1/events/export', () => {
  beforeEach(async () => {
    for (let n = 0; n < 5; n++) {
      const event = { event_type: 'tool', event_name: `e${n}`, session_id: SESSION, start_time: 1000 + n };
      await call('POST', '/v1/events', { ...event, metadata: { n, run_id: n < 2 ? RUN : 'other' } });
    }
  });

  const isTool = { field: 'event_type', operator: 'is', value: 'tool', type: 'string' };
  const names = (body: { events: { event_name: string }[] }) => body.events.map((event) => event.event_name);
  const exported = async (body: object) => names((await call('POST', '/v1/events/export', body)).body);

  it('answers newest first, page by page, with the count of all that match', async () => {
    const first = await call('POST', '/v1/events/export', { filters: [isTool], limit: 2 });
    const second = await call('POST', '/events/export', { filters: [isTool], limit: 2, page: 2 });
    const past = await call('POST', '/v1/events/export', { filters: [isTool], limit: 2, page: 9 });
    expect(first).toMatchObject({ status: 200, body: { count: 5, totalEvents: 5 } });
    expect([names(first.body), names(second.body), names(past.body)]).toEqual([['e4', 'e3'], ['e2', 'e1'], []]);
  });

  it('answers newest first over sessions whose events alternate, on large pages too', async () => {
    for (let n = 0; n < 5; n++) {
      const event = { event_type: 'tool', event_name: `o${n}`, session_id: OTHER, start_time: 1000.5 + n };
      await call('POST', '/v1/events', event);
    }
    const inOrder = ['o4', 'e4', 'o3', 'e3', 'o2', 'e2', 'o1', 'e1', 'o0', 'e0'];
    expect(await exported({ filters: [isTool] })).toEqual(inOrder);
    expect(await exported({ filters: [isTool], limit: 7500 })).toEqual(inOrder);
    expect(await exported({ filters: [isTool], limit: 7, page: 2 })).toEqual(inOrder.slice(7));
    expect((await exported({ filters: [isTool], ignore_order: true })).toSorted()).toEqual(inOrder.toSorted());
  });

  it('filters by content, time and run', async () => {
    const few = { field: 'metadata.n', operator: 'greater than', value: 1, type: 'number' };
    expect(await exported({ filters: [isTool, few] })).toEqual(['e4', 'e3', 'e2']);
    const dateRange = { $gte: new Date(1002).toISOString(), $lte: 1003 };
    expect(await exported({ filters: [], dateRange })).toEqual(['e3', 'e2']);
    expect(await exported({ filters: [isTool], dateRange: { relative: '24h' } })).toEqual([]);
    expect(await exported({ filters: [], evaluation_id: RUN })).toEqual(['e1', 'e0']);
  });

  it('shows only the projections', async () => {
    const body = { filters: [isTool], limit: 1, projections: ['metadata.n'] };
    expect((await call('POST', '/v1/events/export', body)).body.events).toEqual([{ 'metadata.n': 4 }]);
  });

  it.each([
    ['type', { ...isTool, type: 'id' }],
    ['operator', { ...isTool, operator: 'like' }],
    ['value', { field: 'event_type', operator: 'is', type: 'string' }],
    ['filters.0', { field: 'metadata.n', operator: 'greater than', value: 'many', type: 'number' }],
  ])('refuses a filter with a wrong %s', async (member, filter) => {
    const { status, body } = await call('POST', '/v1/events/export', { filters: [filter] });
    expect(status).toBe(400);
    expect(body.detail).toContain(member);
  });

  it.each([
    ['limit', { limit: 7501 }],
    ['page', { page: 0 }],
    ['dateRange', { dateRange: { $gte: 'yesterday' } }],
  ])('refuses a wrong %s', async (member, wrong) => {
    const { status, body } = await call('POST', '/v1/events/export', { filters: [], ...wrong });
    expect(status).toBe(400);
    expect(body.detail).toContain(member);
  });

  it('finds the project by the session asked for', async () => {
    await call('POST', '/session/start', { session: { session_id: OTHER, project: 'elsewhere' } });
    const filters = [{ field: 'session_id', operator: 'is', value: OTHER, type: 'string' }];
    expect((await call('POST', '/v1/events/export', { filters })).body).toMatchObject({
      count: 1,
      events: [{ project: 'elsewhere', project_id: 'elsewhere' }],
    });
  });

  it('has the events of spans as soon as their request was answered', async () => {
    const attributes = attributesOf({ 'honeyhive.session_id': OTHER, 'honeyhive_metadata.unique': 'u1' });
    const body = encodeProtobuf([aSpan({ attributes })]);
    const headers = { 'content-type': 'application/x-protobuf' };
    const request = new Request('http://localhost/v1/traces', { method: 'POST', body: body.slice(), headers });
    expect((await sendToHandlers(ctx)(request)).status).toBe(200);
    const filters = [{ field: 'metadata.unique', operator: 'is', value: 'u1', type: 'string' }];
    expect((await call('POST', '/v1/events/export', { filters })).body).toMatchObject({
      count: 1,
      events: [{ session_id: OTHER }],
    });
  });
});

describe('POST /v1/events/search and GET /events', () => {
  beforeEach(async () => {
    for (const n of [1, 2, 3]) {
      const event = { event_type: 'tool', event_name: `e${n}`, session_id: SESSION, start_time: 1000 + n };
      await call('POST', '/v1/events', { ...event, metadata: { n } });
    }
  });

  it('search takes filters without a type, and dates by name', async () => {
    const filters = [{ field: 'metadata.n', operator: 'greater than', value: 1 }];
    const dateRange = { start_time: new Date(0).toISOString(), end_time: new Date(1002).toISOString() };
    const { status, body } = await call('POST', '/v1/events/search', { filters, dateRange });
    expect({ status, body }).toMatchObject({ status: 200, body: { count: 1, events: [{ event_name: 'e2' }] } });
  });

  it.each([
    ['projections', { projections: [] }],
    ['also', { filters: [{ field: 'a', operator: 'exists', value: null, also: 1 }] }],
    ['limit', { limit: 1001 }],
    ['end_time', { dateRange: { start_time: '2026-01-01T00:00:00Z' } }],
  ])('search refuses what it does not take: %s', async (member, body) => {
    const { status, body: problem } = await call('POST', '/v1/events/search', body);
    expect(status).toBe(400);
    expect(problem.detail).toContain(member);
  });

  it('list takes all of it in the query, as JSON texts', async () => {
    const filters = JSON.stringify([{ field: 'event_type', operator: 'is', value: 'tool', type: 'string' }]);
    const dateRange = JSON.stringify({ $gte: 1002, $lte: 2000 });
    const query = new URLSearchParams({
      filters,
      dateRange,
      limit: '1',
      page: '2',
      projections: 'event_name,metadata.n',
    });
    const { status, body } = await call('GET', `/events?${query}`);
    expect({ status, body }).toEqual({
      status: 200,
      body: { totalEvents: 2, events: [{ event_name: 'e2', 'metadata.n': 2 }] },
    });
    const refused = await call('GET', '/v1/events?filters=[{}]');
    expect(refused).toMatchObject({ status: 400, body: { detail: expect.stringContaining('filters.0.field') } });
  });
});

it('charts are told to be not served', async () => {
  expect(await call('GET', '/v1/events/chart')).toMatchObject({ status: 501, type: 'application/problem+json' });
});
