// What every program needs of the installed npm `honeyhive` (1.0.42), which is found in the working directory.
import { createRequire } from 'node:module';
import { Socket } from 'node:net';

export const server = process.env.CONFORMANCE_SERVER;
export const apiKey = 'any';
// What the Python programs' calls are filed under, too.
export const project = 'default';

const upstream = 'https://api.honeyhive.ai';
const loopback = new Set(['', 'localhost', '127.0.0.1', '::1']);
const elsewhere = [];
const rewritten = [];

// `evaluate()` does not hand `serverUrl` to the calls that create and update the run; they must not leave this machine.
const realFetch = globalThis.fetch;
globalThis.fetch = (input, init) => {
  const request = new Request(input, init);
  if (!request.url.startsWith(upstream)) return realFetch(request);
  const path = request.url.slice(upstream.length);
  rewritten.push(`${request.method} ${path}`);
  return realFetch(new Request(server + path, request));
};

// Every connection of Node begins here, whichever module opens it. Nobody listens where the others are sent instead.
const realConnect = Socket.prototype.connect;
Socket.prototype.connect = function connect(...args) {
  const [first, second] = Array.isArray(args[0]) ? args[0] : args;
  const host = typeof first === 'object' ? first.host : second;
  if (typeof host !== 'string' || loopback.has(host)) return realConnect.apply(this, args);
  elsewhere.push(host);
  return realConnect.call(this, { host: '127.0.0.1', port: 9 });
};

export const honeyhive = createRequire(`${process.cwd()}/`)('honeyhive');
const { HoneyHive, HoneyHiveTracer } = honeyhive;

/** `evaluate()` with what every experiment here shares. */
export async function evaluate(options) {
  const result = await honeyhive.evaluate({ project, apiKey, serverUrl: server, ...options });
  return { runId: result.runId, status: result.status, sessionIds: result.sessionIds, datasetId: result.datasetId };
}

export function newClient() {
  return new HoneyHive({ bearerAuth: apiKey, serverURL: server });
}

/** A tracer with a session of its own, started over REST. */
export function newTracer(sessionName, options = {}) {
  return HoneyHiveTracer.init({ apiKey, project, serverUrl: server, sessionName, source: 'conformance', ...options });
}

/** Sends what is left and prints the line the checks start from. */
export async function report(ids) {
  await HoneyHiveTracer.flush();
  console.log(`report ${JSON.stringify({ version: '1.0.42', elsewhere, rewritten, ...ids })}`);
  process.exit(0);
}
