import { beforeAll, describe, expect, test } from 'vitest';
import type { DataPlaneOperation } from '../contracts/data-plane/operation';
import { OPERATIONS } from '../contracts/data-plane/operations';
import { openApiDocument } from '../contracts/openapi';
import type { KeyScope } from '../domain/api-key';
import { segmentOf } from '../query/paths';
import type { AppContext } from '../services/context';
import { aContext } from '../testing/a-context';
import { aKey, revokeAKey } from '../testing/a-key';
import { attributesOf } from '../testing/a-span';
import { sendGuarded } from '../testing/send-guarded';

/** In everything that the project of others holds, and in no question about it. */
const MARKER = 'Zuckerrübe';
const THEIRS = 'others & sons';
const OURS = 'ours';

const RUN_ID = '11111111-1111-4111-8111-111111111111';
const RUN_ID_2 = '11111111-1111-4111-8111-222222222222';
const SESSION_ID = '22222222-2222-4222-8222-222222222222';
const EVENT_ID = '33333333-3333-4333-8333-333333333333';
const TRACE_ID = 'a'.repeat(32);
const SPAN_ID = 'b'.repeat(16);

const SETTLED_MS = 3_600_000;

type Json = Readonly<Record<string, unknown>>;

/** The project of others, with everything a project can hold, and one of ours that has sessions and spans of the same ids. */
interface World {
  readonly ctx: AppContext;
  readonly theirs: string;
  readonly ours: string;
  /** Ids of what others have, by the name of the path parameter. */
  readonly ids: Readonly<Record<string, string>>;
  send(request: string, key: string | null, body?: Json, headers?: Readonly<Record<string, string>>): Promise<Response>;
}

async function aWorld(): Promise<World> {
  let now = Date.parse('2026-11-21T12:00:00Z');
  const ctx = aContext({ now: () => new Date(now++) });
  const sendRequest = sendGuarded(ctx);
  const send: World['send'] = (request, key, body, more = {}) => {
    const [method = '', path = ''] = request.split(' ');
    const headers = {
      ...more,
      ...(key && { authorization: `Bearer ${key}` }),
      ...(body && { 'content-type': 'application/json' }),
    };
    const sent = { method, headers, body: body === undefined ? null : JSON.stringify(body) };
    return sendRequest(new Request(`http://localhost:3000${path}`, sent));
  };
  const theirs = await aKey(ctx, THEIRS, 'admin');
  const ours = await aKey(ctx, OURS, 'admin');

  const make = async (request: string, key: string, body: Json): Promise<Json> => {
    const response = await send(request, key, body);
    const text = await response.text();
    expect(response.status, `${request}: ${text}`).toBeLessThan(300);
    return text === '' ? {} : JSON.parse(text);
  };
  await make('POST /v1/traces', theirs, exportOf(`span ${MARKER}`, { [`key ${MARKER}`]: `value ${MARKER}` }));
  for (const run_id of [RUN_ID, RUN_ID_2]) {
    await make('POST /v1/runs', theirs, {
      run_id,
      name: `run ${MARKER}`,
      metadata: { note: MARKER },
      event_ids: [SESSION_ID],
    });
  }
  const metadata = { run_id: RUN_ID, datapoint_id: 'dp-1', note: MARKER };
  await make('POST /v1/sessions', theirs, { session_id: SESSION_ID, session_name: `session ${MARKER}`, metadata });
  await make('POST /v1/events', theirs, {
    event_id: EVENT_ID,
    session_id: SESSION_ID,
    event_type: 'tool',
    event_name: `event ${MARKER}`,
    inputs: { question: MARKER },
    outputs: { answer: MARKER },
    metrics: { [`metric ${MARKER}`]: 1 },
    metadata,
  });
  const dataset = await make('POST /v1/datasets', theirs, { name: `dataset ${MARKER}`, description: MARKER });
  const datasetId = String((dataset.result as Json).insertedId);
  const datapoint = await make('POST /v1/datapoints', theirs, {
    inputs: { question: MARKER },
    ground_truth: { answer: MARKER },
    linked_datasets: [datasetId],
  });
  const snapshot = await make(`POST /api/projects/${segmentOf(THEIRS)}/snapshots`, theirs, {
    base: RUN_ID_2,
    run: RUN_ID,
  });
  await make('POST /v1/metrics', theirs, { name: `metric ${MARKER}`, type: 'PYTHON', criteria: `return "${MARKER}"` });
  await make('POST /v1/configurations', theirs, {
    name: `configuration ${MARKER}`,
    provider: 'openai',
    parameters: { call_type: 'chat', model: MARKER },
  });
  const { metricIds, configurationIds } = await idsOfCatalog(send, theirs);
  // Ours knows sessions and spans by the same ids: they are other ones.
  await make('POST /v1/traces', ours, exportOf('span', { key: 'value' }));
  // Everything is settled: nothing changes any more because time goes on.
  now += SETTLED_MS;

  return {
    ctx,
    theirs,
    ours,
    send,
    ids: {
      run_id: RUN_ID,
      new_run_id: RUN_ID,
      old_run_id: RUN_ID_2,
      session_id: SESSION_ID,
      event_id: EVENT_ID,
      dataset_id: datasetId,
      datapoint_id: String((datapoint.result as Json).insertedId),
      metric_id: metricIds[0] ?? '',
      id: configurationIds[0] ?? metricIds[0] ?? '',
      version_id: metricIds[0] ?? '',
      version_name: 'v1',
      project: THEIRS,
      run: RUN_ID,
      session: SESSION_ID,
      span: SPAN_ID,
      path: '0'.repeat(16),
      snapshot: String(snapshot.id),
      token: String(snapshot.token),
      key: (await ctx.keys.identify(theirs))?.id ?? '',
    },
  };
}

