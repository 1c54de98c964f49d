import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SessionDetail } from '../lib/contracts/sessions';
import { ask } from './ask';
import { BatchTemplate, HEADERS, SESSION_ID_LENGTH } from './batch-template';
import { openDatabase } from './database';
import { type Claim, type FaultOptions, none } from './fault-program';
import { printTable } from './print-table';
import { freePorts, type Installation, launch, type Product, start } from './product';
import { randomFrom } from './random';
import { sessionUrl } from './read-back';
import { count, inWords } from './statistics';

const BATCHES = 24;
const SPANS = 5;
const FLIPS = 12;
/** So that every session is judged before the damage and nothing is written meanwhile. */
const SETTLED_MS = 4000;

/**
 * What the product made of a damaged file. `same`: it shows what it showed before. `refused`: it ended with one line.
 * `told`: it runs, and says in its log or by an error that something is wrong. `tail dropped`: what was written last is
 * gone. `lost`, `wrong`: it shows less or something else and says nothing.
 */
type Outcome = 'same' | 'refused' | 'told' | 'tail dropped' | 'lost' | 'wrong' | 'died';

interface Damage {
  readonly name: string;
  /** Of the database that was killed, whose log is still beside it, or of the one that was closed. */
  readonly of: 'killed' | 'closed';
  readonly times: number;
  readonly promised: ReadonlySet<Outcome>;
  /** @returns where, in words, and for a cut how many bytes of the log are left */
  harm(file: string, random: () => number): { readonly where: string; readonly keptBytes?: number };
}

const NOTHING_LOST: ReadonlySet<Outcome> = new Set(['same']);
const TAIL_MAY_GO: ReadonlySet<Outcome> = new Set(['same', 'tail dropped']);
const NEVER_SILENT: ReadonlySet<Outcome> = new Set(['same', 'refused', 'told']);
/** Length of a log's header, and of what is before every page in it. */
const WAL_HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;

function damages(flips: number): readonly Damage[] {
  return [
    { name: 'half a write after the log', of: 'killed', times: 3, promised: NOTHING_LOST, harm: appendHalfWrite },
    { name: 'log cut short', of: 'killed', times: 6, promised: TAIL_MAY_GO, harm: cutLog },
    { name: 'end of the log is zeros', of: 'killed', times: 3, promised: TAIL_MAY_GO, harm: zeroEnd },
    { name: 'bit flipped in the log', of: 'killed', times: flips, promised: NEVER_SILENT, harm: flipInLog },
    { name: 'bit flipped in the first page', of: 'closed', times: 4, promised: NEVER_SILENT, harm: flipInFirstPage },
    { name: 'bit flipped in the file', of: 'closed', times: 2 * flips, promised: NEVER_SILENT, harm: flipInFile },
  ];
}

interface Original {
  readonly killed: string;
  readonly closed: string;
  /** Sessions in the order in which they were sent, and how long the log was when each was acknowledged. */
  readonly sessions: readonly { readonly sessionId: string; readonly logBytes: number }[];
  readonly shown: ReadonlyMap<string, string>;
}

/** R4: damage to copies of a database file, and what the product says to it. */
export async function damagedFile(options: FaultOptions): Promise<readonly Claim[]> {
  if (options.database !== 'sqlite') {
    console.log('  The file is the database server’s own; run this for sqlite.');
    return [];
  }
  const { folder, remove } = await openDatabase(options);
  const installation = { ...(await freePorts()), program: options.program };
  const original = await makeOriginal(folder, installation, options.seed);
  const random = randomFrom(options.seed);
  const claims: Claim[] = [];
  const rows: string[][] = [];
  for (const damage of damages(options.rounds ?? FLIPS)) {
    const outcomes = new Map<string, number>();
    let broken = 0;
    for (let time = 0; time < damage.times; time++) {
      const copy = copyOf(folder, original[damage.of]);
      const { where, keptBytes = 0 } = damage.harm(copy, random);
      const { outcome, words } = await judge(copy, installation, original, keptBytes);
      count(outcomes, outcome);
      if (damage.promised.has(outcome)) continue;
      broken++;
      rows.push([damage.name, where, outcome, words]);
    }
    console.log(`  ${damage.name}: ${inWords(outcomes)}`);
    claims.push(none(`${damage.name}: not ${[...damage.promised].join(' or ')}`, broken, String(damage.times)));
  }
  if (rows.length > 0) printTable(['damage', 'where', 'outcome', 'words'], rows);
  await remove();
  return claims;
}

type Place = Omit<Installation, 'databaseUrl'>;

async function makeOriginal(folder: string, place: Place, seed: number): Promise<Original> {
  const file = join(folder, 'original', 'faults.db');
  mkdirSync(join(folder, 'original'));
  const product = await start({ ...place, databaseUrl: `file:${file}` });
  const template = new BatchTemplate({ spans: SPANS, attributes: 8, valueBytes: 24 });
  const sessions: { sessionId: string; logBytes: number }[] = [];
  for (let number = 0; number < BATCHES; number++) {
    const sessionId = `damaged-${seed}-${number}-`.padEnd(SESSION_ID_LENGTH, 'x');
    const { body } = template.fill(sessionId, `damaged/${seed}/${number}`);
    const { status } = await ask(`${product.otlpOrigin}/v1/traces`, { method: 'POST', headers: HEADERS, body });
    if (status !== 200) throw new Error(`a healthy product answered ${status}`);
    sessions.push({ sessionId, logBytes: existsSync(`${file}-wal`) ? readFileSync(`${file}-wal`).length : 0 });
  }
  await sleep(SETTLED_MS);
  await product.end('SIGKILL');
  const killed = join(folder, 'killed');
  cpSync(join(folder, 'original'), killed, { recursive: true });
  rmSync(join(killed, 'faults.db-shm'), { force: true });
  const again = await start({ ...place, databaseUrl: `file:${file}` });
  const shown = new Map<string, string>();
  for (const { sessionId } of sessions) shown.set(sessionId, await textOf(again, sessionId));
  await again.end('SIGTERM');
  return { killed, closed: join(folder, 'original'), sessions, shown };
}

