import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EVENT_TYPES, type TraceEvent } from '../../domain/event';
import { type JsonObject, type JsonValue, jsonObject } from '../../domain/json';
import { parseJson, stringifyJson } from '../../domain/json-text';
import type { Project } from '../../domain/records';
import { undeclaredSessionEvent } from '../../domain/session';
import { MemoryStore } from '../../store/memory-store';
import { openStore } from '../../store/open-store';
import type { AppendSpan, Store } from '../../store/store';
import { aContext } from '../../testing/a-context';
import {
  aimAt,
  aimedCondition,
  anyBuckets,
  anyCondition,
  anyObject,
  anyValue,
  BUCKETS,
  DATES,
  toObject,
} from '../../testing/arbitrary-events';
import { type CallDataPlane, callDataPlane } from '../../testing/call-data-plane';
import { exportNaively, type NaiveExport } from '../../testing/naive-export';
import { newDatabase } from '../../testing/postgres-database';
import { NOW, someBatch, someFacts, spanId, traceId } from '../../testing/store-batch';

/** What clients read of what they wrote is the same on every engine, and what the documentation says. */

interface Engine {
  readonly name: string;
  readonly store: Store;
  readonly call: CallDataPlane;
}

const folder = mkdtempSync(join(tmpdir(), 'baggage-claim-data-plane-'));
let engines: readonly Engine[] = [];

beforeAll(async () => {
  const sqlite = { engine: 'sqlite', file: join(folder, 'test.db') } as const;
  const stores: readonly (readonly [string, Store])[] = [
    ['memory', new MemoryStore()],
    ['SQLite', await openStore({ database: sqlite, migrationsDir: 'prisma/migrations' })],
    ['PostgreSQL', await openStore({ database: await newDatabase(), migrationsDir: 'prisma/postgres/migrations' })],
  ];
  engines = stores.map(([name, store]) => ({ name, store, call: callDataPlane(aContext({ store })) }));
});
/** Milliseconds; three engines, one of them a server, take their time on a busy machine. */
const PATIENCE = 180_000;

afterAll(async () => {
  await Promise.all(engines.map(({ store }) => store.close()));
  rmSync(folder, { recursive: true });
});

const SESSIONS = ['aaaaaaaa-0000-4000-8000-000000000001', 'aaaaaaaa-0000-4000-8000-000000000002', 's.3'];

/** An event as it is stored: by a span, over REST, or as the record of its session. */
const storedEvent = fc.record({
  from: fc.constantFrom('span', 'rest', 'record'),
  session: fc.nat(SESSIONS.length - 1),
  type: fc.constantFrom(...EVENT_TYPES.filter((type) => type !== 'session')),
  name: fc.constantFrom('step', 'a.b', ''),
  error: fc.constantFrom(null, 'bad'),
  outputs: fc.oneof(anyObject, anyValue),
  buckets: anyBuckets,
});
type StoredEvent = typeof storedEvent extends fc.Arbitrary<infer T> ? T : never;

let uses = 0;

/** The events in a new project of the engine, which is answered with all events that are now in it. */
async function fill(store: Store, use: number, stored: readonly StoredEvent[]): Promise<readonly TraceEvent[]> {
  const project = await store.ensureProject(`use-${use}`);
  const all = new Map<string, TraceEvent>();
  const idOf = (kind: number, number: number) =>
    `${kind}0000000-0000-4000-8000-${(use * 100 + number).toString(16).padStart(12, '0')}`;
  const recordOf = (sessionId: string) => undeclaredSessionEvent(sessionId, project.name);
  for (const [number, { from, session, type, name, error, outputs, buckets: contents }] of stored.entries()) {
    const sessionId = `${SESSIONS[session]}-${use}`;
    // No two start at the same time: then there is one right order.
    const start_time = from === 'record' ? 1 + session / 8 : 2000 + number * 250;
    const members = { ...contents, outputs, error, event_name: name, start_time };
    if (!all.has(sessionId)) {
      // Every session has a record, which starts at a time of its own.
      const record = { ...recordOf(sessionId), start_time: 1 + session / 8 };
      all.set(sessionId, record);
      await store.putEvents(project.id, [record], null, NOW);
    }
    if (from === 'record') {
      const record = { ...recordOf(sessionId), start_time, event_name: 'again', source: `at ${number}` };
      all.set(sessionId, record);
      await store.putEvents(project.id, [record], null, NOW);
      continue;
    }
    const event_id = idOf(from === 'span' ? 1 : 2, number);
    const event: TraceEvent = { ...recordOf(sessionId), ...members, event_id, event_type: type, parent_id: sessionId };
    all.set(event_id, event);
    if (from === 'rest') await store.putEvents(project.id, [event], null, NOW);
    else await store.append(someBatch(project.id, [spanOf(event, use * 100 + number)]));
  }
  return [...all.values()];
}

function spanOf(event: TraceEvent, number: number): AppendSpan {
  const startUnixNano = BigInt(event.start_time * 1000) * 1000n;
  const ids = { traceId: traceId(number), spanId: spanId(number), sessionId: event.session_id };
  return { ordinal: 0, event, facts: someFacts({ ...ids, startUnixNano, endUnixNano: startUnixNano }) };
}

/** Mostly one condition on what is stored: several seldom hold for anything. */
const asked = fc.record({
  aimed: fc.array(aimedCondition, { minLength: 1, maxLength: 1 }),
  filters: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.array(anyCondition, { maxLength: 2 })),
  from: seldom(fc.constantFrom(...DATES.values(), 2100)),
  to: seldom(fc.constantFrom(...DATES.values(), 2900)),
  evaluationId: seldom(fc.constantFrom('ab', '1')),
  limit: fc.constantFrom(1, 5, 7500, 7500),
  page: fc.constantFrom(1, 1, 1, 2),
});

