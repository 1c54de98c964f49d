import { cleanup, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { answerFetch, renderPage } from '@/components/testing/render';
import { LoadSampleButton } from './load-sample-button';

const push = vi.fn();
vi.mock('next/navigation', () => ({ useRouter: () => ({ push }) }));

afterEach(() => {
  cleanup();
  push.mockReset();
  vi.unstubAllGlobals();
});

test('loading the sample shows that it works, then opens its runs', async () => {
  let resolve: (response: Response) => void = () => {};
  const answer = new Promise<Response>((settle) => {
    resolve = settle;
  });
  vi.stubGlobal('fetch', answerFetch({ '/api/sample': () => answer }));
  renderPage(<LoadSampleButton />);
  await userEvent.click(screen.getByRole('button', { name: 'Load the sample' }));
  expect(await screen.findByText('Replaying two recorded runs…')).toBeTruthy();
  expect(screen.getByRole<HTMLButtonElement>('button').disabled).toBe(true);
  resolve(Response.json({ project: 'demo', runs: ['a', 'b'], requests: 28 }));
  await vi.waitFor(() => expect(push).toHaveBeenCalledWith('/p/demo/runs'));
});

test('a failure is shown in its own words, and the button can be pressed again', async () => {
  vi.stubGlobal(
    'fetch',
    answerFetch({ '/api/sample': () => Response.json({ detail: 'The disk is full.' }, { status: 500 }) }),
  );
  renderPage(<LoadSampleButton />);
  await userEvent.click(screen.getByRole('button', { name: 'Load the sample' }));
  expect((await screen.findByRole('alert')).textContent).toContain('The disk is full.');
  expect(screen.getByRole<HTMLButtonElement>('button').disabled).toBe(false);
});
