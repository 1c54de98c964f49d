import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask, wordOf } from './ask';
import { PROJECT } from './batch-template';
import { type Database, fileIn, openDatabase } from './database';
import { buildFailingCalls, type FailingCalls, type Faults } from './failing-calls';
import { atMost, type Claim, type FaultOptions, none } from './fault-program';
import { integrityClaim } from './kill-at-random';
import { printTable } from './print-table';
import { freePorts, nextDescriptor, type Product, start } from './product';
import { readBackClaims } from './read-back';
import { count, inWords } from './statistics';
import { Writers } from './writers';

const WRITERS = 4;
const HEALTHY_MS = 2000;
const FAULT_SECONDS = 6;
const HEAL_LIMIT_MS = 30_000;
/** Longer than the limit, to tell late from never. */
const HEAL_WAIT_MS = 90_000;
const HOUR = 3600;

/** A way to break the world around a running product, and to mend it. */
interface Fault {
  readonly name: string;
  /** What clients may see meanwhile. */
  readonly allowed: ReadonlySet<string>;
  /** A fault that nobody saw proves nothing. */
  readonly mustBeFelt: boolean;
  /** Nothing can be written from the first moment to the last, and the health check has to say so. */
  readonly stopsWriting: boolean;
  prepare(options: FaultOptions): Promise<Prepared | null>;
}

/** The fault, ready for one product. */
interface Prepared {
  readonly database: Database;
  readonly environment: Readonly<Record<string, string>>;
  begin(product: Product): void | Promise<void>;
  end(product: Product): void | Promise<void>;
  remove(): Promise<void>;
}

const REFUSED = new Set(['200', '503']);
const UNTOUCHED = new Set(['200']);
/** A connection that can not be opened is answered by nobody. */
const UNREACHABLE = new Set(['200', '503', 'no answer']);

const FAULTS: readonly Fault[] = [
  {
    name: 'disk full (small file system)',
    allowed: REFUSED,
    mustBeFelt: true,
    // What is left of the log can still be written over.
    stopsWriting: false,
    prepare: smallFileSystem,
  },
  injected('disk full (ENOSPC)', { write: 'ENOSPC' }),
  injected('disk error on write (EIO)', { write: 'EIO' }),
  injected('disk error on fsync (EIO)', { sync: 'EIO' }),
  injected('read-only (EROFS)', { write: 'EROFS', open: 'EROFS' }),
  {
    name: 'no file descriptors left',
    allowed: UNREACHABLE,
    mustBeFelt: true,
    stopsWriting: false,
    prepare: noFileDescriptors,
  },
  clock('clock one hour ahead', HOUR),
  clock('clock one hour behind', -HOUR),
];

/** R3: each fault in turn, under writers, on a new database. */
export async function failingDisk(options: FaultOptions): Promise<readonly Claim[]> {
  const claims: Claim[] = [];
  const rows: string[][] = [];
  for (const fault of FAULTS) {
    const prepared = await fault.prepare(options);
    if (prepared === null) {
      console.log(`  not here: ${fault.name}`);
      continue;
    }
    const seen = await withFault(fault, prepared, options);
    claims.push(...seen.claims.map((claim) => ({ ...claim, what: `${fault.name}: ${claim.what}` })));
    rows.push([fault.name, ...seen.row]);
    await prepared.remove();
  }
  printTable(['fault', 'answers before', 'answers meanwhile', 'health', 'pages', 'writing again after'], rows);
  return claims;
}

interface Seen {
  readonly claims: readonly Claim[];
  readonly row: readonly string[];
}

