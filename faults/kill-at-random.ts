import { setTimeout as sleep } from 'node:timers/promises';
import { type Database, openDatabase } from './database';
import { atMost, type Claim, type FaultOptions, none } from './fault-program';
import { printTable } from './print-table';
import { freePorts, type Installation, launch, type Product, start } from './product';
import { randomFrom } from './random';
import { readBack, readBackClaims } from './read-back';
import { inWords, largest, quantile } from './statistics';
import { Writers } from './writers';

const ROUNDS = 200;
const SERVER_ROUNDS = 40;
const WRITERS = 8;
/** Longest life of a process after it is ready. */
const LIFE_MS = 900;
/** Every so many rounds the kill comes while the process is still starting. */
const START_EVERY = 5;
const LATEST_START_KILL_MS = 900;
/** What was acknowledged this shortly before a kill is looked for as soon as the next process is ready. */
const RECENT_MS = 300;
const RECOVERY_LIMIT_MS = 5000;
const DRAIN_MS = 60_000;

/** R1: the product, and then its database server, end by force at random instants under writers. */
export async function killAtRandom(options: FaultOptions): Promise<readonly Claim[]> {
  const database = await openDatabase(options);
  const installation = { ...(await freePorts()), program: options.program, databaseUrl: database.url };
  const killed = await killProduct(options, database, installation);
  const crashed = database.crash === null ? [] : await crashServer(options, installation, database.crash);
  await database.remove();
  return [...killed, ...crashed];
}

async function killProduct(
  { rounds, writers: count, seed }: FaultOptions,
  database: Database,
  installation: Installation,
): Promise<readonly Claim[]> {
  const random = randomFrom(seed);
  const origin = `http://127.0.0.1:${installation.otlpPort}`;
  const kills = rounds ?? ROUNDS;
  let writers: Writers | undefined;
  /** The first is the start of an empty database. */
  const recoveries: number[] = [];
  const lostInRounds: string[] = [];
  let lastKillAt = 0;
  for (let round = 0; round < kills; round++) {
    const product = launch(installation);
    const whileStarting = round % START_EVERY === START_EVERY - 1;
    if (!whileStarting) {
      recoveries.push(await product.ready());
      writers ??= new Writers({ writers: count ?? WRITERS, seed, target: () => origin });
      const lost = await lostSince(product, writers, lastKillAt - RECENT_MS, lastKillAt);
      if (lost > 0) lostInRounds.push(`round ${round}: ${lost}`);
    }
    await sleep(random() * (whileStarting ? LATEST_START_KILL_MS : LIFE_MS));
    lastKillAt = performance.now();
    await product.end('SIGKILL');
    if ((round + 1) % 25 === 0) console.log(`  ${round + 1} kills, ${writers?.acknowledged ?? 0} batches acknowledged`);
  }
  if (writers === undefined) return [];
  const megabytes = database.megabytes();
  const last = launch(installation);
  recoveries.push(await last.ready());
  const complete = await writers.finish(DRAIN_MS);
  const claims = await readBackClaims(last.origin, writers.batches);
  await last.end('SIGTERM');
  const integrity = database.integrity();
  const [firstMs = 0] = recoveries;
  printTable(
    ['kills', 'batches', 'sent again', 'answers', 'first start ms', 'median ms', 'longest ms', 'database MB'],
    [
      [
        kills,
        writers.batches.length,
        writers.batches.filter(({ attempts }) => attempts > 1).length,
        inWords(writers.takeAnswers()),
        Math.round(firstMs),
        Math.round(quantile(recoveries, 0.5)),
        Math.round(largest(recoveries)),
        megabytes === null ? '–' : Math.round(megabytes),
      ],
    ],
  );
  if (lostInRounds.length > 0) console.log(`  lost right after a restart (seed ${seed}): ${lostInRounds.join(', ')}`);
  return [
    none('rounds after which something acknowledged was not there', lostInRounds.length, String(kills)),
    { what: 'every batch acknowledged in the end', promised: 'yes', seen: complete ? 'yes' : 'no', holds: complete },
    ...claims,
    ...integrityClaim(integrity),
    atMost('longest start after a kill, beyond the first', largest(recoveries) - firstMs, RECOVERY_LIMIT_MS, 'ms'),
  ];
}

export function integrityClaim(integrity: string | null): readonly Claim[] {
  if (integrity === null) return [];
  return [
    { what: 'integrity check of the file', promised: 'ok', seen: integrity.slice(0, 80), holds: integrity === 'ok' },
  ];
}

async function lostSince(product: Product, { batches }: Writers, from: number, to: number): Promise<number> {
  const recent = batches.filter(({ acknowledgedAt: at }) => at !== null && at >= from && at <= to);
  const sessions = new Set(recent.map(({ sessionId }) => sessionId));
  return (
    await readBack(
      product.origin,
      batches.filter(({ sessionId }) => sessions.has(sessionId)),
    )
  ).lost;
}

async function crashServer(
  { rounds, writers: count, seed }: FaultOptions,
  installation: Installation,
  crash: () => Promise<void>,
): Promise<readonly Claim[]> {
  const random = randomFrom(seed + 1);
  const product = await start(installation);
  const writers = new Writers({ writers: count ?? WRITERS, seed: seed + 1000, target: () => product.otlpOrigin });
  const crashes = Math.min(rounds ?? SERVER_ROUNDS, SERVER_ROUNDS);
  const recoveries: number[] = [];
  for (let round = 0; round < crashes; round++) {
    await sleep(200 + random() * LIFE_MS);
    await crash();
    recoveries.push((await writers.untilAllAcknowledged(DRAIN_MS)) ?? DRAIN_MS);
  }
  const complete = await writers.finish(DRAIN_MS);
  const answers = writers.takeAnswers();
  const others = [...answers].filter(([word]) => word !== '200' && word !== '503' && word !== '429');
  const claims = await readBackClaimsOf(product, writers);
  const { code } = await product.end('SIGTERM');
  printTable(
    ['server crashes', 'batches', 'answers', 'writing again, median ms', 'writing again, longest ms'],
    [
      [
        crashes,
        writers.batches.length,
        inWords(answers),
        Math.round(quantile(recoveries, 0.5)),
        Math.round(largest(recoveries)),
      ],
    ],
  );
  return [
    none('answers other than 200, 503 and 429 while the server was away', others.length),
    { what: 'the product lived through it', promised: 'exit 0', seen: `exit ${code}`, holds: code === 0 },
    { what: 'every batch acknowledged in the end', promised: 'yes', seen: complete ? 'yes' : 'no', holds: complete },
    ...claims,
    atMost('longest until every client writes again', largest(recoveries), RECOVERY_LIMIT_MS, 'ms'),
  ];
}

/** Without the run's counter, which also counts what was sent before. */
async function readBackClaimsOf(product: Product, writers: Writers): Promise<readonly Claim[]> {
  const claims = await readBackClaims(product.origin, writers.batches);
  return claims.slice(0, -1);
}
