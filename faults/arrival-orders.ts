import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SessionList } from '../lib/contracts/sessions';
import { parseEnvironment } from '../lib/env';
import type { AppContext } from '../lib/services/context';
import { createSettler } from '../lib/services/settle-sessions';
import { openStore } from '../lib/store/open-store';
import { aContext } from '../lib/testing/a-context';
import { callApi } from '../lib/testing/call-api';
import { sendToHandlers } from '../lib/testing/send-to-handlers';
import { askJson } from './ask';
import { canonicalReport, type GetJson, hashOf, runsOf, sessionsOf } from './canonical-report';
import { contradictingTraffic } from './contradicting-traffic';
import { openDatabase } from './database';
import type { Claim, FaultOptions } from './fault-program';
import { printTable } from './print-table';
import { freePorts, type Installation, start } from './product';
import { randomFrom } from './random';
import {
  anyArrival,
  plainArrival,
  recordedTraffic,
  type Step,
  TRAFFIC_PROJECT,
  type Traffic,
} from './recorded-traffic';

const TRAFFIC: Readonly<Record<string, () => Promise<Traffic> | Traffic>> = {
  'sdk-531c1bbf-evaluate-REGRESSED': () => recordedTraffic('sdk-531c1bbf-evaluate-REGRESSED'),
  'py151-evaluate-thread-and-error': () => recordedTraffic('py151-evaluate-thread-and-error'),
  'npm1042-evaluate-protobuf': () => recordedTraffic('npm1042-evaluate-protobuf'),
  'made up, contradicting itself': contradictingTraffic,
};
const ORDERS = 1000;
/** A process is slower to begin again than a store: so many orders in this process, one over HTTP. */
const ORDERS_PER_HTTP_ORDER = 50;
const SETTLE_WITHIN_MS = 30_000;

type Reporter = (steps: readonly Step[], number: number) => Promise<string>;

/** R11: the same spans and calls in many orders and batchings, with a restart among them. */
export async function arrivalOrders(options: FaultOptions): Promise<readonly Claim[]> {
  const database = await openDatabase(options);
  const orders = options.rounds ?? ORDERS;
  const httpOrders = Math.ceil(orders / ORDERS_PER_HTTP_ORDER);
  const inProcess = await compare('in process', orders, options.seed, async (steps) =>
    reportInProcess(await database.another(), steps),
  );
  const overHttp = await compare('over HTTP', httpOrders, options.seed, async (steps, number) => {
    const installation = { ...(await freePorts()), program: options.program, databaseUrl: await database.another() };
    return reportOverHttp(installation, steps, number);
  });
  await database.remove();
  const hashes = new Map<string, Set<string>>();
  for (const { traffic, expected } of [...inProcess, ...overHttp]) {
    hashes.set(traffic, (hashes.get(traffic) ?? new Set()).add(expected));
  }
  const disagreeing = [...hashes.values()].filter((each) => each.size > 1).length;
  printTable(
    ['form', 'traffic', 'orders', 'report', 'other reports'],
    [...inProcess, ...overHttp].map(({ form, traffic, orders, expected, others }) => [
      form,
      traffic,
      orders,
      expected,
      others.length,
    ]),
  );
  return [
    ...[...inProcess, ...overHttp].map(({ form, traffic, orders, others }) => ({
      what: `${traffic}, ${form}: orders with another report`,
      promised: '0',
      seen: others.length === 0 ? `0 of ${orders}` : `${others.length} of ${orders}, first order ${others[0]}`,
      holds: others.length === 0,
    })),
    {
      what: 'traffic whose report differs between the forms',
      promised: '0',
      seen: String(disagreeing),
      holds: disagreeing === 0,
    },
  ];
}

interface Compared {
  readonly form: string;
  readonly traffic: string;
  readonly orders: number;
  readonly expected: string;
  /** Numbers of the orders whose report was another; each follows from the seed and its number. */
  readonly others: readonly number[];
}

