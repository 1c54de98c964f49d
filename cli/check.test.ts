import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { snapshotListSchema } from '../lib/contracts/snapshots';
import { apiPaths } from '../lib/query/paths';
import type { AppContext } from '../lib/services/context';
import { loadSample } from '../lib/services/load-sample';
import { aContext } from '../lib/testing/a-context';
import { attributesOf } from '../lib/testing/a-span';
import { callApi } from '../lib/testing/call-api';
import { sendToHandlers } from '../lib/testing/send-to-handlers';
import { check } from './check';
import type { CheckFlags } from './gate-options';

const FIXED = '659ef565-f0fd-41e5-b717-9def4feb53e2';
/** It has no types. */
const { JSDOM } = createRequire(import.meta.url)('jsdom') as {
  JSDOM: new (text: string, options: { contentType: string }) => { window: { document: Document } };
};
/** Nothing listens there, and `fetch` refuses no such port by itself. */
const UNUSED = 'http://127.0.0.1:2';

let ctx: AppContext;
let REGRESSED: string;
let server: string;
const servers: Server[] = [];
let folder: string;
let printed: string[] = [];
let complained: string[] = [];
let progress: string[] = [];

beforeAll(async () => {
  let now = Date.parse('2026-11-21T12:00:00Z');
  ctx = aContext({
    now: () => {
      now += 1000;
      return new Date(now);
    },
  });
  const sample = await loadSample(ctx, sendToHandlers(ctx));
  REGRESSED = sample.runs.find((run) => run !== FIXED) ?? '';
  server = await aServer((request) => callHandler(ctx, request));
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gate-'));
  [printed, complained, progress] = [[], [], []];
  vi.spyOn(console, 'log').mockImplementation((text: string) => void printed.push(text));
  vi.spyOn(console, 'error').mockImplementation((text: string) => void complained.push(text));
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => progress.push(String(text)) > 0);
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});
afterAll(() => {
  for (const one of servers) one.close();
});

/** Address of a server that answers by this. */
async function aServer(answer: (request: IncomingMessage) => Promise<Response> | Response): Promise<string> {
  const opened = createServer(async (request, response) => {
    const { status, headers, body } = await answer(request);
    response.writeHead(status, Object.fromEntries(headers));
    response.end(body === null ? '' : Buffer.from(await new Response(body).arrayBuffer()));
  }).listen(0, '127.0.0.1');
  servers.push(opened);
  await once(opened, 'listening');
  return `http://127.0.0.1:${(opened.address() as AddressInfo).port}`;
}

async function callHandler(context: AppContext, request: IncomingMessage): Promise<Response> {
  const { method = 'GET', url = '/', headers } = request;
  const body = method === 'GET' ? null : Buffer.concat(await request.toArray());
  const sent = { host: headers.host ?? '', 'content-type': headers['content-type'] ?? '' };
  return callApi(context, url, { method, headers: sent, body });
}

function flags(members: Partial<CheckFlags> = {}): CheckFlags {
  return { server, project: 'demo', run: FIXED, ...members };
}

/** One span that says which run it belongs to, in a run that nobody declared. */
async function sendSpan(context: AppContext, runId: string): Promise<void> {
  const attributes = { 'honeyhive_metadata.run_id': runId, 'honeyhive.session_id': `session of ${runId}` };
  const span = {
    traceId: 'a'.repeat(32),
    spanId: 'b'.repeat(16),
    name: 'step',
    kind: 1,
    startTimeUnixNano: '1760000000000000001',
    endTimeUnixNano: '1760000000005000000',
    attributes: attributesOf(attributes).map(({ key, value }) => ({ key, value: { stringValue: value } })),
  };
  const response = await sendToHandlers(context)(
    new Request('http://localhost:3000/v1/traces', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-project': 'demo' },
      body: JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] }),
    }),
  );
  expect(response.status).toBe(200);
}

async function snapshotCount(): Promise<number> {
  const answer = await callApi(ctx, apiPaths.snapshots('demo'));
  return snapshotListSchema.parse(await answer.json()).snapshots.length;
}

