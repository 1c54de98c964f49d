import { beforeEach, describe, expect, it } from 'vitest';
import type { AppContext } from '@/lib/services/context';
import { aContext } from '@/lib/testing/a-context';
import { type CallDataPlane, callDataPlane } from '@/lib/testing/call-data-plane';

const RUN = '1b350fc8-d651-4b47-bc46-6ee5d9565ea6';
const SESSION = 'e681114f-2f59-45da-95f3-2061b80880b8';
const UNKNOWN = '125dcf0a-5dd9-47b7-bcfd-e009608b5bc8';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

let ctx: AppContext;
let call: CallDataPlane;

beforeEach(() => {
  ctx = aContext();
  call = callDataPlane(ctx);
});

describe('POST /session/start and POST /v1/sessions', () => {
  it('answers with the session as it is kept', async () => {
    const members = { session_name: 'exp', source: 'evaluation', inputs: { q: 'a' }, metadata: { run_id: RUN } };
    const { status, body } = await call('POST', '/session/start', { session: { session_id: SESSION, ...members } });
    expect(status).toBe(200);
    expect(body).toEqual({
      event_id: SESSION,
      session_id: SESSION,
      parent_id: null,
      children_ids: [],
      event_type: 'session',
      event_name: 'exp',
      config: {},
      inputs: { q: 'a' },
      outputs: {},
      error: null,
      source: 'evaluation',
      duration: null,
      user_properties: {},
      metrics: {},
      feedback: {},
      metadata: { run_id: RUN },
      org_id: 'local',
      workspace_id: 'local',
      project_id: 'default',
      start_time: Date.parse('2026-11-21T12:00:00Z'),
      end_time: null,
    });
  });

  it('takes the session as JSON text, as the public document 1.1.0 has it', async () => {
    const session = JSON.stringify({ session_id: SESSION, session_name: 'exp' });
    const { status, body } = await call('POST', '/session/start', { session });
    expect({ status, body }).toMatchObject({ status: 200, body: { session_id: SESSION, event_name: 'exp' } });
  });

  it.each([undefined, null, 'not-a-uuid', 7])('makes an id where the client sends %j', async (session_id) => {
    const { status, body } = await call('POST', '/v1/sessions', { session_id });
    expect(status).toBe(200);
    expect(body.session_id).toMatch(UUID);
    expect(body).toMatchObject({ event_id: body.session_id, event_name: 'unknown', source: 'unknown' });
  });

  it('falls back to event_name, and ignores what it does not know', async () => {
    const { body } = await call('POST', '/v1/sessions', { event_name: 'e', what_is_this: { deep: [1] } });
    expect(body.event_name).toBe('e');
  });
});

