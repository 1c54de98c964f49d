import { Writable } from 'node:stream';
import { pino } from 'pino';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { problemSchema } from '@/lib/contracts/common';
import { openApiDocument } from '@/lib/contracts/openapi';
import type { AppContext } from '@/lib/services/context';
import { aContext } from '@/lib/testing/a-context';
import { callApi } from '@/lib/testing/call-api';
import { callDataPlane } from '@/lib/testing/call-data-plane';
import { Dice } from '@/lib/testing/dice';
import {
  type DescribedOperation,
  type DrawnRequest,
  drawRequest,
  type FuzzedOperation,
} from '@/lib/testing/fuzz/draw-request';
import type { KnownValues } from '@/lib/testing/fuzz/draw-value';
import { sendRun } from '@/lib/testing/send-run';
import { sendToHandlers } from '@/lib/testing/send-to-handlers';

/**
 * Every operation of the OpenAPI document, asked with requests drawn from its schemas: fitting, nearly fitting, hostile.
 * `FUZZ_SEED` draws others, `FUZZ_REQUESTS` draws more of them.
 */
// biome-ignore lint/style/noProcessEnv: it sets this test, not the product.
const { FUZZ_SEED = 20261121, FUZZ_REQUESTS = 50 } = process.env;
const [SEED, REQUESTS] = [Number(FUZZ_SEED), Number(FUZZ_REQUESTS)];
/** Long beyond anything that these small stores need. */
const HANG_MS = 15_000;

/** Streams, which do not end, and the sample, which the server sends to itself over the network. */
function isLeftOut({ operationId, responses }: DescribedOperation): boolean {
  return operationId === 'loadSample' || responses['200']?.content?.['text/event-stream'] !== undefined;
}

type Paths = Record<string, Record<string, DescribedOperation>>;
const paths = JSON.parse(JSON.stringify(openApiDocument())).paths as Paths;
const OPERATIONS: readonly FuzzedOperation[] = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods)
    .filter(([, operation]) => !isLeftOut(operation))
    .map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
);

/** What went wrong on the server, which its answers do not tell. */
let logged: string[] = [];
const log = pino(
  { level: 'error' },
  new Writable({
    write(line, _encoding, done) {
      logged.push(String(line));
      done();
    },
  }),
);

interface World {
  readonly ctx: AppContext;
  readonly known: KnownValues;
}

const RUNS = ['1b350fc8-d651-4b47-bc46-6ee5d9565ea6', '2c350fc8-d651-4b47-bc46-6ee5d9565ea6'] as const;

/** A server with something of everything. */
async function aWorld(): Promise<World> {
  const ctx = aContext({ log });
  for (const runId of RUNS) await sendRun(ctx, { runId, project: 'default', faults: [false, true] });
  const call = callDataPlane(ctx);
  const api = async (path: string, body?: object) => {
    const init = body && {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    };
    return (await callApi(ctx, path, init)).json();
  };
  const dataset = (await call('POST', '/v1/datasets', { name: 'questions' })).body.result.insertedId;
  const data = [{ question: 'a' }, { question: 'b' }];
  const added = await call('POST', `/v1/datasets/${dataset}/datapoints`, { data, mapping: { inputs: ['question'] } });
  const metric = (await call('POST', '/v1/metrics', { name: 'ev', type: 'PYTHON', criteria: 'def ev(): ...' })).body;
  await call('POST', '/v1/configurations', { name: 'c', provider: 'p', parameters: { call_type: 'chat', model: 'm' } });
  const configurations = (await call('GET', '/v1/configurations')).body;
  const versions = (await call('GET', `/v1/metrics/${metric.metric_id}/versions`)).body;
  const { events } = (await call('POST', '/v1/events/export', { filters: [] })).body;
  const [base, run] = RUNS;
  const snapshot = await api('/api/projects/default/snapshots', { base, run });
  const { snapshots } = await api('/api/projects/default/snapshots');
  const tree = await api(`/api/projects/default/runs/${run}/structure`);
  const texts = (name: string) => events.map((event: Record<string, string>) => event[name]);
  const sessions = [...new Set<string>(texts('session_id'))];
  const { spans } = await api(`/api/projects/default/sessions/${sessions[0]}`);
  const datapoints = [...added.body.datapoint_ids, 'd1'];
  return {
    ctx,
    known: {
      project: ['default'],
      name: ['default', 'ev', 'questions', 'c'],
      run: RUNS,
      base: RUNS,
      run_id: RUNS,
      run_id_1: RUNS,
      run_id_2: RUNS,
      new_run_id: RUNS,
      old_run_id: RUNS,
      evaluation_id: RUNS,
      session: sessions,
      session_id: sessions,
      event_id: texts('event_id'),
      event: texts('event_id'),
      span: spans.map((span: { spanId: string }) => span.spanId),
      path: tree.nodes.map((node: { path: string }) => node.path),
      routing: ['preserve', 'staging'],
      contract: ['preserve', 'route-only'],
      configId: configurations.configurations.map((one: { id: string }) => one.id),
      version_name: versions.data.map((one: { name: string }) => one.name),
      dataset_id: [dataset],
      datapoint_id: datapoints,
      datapoint: datapoints,
      linked_dataset: [dataset],
      metric_id: [metric.metric_id],
      token: [
        String(snapshot.url ?? snapshot.token)
          .split('/')
          .at(-1) ?? '',
      ],
      snapshot: snapshots.map((one: { id: string }) => one.id),
    },
  };
}

