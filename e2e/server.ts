import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../bin/baggage-claim.js', import.meta.url));

/** A running, built product with a database of its own. */
export interface Server {
  readonly origin: string;
  readonly otlpOrigin: string;
  readonly folder: string;
  /** Everything it printed so far. */
  output(): string;
  /** Sends the signal and waits for the end; resolves to the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** Runs the program until it ends; for start-up failures. */
export async function runToEnd(
  environment: Record<string, string>,
  args: readonly string[] = ['serve'],
): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...process.env, ...environment },
  });
  const lines = collect(child);
  const [code] = (await once(child, 'exit')) as [number | null];
  return { code, output: lines() };
}

function collect(child: ChildProcess): () => string {
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  return () => text;
}

/** Starts the built product on free ports and waits until it is ready. */
export async function startServer(
  settings: { folder?: string; environment?: Record<string, string> } = {},
): Promise<Server> {
  const folder = settings.folder ?? (await mkdtemp(join(tmpdir(), 'baggage-claim-')));
  const port = await freePort();
  const otlpPort = await freePort();
  const child = spawn(process.execPath, [program, 'serve'], {
    env: {
      ...process.env,
      NODE_ENV: 'production',
      PORT: String(port),
      OTLP_PORT: String(otlpPort),
      DATABASE_URL: `file:${join(folder, 'test.db')}`,
      GRACE_SECONDS: '1',
      LOG_LEVEL: 'warn',
      ...settings.environment,
    },
  });
  const output = collect(child);
  const ended = once(child, 'exit') as Promise<[number | null]>;
  const origin = `http://127.0.0.1:${port}`;
  const deadline = Date.now() + 40_000;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`server ended with ${child.exitCode}:\n${output()}`);
    const ready = await fetch(`${origin}/api/health`).then(
      (response) => response.ok,
      () => false,
    );
    if (ready) break;
    if (Date.now() > deadline) throw new Error(`server not ready:\n${output()}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {
    origin,
    otlpOrigin: `http://127.0.0.1:${otlpPort}`,
    folder,
    output,
    async stop(signal = 'SIGTERM') {
      child.kill(signal);
      const [code] = await ended;
      if (settings.folder === undefined) await rm(folder, { recursive: true, force: true });
      return code;
    },
  };
}