describe('the exit code', () => {
  test('is 0 for a run that keeps its keys', async () => {
    expect(await check(flags({ min: ['*=100%'], maxLost: '0' }))).toBe(0);
    expect(printed.join('\n')).toContain('✓ The gate passes.');
    expect(printed.join('\n')).toContain(`${server}/p/demo/runs/${FIXED}`);
    expect(complained).toEqual([]);
  });

  test('is 1 for a run that loses them, and every failed check says what was found', async () => {
    expect(await check(flags({ run: REGRESSED, min: ['run_id=50%'], failOn: 'any' }))).toBe(1);
    expect(printed.join('\n')).toContain('✗ run_id on at least 50% of spans: It is right on 0% (0 of 8).');
    expect(printed.join('\n')).toContain('✗ no loss in the run: run_id is not right on 8 spans');
  });

  test('is 1 for what is lost against a baseline', async () => {
    expect(await check(flags({ run: REGRESSED, baseline: FIXED }))).toBe(1);
    expect(printed.join('\n')).toMatch(/✗ no regression against the baseline: \d+ regressions: .* at /);
    expect(await check(flags({ baseline: REGRESSED }))).toBe(0);
  });

  test.each<[string, Partial<CheckFlags>, string]>([
    ['an address that is none', { server: 'localhost:3000' }, '--server takes'],
    ['an address with a password in it', { server: 'http://me:secret@localhost' }, '--server takes'],
    ['an empty run, from a variable that is not set', { run: '' }, '--run is empty'],
    ['a share without %', { min: ['run_id=0.995'] }, 'write run_id=99.5%'],
    ['a key that is named twice', { min: ['run_id=1%', 'run_id=2%'] }, '--min names run_id twice'],
    ['an unknown thing to fail on', { failOn: 'old' }, '--fail-on takes new, confirmed, any, none'],
    ['what compares, without a baseline', { failOn: 'confirmed' }, 'give --baseline'],
    ['an unknown format', { format: ['xml'] }, '--format takes pretty, markdown'],
    ['two reports on standard output', { format: ['json', 'sarif'] }, '--output'],
    ['more files than formats', { output: ['a', 'b'] }, '--output'],
    ['a wait that is no number', { wait: '1m' }, '--wait takes a whole number'],
    ['a link that expires too late', { expires: '9999' }, '--expires takes a whole number from 1 to 3650 days'],
    ['a run as its own baseline', { run: 'a', baseline: 'a' }, 'the same run'],
  ])('is 2 for %s, before anything is asked', async (_, members, text) => {
    const refused = check({ ...flags({ server: UNUSED }), ...members });
    await expect(refused).rejects.toMatchObject({ name: 'ConfigError', message: expect.stringContaining(text) });
    await expect(refused).rejects.not.toThrow('secret');
  });

  test.each<[string, Partial<CheckFlags>, string]>([
    ['project', { project: 'dem' }, 'It has demo.'],
    ['run', { run: 'nowhere' }, 'or “latest”'],
    ['baseline', { baseline: 'nowhere' }, 'or “baseline”'],
    ['key', { min: ['run_ld=1%'] }, 'It takes run_id, dataset_id and datapoint_id, * for all of them, or a sent key'],
  ])('is 2 for an unknown %s, and what there is is said', async (_, members, text) => {
    await expect(check(flags(members))).rejects.toMatchObject({
      name: 'ConfigError',
      message: expect.stringContaining(text),
    });
    expect(printed).toEqual([]);
  });

  test('is 2 when the latest run is the baseline: nothing new was received', async () => {
    await expect(check(flags({ run: 'latest', baseline: REGRESSED }))).rejects.toThrow('is the baseline itself');
  });

  test('is 2 for a server that is something else', async () => {
    const other = await aServer(() => new Response('hello'));
    await expect(check(flags({ server: other }))).rejects.toThrow('is no Baggage Claim');
  });

  test('is 3 where nothing listens', async () => {
    expect(await check(flags({ server: UNUSED }))).toBe(3);
    expect(complained).toEqual([`${UNUSED} can not be reached (ECONNREFUSED).`]);
  });

  test('is 3 when the run does not settle in time, and what is awaited is told once, not on standard output', async () => {
    const still = aContext();
    await sendSpan(still, 'run-1');
    const address = await aServer((request) => callHandler(still, request));
    expect(await check(flags({ server: address, run: 'run-1', wait: '1' }))).toBe(3);
    expect(complained[0]).toContain('Run run-1 is not settled after 1 s: 1 of 1 sessions may still change.');
    expect(progress).toEqual(['Waiting for run run-1: 1 of 1 sessions may still change\n']);
    expect(printed).toEqual([]);
  });

  test('is 3 when the server breaks', async () => {
    const broken = await aServer(() =>
      Response.json({ title: '', type: '', status: 500, detail: 'Broken.' }, { status: 500 }),
    );
    expect(await check(flags({ server: broken }))).toBe(3);
    expect(complained[0]).toContain('answered 500. Broken.');
  });
});

