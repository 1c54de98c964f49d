import { cleanup, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { answerFetch, renderPage } from '@/components/testing/render';
import type { SnapshotDto } from '@/lib/contracts/snapshots';
import { SnapshotList } from './snapshot-list';

const API = '/api/projects/demo/snapshots';

function aSnapshot(members: Partial<SnapshotDto> = {}): SnapshotDto {
  return {
    id: 'snap-1',
    title: 'Nightly lost run_id',
    base: 'base-run-1',
    run: 'bad-run-1',
    createdAt: '2026-11-20T12:00:00.000Z',
    expiresAt: '2026-11-28T12:00:00.000Z',
    state: 'live',
    views: 3,
    lastViewedAt: '2026-11-21T12:00:00.000Z',
    size: 100,
    ...members,
  };
}

let snapshots: readonly SnapshotDto[];
const listed = vi.fn((url: URL): Response => {
  const isSecond = url.searchParams.has('cursor');
  return Response.json({ snapshots: isSecond ? [aSnapshot({ id: 'old', title: 'Older' })] : snapshots, nextCursor });
});
let nextCursor: string | null;
const changed = vi.fn((): Response => Response.json(aSnapshot()));
const renewed = vi.fn(
  (): Response => Response.json({ ...aSnapshot(), token: 't2', url: 'http://claims.example/s/t2' }),
);
const sent: [method: string, body: unknown][] = [];

beforeEach(() => {
  snapshots = [aSnapshot()];
  nextCursor = null;
  sent.length = 0;
  for (const mock of [listed, changed, renewed]) mock.mockClear();
  const answers = answerFetch({ [API]: listed, [`${API}/snap-1`]: changed, [`${API}/snap-1/link`]: renewed });
  vi.stubGlobal('fetch', (input: string, init: RequestInit = {}) => {
    if (init.method !== undefined) sent.push([init.method, init.body ? JSON.parse(String(init.body)) : null]);
    return answers(input);
  });
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

async function row(name = /Nightly lost run_id/): Promise<HTMLElement> {
  return screen.findByRole('row', { name });
}

async function act(action: string): Promise<HTMLElement> {
  renderPage(<SnapshotList project="demo" />);
  await userEvent.click(within(await row()).getByRole('button', { name: `${action} Nightly lost run_id` }));
  return screen.findByRole('dialog');
}

test('a row says what was shared, of which runs, how long it works and who looked', async () => {
  renderPage(<SnapshotList project="demo" />);
  const shown = await row();
  expect(shown.textContent).toContain('live');
  expect(shown.textContent).toContain('2026-11-28 12:00 UTC');
  expect(shown.textContent).toContain('3 views');
  const hrefs = within(shown)
    .getAllByRole('link')
    .map((link) => link.getAttribute('href'));
  expect(hrefs).toEqual([
    '/p/demo/runs/base-run-1',
    '/p/demo/runs/bad-run-1',
    '/p/demo/compare?base=base-run-1&run=bad-run-1',
  ]);
});

test.each([
  ['live', ['Edit…', 'New link…', 'Revoke…']],
  ['expired', ['Edit…', 'Revoke…']],
  ['revoked', []],
  ['erased', []],
] as const)('of a link that is %s only what can be done is offered', async (state, actions) => {
  snapshots = [aSnapshot({ state, title: state === 'erased' ? '' : 'Shared' })];
  renderPage(<SnapshotList project="demo" />);
  const shown = await row(new RegExp(state));
  expect(
    within(shown)
      .queryAllByRole('button')
      .map(({ textContent }) => textContent),
  ).toEqual(actions);
  if (state === 'erased') expect(shown.textContent).toContain('Its data was deleted');
});

test('only what was edited is changed', async () => {
  const dialog = await act('Edit…');
  const title = within(dialog).getByLabelText('Title');
  await userEvent.clear(title);
  await userEvent.type(title, 'Renamed{Enter}');
  await vi.waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(sent).toEqual([['PATCH', { title: 'Renamed' }]]);
  expect(listed).toHaveBeenCalledTimes(2);
});

test('an expiry counts from now, and an empty title is not saved', async () => {
  const dialog = await act('Edit…');
  expect(dialog.textContent).toContain('As it is: 2026-11-28 12:00 UTC');
  await userEvent.selectOptions(within(dialog).getByLabelText('Expires after'), '30 days');
  await userEvent.clear(within(dialog).getByLabelText('Title'));
  await userEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
  expect(sent).toEqual([]);
  await userEvent.type(within(dialog).getByLabelText('Title'), 'Nightly lost run_id');
  await userEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
  await vi.waitFor(() => expect(sent).toEqual([['PATCH', { expiresInDays: 30 }]]));
});

test('revoking asks first: the first key press keeps the link', async () => {
  const dialog = await act('Revoke…');
  expect(dialog.textContent).toContain('for good');
  await userEvent.keyboard('{Enter}');
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(document.activeElement?.textContent).toBe('Revoke…');
  expect(sent).toEqual([]);

  await userEvent.click(document.activeElement as HTMLElement);
  changed.mockReturnValueOnce(Response.json({ detail: 'The disk is full.' }, { status: 503 }));
  await userEvent.click(await screen.findByRole('button', { name: 'Revoke link' }));
  await screen.findByText('Not revoked: The disk is full.');
  changed.mockReturnValueOnce(new Response(null, { status: 204 }));
  snapshots = [aSnapshot({ state: 'revoked' })];
  await userEvent.click(screen.getByRole('button', { name: 'Revoke link' }));
  expect((await row(/revoked/)).textContent).not.toContain('Revoke…');
  // The button is gone: the keyboard goes on beside where it was.
  await vi.waitFor(() => expect(document.activeElement?.textContent).toBe('Compare as they are now'));
  expect(sent).toEqual([
    ['DELETE', null],
    ['DELETE', null],
  ]);
});

test('a new link is shown once made, and not before', async () => {
  const dialog = await act('New link…');
  expect(dialog.textContent).toContain('stops working at once');
  expect(sent).toEqual([]);
  await userEvent.click(within(dialog).getByRole('button', { name: 'Make a new link' }));
  const field = await screen.findByLabelText<HTMLInputElement>(/^Link to/);
  expect(field.value).toBe('http://claims.example/s/t2');
  expect(document.activeElement).toBe(field);
});

test('without any, it says how to make one', async () => {
  snapshots = [];
  renderPage(<SnapshotList project="demo" />);
  await screen.findByText('Nothing was shared yet');
  expect(screen.getByRole('link').getAttribute('href')).toBe('/p/demo/runs');
});

test('a list that can not be loaded says why and can be tried again', async () => {
  listed.mockReturnValueOnce(Response.json({ detail: 'No such project.' }, { status: 404 }));
  renderPage(<SnapshotList project="demo" />);
  await screen.findByText('No such project.');
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  await row();
});

test('more are loaded when they are asked for', async () => {
  nextCursor = 'c';
  renderPage(<SnapshotList project="demo" />);
  await row();
  nextCursor = null;
  await userEvent.click(screen.getByRole('button', { name: 'Load more' }));
  await row(/Older/);
  await row();
});
