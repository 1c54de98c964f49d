import { cleanup, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { answerFetch, renderPage } from '@/components/testing/render';
import type { SnapshotLink } from '@/lib/contracts/snapshots';
import { ShareButton } from './share-button';

const API = '/api/projects/demo/snapshots';
const LINK: SnapshotLink = {
  id: 'snap-1',
  title: 'run_id newly missing in nightly',
  base: 'base-1',
  run: 'run-1',
  createdAt: '2026-11-21T12:00:00.000Z',
  expiresAt: '2026-11-28T12:00:00.000Z',
  state: 'live',
  views: 0,
  lastViewedAt: null,
  size: 100,
  token: 'the-token',
  url: 'http://claims.example/s/the-token',
};
const ROW = {
  kind: 'attribution',
  path: 'p',
  text: 'fn › child_op',
  key: 'run_id',
  state: 'newly-missing',
  datapoints: { newlyMissing: 2, fixed: 0, stillMissing: 0 },
};
const PREVIEW = {
  contents: {
    comparison: { sentence: 'run_id is newly missing in 2 datapoints.', rows: [ROW], rowCount: 1 },
    redaction: { patterns: ['customer.*'], replaced: 1 },
  },
  replaced: [{ where: 'exemplars.0.values.0.sent', reason: 'the key customer.name', placeholder: '[redacted 1]' }],
};

const created = vi.fn((): Response => Response.json(LINK));
const previewed = vi.fn((): Response => Response.json(PREVIEW));
const exported = vi.fn((): Response => new Response('# run_id newly missing'));
const sent: unknown[] = [];

beforeEach(() => {
  sent.length = 0;
  for (const mock of [created, previewed, exported]) mock.mockClear();
  const answers = answerFetch({
    [API]: created,
    [`${API}/preview`]: previewed,
    '/api/projects/demo/compare/export': exported,
  });
  vi.stubGlobal('fetch', (input: string, init: RequestInit = {}) => {
    if (typeof init.body === 'string') sent.push(JSON.parse(init.body));
    return answers(input);
  });
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

async function open(): Promise<HTMLElement> {
  renderPage(<ShareButton project="demo" base="base-1" run="run-1" />);
  await userEvent.click(screen.getByRole('button', { name: 'Share…' }));
  return screen.findByRole('dialog', { name: 'Share this comparison' });
}

test('two key presses make a link that works for a week, and it is there to be copied', async () => {
  const user = userEvent.setup();
  await open();
  await user.click(screen.getByLabelText('Title'));
  await user.keyboard('{Enter}');
  const field = await screen.findByLabelText<HTMLInputElement>(/^Link to/);
  expect(sent).toEqual([{ base: 'base-1', run: 'run-1', redact: [], expiresInDays: 7 }]);
  expect(field.value).toBe(LINK.url);
  expect(document.activeElement).toBe(field);
  expect(screen.getByRole('dialog').textContent).toContain('shown only now');
  expect(screen.getByRole('dialog').textContent).toContain('2026-11-28 12:00:00 UTC');
  await user.click(screen.getByRole('button', { name: 'Copy link' }));
  expect(await navigator.clipboard.readText()).toBe(LINK.url);
  expect(screen.getByRole('link', { name: 'Open' }).getAttribute('href')).toBe(LINK.url);
});

test('title, expiry and keys are shared as they were entered', async () => {
  await open();
  await userEvent.type(screen.getByLabelText('Title'), '  Nightly ');
  await userEvent.selectOptions(screen.getByLabelText('Expires after'), 'Never');
  await userEvent.type(
    screen.getByLabelText('Keys whose values are not shown'),
    'customer.*\n\n  inputs.q \ncustomer.*',
  );
  await userEvent.click(screen.getByRole('button', { name: 'Create link' }));
  await screen.findByLabelText(/^Link to/);
  expect(sent).toEqual([
    { base: 'base-1', run: 'run-1', redact: ['customer.*', 'inputs.q'], title: 'Nightly', expiresInDays: null },
  ]);
});

test('the preview shows the sentence, the table and what is replaced, and says when it is out of date', async () => {
  await open();
  const keys = screen.getByLabelText('Keys whose values are not shown');
  await userEvent.type(keys, 'customer.*');
  await userEvent.click(screen.getByRole('button', { name: 'Preview' }));
  const preview = screen.getByRole('region', { name: 'Preview' });
  await within(preview).findByText('run_id is newly missing in 2 datapoints.');
  expect(sent).toEqual([{ base: 'base-1', run: 'run-1', redact: ['customer.*'] }]);
  expect(within(preview).getByRole('row', { name: /run_id.*fn › child_op.*newly missing.*2/ })).toBeDefined();
  expect(preview.textContent).toContain('1 value replaced');
  expect(preview.textContent).toContain('[redacted 1]');
  expect(preview.textContent).not.toContain('preview again');
  await userEvent.type(keys, '\nsecret');
  expect(preview.textContent).toContain('preview again');
  expect(created).not.toHaveBeenCalled();
});

test('a preview that fails says why and can be tried again', async () => {
  previewed.mockReturnValueOnce(Response.json({ detail: 'Deleted meanwhile.' }, { status: 404 }));
  await open();
  await userEvent.click(screen.getByRole('button', { name: 'Preview' }));
  await screen.findByText('Deleted meanwhile.');
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  await screen.findByText('run_id is newly missing in 2 datapoints.');
});

test('patterns the server would refuse are refused here, with the reason', async () => {
  await open();
  const keys = screen.getByLabelText('Keys whose values are not shown');
  await userEvent.click(keys);
  await userEvent.paste(Array.from({ length: 51 }, (_, i) => `key.${i}`).join('\n'));
  expect(screen.getByText(/At most 50 patterns/).getAttribute('role')).toBe('alert');
  await userEvent.click(screen.getByRole('button', { name: 'Create link' }));
  expect(created).not.toHaveBeenCalled();
});

test('says why it could not be shared, keeps what was entered, and can be tried again', async () => {
  created.mockReturnValueOnce(Response.json({ detail: 'The disk is full.' }, { status: 503 }));
  await open();
  await userEvent.type(screen.getByLabelText('Title'), 'Nightly');
  await userEvent.click(screen.getByRole('button', { name: 'Create link' }));
  await screen.findByText('Not shared: The disk is full.');
  expect(screen.getByLabelText<HTMLInputElement>('Title').value).toBe('Nightly');
  await userEvent.click(screen.getByRole('button', { name: 'Create link' }));
  await screen.findByLabelText(/^Link to/);
});

test('it is taken along as Markdown in the clipboard or as a file', async () => {
  const user = userEvent.setup();
  const dialog = await open();
  await user.click(screen.getByRole('button', { name: 'Copy as Markdown' }));
  await within(dialog).findByText('Copied');
  expect(await navigator.clipboard.readText()).toBe('# run_id newly missing');
  const files = within(dialog).getAllByRole('link');
  expect(files.map((file) => file.getAttribute('href'))).toEqual(
    ['json', 'junit', 'sarif', 'html'].map(
      (format) => `/api/projects/demo/compare/export?base=base-1&format=${format}&run=run-1`,
    ),
  );
  for (const file of files) expect(file.hasAttribute('download')).toBe(true);
});

test('Escape closes it and the keyboard goes on where it was', async () => {
  await open();
  await userEvent.keyboard('{Escape}');
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(document.activeElement?.textContent).toBe('Share…');
});