describe('asking', () => {
  test('a run that settles while it waits is judged then', async () => {
    let now = Date.parse('2026-11-21T12:00:00Z');
    const own = aContext({ now: () => new Date(now) });
    await sendSpan(own, 'run-1');
    const address = await aServer((request) => {
      now += 4000;
      return callHandler(own, request);
    });
    expect(await check(flags({ server: address, run: 'run-1', min: ['run_id=100%'] }))).toBe(0);
    expect(progress.length).toBeGreaterThan(0);
  });

  test('an overloaded server is asked again after what it says', async () => {
    let refusals = 0;
    const busy = await aServer((request) =>
      ++refusals <= 2
        ? new Response(null, { status: 503, headers: { 'retry-after': '0' } })
        : callHandler(ctx, request),
    );
    expect(await check(flags({ server: busy, failOn: 'none' }))).toBe(0);
    expect(refusals).toBeGreaterThan(2);
  });

  test('one that stays overloaded is given up', async () => {
    const busy = await aServer(() => new Response(null, { status: 429, headers: { 'retry-after': '0' } }));
    expect(await check(flags({ server: busy }))).toBe(3);
    expect(complained[0]).toContain('answered 429');
  });

  test('never leaves the server it was given', async () => {
    let visits = 0;
    const elsewhere = await aServer(() => {
      visits++;
      return new Response();
    });
    const away = await aServer((request) => Response.redirect(new URL(request.url ?? '', elsewhere), 307));
    await expect(check(flags({ server: away }))).rejects.toThrow(`redirects to ${elsewhere}/`);
    expect(visits).toBe(0);
  });
});

describe('the baseline', () => {
  test('is looked for by the server; a first run without one passes, and says that nothing was compared', async () => {
    expect(await check(flags({ run: FIXED, baseline: 'baseline', min: ['*=100%'] }))).toBe(0);
    expect(printed.join('\n')).toContain(`(${FIXED})`);
    expect(printed.join('\n')).toMatch(
      /– no regression against the baseline: skipped: No earlier run of the dataset EXT-\w+ passes\./,
    );
  });

  test('is the one that was pinned', async () => {
    await callApi(ctx, apiPaths.baseline('demo', FIXED), { method: 'PUT' });
    try {
      expect(await check(flags({ run: REGRESSED, baseline: 'baseline', failOn: 'new' }))).toBe(1);
      expect(printed.join('\n')).toMatch(new RegExp(`baseline .*${FIXED}`));
    } finally {
      await callApi(ctx, apiPaths.baseline('demo', FIXED), { method: 'DELETE' });
    }
  });

  test('is not needed for the share of a sent key', async () => {
    expect(await check(flags({ min: ['honeyhive_metadata.run_id=100%'] }))).toBe(0);
    expect(printed.join('\n')).toContain(
      '✓ honeyhive_metadata.run_id preserved on at least 100% of the spans that sent it',
    );
  });
});

describe('the link', () => {
  test('opens the frozen comparison', async () => {
    await check(flags({ run: REGRESSED, baseline: FIXED, expires: 'never' }));
    const [, token = ''] = /Shared {4}http:\/\/127\.0\.0\.1:\d+\/s\/(\S+)/.exec(printed.join('\n')) ?? [];
    const answer = await callApi(ctx, apiPaths.shared(token));
    expect(await answer.json()).toMatchObject({
      expiresAt: null,
      contents: { comparison: { run: { runId: REGRESSED } } },
    });
  });

  test('is not made when nobody wants it, or nothing is compared', async () => {
    const before = await snapshotCount();
    await check(flags({ run: REGRESSED, baseline: FIXED, share: false }));
    await check(flags());
    expect(await snapshotCount()).toBe(before);
  });

  test('that can not be made is a warning, and the gate stands', async () => {
    const address = await aServer((request) =>
      request.url?.endsWith('/snapshots') ? new Response(null, { status: 500 }) : callHandler(ctx, request),
    );
    expect(await check(flags({ server: address, baseline: REGRESSED }))).toBe(0);
    expect(complained).toEqual([expect.stringContaining('The comparison was not shared: ')]);
    expect(printed.join('\n')).not.toContain('/s/');
  });
});

