import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { freePort, runToEnd, startServer } from './server';

async function takePort(): Promise<{ port: number; release: () => void }> {
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const address = holder.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { port: address.port, release: () => holder.close() };
}

async function environment(): Promise<Record<string, string>> {
  const folder = await mkdtemp(join(tmpdir(), 'baggage-claim-'));
  return {
    NODE_ENV: 'production',
    PORT: String(await freePort()),
    OTLP_PORT: String(await freePort()),
    DATABASE_URL: `file:${join(folder, 'test.db')}`,
    LOG_LEVEL: 'silent',
  };
}

/** One clear line for the person: no stack trace, the setting named. */
function expectOneLine(output: string, ...parts: string[]): void {
  const lines = output.trim().split('\n');
  expect(lines).toHaveLength(1);
  for (const part of parts) expect(lines[0]).toContain(part);
}

test('a taken web port is one clear line and exit code 2', async () => {
  const taken = await takePort();
  const { code, output } = await runToEnd({
    ...(await environment()),
    PORT: String(taken.port),
  });
  taken.release();
  expect(code).toBe(2);
  expectOneLine(output, String(taken.port), 'PORT');
});

test('a taken OTLP port is one clear line and exit code 2', async () => {
  const taken = await takePort();
  const { code, output } = await runToEnd({
    ...(await environment()),
    OTLP_PORT: String(taken.port),
  });
  taken.release();
  expect(code).toBe(2);
  expectOneLine(output, String(taken.port), 'OTLP_PORT');
});

test('a wrong setting is one clear line and exit code 2', async () => {
  const { code, output } = await runToEnd({
    ...(await environment()),
    PORT: 'eighty',
  });
  expect(code).toBe(2);
  expectOneLine(output, 'PORT', 'eighty');
});

test('a data folder that can not be written is one clear line and exit code 2', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'baggage-claim-'));
  // Root may write anywhere, so for root the folder's place is taken by a file.
  if (userInfo().uid === 0) await writeFile(join(folder, 'data'), '');
  else await chmod(folder, 0o500);
  const { code, output } = await runToEnd({
    ...(await environment()),
    DATABASE_URL: `file:${join(folder, 'data', 'x.db')}`,
  });
  expect(code).toBe(2);
  expectOneLine(output, join(folder, 'data'));
  await rm(folder, { recursive: true, force: true });
});

test('a database file that is no database is one clear line and exit code 2', async () => {
  const settings = await environment();
  const file = (settings.DATABASE_URL ?? '').slice('file:'.length);
  await writeFile(file, 'this is not a database, it is a longer text than a header');
  const { code, output } = await runToEnd(settings);
  expect(code).toBe(2);
  expectOneLine(output, file);
});

test('SIGTERM ends the server with exit code 0 and what was stored is there after a restart', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'baggage-claim-'));
  const first = await startServer({ folder });
  const sent = await fetch(`${first.origin}/api/sample`, { method: 'POST' });
  expect(sent.status).toBe(200);
  expect(await first.stop()).toBe(0);

  const second = await startServer({ folder });
  const { projects } = (await (await fetch(`${second.origin}/api/projects`)).json()) as {
    projects: { name: string }[];
  };
  expect(projects.map((project) => project.name)).toContain('demo');
  expect(await second.stop()).toBe(0);
  await rm(folder, { recursive: true, force: true });
});

test('SIGTERM to `npm start` ends the server itself, not only npm', async () => {
  const settings = await environment();
  const child = spawn('npm', ['start'], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    env: { ...process.env, ...settings },
  });
  const health = `http://127.0.0.1:${settings.PORT}/api/health`;
  await expect.poll(() => isAnswered(health), { timeout: 40_000 }).toBe(true);
  child.kill('SIGTERM');
  await once(child, 'exit');
  await expect.poll(() => isAnswered(health)).toBe(false);
});

function isAnswered(address: string): Promise<boolean> {
  return fetch(address).then(
    (response) => response.ok,
    () => false,
  );
}
