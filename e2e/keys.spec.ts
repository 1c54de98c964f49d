import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { replayCapture } from './replay';
import { runToEnd, type Server, startServer } from './server';

const RECORDING = 'sdk-4291199a-evaluate-FIXED';
const PROJECT = 'demo';

/** What only the project demo has. */
const SECRET = 'child_op';

const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

/** Makes a key by the command line, beside the running server. */
async function makeKey({ folder }: Server, project: string, scope: string): Promise<string> {
  const flags = [
    '--project',
    project,
    '--name',
    `${project} ${scope}`,
    '--scope',
    scope,
    '--db',
    join(folder, 'test.db'),
  ];
  const { code, output } = await runToEnd({}, ['keys', 'create', ...flags]);
  expect(code, output).toBe(0);
  return /^bc_\S+$/m.exec(output)?.[0] ?? '';
}

async function expectAccessible(page: Page): Promise<void> {
  // Next takes the title away for a moment while it refreshes a page.
  await expect(async () => {
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  }).toPass({ timeout: 15_000 });
  const sideways = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;
  expect(await page.evaluate(sideways)).toBe(0);
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the first key closes the server and signs its maker in, by keyboard on a phone, ${colorScheme}`, async ({
    browser,
  }) => {
    test.slow();
    const own = await startServer();
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, colorScheme });
    try {
      await replayCapture(own.origin, RECORDING);
      const settings = `${own.origin}/p/${PROJECT}/settings`;
      const page = await context.newPage();
      await page.goto(settings);
      await expect(page.getByText('Everybody on this machine may do everything')).toBeVisible();
      await expect(page.getByRole('button', { name: 'Sign out' })).toHaveCount(0);

      await page.getByRole('button', { name: 'New key…' }).press('Enter');
      const dialog = page.getByRole('dialog');
      await expect(dialog).toContainText('nobody gets in without one');
      await expect(dialog.getByRole('checkbox', { name: 'admin' })).toBeChecked();
      await expect(dialog.getByRole('checkbox', { name: 'admin' })).toBeDisabled();
      await expectAccessible(page);
      await dialog.getByLabel('Name').fill('me');
      await page.keyboard.press('Enter');
      const field = dialog.getByLabel('Key me');
      await expect(field).toBeFocused();
      const key = await field.inputValue();
      expect(key).toMatch(/^bc_[\w-]{43}$/);
      await expectAccessible(page);
      await dialog.getByRole('button', { name: 'Done' }).press('Enter');
      await expect(page.getByRole('button', { name: 'New key…' })).toBeFocused();

      const row = page.getByRole('row', { name: /^me/ });
      await expect(row).toContainText('yours');
      await expect(row).toContainText('works');
      await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
      expect((await fetch(`${own.origin}/api/projects`)).status).toBe(401);
      await expectAccessible(page);

      await page.getByRole('button', { name: 'Sign out' }).press('Enter');
      await expect(page).toHaveURL(`${own.origin}/sign-in`);
      await page.goto(`${settings}?from=bookmark`);
      await expect(page).toHaveURL(`${own.origin}/sign-in?next=%2Fp%2Fdemo%2Fsettings%3Ffrom%3Dbookmark`);
      await expectAccessible(page);
      await page.getByLabel('Key').fill(`${key}x`);
      await page.keyboard.press('Enter');
      await expect(page.getByRole('alert').filter({ hasText: 'Not signed in' })).toContainText('not known here');
      await page.getByLabel('Key').fill(key);
      await page.keyboard.press('Enter');
      await expect(page).toHaveURL(`${settings}?from=bookmark`);

      await page.getByRole('button', { name: 'Revoke… me' }).press('Enter');
      await expect(dialog).toContainText('you will be signed out');
      await expect(dialog).toContainText('the last key of this project with the scope admin');
      await expect(dialog.getByRole('button', { name: 'Keep it' })).toBeVisible();
      await expectAccessible(page);
      await dialog.getByRole('button', { name: 'Revoke key' }).press('Enter');
      await expect(page).toHaveURL(/\/sign-in\?next=/);
      expect((await fetch(`${own.origin}/api/projects`, { headers: bearer(key) })).status).toBe(401);
      expect((await fetch(`${own.origin}/api/projects`)).status).toBe(401);
      expect(readFileSync(join(own.folder, 'test.db')).includes(key)).toBe(false);
    } finally {
      await context.close();
      await own.stop();
    }
  });
}

/** The answer to a request line that `fetch` would tidy up. */
async function askRaw(
  origin: string,
  target: string,
  headers: Readonly<Record<string, string>>,
  method = 'GET',
): Promise<string> {
  const { hostname, port, host } = new URL(origin);
  const socket = connect(Number(port), hostname);
  const sent = { host, connection: 'close', accept: 'text/html', ...headers };
  const lines = Object.entries(sent).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n`);
  return Buffer.concat(await socket.toArray()).toString();
}

