import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { comparePath } from '../lib/query/paths';
import { expect, test } from './fixtures';
import { replayCapture } from './replay';
import { startServer } from './server';

/** The recorded broken run in the worker's own server, and where it happened. */
async function brokenRun(origin: string) {
  const { runId, sessionIds } = await replayCapture(origin, 'sdk-531c1bbf-evaluate-REGRESSED');
  const sessionId = sessionIds[0] ?? '';
  const session = await (await fetch(`${origin}/api/projects/demo/sessions/${sessionId}`)).json();
  const { spanId, traceId } = session.findings[0].span as { spanId: string; traceId: string };
  return { runId: runId ?? '', sessionId, spanId, traceId, datapointId: session.datapointId as string };
}

test('from an empty database to the span where the ids were lost', async ({ page }) => {
  const empty = await startServer();
  try {
    await page.goto(`${empty.origin}/`);
    await expect(page.getByText('HH_API_URL').first()).toBeVisible();
    await page.getByRole('button', { name: 'Load the sample' }).click();

    await expect(page).toHaveURL(/\/p\/demo\/runs/);
    const rows = page.getByRole('row');
    await expect(rows.filter({ hasText: '100%' })).toHaveCount(1);
    const broken = rows.filter({ hasText: 'Broken' });
    await expect(broken).toContainText('0%');
    await broken.getByRole('link').first().click();

    await expect(page.getByText('8 of 8 child spans lack run_id, dataset_id and datapoint_id')).toBeVisible();
    await expect(page.getByText('2 break points')).toBeVisible();
    await page.getByRole('link', { name: 'EXT-198854c3a1127e70' }).first().click();

    await expect(page.getByRole('treegrid')).toBeVisible();
    await expect(page.getByText('Selective span processor')).toBeVisible();
    const breakRow = page.getByRole('row').filter({ hasText: 'break' });
    await expect(breakRow).toHaveCount(1);
    await breakRow.click();

    await expect(page).toHaveURL(/span=/);
    await page.goBack();
    await expect(page).not.toHaveURL(/span=/);
    await page.goForward();
    await expect(page.getByText('The span has no run_id; its session says it is')).toBeVisible();
    await page.getByRole('tab', { name: /Ledger/ }).click();
    await expect(page.getByText('honeyhive.session_id').first()).toBeVisible();
    await page.getByRole('tab', { name: 'Sent and stored' }).click();
    await expect(page.getByText('resourceSpans').or(page.getByText('event_id')).first()).toBeVisible();
  } finally {
    // An open page would ask a server that is gone.
    await page.close();
    await empty.stop();
  }
});

test('a link with a span opens the same view for a colleague', async ({ page, server }) => {
  const { sessionId, spanId } = await brokenRun(server.origin);
  await page.goto(`/p/demo/sessions/${sessionId}?span=${spanId}`);
  await expect(page.getByRole('row', { selected: true })).toContainText('child_op');
  await expect(page.getByText('Nearest ancestor with it').first()).toBeVisible();
});

test('the tree is walked with the keyboard', async ({ page, server }) => {
  const { sessionId } = await brokenRun(server.origin);
  await page.goto(`/p/demo/sessions/${sessionId}`);
  const tree = page.getByRole('treegrid');
  await tree.focus();
  const active = () =>
    tree.evaluate((grid) => document.getElementById(grid.getAttribute('aria-activedescendant') ?? '')?.textContent);
  await page.keyboard.press('Home');
  expect(await active()).toContain('session record');
  await page.keyboard.press(']');
  expect(await active()).toContain('break');
  await page.keyboard.press('ArrowLeft');
  await expect(tree.getByRole('row', { expanded: false })).toHaveCount(1);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  expect(await active()).toContain('boom');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/span=/);
  await page.keyboard.press('Escape');
  await expect(page).not.toHaveURL(/span=/);
});

test('ids from a log lead to their pages', async ({ page, server }) => {
  const { runId, sessionId, spanId, traceId, datapointId } = await brokenRun(server.origin);
  const cases: readonly [string, RegExp][] = [
    [`/r/run/${runId}`, new RegExp(`/p/demo/runs/${runId}`)],
    [`/r/datapoint/${datapointId}`, new RegExp(`/d/${datapointId}`)],
    [`/r/session/${sessionId}`, new RegExp(`/sessions/${sessionId}`)],
    [`/r/trace/${traceId}`, new RegExp(`/sessions/${sessionId}\\?.*trace=${traceId}`)],
    [`/r/span/${spanId}`, new RegExp(`/sessions/${sessionId}\\?.*span=${spanId}`)],
  ];
  for (const [address, expected] of cases) {
    await page.goto(address);
    await expect(page).toHaveURL(expected);
  }
  const unknown = await page.goto('/r/run/never-seen');
  expect(unknown?.status()).toBe(404);
});

