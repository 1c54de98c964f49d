import { join } from 'node:path';
import type { MessagePort, ResourceLimits } from 'node:worker_threads';
import type { Logger } from 'pino';
import { AppError } from '../lib/domain/errors';
import type { Config } from '../lib/env';
import type { AuditWorker } from '../lib/services/context';
import type { Writer } from '../lib/store/ingest-store';
import type { StoreOptions } from '../lib/store/open-store';
import type { Store } from '../lib/store/store';
import { Caller, remote } from '../lib/threads/calls';
import { IngestPool } from '../lib/threads/ingest-pool';
import { Thread } from '../lib/threads/thread';
import type { StoreShares } from './connection-shares';
import type { AuditThread } from './threads/audit';
import type { ThreadData } from './threads/thread-data';

interface ThreadsOptions {
  readonly config: Config;
  readonly stores: StoreShares;
  readonly packageFolder: string;
  readonly log: Logger;
}

/** A request makes megabytes of short-lived objects: with room for them among V8's young ones most are never moved. */
const LIMITS: Readonly<Record<'ingest' | 'audit', ResourceLimits>> = {
  ingest: { maxYoungGenerationSizeMb: 64 },
  audit: {},
};

export interface Threads {
  /** Writes from this thread, through the writer's. */
  readonly writer: Writer;
  readonly ingest: IngestPool;
  readonly sessions: AuditWorker;
  /** Ends the work in hand and closes the store of this thread; the writer goes last. */
  stop(store: Store): Promise<void>;
}

/**
 * Starts the threads that keep long work off the web server's event loop: one that writes, some that prepare spans, and
 * one that judges sessions.
 * @throws ConfigError when the database can not be used.
 */
export async function openThreads({ config, stores, packageFolder, log }: ThreadsOptions): Promise<Threads> {
  const file = (name: string) => join(packageFolder, 'dist', 'threads', `${name}.js`);
  const writing = await Thread.start({
    file: file('writer'),
    workerData: stores.writer,
    // Without it nothing can be acknowledged, and what was acknowledged is safe: a new process starts clean.
    onLost: (err) => {
      log.fatal({ err }, 'the writer was lost');
      process.exit(1);
    },
  });
  const startBeside = (name: 'ingest' | 'audit', store: StoreOptions, onLost: (error: Error) => void) => {
    const port: MessagePort = writing.connect();
    const workerData: ThreadData = { config, store, packageFolder, writer: port };
    return Thread.start({ file: file(name), workerData, transfer: [port], resourceLimits: LIMITS[name], onLost });
  };
  const ingest = new IngestPool((onLost) => startBeside('ingest', stores.ingest, onLost), log);
  await ingest.open(config.ingestThreads);
  const auditing = await keepAuditing((onLost) => startBeside('audit', stores.audit, onLost), log);
  const writer = remote<Writer>(new Caller(writing.connect()));
  return {
    writer,
    ingest,
    sessions: auditing,
    async stop(store) {
      await Promise.all([ingest.close(), auditing.stop()]);
      await store.close();
      await writing.stop();
    },
  };
}

/** The audit thread, started again when it is lost. */
async function keepAuditing(
  start: (onLost: (error: Error) => void) => Promise<Thread>,
  log: Logger,
): Promise<AuditThread> {
  let thread: Thread;
  let caller: Caller;
  let stopping = false;
  const open = async () => {
    thread = await start(restart);
    caller = new Caller(thread.connect(), { keepPrototypes: true });
  };
  const restart = (err: Error) => {
    caller.fail(new AppError('unavailable', 'This took too much; try again.'));
    if (stopping) return;
    log.error({ err }, 'the audit thread was lost');
    open().catch((error: unknown) => log.error({ err: error }, 'the audit thread could not be started again'));
  };
  await open();
  /** The same method of whichever thread there is. */
  const ask = <M extends keyof AuditWorker>(method: M) =>
    ((...asked: unknown[]) => caller.call(method, asked)) as unknown as AuditThread[M];
  return {
    judge: ask('judge'),
    search: ask('search'),
    compareRuns: ask('compareRuns'),
    listComparedDatapoints: ask('listComparedDatapoints'),
    getComparedTree: ask('getComparedTree'),
    getStructure: ask('getStructure'),
    listNodeSpans: ask('listNodeSpans'),
    getHistory: ask('getHistory'),
    answerDataPlane: ask('answerDataPlane'),
    async stop() {
      stopping = true;
      await caller.call('stop', []);
      await thread.stop();
    },
  };
}
