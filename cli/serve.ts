import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { resolve } from 'node:path';
import { type Config, ConfigError, type DatabaseLocation } from '../lib/env';
import { answerClientError } from '../lib/http/answer-client-error';
import { refusalOf } from '../lib/http/authorize-request';
import { createOtlpServer, handleOtlp, isOtlpPath, serverOptions } from '../lib/http/otlp-listener';
import { receiveTracesDeps } from '../lib/http/receive-traces-deps';
import { incomingBody, sendAnswer } from '../lib/http/send-answer';
import { type AppContext, setAppContext } from '../lib/services/context';
import { KeyRing } from '../lib/services/key-ring';
import { loadSample } from '../lib/services/load-sample';
import { openStore } from '../lib/store/open-store';
import { canonicalUrl } from './canonical-url';
import { shareConnections } from './connection-shares';
import { closeWithin, listen } from './listen';
import { isLoopback } from './loopback';
import { openLog } from './open-log';
import { openThreads, type Threads } from './open-threads';
import { MIGRATIONS, PACKAGE_FOLDER } from './package-folder';
import { openPages } from './pages';
import { readSettings, type ServeFlags } from './settings';

type OpenConfig = { -readonly [K in keyof Config]: Config[K] };

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
  const now = () => new Date();
  const ctx: AppContext = {
    store,
    config,
    log,
    keys: new KeyRing(store, now, { mayBeOpen: isLoopback(config.host) }),
    packageFolder: PACKAGE_FOLDER,
    worker: threads.sessions,
    stopping: stopping.signal,
    now,
  };
  setAppContext(ctx);
  await refuseOpenNetwork(ctx);

  const servers = await openServers(ctx, threads, config, flags.dev === true);
  console.log(readyText(config));
  if (flags.sample) console.log(await sampleText(ctx));

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
  const answer = async (request: IncomingMessage, response: ServerResponse, isWaiting: boolean) => {
    request.url = canonicalUrl(request.url ?? '/');
    if (isOtlpPath(pathnameOf(request))) return handleOtlp(deps, request, response, isWaiting);
    if (await isRefused(ctx, request, response, isWaiting)) return;
    if (isWaiting) response.writeContinue();
    const showPage = await pages;
    showPage(request, response);
  };
  const answerOrHangUp = (request: IncomingMessage, response: ServerResponse, isWaiting = false) =>
    void answer(request, response, isWaiting).catch((err: unknown) => {
      ctx.log.error({ err }, 'a request failed');
      response.destroy();
    });
  // Added in the turn in which the port opened, so no request was missed.
  server.on('request', (request, response) => answerOrHangUp(request, response));
  server.on('checkContinue', (request, response) => answerOrHangUp(request, response, true));
  server.on('clientError', answerClientError);
  await pages;
  return servers;
}

/** Sends the refusal of a request that may not pass, before its body was read. */
async function isRefused(
  ctx: AppContext,
  request: IncomingMessage,
  response: ServerResponse,
  isWaiting: boolean,
): Promise<boolean> {
  const { method = 'GET', url = '/', headers } = request;
  const refusal = await refusalOf(ctx, { method, url, header: (name) => headers[name]?.toString() });
  if (refusal === null) return false;
  const body = method === 'HEAD' ? new Uint8Array() : new Uint8Array(await refusal.arrayBuffer());
  const answer = { status: refusal.status, headers: Object.fromEntries(refusal.headers), body };
  await sendAnswer(response, answer, incomingBody(request, response, isWaiting), 2 * ctx.config.maxBodyBytes);
  return true;
}

/** Without keys everybody who reaches the server may do everything. @throws ConfigError when that is not only this machine. */
async function refuseOpenNetwork({ config, keys }: AppContext): Promise<void> {
  if (isLoopback(config.host) || !(await keys.isEmpty())) return;
  throw new ConfigError(
    `HOST=${config.host} opens the server to the network, and there are no keys yet. ` +
      'Make one first: baggage-claim keys create --project <name> --name <name> --scope admin',
  );
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

async function sampleText(ctx: AppContext): Promise<string> {
  if (!(await ctx.keys.isEmpty())) return '  sample     was not loaded: this server has keys (docs/keys.md)';
  const { project, requests } = await loadSample(ctx);
  const what = requests === 0 ? 'was there already' : `was loaded with ${requests} requests`;
  return `  sample     ${what}: project ${project}`;
}