/** Everything the product shows of a session, and of each span of it; the status where it is not 200. */
async function textOf(product: Product, sessionId: string): Promise<string> {
  const url = sessionUrl(product.origin, sessionId);
  const session = await ask(url);
  if (session.status !== 200) return String(session.status);
  const { checkedAt, ...detail } = JSON.parse(session.body.toString()) as SessionDetail;
  const spans: string[] = [];
  for (const { spanId } of detail.spans) {
    const span = await ask(`${url}/spans/${spanId}`);
    if (span.status !== 200) return String(span.status);
    spans.push(span.body.toString());
  }
  return JSON.stringify([detail, spans]);
}

function copyOf(folder: string, original: string): string {
  const copy = join(folder, 'copy');
  rmSync(copy, { recursive: true, force: true });
  cpSync(original, copy, { recursive: true });
  return join(copy, 'faults.db');
}

interface Judgement {
  readonly outcome: Outcome;
  readonly words: string;
}

async function judge(file: string, place: Place, original: Original, keptBytes: number): Promise<Judgement> {
  const product = launch({ ...place, databaseUrl: `file:${file}` });
  const readyMs = await product.ready().catch(() => null);
  if (readyMs === null) return refusal(product);
  const lost: number[] = [];
  const wrong: string[] = [];
  let errors = 0;
  for (const [number, { sessionId }] of original.sessions.entries()) {
    const text = await textOf(product, sessionId);
    if (text === original.shown.get(sessionId)) continue;
    if (text === '404') lost.push(number);
    else if (/^\d+$|^null$/.test(text)) errors++;
    else wrong.push(firstDifference(original.shown.get(sessionId) ?? '', text));
  }
  const { code } = await product.end('SIGTERM');
  const log = lastLine(product.output());
  if (code !== 0) return { outcome: 'died', words: log };
  if (wrong.length > 0) return { outcome: 'wrong', words: wrong[0] ?? '' };
  const told = errors > 0 || /damage|corrupt|malformed/i.test(product.output());
  if (told) return { outcome: 'told', words: log };
  if (lost.length === 0) return { outcome: 'same', words: '' };
  const mayGo = lost.every((number) => (original.sessions[number]?.logBytes ?? 0) > keptBytes) && keptBytes > 0;
  return { outcome: mayGo ? 'tail dropped' : 'lost', words: `${lost.length} of ${original.sessions.length} sessions` };
}

async function refusal(product: Product): Promise<Judgement> {
  const { code } = await product.end('SIGKILL');
  const lines = product.output().trim().split('\n');
  const words = `exit ${code}: ${lines[0] ?? ''}`;
  return { outcome: code === 2 && lines.length === 1 ? 'refused' : 'died', words: words.slice(0, 140) };
}

function lastLine(text: string): string {
  return (text.trim().split('\n').at(-1) ?? '').slice(0, 140);
}

function firstDifference(expected: string, seen: string): string {
  let at = 0;
  while (at < expected.length && expected[at] === seen[at]) at++;
  return `…${expected.slice(Math.max(0, at - 20), at + 20)}… became …${seen.slice(Math.max(0, at - 20), at + 20)}…`;
}

function appendHalfWrite(file: string, random: () => number): { where: string } {
  const log = readFileSync(`${file}-wal`);
  const pageBytes = log.readUInt32BE(8);
  const half = log.subarray(WAL_HEADER_BYTES, WAL_HEADER_BYTES + FRAME_HEADER_BYTES + Math.floor(random() * pageBytes));
  writeFileSync(`${file}-wal`, half, { flag: 'a' });
  return { where: `${half.length} bytes more` };
}

/** @returns how much of the log is left, less what the last transaction could reach into. */
function cutLog(file: string, random: () => number): { where: string; keptBytes: number } {
  const { length } = readFileSync(`${file}-wal`);
  const keptBytes = WAL_HEADER_BYTES + Math.floor((length - WAL_HEADER_BYTES) * (0.5 + random() / 2));
  truncateSync(`${file}-wal`, keptBytes);
  return { where: `${length - keptBytes} bytes less`, keptBytes };
}

function zeroEnd(file: string, random: () => number): { where: string; keptBytes: number } {
  const log = readFileSync(`${file}-wal`);
  const keptBytes = log.length - Math.floor(random() * 30_000) - 1;
  writeFileSync(`${file}-wal`, log.fill(0, keptBytes));
  return { where: `last ${log.length - keptBytes} bytes`, keptBytes };
}

function flipInLog(file: string, random: () => number): { where: string } {
  return flip(`${file}-wal`, (length) => WAL_HEADER_BYTES + Math.floor(random() * (length - WAL_HEADER_BYTES)), random);
}

function flipInFirstPage(file: string, random: () => number): { where: string } {
  return flip(file, () => Math.floor(random() * 200), random);
}

function flipInFile(file: string, random: () => number): { where: string } {
  return flip(file, (length) => Math.floor(random() * length), random);
}

function flip(file: string, place: (length: number) => number, random: () => number): { where: string } {
  const bytes = readFileSync(file);
  const at = place(bytes.length);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(random() * 8));
  writeFileSync(file, bytes);
  return { where: `byte ${at} of ${bytes.length}` };
}
