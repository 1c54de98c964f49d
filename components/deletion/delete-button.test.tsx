import { cleanup, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { answerFetch, renderPage } from '@/components/testing/render';
import { DeleteRun } from './delete-run';
import { DeleteSession } from './delete-session';
import { DeletedNotice } from './deleted-notice';

const push = vi.fn();
vi.mock('next/navigation', () => ({ useRouter: () => ({ push }) }));

const RUN = { runId: 'run-1', sessions: 12, spans: 3400 };
const RUN_PATH = '/api/projects/demo/runs/run-1';

let answers: Response[];
const fetched = vi.fn(async (_url: URL) => answers.shift() ?? new Response(null, { status: 500 }));

beforeEach(() => {
  answers = [];
  fetched.mockClear();
  vi.stubGlobal('fetch', answerFetch({ [RUN_PATH]: fetched, '/api/projects/demo/sessions/s-1': fetched }));
});
afterEach(() => {
  cleanup();
  push.mockReset();
  vi.unstubAllGlobals();
});

async function open(): Promise<HTMLElement> {
  renderPage(<DeleteRun project="demo" run={RUN} />);
  await userEvent.click(screen.getByRole('button', { name: 'Delete run…' }));
  return screen.findByRole('dialog', { name: 'Delete this run?' });
}

test('says what goes, and does nothing unless told so: the first key press keeps it', async () => {
  const dialog = await open();
  expect(dialog.textContent).toContain('12 sessions with 3,400 spans');
  expect(dialog.textContent).toContain('can not be undone');
  expect(document.activeElement?.textContent).toBe('Keep it');
  await userEvent.keyboard('{Enter}');
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(document.activeElement?.textContent).toBe('Delete run…');
  expect(fetched).not.toHaveBeenCalled();
});

test('shows how much is left of a long run, and leaves the page when it is gone', async () => {
  let finish: (answer: Response) => void = () => undefined;
  const second = new Promise<Response>((resolve) => {
    finish = resolve;
  });
  fetched.mockResolvedValueOnce(Response.json({ sessionsLeft: 7 }, { status: 202 })).mockReturnValueOnce(second);
  const dialog = await open();
  await userEvent.click(screen.getByRole('button', { name: 'Delete run' }));
  await vi.waitFor(() => expect(screen.getByRole('status').textContent).toBe('7 sessions left.'));
  await userEvent.keyboard('{Escape}');
  await userEvent.click(screen.getByRole('button', { name: 'Deleting…' }));
  expect(dialog.isConnected).toBe(true);
  finish(new Response(null, { status: 204 }));
  await vi.waitFor(() => expect(push).toHaveBeenCalledExactlyOnceWith('/p/demo/runs?deleted=run'));
  expect(fetched).toHaveBeenCalledTimes(2);
});

test('says why it could not be deleted, and can be tried again', async () => {
  answers = [
    Response.json({ detail: 'New spans keep arriving.' }, { status: 409 }),
    new Response(null, { status: 204 }),
  ];
  await open();
  await userEvent.click(screen.getByRole('button', { name: 'Delete run' }));
  expect((await screen.findByRole('alert')).textContent).toBe('Not deleted: New spans keep arriving.');
  expect(push).not.toHaveBeenCalled();
  await userEvent.click(screen.getByRole('button', { name: 'Delete run' }));
  await vi.waitFor(() => expect(push).toHaveBeenCalled());
});

test.each([
  ['run-1', '/p/demo/runs/run-1?deleted=session'],
  [null, '/p/demo/sessions?deleted=session'],
])('a session of %s leads back to its list', async (runId, afterwards) => {
  answers = [new Response(null, { status: 204 })];
  renderPage(<DeleteSession project="demo" sessionId="s-1" runId={runId} spanCount={1} />);
  await userEvent.click(screen.getByRole('button', { name: 'Delete session…' }));
  expect((await screen.findByRole('dialog')).textContent).toContain('1 span will be removed');
  await userEvent.click(screen.getByRole('button', { name: 'Delete session' }));
  await vi.waitFor(() => expect(push).toHaveBeenCalledExactlyOnceWith(afterwards));
});

test('the notice has the focus, and goes when dismissed', async () => {
  renderPage(<DeletedNotice />, '?deleted=run');
  expect(document.activeElement).toBe(screen.getByRole('status'));
  await userEvent.click(screen.getByRole('button', { name: 'Dismiss' }));
  expect(screen.queryByRole('status')).toBeNull();
});