test('hostile names, keys and values are shown as text', async ({ page, server }) => {
  const session = crypto.randomUUID();
  const markup = '<img src=x onerror="document.title=`owned`">';
  const span = {
    traceId: '0af7651916cd43dd8448eb211c80319c',
    spanId: 'b7ad6b7169203331',
    name: markup,
    kind: 1,
    startTimeUnixNano: '1795242740000000000',
    endTimeUnixNano: '1795242740500000000',
    attributes: [
      { key: 'honeyhive.session_id', value: { stringValue: session } },
      { key: '__proto__', value: { stringValue: 'polluted' } },
      { key: 'constructor.prototype.x', value: { stringValue: markup } },
      { key: markup, value: { intValue: '9223372036854775807' } },
      { key: "'; DROP TABLE Span; --", value: { boolValue: true } },
    ],
  };
  const sent = await fetch(`${server.origin}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-project': 'hostile & <b>' },
    body: JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] }),
  });
  expect(sent.status).toBe(200);
  await page.goto(`/r/session/${session}`);
  await expect(page.getByRole('treegrid')).toContainText(markup);
  await page.goto(`/r/span/${span.spanId}`);
  await page.getByRole('tab', { name: /Ledger/ }).click();
  for (const text of ['__proto__', 'constructor.prototype.x', markup, '9223372036854775807', 'DROP TABLE']) {
    await expect(page.getByText(text).first()).toBeVisible();
  }
  await expect(page).not.toHaveTitle(/owned/);
});

async function everyPage(origin: string): Promise<readonly string[]> {
  const { runId, sessionId, spanId, datapointId } = await brokenRun(origin);
  const { runId: fixedRunId } = await replayCapture(origin, 'sdk-4291199a-evaluate-FIXED');
  const compared = comparePath('demo', fixedRunId ?? '', [runId]);
  return [
    '/p/demo/runs',
    `/p/demo/runs/${runId}`,
    `/p/demo/runs/${runId}?tab=findings`,
    `/p/demo/runs/${runId}?tab=structure`,
    `/p/demo/runs/${runId}/d/${datapointId}`,
    `/p/demo/sessions`,
    `/p/demo/sessions/${sessionId}`,
    `/p/demo/sessions/${sessionId}?span=${spanId}`,
    '/p/demo/compare',
    compared,
    `${compared}&tab=datapoints`,
    `${compared}&tab=datapoints&dp=${datapointId}`,
    `${compared}&tab=structure`,
    comparePath('demo', fixedRunId ?? '', [runId, fixedRunId ?? '']),
    '/p/demo/keys?key=run_id',
    '/p/demo/snapshots',
    '/p/demo/settings',
    '/p/demo/runs/no-such-run',
  ];
}

async function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

for (const [width, height] of [
  [1440, 900],
  [390, 844],
] as const) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`every page at ${width} px, ${colorScheme}: accessible, nothing sticks out`, async ({ browser, server }) => {
      test.setTimeout(300_000);
      const context = await browser.newContext({ viewport: { width, height }, colorScheme });
      const page = await context.newPage();
      for (const address of await everyPage(server.origin)) {
        await page.goto(`${server.origin}${address}`, { waitUntil: 'networkidle' });
        expect(await sidewaysScroll(page), address).toBe(0);
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(
          violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
          address,
        ).toEqual([]);
      }
      await context.close();
    });
  }
}

test('no page needs more than 250 kB of script before it is shown', async ({ browser, server }) => {
  test.slow();
  for (const address of await everyPage(server.origin)) {
    // A visitor who comes to this page first has nothing in the cache.
    const context = await browser.newContext();
    const page = await context.newPage();
    const sizes: Promise<{ responseBodySize: number }>[] = [];
    page.on('response', (response) => {
      if (response.request().resourceType() === 'script') sizes.push(response.request().sizes());
    });
    await page.goto(address, { waitUntil: 'load' });
    const bytes = (await Promise.all(sizes)).reduce((sum, { responseBodySize }) => sum + responseBodySize, 0);
    await context.close();
    expect(bytes / 1024, address).toBeLessThan(250);
  }
});