function seldom<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, arbitrary);
}

function bodyOf({ filters, from, to, evaluationId, limit, page }: NaiveExport): string {
  const dateRange = from === undefined && to === undefined ? null : { $gte: from ?? null, $lte: to ?? null };
  const members = { filters, dateRange, evaluation_id: evaluationId ?? null, limit, page };
  return stringifyJson(members as unknown as JsonValue);
}

/** JSON text whose members are in order: two are the same text when they say the same. */
function canonical(value: JsonValue): string {
  if (typeof value !== 'object' || value === null) return stringifyJson(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(',')}}`;
}

const shown = (event: TraceEvent) => canonical({ ...event, project_id: event.project } as unknown as JsonValue);

describe('an export', () => {
  it(
    'finds what the documentation says, on every engine',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(storedEvent, { minLength: 1, maxLength: 8 }),
          fc.array(asked, { minLength: 12, maxLength: 12 }),
          async (stored, exports) => {
            const use = uses++;
            const headers = { 'x-project': `use-${use}` };
            for (const { name, store, call } of engines) {
              const all = await fill(store, use, stored);
              for (const one of exports) {
                const aimedFilters = one.aimed.flatMap((aim) => aimAt(all, aim) ?? []);
                const search = { ...one, filters: [...one.filters, ...aimedFilters] };
                const { status, text } = await call('POST', '/v1/events/export', bodyOf(search), headers);
                expect(status, `${name}: ${text}`).toBe(200);
                const answer = parseJson(text) as unknown as { count: number; events: readonly JsonObject[] };
                const expected = exportNaively(all, search, DATES);
                expect({ name, count: answer.count }).toEqual({ name, count: expected.count });
                expect(answer.events.map(canonical)).toEqual(expected.events.map(shown));
              }
            }
          },
        ),
        { numRuns: 25, interruptAfterTimeLimit: PATIENCE / 2 },
      );
    },
    PATIENCE,
  );
});

/** One update: buckets that may be absent, null, empty or full. */
const update = fc.record(
  {
    inputs: fc.option(anyObject),
    config: fc.option(anyObject),
    metadata: fc.option(anyObject),
    metrics: fc.option(anyObject),
    feedback: fc.option(anyObject),
    user_properties: fc.option(anyObject),
    outputs: fc.option(anyObject),
    children_ids: fc.option(fc.array(fc.constantFrom('c1', 'c2'), { maxLength: 2 })),
    duration: fc.option(fc.constantFrom(0, 1.5)),
    end_time: fc.option(fc.constantFrom(0, 5000)),
    unknown_member: anyValue,
  },
  { requiredKeys: [] },
);
type Update = typeof update extends fc.Arbitrary<infer T> ? T : never;

/** What an event must be after an update: every leaf that was not mentioned is as it was. */
function updateNaively(event: TraceEvent, change: Update): TraceEvent {
  const after: Record<string, unknown> = { ...event };
  for (const bucket of BUCKETS) {
    const merged = new Map(Object.entries(event[bucket]));
    for (const [name, value] of Object.entries(change[bucket] ?? jsonObject())) merged.set(name, value);
    after[bucket] = toObject([...merged]);
  }
  if (change.outputs) after.outputs = change.outputs;
  if (change.children_ids?.length) after.children_ids = change.children_ids;
  if (typeof change.duration === 'number') after.duration = change.duration;
  if (typeof change.end_time === 'number') after.end_time = change.end_time;
  return after as unknown as TraceEvent;
}

describe('an update', () => {
  it(
    'never loses a field it did not mention, on every engine',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          storedEvent,
          fc.array(fc.tuple(update, fc.boolean()), { minLength: 1, maxLength: 4 }),
          async (stored, updates) => {
            const use = uses++;
            const headers = { 'x-project': `use-${use}` };
            for (const { name, store, call } of engines) {
              const all = await fill(store, use, [stored]);
              const eventId = all.at(-1)?.event_id as string;
              let expected = all.at(-1) as TraceEvent;
              for (const [change, inPath] of updates) {
                const [path, body] = inPath
                  ? [`/v1/events/${eventId}`, change]
                  : ['/events', { ...change, event_id: eventId }];
                const { status, text } = await call('PUT', path, stringifyJson(body as unknown as JsonValue), headers);
                expect(status, `${name}: ${text}`).toBe(200);
                expected = updateNaively(expected, change);
              }
              const { text } = await call('GET', `/v1/events/${eventId}`, undefined, headers);
              expect({ name, event: canonical((parseJson(text) as { event: JsonObject }).event) }).toEqual({
                name,
                event: shown(expected),
              });
              await expectOthersUntouched(store, await store.ensureProject(`use-${use}`), all, eventId);
            }
          },
        ),
        { numRuns: 40, interruptAfterTimeLimit: PATIENCE / 2 },
      );
    },
    PATIENCE,
  );
});

async function expectOthersUntouched(store: Store, project: Project, all: readonly TraceEvent[], eventId: string) {
  const others: string[] = [];
  for await (const event of store.events(project.id, {})) if (event.event_id !== eventId) others.push(shown(event));
  expect(others.sort()).toEqual(
    all
      .filter(({ event_id }) => event_id !== eventId)
      .map(shown)
      .sort(),
  );
}