describe('reports', () => {
  /** The only thing that is printed. */
  async function printedReport(format: string, members: Partial<CheckFlags> = {}): Promise<string> {
    expect(await check(flags({ run: REGRESSED, baseline: FIXED, format: [format], ...members }))).toBe(1);
    expect(printed).toHaveLength(1);
    return printed[0] ?? '';
  }

  test('in JSON hold the checks and the link', async () => {
    const report = JSON.parse(await printedReport('json'));
    expect(JSON.stringify(report)).toContain('fail-on:new');
    expect(JSON.stringify(report)).toContain(`${server}/s/`);
  });

  test('in JUnit are well-formed, with a failed case for the failed check', async () => {
    const { document } = new JSDOM(await printedReport('junit'), { contentType: 'text/xml' }).window;
    const failed = [...document.querySelectorAll('testcase:has(failure)')].map((testcase) =>
      testcase.getAttribute('name'),
    );
    expect(failed).toContain('no regression against the baseline (fail-on:new)');
    expect(document.documentElement.outerHTML).toContain(`${server}/s/`);
  });

  test('in SARIF are a log of version 2.1.0', async () => {
    const log = JSON.parse(await printedReport('sarif'));
    expect(log.version).toBe('2.1.0');
    expect(log.runs.flatMap(({ results }: { results: unknown[] }) => results).length).toBeGreaterThan(0);
    expect(JSON.stringify(log)).toContain(`${server}/s/`);
  });

  test('in Markdown and HTML tell checks and link', async () => {
    const markdown = await printedReport('markdown');
    expect(markdown).toContain('no regression against the baseline');
    expect(markdown).toContain(`${server}/s/`);
    printed = [];
    expect(await printedReport('html')).toMatch(/^<!doctype html>/i);
  });

  test('without a baseline tell of the run alone', async () => {
    expect(await check(flags({ run: REGRESSED, format: ['json'] }))).toBe(1);
    const report = printed.join('\n');
    expect(JSON.parse(report)).toMatchObject({ comparison: null });
    expect(report).toContain('fail-on:any');
  });

  test('go into files, one for each format, and the log stays readable', async () => {
    const [xml, sarif] = [join(folder, 'new/gate.xml'), join(folder, 'gate.sarif')];
    await check(flags({ run: REGRESSED, baseline: FIXED, format: ['junit', 'sarif'], output: [xml, sarif] }));
    expect(readFileSync(xml, 'utf8')).toMatch(/^<\?xml/);
    expect(JSON.parse(readFileSync(sarif, 'utf8')).version).toBe('2.1.0');
    expect(printed).toHaveLength(1);
    expect(printed[0]).toContain('✗ The gate fails');
  });

  test('that can not be written are a mistake in the flags', async () => {
    await expect(check(flags({ output: ['/dev/null/gate.txt'] }))).rejects.toThrow('--output /dev/null/gate.txt');
  });
});

describe('the program', () => {
  const root = fileURLToPath(new URL('..', import.meta.url));

  /** Exit code and what the real process says on standard error. */
  function run(...words: readonly string[]): Promise<{ code: unknown; stderr: string }> {
    const program = ['--import', 'tsx', '--conditions=react-server', 'cli/main.ts', 'check', ...words];
    return new Promise((resolve) => {
      execFile(process.execPath, program, { cwd: root }, (error, _stdout, stderr) =>
        resolve({ code: error === null ? 0 : error.code, stderr }),
      );
    });
  }

  test.each([
    [2, "unknown option '--mim'", ['--server', UNUSED, '--project', 'a', '--run', 'b', '--mim', 'run_id=1%']],
    [2, '--min “run_id”', ['--server', UNUSED, '--project', 'a', '--run', 'b', '--min', '*=1%', '--min', 'run_id']],
    [3, 'can not be reached', ['--server', UNUSED, '--project', 'a', '--run', 'b']],
  ])('ends with %i and “%s”', async (code, text, words) => {
    const ended = await run(...words);
    expect(ended).toMatchObject({ code, stderr: expect.stringContaining(text) });
    // The line, what may have been meant, and no stack.
    expect(ended.stderr.trim().split('\n').length).toBeLessThanOrEqual(2);
  });
});
