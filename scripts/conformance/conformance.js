/**
 * `npm run conformance`: runs `evaluate()` of the real Python and npm clients against the built server and checks what
 * arrived. Not part of `npm test`, because it needs Python 3 and both package indexes.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const CLIENTS = { python: 'honeyhive==1.5.1', npm: 'honeyhive@1.0.42' };
const here = fileURLToPath(new URL('.', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'baggage-claim-conformance-'));

try {
  await installClients();
  const server = await startServer();
  try {
    await checkPython(server.origin);
    await checkNpm(server.origin);
  } finally {
    await server.stop();
  }
  console.log('Both clients completed evaluate() and everything they sent arrived.');
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function installClients() {
  console.log(`── Installing ${CLIENTS.python} (PyPI) and ${CLIENTS.npm} (npm)`);
  await run('python3', ['-m', 'venv', 'venv']);
  await run('venv/bin/pip', ['install', '--quiet', '--disable-pip-version-check', CLIENTS.python]);
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  await run('npm', ['install', '--silent', '--no-fund', '--no-audit', '--ignore-scripts', CLIENTS.npm]);
}

async function checkPython(origin) {
  console.log('── Python: evaluate()');
  const result = await runClient('venv/bin/python', 'evaluate.py', origin);
  console.log(result);
  assert.equal(result.status, 'completed');
  assert.equal(result.datapoints, 2);
  assert.equal(result.metric, 0.5);
  const run = await arrivedRun(origin, 'default', result.runId);
  assert.deepEqual(run.client, { name: 'honeyhive', version: '1.5.1' });
  assert.equal(run.spans, 6);
  // One evaluator runs on the thread of the datapoint, so nothing is lost.
  for (const key of ['run_id', 'dataset_id', 'datapoint_id']) assert.equal(run.attribution[key].present, 6);
}

async function checkNpm(origin) {
  console.log('── npm: evaluate()');
  const result = await runClient(process.execPath, 'evaluate.mjs', origin);
  console.log(result);
  assert.equal(result.status, 'completed');
  const run = await arrivedRun(origin, 'conformance-npm', result.runId);
  assert.equal(run.client.name, 'honeyhive');
  assert.ok(run.spans >= 8, `${run.spans} spans`);
}

/** The run as the JSON API shows it, once every session of it is judged. */
async function arrivedRun(origin, project, runId) {
  for (let attempt = 0; ; attempt++) {
    const response = await fetch(`${origin}/api/projects/${project}/runs`);
    const { runs } = await response.json();
    const run = runs?.find((run) => run.runId === runId);
    if (run !== undefined && run.unsettledSessions === 0) {
      console.log(run);
      assert.equal(run.status, 'completed');
      assert.equal(run.sessions, 2);
      assert.equal(run.datapoints, 2);
      return run;
    }
    assert.ok(attempt < 100, `run ${runId} did not arrive in project ${project}: ${JSON.stringify(run ?? runs)}`);
    await setTimeout(200);
  }
}

async function startServer() {
  const port = await freePort();
  const program = fileURLToPath(new URL('../../bin/baggage-claim.js', import.meta.url));
  const flags = ['--port', String(port), '--otlp-port', 'off', '--db', join(folder, 'conformance.db')];
  const child = spawn(process.execPath, [program, 'serve', ...flags], {
    env: { ...process.env, GRACE_SECONDS: '1', LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const origin = `http://127.0.0.1:${port}`;
  const ended = once(child, 'exit');
  for (;;) {
    assert.equal(child.exitCode, null, 'the server ended: is it built? `npm run build`');
    if (
      await fetch(`${origin}/api/health`).then(
        (answer) => answer.ok,
        () => false,
      )
    )
      break;
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

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  return port;
}

/** The JSON on the last line a client program prints. */
async function runClient(command, script, origin) {
  const output = await run(command, [join(here, script)], {
    BAGGAGE_CLAIM: origin,
    HH_API_URL: origin,
    HH_API_KEY: 'any',
  });
  return JSON.parse(output.trim().split('\n').at(-1));
}

async function run(command, args, environment = {}) {
  const path = command.includes('/') && !command.startsWith('/') ? join(folder, command) : command;
  const child = spawn(path, args, {
    cwd: folder,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  const [code] = await once(child, 'close');
  assert.equal(code, 0, `${command} ${args.join(' ')} ended with ${code}:\n${output}`);
  return output;
}
