import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Config, DatabaseLocation } from '../lib/env';
import { answerClientError } from '../lib/http/answer-client-error';
import { createOtlpServer, handleOtlp, isOtlpPath, serverOptions } from '../lib/http/otlp-listener';
import { receiveTracesDeps } from '../lib/http/receive-traces-deps';
import { type AppContext, setAppContext } from '../lib/services/context';
import { type LoadedSample, loadSample } from '../lib/services/load-sample';
import { openStore } from '../lib/store/open-store';
import { shareConnections } from './connection-shares';
import { closeWithin, listen } from './listen';
import { openLog } from './open-log';
import { openThreads, type Threads } from './open-threads';
import { openPages } from './pages';
import { readSettings, type ServeFlags } from './settings';

type OpenConfig = { -readonly [K in keyof Config]: Config[K] };

/** Folder of the installed package: this file is bundled into its `dist`. */
const PACKAGE_FOLDER = fileURLToPath(new URL('..', import.meta.url));
const MIGRATIONS = { sqlite: 'prisma/migrations', postgresql: 'prisma/postgres/migrations' } as const;
/** After a signal to stop, open requests get this long to end. */
const FINISH_MS = 7000;
/** However long the rest takes, the process is gone after this. */
const STOP_MS = 9500;

/**
 * Runs the server until a signal ends the process.
 * @throws ConfigError when a setting, a port or the database can not be used.
 */
export async function serve(flags: ServeFlags): Promise<void> {
  // Listened for from the start: a signal while starting ends the server as soon as it is there.
  const stopped = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  const settings = readSettings(flags, process.env, resolve('.env'));
  const config: OpenConfig = { ...settings, database: absolute(settings.database) };
  const log = openLog(config);
  const migrationsDir = resolve(PACKAGE_FOLDER, MIGRATIONS[config.database.engine]);
  const stores = shareConnections({ database: config.database, migrationsDir }, config.ingestThreads);
  const threads = await openThreads({ config, stores, packageFolder: PACKAGE_FOLDER, log });
  const store = await openStore(stores.pages, threads.writer);
  const stopping = new AbortController();
  const ctx: AppContext = {
    store,
    config,
    log,
    packageFolder: PACKAGE_FOLDER,
    worker: threads.sessions,
    stopping: stopping.signal,
    now: () => new Date(),
  };
  setAppContext(ctx);

  const servers = await openServers(ctx, threads, config, flags.dev === true);
  console.log(readyText(config));
  if (flags.sample) console.log(sampleText(await loadSample(ctx)));

  await stopped;
  stopping.abort();
  setTimeout(() => process.exit(1), STOP_MS).unref();
  await Promise.all(servers.map((server) => closeWithin(server, FINISH_MS)));
  await threads.stop(store);
  process.exit(0);
}

/** Opens the ports. `config` gets the ports that were had: 0 asks for any free one. */
async function openServers(
  ctx: AppContext,
  threads: Threads,
  config: OpenConfig,
  dev: boolean,
): Promise<readonly Server[]> {
  const deps = receiveTracesDeps(ctx, (sent) => threads.ingest.ingest(sent));
  const servers: Server[] = [];
  if (config.otlpPort !== null) {
    const otlpServer = createOtlpServer(deps);
    config.otlpPort = await listen(otlpServer, config.otlpPort, config.host, 'OTLP_PORT');
    servers.push(otlpServer);
  }
  const server = createServer(serverOptions(deps.limits));
  config.port = await listen(server, config.port, config.host, 'PORT');
  servers.push(server);
  const pages = openPages({ folder: PACKAGE_FOLDER, dev, server, host: config.host, port: config.port });
  const showPage = (request: IncomingMessage, response: ServerResponse) => {
    pages.then(
      (handle) => handle(request, response),
      () => response.destroy(),
    );
  };
  // Added in the turn in which the port opened, so no request was missed.
  server.on('request', (request, response) => {
    if (isOtlpPath(pathnameOf(request))) void handleOtlp(deps, request, response);
    else showPage(request, response);
  });
  server.on('checkContinue', (request, response) => {
    if (isOtlpPath(pathnameOf(request))) return void handleOtlp(deps, request, response, true);
    response.writeContinue();
    showPage(request, response);
  });
  server.on('clientError', answerClientError);
  await pages;
  return servers;
}

function pathnameOf({ url = '/' }: IncomingMessage): string {
  return url.split('?', 1)[0] ?? '/';
}

function readyText({ host, port, otlpPort, database }: Config): string {
  const name = host === '127.0.0.1' || host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  const otlp = [port, otlpPort].filter((open) => open !== null).map((open) => `http://${name}:${open}/v1/traces`);
  return [
    `Baggage Claim is ready: http://${name}:${port}`,
    `  spans      ${otlp.join(' or ')}`,
    `  database   ${database.engine === 'sqlite' ? database.file : withoutPassword(database.url)}`,
  ].join('\n');
}

function absolute(database: DatabaseLocation): DatabaseLocation {
  return database.engine === 'sqlite' ? { ...database, file: resolve(database.file) } : database;
}

function withoutPassword(url: string): string {
  const shown = new URL(url);
  shown.password = '';
  return shown.href;
}

function sampleText({ project, requests }: LoadedSample): string {
  const what = requests === 0 ? 'was there already' : `was loaded with ${requests} requests`;
  return `  sample     ${what}: project ${project}`;
}
