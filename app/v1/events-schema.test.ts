import { beforeEach, describe, expect, it } from 'vitest';
import { aContext } from '@/lib/testing/a-context';
import { type CallDataPlane, callDataPlane } from '@/lib/testing/call-data-plane';

const RUN = '1b350fc8-d651-4b47-bc46-6ee5d9565ea6';
const SESSION = 'e681114f-2f59-45da-95f3-2061b80880b8';
const OTHER = '125dcf0a-5dd9-47b7-bcfd-e009608b5bc8';

let call: CallDataPlane;

beforeEach(() => {
  call = callDataPlane(aContext());
});

describe('GET /events/schema, /runs/schema and /runs/{id}/schema', () => {
  beforeEach(async () => {
    await call('POST', '/v1/runs', { run_id: RUN });
    const metadata = { run_id: RUN, dataset_id: 'ds' };
    await call('POST', '/session/start', { session: { session_id: SESSION, metadata, start_time: 5 } });
    const inputs = { q: { text: 'x', tags: [1] } };
    await call('POST', '/v1/events', { event_type: 'tool', session_id: SESSION, inputs, start_time: 6 });
    await call('POST', '/v1/events', { event_type: 'model', session_id: OTHER, outputs: 'text', start_time: 7 });
  });

  const fieldsOf = async (path: string) => {
    const { status, body } = await call('GET', path);
    expect(status).toBe(200);
    return body.fields.map((field: { name: string; event_type: string }) => `${field.event_type} ${field.name}`);
  };
  const OF_SESSION = ['session metadata.dataset_id', 'session metadata.run_id'];
  const OF_TOOL = ['tool inputs.q.tags', 'tool inputs.q.text'];

  it('tell the fields of the events they are about', async () => {
    expect(await fieldsOf('/v1/events/schema')).toEqual([...OF_TOOL, ...OF_SESSION, 'model outputs']);
    expect(await fieldsOf(`/v1/events/schema?evaluation_id=${RUN}`)).toEqual(OF_SESSION);
    expect(await fieldsOf('/v1/runs/schema')).toEqual(OF_SESSION);
    expect(await fieldsOf(`/v1/runs/${RUN}/schema`)).toEqual([...OF_TOOL, ...OF_SESSION]);
    const since = encodeURIComponent('{"$gte": 6}');
    expect(await fieldsOf(`/v1/runs/${RUN}/schema?dateRange=${since}`)).toEqual(OF_TOOL);
  });

  it('tell the datasets, and the fields by bucket', async () => {
    const { body } = await call('GET', '/v1/runs/schema');
    expect(body.datasets).toEqual(['ds']);
    expect(body.mappings.metadata).toContainEqual({ field_name: 'metadata.run_id', event_type: 'session' });
    expect(body.mappings.inputs).toEqual([]);
  });

  it('of an unknown run is a 404', async () => {
    expect((await call('GET', `/v1/runs/${OTHER}/schema`)).status).toBe(404);
  });
});