async function answerOf({ ctx }: World, request: DrawnRequest, isUnversioned: boolean): Promise<Response> {
  const { method, url, headers, body } = request;
  const init: RequestInit = { method, headers, ...(body !== null && { body: body.slice() }) };
  if (new URL(url).pathname.startsWith('/api/')) return callApi(ctx, url, init);
  return sendToHandlers(ctx)(new Request(isUnversioned ? url.replace('/v1/', '/') : url, init));
}

const read = new WeakMap<object, z.ZodType>();

/** A schema of the document as one that checks, made once. */
function readable(schema: object): z.ZodType {
  const known = read.get(schema) ?? z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]);
  read.set(schema, known);
  return known;
}

/** What the answer breaks of its promises; null when it keeps them. */
async function breachOf({ responses }: DescribedOperation, answer: Response): Promise<string | null> {
  const { status } = answer;
  const content = responses[String(status)]?.content;
  if (!Object.hasOwn(responses, String(status)) || (status >= 500 && status !== 501)) {
    return `the status ${status} is not to be: ${(await answer.text()).slice(0, 500)}`;
  }
  if (status >= 400) {
    if (answer.headers.get('content-type') !== 'application/problem+json') return 'the refusal is no problem document';
    const problem = problemSchema.safeParse(await answer.json());
    if (!problem.success) return `the refusal is of another shape: ${problem.error.message}`;
    if (problem.data.status !== status) return 'the refusal tells another status';
    return problem.data.detail === '' ? 'the refusal gives no reason' : null;
  }
  const schema = content?.['application/json']?.schema;
  if (schema === undefined) return null;
  const fit = readable(schema).safeParse(await answer.json());
  return fit.success ? null : `the answer is not as described: ${fit.error.message}`;
}

/** Whatever was taken must not be in the way of others: every list still answers. */
async function expectReadable(ctx: AppContext): Promise<void> {
  logged = [];
  const call = callDataPlane(ctx);
  // The operation made a key: without it nothing is told any more.
  if ((await call('GET', '/v1/projects')).status === 401) return;
  for (const list of [
    'runs?limit=100',
    'events?limit=7500',
    'datasets',
    'datapoints',
    'metrics',
    'configurations',
    'projects',
  ]) {
    const { status, text } = await call('GET', `/v1/${list}`);
    expect(status, `GET ${list}: ${text.slice(0, 500)} ${logged.join('\n').slice(0, 3_000)}`).toBe(200);
  }
  for (const { name } of await ctx.store.listProjects()) {
    const path = `/api/projects/${encodeURIComponent(name).replace(/^(~|\.)/, '~$1')}/runs`;
    const answer = await callApi(ctx, path);
    expect(answer.status, `GET ${path} ${logged.join('\n').slice(0, 3_000)}`).toBe(200);
  }
}

function tell({ method, url, headers, body }: DrawnRequest): string {
  const text = body === null ? '' : new TextDecoder().decode(body);
  return `${method} ${url.slice(0, 500)} ${JSON.stringify(headers)} ${text.slice(0, 1_000)}`;
}

function withinTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const hung = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('there was no answer')), HANG_MS);
  });
  return Promise.race([work, hung]).finally(() => clearTimeout(timer));
}

describe(`any request to an operation (FUZZ_SEED=${SEED}) is answered as the document says`, () => {
  beforeAll(() => {
    expect(OPERATIONS.length).toBeGreaterThan(60);
  });

  test.each(OPERATIONS)('$method $path', { timeout: 120_000 }, async (operation) => {
    const world = await aWorld();
    for (let n = 0; n < REQUESTS; n++) {
      logged = [];
      const dice = new Dice(SEED + n);
      const isUnversioned = dice.chance(0.3);
      const request = drawRequest(dice, operation, world.known);
      const breach = await withinTime(answerOf(world, request, isUnversioned))
        .then((answer) => breachOf(operation.operation, answer))
        .catch((error: unknown) => `it failed: ${String(error)}`);
      if (breach !== null) {
        expect.fail(`request ${n}: ${breach}\n${tell(request)}\n${logged.join('\n').slice(0, 3_000)}`);
      }
    }
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    await expectReadable(world.ctx);
  });
});