const ODD_ADDRESSES = [
  '/p/demo/runs',
  '/%70/demo/runs',
  '/p/%64emo/runs',
  '/p/~demo/runs',
  '//p/demo/runs',
  '/p//demo/runs',
  '/s/../p/demo/runs',
  '/s/%2e%2e/p/demo/runs',
  '/s/..%2fp/demo/runs',
  '/s\\..\\p\\demo\\runs',
  '/_next/static/../../p/demo/runs',
  '/_next/static/..%2f..%2fp/demo/runs',
  'http://elsewhere/p/demo/runs',
  '/p/other/runs?nxtPproject=demo',
  '/p/other%2f..%2fdemo/runs',
  '/p/other/..%2fdemo/runs',
  '/p/demo.rsc',
  '/api/projects/demo/runs',
  '/api/projects/%64emo/runs',
  '/%61pi/projects/demo/runs',
  '/api//projects/demo/runs',
  '/api/snapshots/../projects/demo/runs',
  '/api/projects/other/runs?nxtPproject=demo',
  '/runs/..%2f..%2fapi/projects/demo/runs',
  '/_next/image?url=%2Fapi%2Fprojects%2Fdemo%2Fruns&w=64&q=75',
  '/unversioned/runs',
  '/RUNS',
  '/nowhere',
];

test('with keys, another project is seen neither in pages nor by oddly written addresses', async ({
  page,
  problems,
}) => {
  const own = await startServer();
  try {
    const { runId: replayed, sessionIds } = await replayCapture(own.origin, RECORDING);
    const runId = replayed ?? '';
    const [admin, other] = [await makeKey(own, PROJECT, 'admin'), await makeKey(own, 'other', 'admin')];
    await expect.poll(async () => (await fetch(`${own.origin}/api/projects`)).status).toBe(401);
    await expect
      .poll(async () => (await fetch(`${own.origin}/api/projects`, { headers: bearer(other) })).status)
      .toBe(200);
    const shown = await fetch(`${own.origin}/p/${PROJECT}/sessions/${sessionIds[0]}`, { headers: bearer(admin) });
    expect(await shown.text()).toContain(SECRET);

    const cookie = { cookie: `baggage-claim-key=${other}` };
    const paths = [
      ...ODD_ADDRESSES,
      `/p/${PROJECT}/sessions/${sessionIds[0]}`,
      `/r/run/${runId}`,
      `/api/projects/other/runs/${runId}`,
    ];
    for (const path of paths) {
      for (const headers of [
        {},
        bearer(other),
        cookie,
        { ...cookie, rsc: '1' },
        { ...cookie, 'x-matched-path': '/p/demo/runs' },
      ]) {
        const answer = await askRaw(own.origin, path, headers);
        expect(answer, path).toMatch(/^HTTP\/1\.1 (?:200|30[78]|40[0134])/);
        const told = answer.replaceAll(path, '').replaceAll(encodeURIComponent(path), '');
        for (const secret of [SECRET, ...sessionIds])
          if (!path.includes(secret)) expect(told, path).not.toContain(secret);
        if (!path.includes(runId)) expect(told, path).not.toContain(runId);
      }
    }

    await page.goto(`${own.origin}/p/${PROJECT}/runs`);
    await page.getByLabel('Key').fill(other);
    await page.keyboard.press('Enter');
    // Signed in, and still not let in there.
    await expect(page.getByRole('alert').filter({ hasText: 'does not open the page' })).toContainText(
      'of the project other',
    );
    await page.getByRole('link', { name: 'go to the start page' }).click();
    await expect(page).toHaveURL(`${own.origin}/p/other/runs`);
    await expect(page.getByText(PROJECT, { exact: true })).toHaveCount(0);
    await page.goto(`${own.origin}/p/other/nowhere`);
    await expect(page.getByText(PROJECT)).toHaveCount(0);
    problems.splice(0);
  } finally {
    // An open page would ask a server that is gone.
    await page.close();
    await own.stop();
  }
});

