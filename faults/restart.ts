import { setTimeout as sleep } from 'node:timers/promises';
import type { SessionDetail } from '../lib/contracts/sessions';
import { ask } from './ask';
import { BatchTemplate, HEADERS, PROJECT, RUN_ID, SESSION_ID_LENGTH } from './batch-template';
import { openDatabase } from './database';
import { atMost, type Claim, type FaultOptions, none } from './fault-program';
import { integrityClaim } from './kill-at-random';
import { printTable } from './print-table';
import { freePorts, type Installation, launch, type Product, start } from './product';
import { randomFrom } from './random';
import { readBackClaims, sessionUrl } from './read-back';
import { inWords, largest } from './statistics';
import { Writers } from './writers';

const ROUNDS = 20;
const WRITERS = 8;
/** Sessions whose addresses somebody wrote down before the restarts. */
const LINKS = 5;
const LIFE_MS = 800;
const SETTLE_WITHIN_MS = 20_000;
const DRAIN_MS = 60_000;
/** What service managers wait before they kill. */
const STOP_LIMIT_MS = 10_000;
/** While nobody listens, or a connection closes under a request, there is no answer. */
const ALLOWED = new Set(['200', '429', '503', 'no answer']);

/** R10: stopped by SIGTERM under writers and started again; then one process replaces the other without a gap. */
export async function restart(options: FaultOptions): Promise<readonly Claim[]> {
  const database = await openDatabase(options);
  const place = { program: options.program, databaseUrl: database.url };
  const one: Installation = { ...place, ...(await freePorts()) };
  const stopped = await stopAndStart(options, one);
  const rolled = await replace(options, one, { ...place, ...(await freePorts()) });
  const integrity = database.integrity();
  await database.remove();
  return [...stopped, ...rolled, ...integrityClaim(integrity)];
}

async function stopAndStart(options: FaultOptions, installation: Installation): Promise<readonly Claim[]> {
  const { seed, rounds } = options;
  const random = randomFrom(seed);
  let product = await start(installation);
  const links = await writeDown(product, seed);
  const otlpOrigin = product.otlpOrigin;
  const writers = new Writers({ writers: options.writers ?? WRITERS, seed, pauseMs: 1, target: () => otlpOrigin });
  const stops: number[] = [];
  let unclean = 0;
  let changed = 0;
  const times = rounds ?? ROUNDS;
  for (let round = 0; round < times; round++) {
    await sleep(200 + random() * LIFE_MS);
    const begun = performance.now();
    const { code } = await product.end('SIGTERM');
    stops.push(performance.now() - begun);
    if (code !== 0) unclean++;
    product = await start(installation);
    changed += await countChanged(product, links);
  }
  const complete = await writers.finish(DRAIN_MS);
  const answers = writers.takeAnswers();
  const claims = await readBackClaims(product.origin, writers.batches);
  changed += await countChanged(product, links);
  await product.end('SIGTERM');
  printTable(
    ['restarts', 'batches', 'answers', 'longest stop ms'],
    [[times, writers.batches.length, inWords(answers), Math.round(largest(stops))]],
  );
  return [
    none('stops that were not clean', unclean, String(times)),
    atMost('longest stop', largest(stops), STOP_LIMIT_MS, 'ms'),
    none('other answers', [...answers].filter(([word]) => !ALLOWED.has(word)).length),
    none('links that show something else after a restart', changed),
    { what: 'every batch acknowledged in the end', promised: 'yes', seen: complete ? 'yes' : 'no', holds: complete },
    // The run's counter also holds the spans of the links.
    ...claims.slice(0, -1),
  ];
}

/** A new process is ready before the old one is told to stop, and nobody is sent to the old one from then on. */
async function replace(options: FaultOptions, one: Installation, other: Installation): Promise<readonly Claim[]> {
  const { seed, rounds } = options;
  let [current, next] = [one, other];
  let product = await start(current);
  let serving = [product];
  let turn = 0;
  const target = () => serving[turn++ % serving.length]?.otlpOrigin ?? '';
  const writers = new Writers({ writers: options.writers ?? WRITERS, seed: seed + 1000, pauseMs: 1, target });
  const times = Math.ceil((rounds ?? ROUNDS) / 2);
  let unclean = 0;
  for (let round = 0; round < times; round++) {
    const successor = launch(next);
    await successor.ready();
    serving = [product, successor];
    await sleep(LIFE_MS);
    serving = [successor];
    if ((await product.end('SIGTERM')).code !== 0) unclean++;
    product = successor;
    [current, next] = [next, current];
  }
  const complete = await writers.finish(DRAIN_MS);
  const answers = writers.takeAnswers();
  const claims = await readBackClaims(product.origin, writers.batches);
  await product.end('SIGTERM');
  printTable(['replacements', 'batches', 'answers'], [[times, writers.batches.length, inWords(answers)]]);
  const told = (claim: Claim) => ({ ...claim, what: `replaced: ${claim.what}` });
  return [
    none('stops that were not clean', unclean, String(times)),
    none('requests without an answer', answers.get('no answer') ?? 0),
    none('other answers', [...answers].filter(([word]) => !ALLOWED.has(word)).length),
    { what: 'every batch acknowledged in the end', promised: 'yes', seen: complete ? 'yes' : 'no', holds: complete },
    ...claims.slice(0, -1),
  ].map(told);
}

/** What a link showed when it was written down. */
type Links = ReadonlyMap<string, string>;

async function writeDown(product: Product, seed: number): Promise<Links> {
  const template = new BatchTemplate({ spans: 20, attributes: 8, valueBytes: 24 });
  const names = Array.from({ length: LINKS }, (_, i) => `link-${seed}-${i}-`.padEnd(SESSION_ID_LENGTH, 'x'));
  for (const name of names) {
    const { body } = template.fill(name, name);
    await ask(`${product.otlpOrigin}/v1/traces`, { method: 'POST', headers: HEADERS, body });
  }
  const deadline = performance.now() + SETTLE_WITHIN_MS;
  const links = new Map<string, string>();
  for (const name of names) {
    for (;;) {
      const text = await shownAt(product, name);
      links.set(name, text);
      if (text.includes('"settled":true') || performance.now() > deadline) break;
      await sleep(200);
    }
  }
  return links;
}

async function countChanged(product: Product, links: Links): Promise<number> {
  let changed = 0;
  for (const [name, before] of links) if ((await shownAt(product, name)) !== before) changed++;
  return changed;
}

/** The session as data, and whether the pages and short links to it and to its run are there. */
async function shownAt(product: Product, sessionId: string): Promise<string> {
  const { origin } = product;
  const paths = [`/p/${PROJECT}/sessions/${sessionId}`, `/p/${PROJECT}/runs/${RUN_ID}`, `/r/session/${sessionId}`];
  const statuses: (number | null)[] = [];
  for (const path of paths) statuses.push((await ask(`${origin}${path}`)).status);
  const { status, body } = await ask(sessionUrl(origin, sessionId));
  if (status !== 200) return `${status}`;
  const { checkedAt, ...detail } = JSON.parse(body.toString()) as SessionDetail;
  return JSON.stringify([statuses, detail]);
}