/** One span of a session, as OTLP/JSON. */
function exportOf(name: string, attributes: Readonly<Record<string, string>>): Json {
  const all = { ...attributes, 'honeyhive.session_id': SESSION_ID };
  const span = {
    traceId: TRACE_ID,
    spanId: SPAN_ID,
    name,
    kind: 1,
    startTimeUnixNano: '1760000000000000001',
    endTimeUnixNano: '1760000000005000000',
    attributes: attributesOf(all).map(({ key, value }) => ({ key, value: { stringValue: value } })),
  };
  return { resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] };
}

async function idsOfCatalog(send: World['send'], key: string) {
  const idsIn = async (path: string) => {
    const text = await (await send(`GET ${path}`, key)).text();
    return [...text.matchAll(/"id":"([^"]+)"/g)].map(([, id = '']) => id);
  };
  return { metricIds: await idsIn('/v1/metrics'), configurationIds: await idsIn('/v1/configurations') };
}

interface Call {
  readonly method: string;
  /** Parameters in braces. */
  readonly path: string;
  readonly scope: KeyScope;
}

const DATA_PLANE: readonly Call[] = Object.values<DataPlaneOperation>(OPERATIONS).flatMap(({ method, paths, scope }) =>
  paths.flatMap((path) => [`/v1${path}`, path].map((served) => ({ method, path: served, scope }))),
);

const PUBLIC = [
  '/api/health',
  '/api/sign-in',
  '/api/sign-out',
  '/api/snapshots/{token}',
  '/api/snapshots/{token}/export',
];
const SHARING = ['/api/projects/{project}/snapshots', '/api/projects/{project}/snapshots/preview'];

/** Everything described under `/api`, but for what takes no key. */
const JSON_API: readonly Call[] = Object.entries(openApiDocument().paths ?? {})
  .filter(([path]) => path.startsWith('/api/') && !PUBLIC.includes(path))
  .flatMap(([path, operations]) =>
    Object.keys(operations ?? {}).map((method) => ({
      method: method.toUpperCase(),
      path,
      scope: method === 'get' || SHARING.includes(path) ? ('read' as const) : ('admin' as const),
    })),
  );
const OTLP: readonly Call[] = ['/v1/traces', '/opentelemetry/v1/traces'].map((path) => ({
  method: 'POST',
  path,
  scope: 'ingest',
}));
const REDIRECTS: readonly Call[] = ['run', 'session', 'datapoint', 'trace', 'span'].map((kind) => ({
  method: 'GET',
  path: `/r/${kind}/{${kind}}`,
  scope: 'read',
}));
const CALLS = [...DATA_PLANE, ...JSON_API, ...OTLP, ...REDIRECTS];

/** A request for that call. @param project whose it names in the path */
function requestOf({ method, path }: Call, ids: World['ids'], project = THEIRS, query = ''): string {
  const values: Readonly<Record<string, string>> = { ...ids, project, trace: TRACE_ID, datapoint: 'dp-1' };
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => segmentOf(values[name] ?? `no-${name}`));
  return `${method} ${filled}${query}`;
}

/** Names what others have in every way that a body can. */
function hintsOf(ids: World['ids']): Json {
  const { dataset_id, datapoint_id } = ids;
  return {
    ...ids,
    project: THEIRS,
    name: THEIRS,
    evaluation_id: RUN_ID,
    event_ids: [EVENT_ID, SESSION_ID],
    events: [EVENT_ID],
    datapoint_ids: [datapoint_id],
    linked_datasets: [dataset_id],
    linked_event: EVENT_ID,
    filters: [],
    event_type: 'tool',
    event_name: 'ours',
    base: RUN_ID_2,
  };
}

/** The same in a query. */
function queryOf(ids: World['ids']): string {
  const hints = { ...ids, project: THEIRS, name: THEIRS, evaluation_id: RUN_ID, run: RUN_ID, base: RUN_ID_2 };
  return `?${new URLSearchParams({ ...hints, key: 'run_id', format: 'json', q: 'value' })}`;
}