test('keys are for both ports, and a client that waits is refused before it sends its body', async () => {
  const own = await startServer();
  try {
    const [ingest, read] = [await makeKey(own, PROJECT, 'ingest'), await makeKey(own, PROJECT, 'read')];
    const send = async (origin: string, headers: Readonly<Record<string, string>>) => {
      const init = { method: 'POST', body: '{}', headers: { 'content-type': 'application/json', ...headers } };
      const answer = await fetch(`${origin}/v1/traces`, init);
      return { status: answer.status, ...(await answer.json()) };
    };
    for (const origin of [own.origin, own.otlpOrigin]) {
      await expect.poll(() => send(origin, {})).toMatchObject({ status: 401, code: 16 });
      expect(await send(origin, bearer(`${ingest}x`))).toMatchObject({ status: 401, code: 16 });
      expect(await send(origin, bearer(read))).toMatchObject({ status: 403, code: 7 });
      expect(await send(origin, bearer(ingest))).toEqual({ status: 200 });
      expect((await fetch(`${origin}/healthz`)).status).toBe(200);
      expect(await (await fetch(`${origin}/limits`)).json()).toMatchObject({ authentication: 'bearer' });
    }
    for (const path of ['/v1/traces', '/v1/runs', '/api/sample']) {
      const waiting = { expect: '100-continue', 'content-length': '1000', 'content-type': 'application/json' };
      expect(await askRaw(own.origin, path, waiting, 'POST')).toMatch(/^HTTP\/1\.1 401/);
    }
    const suite = await runToEnd({}, [
      'check-receiver',
      own.otlpOrigin,
      '--api',
      own.origin,
      '--only',
      'P1,P22',
      '--key',
      await makeKey(own, 'check-receiver', 'ingest,read'),
    ]);
    expect(suite.output).toContain('2 behaviours ok, 0 failed');
    const gate = ['check', '--server', own.origin, '--project', PROJECT, '--run', 'latest'];
    expect(await runToEnd({ HH_API_KEY: '' }, gate)).toEqual({
      code: 2,
      output: expect.stringContaining('takes keys: give one as --key or in HH_API_KEY'),
    });
    expect(await runToEnd({ HH_API_KEY: ingest }, gate)).toEqual({
      code: 2,
      output: expect.stringContaining('this takes read'),
    });
    expect(await runToEnd({ HH_API_KEY: read }, gate)).toEqual({
      code: 2,
      output: expect.stringContaining('has no runs yet'),
    });
  } finally {
    await own.stop();
  }
});

test('without keys the network is not listened on, and other names than this machine’s are not answered', async () => {
  const { code, output } = await runToEnd({
    HOST: '0.0.0.0',
    PORT: '0',
    OTLP_PORT: '',
    DATABASE_URL: `file:${test.info().outputPath('x.db')}`,
  });
  expect(code).toBe(2);
  expect(output).toContain(
    'HOST=0.0.0.0 opens the server to the network, and there are no keys yet. Make one first: baggage-claim keys create',
  );
  expect(output.trim().split('\n')).toHaveLength(1);

  const own = await startServer();
  try {
    for (const path of ['/', '/p/demo/runs', '/api/projects', '/v1/runs']) {
      expect(await askRaw(own.origin, path, { host: 'rebound.example' }), path).toMatch(/^HTTP\/1\.1 403/);
      expect(await askRaw(own.origin, path, { host: 'localhost:1' }), path).not.toMatch(/^HTTP\/1\.1 403/);
    }
    const foreign = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' };
    expect((await fetch(`${own.origin}/api/sample`, { method: 'POST', headers: foreign })).status).toBe(403);
  } finally {
    await own.stop();
  }
});