describe('GET /v1/sessions/{id} and GET /session/{id}', () => {
  const child = (event_name: string, start_time: number, more: object = {}) => ({
    event_type: 'tool',
    event_name,
    session_id: SESSION,
    start_time,
    ...more,
  });

  beforeEach(async () => {
    const session = { session_id: SESSION, session_name: 'exp', start_time: 1000, metadata: { cost: 9 } };
    await call('POST', '/session/start', { session });
  });

  it('nests the events under the record by parent, earliest first, and sums them up', async () => {
    const model = { event_type: 'model', metadata: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 } };
    const { body: top } = await call('POST', '/v1/events', child('top', 1001, { feedback: { rating: 1 } }));
    await call('POST', '/v1/events', child('late', 1003, { parent_id: top.event_id }));
    await call('POST', '/v1/events', child('early', 1002, { parent_id: top.event_id, ...model }));
    await call('POST', '/v1/events', child('orphan', 1004, { parent_id: UNKNOWN }));
    const { status, body } = await call('GET', `/v1/sessions/${SESSION}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      event_id: SESSION,
      event_type: 'session',
      children: [
        { event_name: 'top', children: [{ event_name: 'early' }, { event_name: 'late', children: [] }] },
        { event_name: 'orphan', children: [] },
      ],
      metadata: {
        num_events: 4,
        num_model_events: 1,
        has_feedback: true,
        cost: 9,
        prompt_tokens: 10,
        total_tokens: 15,
      },
    });
  });

  it('gives older clients no null, and no fraction of the end, where their schema has none', async () => {
    await call('POST', '/v1/events', child('open', 1001));
    const { body } = await call('GET', `/session/${SESSION}`);
    const open = body.children[0];
    for (const event of [body, open]) {
      expect(
        Object.keys(event).filter((name) => event[name] === null && name !== 'parent_id' && name !== 'error'),
      ).toEqual([]);
    }
    expect(open.event_name).toBe('open');
    await call('POST', '/v1/events', child('ended', 1002, { duration: 1.4 }));
    expect((await call('GET', `/session/${SESSION}`)).body.children[1]).toMatchObject({
      end_time: 1003,
      duration: 1.4,
    });
    expect((await call('GET', `/v1/sessions/${SESSION}`)).body.children[1].end_time).toBe(1003.4);
  });

  it('answers when events are as deep as they may be, or hang in a circle', async () => {
    const deep = `${'{"d":'.repeat(449)}1${'}'.repeat(449)}`;
    const [a, b] = ['aaaaaaaa-0000-4000-8000-000000000000', 'bbbbbbbb-0000-4000-8000-000000000000'];
    const text = `{"event_type":"tool","session_id":"${SESSION}","event_id":"${a}","parent_id":"${b}","metadata":${deep}}`;
    expect(await call('POST', '/v1/events', text)).toMatchObject({ status: 200 });
    await call('POST', '/v1/events', child('b', 1, { event_id: b, parent_id: a }));
    const { status, body } = await call('GET', `/v1/sessions/${SESSION}`);
    expect(status).toBe(200);
    expect(body.children).toMatchObject([{ event_id: b, children: [{ event_id: a }] }]);
    expect((await call('GET', `/v1/events/${a}`)).status).toBe(200);
    expect((await call('POST', '/v1/events/export', { filters: [] })).body.count).toBe(3);
  });

  it('of an unknown session is a 404 that names it', async () => {
    const { status, type, body } = await call('GET', `/v1/sessions/${UNKNOWN}`);
    expect({ status, type }).toEqual({ status: 404, type: 'application/problem+json' });
    expect(body.detail).toContain(UNKNOWN);
  });
});

describe('DELETE /v1/sessions/{id}', () => {
  it('removes the session with its events, once', async () => {
    await call('POST', '/session/start', { session: { session_id: SESSION } });
    await call('POST', '/v1/events', { event_type: 'tool', session_id: SESSION });
    expect(await call('DELETE', `/v1/sessions/${SESSION}`)).toMatchObject({
      status: 200,
      body: { success: true, deleted: SESSION },
    });
    expect((await call('GET', `/session/${SESSION}`)).status).toBe(404);
    expect((await call('POST', '/v1/events/export', { filters: [] })).body.count).toBe(0);
    expect((await call('DELETE', `/session/${SESSION}`)).status).toBe(404);
  });
});

describe('POST /session/{id}/traces and POST /v1/sessions/{id}/events/batch', () => {
  const events = [
    { event_type: 'tool', event_name: 'a', session_id: UNKNOWN, start_time: 2 },
    { event_type: 'model', event_name: 'b', start_time: 1 },
  ];

  it.each([
    ['/session/{id}/traces', 'logs'],
    ['/session/{id}/traces', 'events'],
    ['/v1/sessions/{id}/events/batch', 'events'],
  ])('%s keeps %s under the session of the path, known or not', async (path, member) => {
    const { status, body } = await call('POST', path.replace('{id}', SESSION), { [member]: events });
    expect({ status, body }).toEqual({ status: 200, body: { success: true } });
    const { body: tree } = await call('GET', `/v1/sessions/${SESSION}`);
    expect(tree.children).toMatchObject([
      { event_name: 'b', parent_id: SESSION, session_id: SESSION },
      { event_name: 'a', session_id: SESSION },
    ]);
    const project = await ctx.store.ensureProject('default');
    expect((await ctx.store.getSession(project.id, SESSION))?.declared).toBe(false);
  });

  it.each([[{ logs: [], events: [] }], [{}]])('refuses %j: either logs or events', async (body) => {
    const { status, body: problem } = await call('POST', `/session/${SESSION}/traces`, body);
    expect(status).toBe(400);
    expect(problem.detail).toContain('either logs or events');
  });

  it('names the event that is wrong, and keeps none', async () => {
    const wrong = [events[0], { event_type: 'nothing' }];
    const { status, body } = await call('POST', `/v1/sessions/${SESSION}/events/batch`, { events: wrong });
    expect(status).toBe(400);
    expect(body.detail).toContain('events.1.event_type');
    expect((await call('GET', `/v1/sessions/${SESSION}`)).status).toBe(404);
  });

  it('takes an id that is no UUID only where it is stored', async () => {
    const path = '/v1/sessions/my-session/events/batch';
    expect((await call('POST', path, { events })).status).toBe(404);
    await call('POST', '/v1/events', { event_type: 'tool', session_id: 'my-session' });
    expect((await call('POST', path, { events })).status).toBe(200);
  });
});
