import { cleanup, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { renderPage } from '@/components/testing/render';
import type { BaselineDto } from '@/lib/contracts/compare';
import { BaselineLine } from './baseline-line';

const BASELINE = '/api/projects/demo/runs/r1/baseline';
const NO_COUNTS = { newlyMissing: 0, moved: 0, fixed: 0, stillMissing: 0 };

/** A server on which runs are pinned: `r1` is looked at, `r0` passes before it. */
function serve({ start, comparison = {} }: { start: BaselineDto; comparison?: object }) {
  let baseline = start;
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (input: string, { method = 'GET' }: RequestInit = {}) => {
    const { pathname, search } = new URL(input, 'http://localhost');
    asked.push(`${method} ${pathname}${search}`);
    if (pathname === '/api/projects/demo/compare')
      return Response.json({ keys: {}, sentKeys: [], base: {}, run: {}, ...comparison });
    if (pathname !== BASELINE) return Response.json({ detail: `No answer for ${pathname}` }, { status: 404 });
    if (method === 'PUT') baseline = { ...start, mode: 'pinned', runId: null };
    if (method === 'DELETE') baseline = { ...start, mode: 'latest-passing' };
    return method === 'DELETE' ? new Response(null, { status: 204 }) : Response.json(baseline);
  });
  return asked;
}

const passing: BaselineDto = {
  scope: { kind: 'dataset', value: 'ds1' },
  mode: 'latest-passing',
  runId: 'r0',
  name: 'nightly',
  createdAt: '2025-11-20T10:00:00.000Z',
};

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

test('what changed against the baseline is told in numbers, and leads to the comparison', async () => {
  serve({
    start: passing,
    comparison: {
      keys: { run_id: { ...NO_COUNTS, newlyMissing: 2 }, dataset_id: { ...NO_COUNTS, newlyMissing: 1, fixed: 1 } },
      sentKeys: [{ ...NO_COUNTS, moved: 4 }],
    },
  });
  renderPage(<BaselineLine project="demo" runId="r1" />);
  expect(await screen.findByText('3 newly missing, 4 moved, 1 fixed')).toBeTruthy();
  expect(screen.getByText('(latest passing)')).toBeTruthy();
  expect(screen.getByRole('link', { name: 'nightly' }).getAttribute('href')).toBe('/p/demo/runs/r0');
  expect(screen.getByRole('link', { name: 'Compare' }).getAttribute('href')).toBe('/p/demo/compare?base=r0&run=r1');
});

test('a comparison without any difference says so', async () => {
  serve({ start: passing });
  renderPage(<BaselineLine project="demo" runId="r1" />);
  expect(await screen.findByText('nothing changed')).toBeTruthy();
});

test('a run is made the baseline and let go of again, and each is confirmed', async () => {
  const asked = serve({ start: passing });
  renderPage(<BaselineLine project="demo" runId="r1" />);
  expect(screen.queryByRole('button', { name: 'Unpin the baseline' })).toBeNull();
  await userEvent.click(await screen.findByRole('button', { name: 'Make this the baseline' }));
  expect(await screen.findByText('This run is the baseline of dataset ds1.')).toBeTruthy();
  expect(screen.getByText('This run is now the baseline of dataset ds1.')).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Make this the baseline' })).toBeNull();
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Unpin the baseline' }));
  await userEvent.click(screen.getByRole('button', { name: 'Unpin the baseline' }));
  expect(await screen.findByText('nothing changed')).toBeTruthy();
  expect(screen.getByText('The latest passing run is the baseline of dataset ds1 again.')).toBeTruthy();
  expect(asked.filter((request) => !request.startsWith('GET'))).toEqual([`PUT ${BASELINE}`, `DELETE ${BASELINE}`]);
});

test('a refusal says why, and nothing is pinned', async () => {
  serve({ start: passing });
  renderPage(<BaselineLine project="demo" runId="r1" />);
  const button = await screen.findByRole('button', { name: 'Make this the baseline' });
  vi.stubGlobal('fetch', async () => Response.json({ detail: 'The database is busy.' }, { status: 503 }));
  await userEvent.click(button);
  expect(await screen.findByText('The database is busy.')).toBeTruthy();
  expect(screen.getByText('(latest passing)')).toBeTruthy();
});

test.each<[string, Partial<BaselineDto>, RegExp]>([
  ['no earlier run passes', { runId: null, name: null, createdAt: null }, /No earlier run of this dataset passes/],
  ['nothing says where the run belongs', { scope: null, runId: null }, /neither a dataset nor a name/],
])('when %s, a run to compare with can be chosen', async (_name, members, words) => {
  serve({ start: { ...passing, ...members } });
  renderPage(<BaselineLine project="demo" runId="r1" />);
  expect(await screen.findByText(words)).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Compare with…' }).getAttribute('href')).toBe('/p/demo/compare?run=r1');
  const canPin = members.scope !== null;
  expect(screen.queryByRole('button', { name: 'Make this the baseline' }) !== null).toBe(canPin);
});

test('a failure says why, and can be tried again', async () => {
  vi.stubGlobal('fetch', async () => Response.json({ detail: 'The database is busy.' }, { status: 503 }));
  renderPage(<BaselineLine project="demo" runId="r1" />);
  expect(await screen.findByText(/The database is busy/)).toBeTruthy();
  serve({ start: passing });
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByText('nothing changed')).toBeTruthy();
});