async function compare(form: string, orders: number, seed: number, report: Reporter): Promise<readonly Compared[]> {
  const compared: Compared[] = [];
  const share = Math.ceil(orders / Object.keys(TRAFFIC).length);
  for (const [name, read] of Object.entries(TRAFFIC)) {
    const traffic = await read();
    const expected = await report(plainArrival(traffic), 0);
    const others: number[] = [];
    for (let number = 1; number <= share; number++) {
      const seen = await report(anyArrival(traffic, randomFrom(seed * 100_000 + number)), number);
      if (seen === expected) continue;
      if (others.length === 0) console.log(`  ${name}, ${form}, order ${number}: ${firstDifference(expected, seen)}`);
      others.push(number);
    }
    compared.push({ form, traffic: name, orders: share, expected: hashOf(expected), others });
  }
  return compared;
}

function firstDifference(expected: string, seen: string): string {
  const [before, after] = [expected.split('\n'), seen.split('\n')];
  const line = before.findIndex((text, i) => text !== after[i]);
  return `expected ${before[line]?.trim()}, seen ${after[line]?.trim()}`;
}

/** The use cases themselves on a database that is closed and opened again, with a clock that is told the time. */
async function reportInProcess(databaseUrl: string, steps: readonly Step[]): Promise<string> {
  const { database } = parseEnvironment({ DATABASE_URL: databaseUrl });
  let now = Date.parse('2026-11-21T12:00:00Z');
  const open = async (): Promise<AppContext> => {
    const context = aContext({ now: () => new Date(now) });
    const migrationsDir = join(context.packageFolder, 'prisma/migrations');
    return { ...context, store: await openStore({ database, migrationsDir }) };
  };
  let context = await open();
  for (const step of steps) {
    now += 1000;
    if (step === 'look') await createSettler(context).settleDue();
    else if (step === 'restart') {
      await context.store.close();
      context = await open();
    } else {
      const { method, path, headers, body } = step;
      const request = new Request(new URL(path, 'http://localhost'), { method, headers, body });
      const { status } = await sendToHandlers(context)(request);
      if (status !== 200) throw new Error(`${method} ${path} was answered with ${status}`);
    }
  }
  now += 3600_000;
  await createSettler(context).settleDue();
  const get = async (path: string) => {
    const response = await callApi(context, `/api/projects${path}`);
    if (response.status !== 200) throw new Error(`${path} was answered with ${response.status}`);
    return response.json();
  };
  const report = await canonicalReport(get, TRAFFIC_PROJECT);
  await context.store.close();
  return report;
}

/** The built product, ended by turns with and without warning. */
async function reportOverHttp(installation: Installation, steps: readonly Step[], number: number): Promise<string> {
  let product = await start(installation);
  const get = (path: string) => askJson(`${product.origin}/api/projects${path}`);
  for (const step of steps) {
    if (step === 'look') await lookAtAll(get);
    else if (step === 'restart') {
      await product.end(number % 2 === 0 ? 'SIGTERM' : 'SIGKILL');
      product = await start(installation);
    } else {
      const { method, path, headers, body } = step;
      const { status } = await fetch(`${product.origin}${path}`, { method, headers, body });
      if (status !== 200) throw new Error(`${method} ${path} was answered with ${status}`);
    }
  }
  await untilSettled(get);
  const report = await canonicalReport(get, TRAFFIC_PROJECT);
  await product.end('SIGTERM');
  return report;
}

async function lookAtAll(get: GetJson): Promise<void> {
  // Before the first request there is no project.
  for (const sessionId of await sessionsOf(get, TRAFFIC_PROJECT).catch(() => [])) {
    await get(`/${TRAFFIC_PROJECT}/sessions/${encodeURIComponent(sessionId)}`);
  }
}

async function untilSettled(get: GetJson): Promise<void> {
  const deadline = performance.now() + SETTLE_WITHIN_MS;
  for (;;) {
    const runs = await runsOf(get, TRAFFIC_PROJECT);
    const { sessions } = (await get(`/${TRAFFIC_PROJECT}/sessions?limit=500`)) as SessionList;
    if (runs.every((run) => run.unsettledSessions === 0) && sessions.every((session) => session.settled)) return;
    if (performance.now() > deadline) throw new Error('the verdicts are not final after a long quiet time');
    await sleep(200);
  }
}
