import type { Page } from '@playwright/test';
import { sessionPath } from '../../lib/query/paths';
import { expect } from '../fixtures';
import type { Assertion, Loss } from './assertion';
import type { StoredEvent } from './backend-verification';

/** Walks from the session to the span and its ledger, and reads there why assertions about it fail. */
export async function expectLedgerToExplain(
  page: Page,
  event: StoredEvent,
  assertions: readonly Assertion[],
  table: string,
): Promise<void> {
  await page.goto(sessionPath(event.project_id, event.session_id));
  await page.getByRole('treegrid').getByRole('row').filter({ hasText: event.event_name }).first().click();
  await page.getByRole('tab', { name: /Ledger/ }).click();

  if (table === 'preserve') {
    await expect(page.getByRole('tabpanel').getByText('Only problems (0)')).toBeVisible();
    return;
  }
  const road = page.getByRole('region', { name: 'Where it went wrong' });
  await expect(road.getByRole('listitem').filter({ hasText: 'breaks after this step' })).toContainText('received');
  await expect(road).toContainText(`Routing table ${table} stored it like this.`);
  for (const { lostTo } of assertions) if (lostTo !== null) await expectRow(page, lostTo, table);
}

async function expectRow(page: Page, { key, state, staging, preserve }: Loss, table: string): Promise<void> {
  const row = page.getByRole('row').filter({ has: page.getByText(key, { exact: true }) });
  await expect(row).toContainText(state, { ignoreCase: true });
  await expect(row).toContainText(`Routed by ${table}: ${staging}`);
  await expect(row).toContainText(`Wanted by preserve: ${preserve}`);
}