async function withFault(fault: Fault, prepared: Prepared, options: FaultOptions): Promise<Seen> {
  const { database, environment } = prepared;
  const { program, seed, seconds } = options;
  const product = await start({ ...(await freePorts()), program, databaseUrl: database.url, environment });
  const writers = new Writers({ writers: options.writers ?? WRITERS, seed, target: () => product.otlpOrigin });
  await sleep(HEALTHY_MS);
  const before = writers.takeAnswers();
  await prepared.begin(product);
  const views = await watch(product, (seconds ?? FAULT_SECONDS) * 1000);
  const during = writers.takeAnswers();
  await prepared.end(product);
  const healedMs = await writers.untilAllAcknowledged(HEAL_WAIT_MS);
  const health = await ask(`${product.origin}/api/health`);
  const complete = await writers.finish(HEAL_WAIT_MS);
  const stored = await readBackClaims(product.origin, writers.batches);
  const { code } = await product.end('SIGTERM');
  const integrity = database.integrity();
  const others = [...during].filter(([word]) => !fault.allowed.has(word));
  const felt = [during, views.health].some((answers) => [...answers].some(([word]) => word !== '200'));
  const claims = [
    none(`answers other than ${[...fault.allowed].join(', ')}`, others.length),
    ...(fault.mustBeFelt ? [yes('the fault was felt', felt)] : []),
    ...(fault.stopsWriting ? [none('health checks that said ok meanwhile', views.health.get('200') ?? 0)] : []),
    atMost('until every client writes again', healedMs ?? HEAL_WAIT_MS, HEAL_LIMIT_MS, 'ms'),
    yes('health is good again', health.status === 200),
    yes('every batch acknowledged in the end', complete),
    ...stored,
    ...integrityClaim(integrity),
    yes('the product lived through it', code === 0),
  ];
  const again = healedMs === null ? 'never' : `${Math.round(healedMs)} ms`;
  return { claims, row: [inWords(before), inWords(during), inWords(views.health), inWords(views.pages), again] };
}

function yes(what: string, holds: boolean): Claim {
  return { what, promised: 'yes', seen: holds ? 'yes' : 'no', holds };
}

/** What people and load balancers see meanwhile, each time over a new connection. */
async function watch(product: Product, forMs: number): Promise<Record<'health' | 'pages', Map<string, number>>> {
  const seen = { health: new Map<string, number>(), pages: new Map<string, number>() };
  const end = performance.now() + forMs;
  while (performance.now() < end) {
    const anew = { agent: new Agent(), timeoutMs: 10_000 };
    count(seen.health, wordOf(await ask(`${product.origin}/api/health`, anew)));
    count(seen.pages, wordOf(await ask(`${product.origin}/p/${PROJECT}/runs`, anew)));
    await sleep(500);
  }
  return seen;
}

function injected(name: string, faults: Faults): Fault {
  const prepare = (options: FaultOptions) => withFailingCalls(options, faults);
  return { name, allowed: REFUSED, mustBeFelt: true, stopsWriting: true, prepare };
}

function clock(name: string, clockSeconds: number): Fault {
  const prepare = (options: FaultOptions) => prepareFailing(options, { clockSeconds });
  return { name, allowed: UNTOUCHED, mustBeFelt: false, stopsWriting: false, prepare };
}

/** The writes of an embedded database are the product's own; a server's are not. */
async function withFailingCalls(options: FaultOptions, faults: Faults): Promise<Prepared | null> {
  return options.database === 'sqlite' ? prepareFailing(options, faults) : null;
}

async function prepareFailing(options: FaultOptions, faults: Faults): Promise<Prepared | null> {
  const calls: FailingCalls | null = buildFailingCalls();
  if (calls === null) return null;
  const database = await openDatabase(options);
  return {
    database,
    environment: calls.environment,
    begin: () => calls.set(faults),
    end: () => calls.set({}),
    async remove() {
      calls.remove();
      await database.remove();
    },
  };
}

const SMALL_MB = 64;

async function smallFileSystem({ database }: FaultOptions): Promise<Prepared | null> {
  if (database !== 'sqlite') return null;
  const mountPoint = mkdtempSync(join(tmpdir(), 'baggage-claim-small-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${SMALL_MB}m`, 'none', mountPoint]).status === 0;
  if (!mounted) {
    rmSync(mountPoint, { recursive: true });
    return null;
  }
  const folder = join(mountPoint, 'data');
  mkdirSync(folder);
  const filler = join(mountPoint, 'filler');
  return {
    database: fileIn(folder),
    environment: {},
    begin: () => fill(filler),
    end: () => rmSync(filler),
    async remove() {
      // Lazily: a driver closes its files when it gets round to it.
      spawnSync('umount', ['--lazy', mountPoint]);
      rmSync(mountPoint, { recursive: true, force: true });
    },
  };
}

function fill(file: string): void {
  const block = Buffer.alloc(64 * 1024);
  try {
    for (;;) writeFileSync(file, block, { flag: 'a' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}

async function noFileDescriptors(options: FaultOptions): Promise<Prepared | null> {
  if (spawnSync('prlimit', ['--version']).status !== 0) return null;
  const database = await openDatabase(options);
  const limit = (pid: number, value: number) => spawnSync('prlimit', ['--pid', String(pid), `--nofile=${value}:`]);
  return {
    database,
    environment: {},
    begin: ({ pid }) => void limit(pid, nextDescriptor(pid)),
    end: ({ pid }) => void limit(pid, 4096),
    remove: () => database.remove(),
  };
}