const NO_BODY = ['GET', 'DELETE'];
const bodyFor = ({ method }: Call, body: Json) => (NO_BODY.includes(method) ? undefined : body);

/** All that can be read of a project with its key. */
async function readAll({ send, ids }: World, key: string): Promise<string> {
  const reads = CALLS.filter(({ method, scope, path }) => method === 'GET' && scope === 'read' && !SKIPPED.test(path));
  const answers: string[] = [];
  for (const call of reads) {
    const request = requestOf(call, ids);
    const response = await send(request, key);
    answers.push(`${request} ${response.status} ${await response.text()}`);
  }
  const events = await send('POST /v1/events/export', key, { filters: [] });
  return [...answers, await events.text()].join('\n');
}

/** A run is watched for ever. */
const WATCHING = /\/changes$/;
/** Besides, requests are recorded, those of this test too, and a key remembers its use. */
const SKIPPED = /\/(?:deliveries|changes|access-keys)$/;

let world: World;
beforeAll(async () => {
  world = await aWorld();
});

describe('who has no key that fits', () => {
  test.each(CALLS)('can not $method $path', async (call) => {
    const { ctx, send, ids } = world;
    const revoked = await aKey(ctx, THEIRS, 'admin');
    await revokeAKey(ctx, revoked);
    const request = requestOf(call, ids);
    const body = bodyFor(call, {});
    for (const key of [null, 'wrong', `${world.theirs}x`, revoked, '__proto__']) {
      const response = await send(request, key, body);
      expect(response.status, `${key}`).toBe(401);
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
      expect(await response.text()).not.toContain(MARKER);
    }
    const others: readonly KeyScope[] =
      call.scope === 'ingest' ? ['read'] : call.scope === 'read' ? ['ingest'] : ['ingest', 'read'];
    const lacking = await send(request, await aKey(ctx, THEIRS, ...others), body);
    expect(lacking.status).toBe(403);
    expect(await lacking.text()).not.toContain(MARKER);
  });
});

describe('a key of another project', () => {
  let before: string;
  beforeAll(async () => {
    await readAll(world, world.theirs);
    before = await readAll(world, world.theirs);
  });

  test('what is kept from it can be seen with their own', () => {
    for (const what of ['run', 'session', 'event', 'dataset', 'metric', 'configuration', 'span', 'value']) {
      expect(before).toContain(`${what} ${MARKER}`);
    }
    expect(before).toContain(`"project":"${THEIRS}"`);
  });

  /** All that a call by our key is answered with. */
  const told = async (call: Call, request: string, body: Json) => {
    const response = await world.send(request, world.ours, bodyFor(call, body));
    expect(response.status, request).toBeLessThan(500);
    const isInPath = call.path.includes('{project}') && request.includes(segmentOf(THEIRS));
    if (isInPath) expect(response.status, request).toBe(403);
    const text = WATCHING.test(call.path) ? '' : await response.text();
    return `${request} ${response.status} ${text} ${[...response.headers]}`;
  };

  test.each(CALLS)('is not told by $method $path that there is another one', async (call) => {
    const answer = await told(call, requestOf(call, world.ids, OURS), {});
    expect(answer).not.toContain(THEIRS);
    expect(answer).not.toContain(segmentOf(THEIRS));
    expect(answer).not.toContain(MARKER);
  });

  test.each(CALLS)('reads and changes nothing of theirs by $method $path', async (call) => {
    const { ids, theirs } = world;
    const answers = [
      await told(call, requestOf(call, ids, OURS, queryOf(ids)), hintsOf(ids)),
      await told(call, requestOf(call, ids, THEIRS), {}),
      await told(call, requestOf(call, ids, THEIRS), hintsOf(ids)),
    ];
    for (const answer of answers) {
      expect(answer).not.toContain(MARKER);
      expect(answer).not.toContain(encodeURIComponent(MARKER));
    }
    expect(await readAll(world, theirs)).toBe(before);
  });

  test('sends to its own project, whatever header, spans and bodies say', async () => {
    const { ctx, theirs, send } = await aWorld();
    const key = await aKey(ctx, 'third', 'ingest', 'read');
    const named = { 'honeyhive.project': THEIRS, 'traceloop.association.properties.project': THEIRS };
    expect((await send('POST /v1/traces', key, exportOf('third', named), { 'x-project': THEIRS })).status).toBe(200);
    const event = { project: THEIRS, session_id: SESSION_ID, event_type: 'tool', event_name: 'third' };
    expect((await send('POST /v1/events', key, event, { 'x-project': THEIRS })).status).toBe(200);

    const kept = await send('POST /v1/events/export', key, { project: THEIRS, filters: [] }, { 'x-project': THEIRS });
    expect((await kept.json()).events.map(({ event_name }: Json) => event_name)).toContain('third');
    expect(await readAll({ ...world, ctx, send }, theirs)).not.toContain('third');
    expect((await ctx.store.listProjects()).map(({ name }) => name)).toEqual([THEIRS, OURS, 'third']);
  });
});
