import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, openSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/**
 * Starts the built server on a database of its own below `folder`; its log is `server.log` there.
 * @param {string} root of the tree it was built in
 * @returns {Promise<{origin: string, stop: () => Promise<void>}>} `stop` checks that it ends in order
 */
export async function startServer(root, folder) {
  const program = join(root, 'bin', 'baggage-claim.js');
  assert.ok(existsSync(join(root, 'dist', 'baggage-claim.js')), `${root} is not built: npm run build`);
  const port = await freePort();
  const flags = ['--port', String(port), '--otlp-port', 'off', '--db', join(folder, 'conformance.db')];
  const log = openSync(join(folder, 'server.log'), 'a');
  const child = spawn(process.execPath, [program, 'serve', ...flags], {
    env: { ...process.env, GRACE_SECONDS: '1', LOG_LEVEL: 'info' },
    stdio: ['ignore', log, log],
  });
  const ended = once(child, 'exit');
  const origin = `http://127.0.0.1:${port}`;
  while (!(await answers(`${origin}/api/health`))) {
    assert.equal(child.exitCode, null, `the server ended; see ${join(folder, 'server.log')}`);
    await setTimeout(100);
  }
  return {
    origin,
    async stop() {
      child.kill('SIGTERM');
      const [code] = await ended;
      assert.equal(code, 0, 'the server must end with 0 on SIGTERM');
    },
  };
}

export const repositoryRoot = fileURLToPath(new URL('../..', import.meta.url));

async function answers(address) {
  try {
    return (await fetch(address)).ok;
  } catch {
    return false;
  }
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  return port;
}
