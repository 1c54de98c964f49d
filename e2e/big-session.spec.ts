import type { Page } from '@playwright/test';
import { sendBigSession } from './big-session';
import { expect, test } from './fixtures';

const SPANS = 10_000;

async function open(page: Page, origin: string): Promise<void> {
  const { sessionId } = await sendBigSession(origin, SPANS);
  await page.goto(`/p/big/sessions/${sessionId}`);
  await expect(page.getByRole('treegrid')).toBeVisible({ timeout: 30_000 });
}

const rowCount = async (page: Page) => Number(await page.getByRole('treegrid').getAttribute('aria-rowcount'));
const counts = (page: Page) => page.getByRole('status').filter({ hasText: '10,000 spans' });
const activeRow = (page: Page) =>
  page.getByRole('treegrid').evaluate((grid) => {
    const row = document.getElementById(grid.getAttribute('aria-activedescendant') ?? '');
    return { number: Number(row?.dataset.row), level: Number(row?.ariaLevel), text: row?.textContent ?? '' };
  });

async function expectFewRows(page: Page): Promise<void> {
  expect(await page.locator('[data-row]').count()).toBeLessThanOrEqual(60);
}

test('a session of 10,000 spans is opened, walked and searched', async ({ page, server }) => {
  test.slow();
  await open(page, server.origin);
  const tree = page.getByRole('treegrid');

  await test.step('it opens with its problems, and says what is hidden', async () => {
    await expect(page.getByRole('switch', { name: /Only problems/ })).toBeChecked();
    await expect(counts(page)).toHaveText(/^10,000 spans · [\d,]+ shown · [\d,]+ hidden by “only problems”$/);
    await expectFewRows(page);
  });

  await test.step('all of it is shown, closed and opened', async () => {
    await page.getByRole('switch').click();
    await expect(counts(page)).toHaveText('10,000 spans');
    const all = await rowCount(page);
    expect(all).toBeGreaterThan(SPANS);
    await page.getByRole('button', { name: 'Close all' }).click();
    await expect(counts(page)).toHaveText(/in closed rows$/);
    expect(await rowCount(page)).toBeLessThan(all / 2);
    await page.getByRole('button', { name: 'Open all' }).click();
    await expect(counts(page)).toHaveText('10,000 spans');
    expect(await rowCount(page)).toBe(all);
  });

  await test.step('the keyboard reaches the end, and the end of the chain with its real level', async () => {
    await tree.focus();
    await page.keyboard.press('End');
    await expect.poll(async () => (await activeRow(page)).number).toBe((await rowCount(page)) - 2);
    await expectFewRows(page);
    await page.keyboard.press('Home');
    await expect.poll(async () => (await activeRow(page)).number).toBe(0);
  });

  await test.step('breaks are walked', async () => {
    await page.keyboard.press(']');
    await expect.poll(async () => (await activeRow(page)).text).toContain('break');
    const first = (await activeRow(page)).number;
    await page.keyboard.press(']');
    await expect.poll(async () => (await activeRow(page)).number).not.toBe(first);
    await expectFewRows(page);
  });

  await test.step('names are searched, and what is hidden is counted', async () => {
    await page.getByRole('searchbox').fill('rank 4003');
    await expect(counts(page)).toHaveText(/hidden by the search/);
    await expect(page.getByText('1 match', { exact: true })).toBeVisible();
    await page.getByRole('button', { name: 'Next match' }).click();
    await expect.poll(async () => (await activeRow(page)).text).toContain('rank 4003');
  });

  await test.step('values are searched, and the match is shown at its real depth', async () => {
    await page.getByRole('searchbox').fill('haystack VALUE');
    await expect(page.getByText('1 match', { exact: true })).toBeVisible();
    await page.getByRole('button', { name: 'Next match' }).click();
    await expect.poll(async () => (await activeRow(page)).level).toBe(SPANS / 10 + 1);
    expect((await activeRow(page)).text).toContain(String(SPANS / 10 + 1));
    await expectFewRows(page);
  });

  await test.step('and its detail opens', async () => {
    await tree.focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('tab', { name: 'Attribution' })).toBeVisible();
  });
});

test('a session of 10,000 spans fits a phone', async ({ browser, server }) => {
  test.slow();
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, baseURL: server.origin });
  const page = await context.newPage();
  await open(page, server.origin);
  await page.getByRole('switch').click();
  await page.getByRole('treegrid').evaluate((grid) => {
    grid.scrollTop = 30 * 900;
  });
  // Row 900 is 900 levels deep in the chain: its name must still be in the page.
  const name = page.locator('[data-row="900"] bdi');
  await expect(name).toBeVisible();
  expect((await name.boundingBox())?.x).toBeLessThan(220);
  const sideways = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(await sideways()).toBe(0);
  await expectFewRows(page);
  await context.close();
});
