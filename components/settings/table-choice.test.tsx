import { cleanup, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { renderPage } from '@/components/testing/render';
import { TableChoice } from './table-choice';

const refresh = vi.fn();
vi.mock('next/navigation', () => ({ useRouter: () => ({ refresh }) }));

const TABLES = [
  { name: 'preserve', description: 'Keeps everything.' },
  { name: 'staging', description: 'As it was observed.' },
];

afterEach(() => {
  cleanup();
  refresh.mockReset();
  vi.unstubAllGlobals();
});

async function chooseStaging() {
  renderPage(<TableChoice project="demo" setting="contract" current="preserve" tables={TABLES} />);
  await userEvent.selectOptions(screen.getByLabelText('Contract'), 'staging');
  await userEvent.click(screen.getByRole('button', { name: 'Change…' }));
}

test('nothing is changed before the question is answered', async () => {
  const fetch = vi.fn();
  vi.stubGlobal('fetch', fetch);
  await chooseStaging();
  expect(screen.getByRole('dialog', { name: /from preserve to staging/ })).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Keep preserve' }));
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(fetch).not.toHaveBeenCalled();
});

test('the answer changes this setting alone', async () => {
  const fetch = vi.fn(async (_path: string, _init: RequestInit) =>
    Response.json({ name: 'demo', contract: 'staging' }),
  );
  vi.stubGlobal('fetch', fetch);
  await chooseStaging();
  await userEvent.click(screen.getByRole('button', { name: 'Change to staging' }));
  await vi.waitFor(() => expect(refresh).toHaveBeenCalled());
  const [path, init] = fetch.mock.calls[0] ?? [];
  expect([path, init?.method, init?.body]).toEqual(['/api/projects/demo', 'PATCH', '{"contract":"staging"}']);
});

test('a refusal is shown where the question was asked', async () => {
  vi.stubGlobal('fetch', async () => Response.json({ detail: 'There is no such table.' }, { status: 400 }));
  await chooseStaging();
  await userEvent.click(screen.getByRole('button', { name: 'Change to staging' }));
  expect((await screen.findByRole('alert')).textContent).toBe('Not changed: There is no such table.');
  expect(refresh).not.toHaveBeenCalled();
});
