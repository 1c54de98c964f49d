import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../e2e/server';
import { ask } from './ask';

export interface Ports {
  readonly port: number;
  readonly otlpPort: number;
}

export interface Installation extends Ports {
  readonly program: string;
  readonly databaseUrl: string;
  readonly environment?: Readonly<Record<string, string>>;
}

export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A process of the built product, perhaps not yet ready. */
export interface Product {
  readonly pid: number;
  readonly origin: string;
  readonly otlpOrigin: string;
  readonly ended: Promise<Ending>;
  /** Everything it printed so far. */
  output(): string;
  /** Resolves, to the milliseconds since its start, when it can write. @throws when it ends before that. */
  ready(): Promise<number>;
  end(signal: NodeJS.Signals): Promise<Ending>;
}

const READY_WITHIN_MS = 120_000;
const children = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));

export async function freePorts(): Promise<Ports> {
  return { port: await freePort(), otlpPort: await freePort() };
}

export function launch({ program, databaseUrl, port, otlpPort, environment }: Installation): Product {
  const begun = performance.now();
  const child = spawn(process.execPath, [program, 'serve'], {
    // The conditions of this process would change what the product imports.
    env: {
      ...process.env,
      NODE_OPTIONS: '',
      NODE_ENV: 'production',
      PORT: String(port),
      OTLP_PORT: String(otlpPort),
      DATABASE_URL: databaseUrl,
      GRACE_SECONDS: '1',
      LOG_LEVEL: 'warn',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.add(child);
  const output = collect(child);
  const ended = once(child, 'close').then(([code, signal]): Ending => {
    children.delete(child);
    return { code, signal };
  });
  const origin = `http://127.0.0.1:${port}`;
  return {
    pid: child.pid ?? 0,
    origin,
    otlpOrigin: `http://127.0.0.1:${otlpPort}`,
    ended,
    output,
    async ready() {
      while (performance.now() - begun < READY_WITHIN_MS) {
        if (!children.has(child)) throw new Error(`the product ended with ${child.exitCode}:\n${output()}`);
        if ((await ask(`${origin}/api/health`, { timeoutMs: 5000 })).status === 200) return performance.now() - begun;
        await sleep(20);
      }
      throw new Error(`the product is not ready:\n${output()}`);
    },
    end(signal) {
      child.kill(signal);
      return ended;
    },
  };
}

export async function start(installation: Installation): Promise<Product> {
  const product = launch(installation);
  await product.ready();
  return product;
}

/** Only the end is kept: a fault that is logged ten thousand times says nothing new. */
const OUTPUT_CHARACTERS = 20_000;

function collect(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      text = (text + chunk.toString()).slice(-OUTPUT_CHARACTERS);
    });
  }
  return () => text;
}

/** Memory the process holds now, in megabytes; 0 when it has ended. */
export function residentMb(pid: number): number {
  return statusMb(pid, 'VmRSS');
}

/** The most it ever held. */
export function peakMb(pid: number): number {
  return statusMb(pid, 'VmHWM');
}

function statusMb(pid: number, name: string): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** The number that the next file or connection of the process would get. */
export function nextDescriptor(pid: number): number {
  const open = new Set(readdirSync(`/proc/${pid}/fd`).map(Number));
  let next = 0;
  while (open.has(next)) next++;
  return next;
}
