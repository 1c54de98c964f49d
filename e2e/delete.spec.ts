import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { replayCapture } from './replay';
import { startServer } from './server';

const RECORDING = 'sdk-531c1bbf-evaluate-REGRESSED';

test('a deleted session, then its run, are gone from API, links and files', async () => {
  const own = await startServer();
  try {
    const { runId, sessionIds } = await replayCapture(own.origin, RECORDING);
    const [gone = '', kept = ''] = sessionIds;
    const api = `${own.origin}/api/projects/demo`;
    const get = async (path: string) => (await fetch(`${api}/${path}`)).json();
    const remove = (path: string) => fetch(`${api}/${path}`, { method: 'DELETE' });
    const before = await get(`runs/${runId}`);

    expect((await remove(`sessions/${gone}`)).status).toBe(204);
    expect((await remove(`sessions/${gone}`)).status).toBe(404);
    expect((await fetch(`${own.origin}/r/session/${gone}`)).status).toBe(404);
    const after = await get(`runs/${runId}`);
    expect(after.sessions).toBe(before.sessions - 1);
    expect(after.spans).toBeLessThan(before.spans);
    expect(after.spans).toBe((await get(`sessions/${kept}`)).spans.length);
    expect((await get(`runs/${runId}/datapoints`)).absent).toEqual([]);

    expect((await remove(`runs/${runId}`)).status).toBe(204);
    expect((await get('runs')).runs).toEqual([]);
    expect((await remove(`runs/${runId}`)).status).toBe(404);
    const files = readdirSync(own.folder).map((name) => readFileSync(join(own.folder, name)));
    for (const id of [gone, kept, runId ?? '']) expect(Buffer.concat(files).includes(id), id).toBe(false);
  } finally {
    await own.stop();
  }
});

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  const sideways = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;
  expect(await page.evaluate(sideways)).toBe(0);
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`a session, then its run, are deleted by keyboard on a phone, ${colorScheme}`, async ({ browser }) => {
    const own = await startServer();
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, colorScheme });
    try {
      const { runId, sessionIds } = await replayCapture(own.origin, RECORDING);
      const page = await context.newPage();
      await page.goto(`${own.origin}/p/demo/sessions/${sessionIds[0]}`);
      await page.getByRole('button', { name: 'Delete session…' }).press('Enter');
      const dialog = page.getByRole('dialog', { name: 'Delete this session?' });
      await expect(dialog).toContainText('can not be undone');
      await expect(dialog.getByRole('button', { name: 'Keep it' })).toBeFocused();
      await expectAccessible(page);
      await page.keyboard.press('Escape');
      await expect(page.getByRole('button', { name: 'Delete session…' })).toBeFocused();

      await page.keyboard.press('Enter');
      await dialog.getByRole('button', { name: 'Delete session' }).press('Enter');
      await expect(page).toHaveURL(`${own.origin}/p/demo/runs/${runId}?deleted=session`);
      const notice = page.getByRole('status').filter({ hasText: 'The session was deleted' });
      await expect(notice).toBeFocused();
      await expectAccessible(page);
      await notice.getByRole('button', { name: 'Dismiss' }).click();
      await expect(page).toHaveURL(`${own.origin}/p/demo/runs/${runId}`);

      await page.getByRole('button', { name: 'Delete run…' }).click();
      await expect(page.getByRole('dialog')).toContainText('1 session with');
      await page.getByRole('button', { name: 'Delete run', exact: true }).click();
      await expect(page).toHaveURL(`${own.origin}/p/demo/runs?deleted=run`);
      await expect(page.getByText('No runs in this project yet')).toBeVisible();
      await expectAccessible(page);
      await page.goto(`${own.origin}/p/demo/settings`);
      await expect(page.getByText('Nothing is removed by itself.')).toBeVisible();
    } finally {
      await context.close();
      await own.stop();
    }
  });
}
