import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../e2e/server';

/** The program of this checkout. */
export const OWN_PROGRAM = fileURLToPath(new URL('../../bin/baggage-claim.js', import.meta.url));

const PROBE = new URL('./event-loop-probe.js', import.meta.url).href;
const START_MS = 60_000;
const STOP_MS = 15_000;

/** How late timers of the main thread ran since the last question, in milliseconds. */
export interface LoopDelay {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** A server to measure: started here, or somebody's. */
export interface MeasuredServer {
  readonly origin: string;
  /** Where spans go: the port made for them, where it is known. */
  readonly otlpOrigin: string;
  /** null for a server that was not started here. */
  readonly pid: number | null;
  loopDelay(): Promise<LoopDelay | null>;
  /** Bytes of its embedded database; null where that is not known. */
  databaseBytes(): Promise<number | null>;
  stop(): Promise<void>;
}

export interface ServerSettings {
  /** Path of a `bin/baggage-claim.js` with its build. */
  readonly program: string;
  /** null for an embedded database in a new folder, which is removed at the end. */
  readonly databaseUrl: string | null;
  /** Settings other than the defaults. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** A server that runs already: nothing is known of it but its answers. */
export function serverAt(origin: string, otlpOrigin = origin): MeasuredServer {
  return {
    origin,
    otlpOrigin,
    pid: null,
    loopDelay: async () => null,
    databaseBytes: async () => null,
    stop: async () => {},
  };
}

/** Starts a built program on free ports with an empty database. @throws when it is not ready in time. */
export async function runServer({ program, databaseUrl, environment }: ServerSettings): Promise<MeasuredServer> {
  const folder = await mkdtemp(join(tmpdir(), 'baggage-claim-bench-'));
  const port = await freePort();
  const otlpPort = await freePort();
  const child = spawn(process.execPath, ['--import', PROBE, resolve(program), 'serve'], {
    cwd: folder,
    env: {
      ...process.env,
      NODE_ENV: 'production',
      PORT: String(port),
      OTLP_PORT: String(otlpPort),
      DATABASE_URL: databaseUrl ?? `file:${join(folder, 'bench.db')}`,
      LOG_LEVEL: 'warn',
      ...environment,
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  const server: MeasuredServer = {
    origin: `http://127.0.0.1:${port}`,
    otlpOrigin: `http://127.0.0.1:${otlpPort}`,
    pid: child.pid ?? null,
    loopDelay: () => askLoopDelay(child),
    databaseBytes: () => (databaseUrl === null ? bytesIn(folder) : Promise.resolve(null)),
    async stop() {
      child.kill('SIGTERM');
      const kill = new AbortController();
      const late = setTimeout(STOP_MS, undefined, { signal: kill.signal }).then(
        () => child.kill('SIGKILL'),
        () => false,
      );
      await ended;
      kill.abort();
      await late;
      await rm(folder, { recursive: true, force: true });
    },
  };
  if (await isReadyInTime(server, child)) return server;
  await server.stop();
  throw new Error('the server did not start');
}

async function isReadyInTime({ origin }: MeasuredServer, child: ChildProcess): Promise<boolean> {
  const deadline = Date.now() + START_MS;
  while (Date.now() < deadline && child.exitCode === null) {
    const isReady = await fetch(`${origin}/api/health`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return true;
    await setTimeout(100);
  }
  return false;
}

function askLoopDelay(child: ChildProcess): Promise<LoopDelay> {
  return new Promise((answered) => {
    child.once('message', (message) => answered(message as LoopDelay));
    child.send('event-loop-delay');
  });
}

async function bytesIn(folder: string): Promise<number> {
  const sizes = await Promise.all((await readdir(folder)).map(async (name) => (await stat(join(folder, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
